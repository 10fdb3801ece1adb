import { chunks } from './fake-io';
import { Progress } from '../../src/cli/progress';

function progressOn(isErrorTerminal: boolean): { readonly progress: Progress; readonly said: string[] } {
  const said: string[] = [];
  const stderr = { write: (text: string) => said.push(text) };
  const progress = new Progress({ stdin: chunks(), stdout: { write: () => true }, stderr, isTerminal: false, isErrorTerminal, env: {} });
  return { progress, said };
}

beforeEach(() => { jest.useFakeTimers(); });
afterEach(() => { jest.useRealTimers(); });

describe('progress', () => {
  test('is shown on a terminal after a second, a few times a second, and wiped away', () => {
    const { progress, said } = progressOn(true);
    progress.say('at once');
    jest.advanceTimersByTime(1000);
    progress.say('after a second');
    jest.advanceTimersByTime(100);
    progress.say('too soon');
    jest.advanceTimersByTime(100);
    progress.say('soon enough');
    progress.done();
    expect(said).toEqual(['\r\u001b[2Kafter a second', '\r\u001b[2Ksoon enough', '\r\u001b[2K']);
  });

  test('leaves nothing to wipe when all was quick', () => {
    const { progress, said } = progressOn(true);
    progress.say('at once');
    progress.done();
    expect(said).toEqual([]);
  });

  test('is not shown where it would fill a log', () => {
    const { progress, said } = progressOn(false);
    jest.advanceTimersByTime(5000);
    progress.say('later');
    progress.done();
    expect(said).toEqual([]);
  });
});
