import { InputError } from './input-error';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Ctrl-C and its relatives, which end a sandbox in order. A second one ends this process at once. */
export class Interruption {
  public readonly happened: Promise<undefined>;
  private readonly controller = new AbortController();
  private readonly interrupt: () => void;

  constructor() {
    this.interrupt = () => this.controller.abort(new InputError('interrupted'));
    this.happened = new Promise(resolve => this.signal.addEventListener('abort', () => resolve(undefined)));
    SIGNALS.forEach(name => process.once(name, this.interrupt));
  }

  public get signal(): AbortSignal {
    return this.controller.signal;
  }

  public forget(): void {
    SIGNALS.forEach(name => process.removeListener(name, this.interrupt));
  }
}
