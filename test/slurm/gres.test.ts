import * as fc from 'fast-check';
import { Gres } from '../../src/slurm/gres';
import { Parsed } from '../../src/slurm/text-issue';

const SEED = { seed: 20260505 };
const node = (text: string) => Gres.parseNodeList(text);
const request = (text: string) => Gres.parseRequestList(text);
const gpus = (text: string) => Gres.parseGpuList(text);

describe('Gres', () => {
  test.each<[string, (text: string) => Parsed<Gres[]>, string]>([
    ['gpu', node, 'gpu:1'],
    ['gpu:8', node, 'gpu:8'],
    ['gpu:h100:8', node, 'gpu:h100:8'],
    ['gpu:abc', node, 'gpu:abc:1'],
    ['gpu:1g.10gb:7,gpu:2g.20gb:1', node, 'gpu:1g.10gb:7,gpu:2g.20gb:1'],
    ['tmpdisk:no_consume:4k', node, 'tmpdisk:no_consume:4096'],
    ['gpu:a100:no_consume:4', node, 'gpu:a100:no_consume:4'],
    ['lustre:no_consume', node, 'lustre:no_consume:1'],
    ['shard:0', node, 'shard:0'],
    ['mem:2P', node, 'mem:2251799813685248'],
    ['', node, ''],
    ['gpu:2', request, 'gpu:2'],
    ['gres/gpu:h100:2', request, 'gpu:h100:2'],
    ['gpu=2', request, 'gpu:2'],
    ['gres/gpu:h100=2,shard=1', request, 'gpu:h100:2,shard:1'],
    ['none', request, ''],
    ['8', gpus, 'gpu:8'],
    ['h100:8,a100:2', gpus, 'gpu:h100:8,gpu:a100:2'],
  ])('%s is read', (text, parse, printed) => {
    const { value, issues } = parse(text);
    expect(issues).toEqual([]);
    expect(Gres.render(value ?? [])).toBe(printed);
  });

  test.each<[string, (text: string) => Parsed<Gres[]>, string, number, number]>([
    ['gpu:h100:8:2', node, 'more fields', 0, 12],
    ['gpu:8,,shard:2', node, 'empty', 6, 0],
    ['gpu:', node, 'GRES type \'\'', 0, 4],
    ['gpu,x y:2', node, 'GRES name \'x y\'', 4, 5],
    ['gpu:-1', node, '\'-1\' is not a count', 4, 2],
    ['gpu:1.5', node, '\'1.5\' is not a count', 4, 3],
    ['gpu:4:2', node, 'would be read as something else', 0, 7],
    ['gres:gpu:1', request, 'colon after gres', 0, 10],
    ['a:1,gpu=two', request, '\'two\' is not a count', 8, 3],
    ['gpu:no_consume:2', request, 'would be read as something else', 0, 16],
    ['h100', gpus, 'not a number of GPUs', 0, 4],
    ['8,h100:x', gpus, 'not a number of GPUs', 2, 6],
    ['', gpus, 'no GPU count', 0, 0],
    ['gpu:h100:8', gpus, 'not a number of GPUs', 0, 10],
  ])('%s is refused at its place', (text, parse, message, offset, length) => {
    const { value, issues } = parse(text);
    expect(value).toBeUndefined();
    expect(issues).toEqual([{ message: expect.stringContaining(message), fix: expect.any(String), offset, length }]);
  });

  test.each([
    [{ name: 'gpu', type: '8' }, 'would be read as something else'],
    [{ name: 'gpu', type: 'a:b' }, 'is not one word'],
    [{ name: '' }, 'is not one word'],
    [{ name: 'gpu', count: -1 }, 'GRES count -1'],
    [{ name: 'gpu', count: 0.5 }, 'GRES count 0.5'],
  ])('%j is refused', (fields, message) => {
    expect(() => Gres.of(fields)).toThrow(message);
  });

  test.each([
    ['gpu:1', 'gpu:h100:8', true],
    ['gpu:h100:1', 'gpu:h100:8', true],
    ['gpu:a100:1', 'gpu:h100:8', false],
    ['gpu:h100:1', 'gpu:8', false],
    ['GPU:1', 'gpu:8', false],
  ])('a request for %s on a node with %s: %s', (wanted, offered, matches) => {
    expect(Gres.list(wanted)[0].matches(Gres.list(offered)[0])).toBe(matches);
  });

  test('accounting names it with its type', () => {
    expect(Gres.of({ name: 'gpu', type: 'h100', count: 8 }).tresName).toBe('gres/gpu:h100');
    expect(Gres.of({ name: 'shard' }).tresName).toBe('gres/shard');
  });

  test('text and value go round', () => {
    const gres = fc.record({
      name: fc.constantFrom('gpu', 'shard', 'mps', 'craynetwork'),
      type: fc.option(fc.constantFrom('h100', '1g.10gb', 'a-b_c', 'gb200'), { nil: undefined }),
      count: fc.nat(),
      noConsume: fc.boolean(),
    }).map(fields => Gres.of(fields));
    fc.assert(fc.property(fc.array(gres), (list) => {
      expect(Gres.list(Gres.render(list))).toEqual(list);
      const consumed = list.filter(each => !each.noConsume);
      expect(Gres.parseRequestList(Gres.render(consumed)).value).toEqual(consumed);
    }), SEED);
  });
});
