import { KeywordTable } from '../slurm/catalog';
import { SlurmConf } from '../slurm/slurm-conf';
import { quoted } from '../slurm/slurm-conf-line';
import { parseConf } from '../slurm/slurm-conf-parser';

/** One place where the sandbox differs from the declared cluster. */
export interface Substitution {
  /** File, or what else was changed. */
  readonly subject: string;
  readonly key: string;
  /** What is declared; absent when nothing is. */
  readonly declared?: string;
  /** What the sandbox uses; absent when it leaves the key out. */
  readonly used?: string;
  readonly reason: string;
}

/** Edits a configuration file and remembers every difference. */
export class ConfEditor {
  public readonly substitutions: Substitution[] = [];
  private conf: SlurmConf;

  constructor(text: string, private readonly subject: string, private readonly table: KeywordTable = KeywordTable.SLURM_CONF) {
    this.conf = parseConf(text, { table }).conf;
  }

  public get text(): string {
    return this.conf.toString();
  }

  public value(key: string): string | undefined {
    return this.conf.value(key);
  }

  public values(key: string): string[] {
    return this.conf.values(key);
  }

  /** Keys that stand alone, in the catalog's spelling, each once. */
  public keys(): string[] {
    return [...new Set(this.conf.assignments().map(({ key }) => key))];
  }

  /** Comma-separated words of a key. */
  public words(key: string): string[] {
    return (this.value(key) ?? '').split(',').map(word => word.trim()).filter(word => word !== '');
  }

  public set(key: string, value: string, reason: string): void {
    this.setAll(key, [value], reason);
  }

  /** Sets a key only where it is declared. */
  public change(key: string, value: string, reason: string): void {
    if (this.value(key) !== undefined) {
      this.set(key, value, reason);
    }
  }

  /** Replaces every line of a key by others at the end. It takes any text: whether slurmctld does is for slurmctld to say. */
  public setAll(key: string, values: readonly string[], reason: string): void {
    const declared = this.values(key);
    if (declared.join('\n') !== values.join('\n')) {
      const rest = this.conf.without(key).toString();
      this.reparse(`${rest}${rest === '' || rest.endsWith('\n') ? '' : '\n'}${values.map(value => `${key}=${quoted(value)}\n`).join('')}`);
      this.note(key, declared, values.join(', '), reason);
    }
  }

  public drop(key: string, reason: string): void {
    const declared = this.values(key);
    if (declared.length > 0) {
      this.conf = this.conf.without(key);
      this.note(key, declared, undefined, reason);
    }
  }

  /** Leaves words out of a comma-separated value, or the whole key when none is left. */
  public dropWords(key: string, unwanted: (word: string) => boolean, reason: string): void {
    const words = this.words(key);
    const kept = words.filter(word => !unwanted(word));
    if (kept.length === 0) {
      this.drop(key, reason);
    } else if (kept.length < words.length) {
      this.set(key, kept.join(','), reason);
    }
  }

  /** Adds a word to a comma-separated value. */
  public addWord(key: string, word: string, reason: string): void {
    const words = this.words(key);
    if (!words.some(each => each.toLowerCase() === word.toLowerCase())) {
      this.set(key, [...words, word].join(','), reason);
    }
  }

  /** Changes lines as text; returning undefined leaves a line out. */
  public editLines(edit: (line: string) => string | undefined): void {
    this.reparse(this.conf.lines.map(line => edit(line.raw) ?? '').join(''));
  }

  public note(key: string, declared: readonly string[], used: string | undefined, reason: string): void {
    this.substitutions.push({ subject: this.subject, key, ...(declared.length === 0 ? {} : { declared: declared.join(', ') }), ...(used === undefined ? {} : { used }), reason });
  }

  private reparse(text: string): void {
    this.conf = parseConf(text, { table: this.table }).conf;
  }
}
