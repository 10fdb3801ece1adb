import { PredictedLine } from '../../predict/predicted-file';
import { Settings } from '../../settings';
import { Assignment } from '../../slurm-text';

/** The keys of one text of Slurm, as conditions look at them: a file, a line of it, or the set of files itself. */
export class ConfKeys {
  /** Keys of a whole file; `open` when some of it may be out of sight. */
  public static ofFile(file: string, settings: Settings, open: boolean): ConfKeys {
    return new ConfKeys(file, key => settings.find(key)?.value, open, key => settings.find(key)?.line);
  }

  /** Keys of one line, the last of each counting. */
  public static ofLine(options: readonly Assignment[], line?: PredictedLine): ConfKeys {
    const values = new Map(options.map(({ key, value }) => [spelling(key), value]));
    return new ConfKeys('', key => values.get(key), false, () => line);
  }

  /** File names with their texts. */
  public static ofFolder(files: ReadonlyMap<string, { readonly text: string }>, open: boolean): ConfKeys {
    return new ConfKeys('', name => files.get(name)?.text, open, () => undefined);
  }

  private constructor(
    /** Name of the file, for messages; empty where the key says enough. */
    public readonly file: string,
    private readonly find: (key: string) => string | undefined,
    /** Whether there may be keys that nobody here can see. */
    public readonly open: boolean,
    /** The line that sets a key. */
    public readonly line: (key: string) => PredictedLine | undefined,
  ) {}

  /** The value of a key; an empty one is none. */
  public value(key: string): string | undefined {
    return this.find(spelling(key)) || undefined;
  }

  /** Words of a comma-separated value, in lower case. */
  public words(key: string): string[] {
    return (this.value(key) ?? '').toLowerCase().split(',').map(word => word.trim()).filter(word => word !== '');
  }

  /** A whole number, or `fallback` when the key is not set; undefined when it is something else. */
  public count(key: string, fallback: number): number | undefined {
    const value = this.value(key);
    if (value === undefined) {
      return fallback;
    }
    return /^\d+$/.test(value) ? Number(value) : undefined;
  }

  /** The number behind `name=` in a list of words. */
  public option(key: string, name: string): number | undefined {
    const word = this.words(key).find(each => each.startsWith(`${name}=`));
    return word !== undefined && /=-?\d+$/.test(word) ? Number(word.slice(name.length + 1)) : undefined;
  }
}

// Names that Slurm takes for the same key; files keep the case of theirs.
const ALIASES: { readonly [key: string]: string } = { features: 'feature', procs: 'cpus', shared: 'oversubscribe' };

function spelling(key: string): string {
  const lower = key.includes('.') ? key : key.toLowerCase();
  return ALIASES[lower] ?? lower;
}
