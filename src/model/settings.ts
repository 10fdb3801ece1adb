import { PredictedFile, PredictedLine } from './predict/predicted-file';
import { Assignment, readLogicalLines } from './slurm-text';

/** A value as a Slurm daemon takes it, and the line that gave it. */
export interface Setting {
  readonly key: string;
  readonly value: string;
  readonly line: PredictedLine;
}

const RECORDS = ['nodename', 'partitionname', 'nodeset', 'downnodes', 'frontendname'];

/** The scalar keys of a Slurm file: the last value of a key counts, as Slurm's parser decides. */
export class Settings {
  public static of(file: PredictedFile): Settings {
    const all = readLogicalLines(file.text)
      .filter(({ pairs }) => !RECORDS.includes(pairs[0].key.toLowerCase()))
      .flatMap(({ pairs }) => pairs);
    return new Settings(file, all);
  }

  private readonly last = new Map<string, Assignment>();

  private constructor(private readonly file: PredictedFile, private readonly assignments: readonly Assignment[]) {
    assignments.forEach(assignment => this.last.set(assignment.key.toLowerCase(), assignment));
  }

  public find(key: string): Setting | undefined {
    const found = this.last.get(key.toLowerCase());
    return found === undefined ? undefined : this.setting(found);
  }

  /** The value of a key, or `fallback` when the file does not set it. */
  public value(key: string, fallback = ''): string {
    return this.find(key)?.value ?? fallback;
  }

  /** A comma-separated value in lower case. */
  public words(key: string): string[] {
    return this.value(key).toLowerCase().split(',').map(word => word.trim()).filter(word => word !== '');
  }

  /** Every occurrence of a key. */
  public all(key: string): Setting[] {
    return this.assignments.filter(assignment => assignment.key.toLowerCase() === key.toLowerCase()).map(assignment => this.setting(assignment));
  }

  private setting({ key, value, line }: Assignment): Setting {
    return { key, value, line: this.file.lines[line - 1] };
  }
}
