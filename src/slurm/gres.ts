import { parseCount } from './suffixed-count';
import { Parsed, shifted, TextIssue, unreadable, valueOf } from './text-issue';

/** What a GRES entry says; the parts of `gpu:h100:8`. */
export interface GresFields {
  /** Word of GresTypes, e.g. `gpu`; matched with its letter case. */
  readonly name: string;
  /**
   * Kind within the name, e.g. `h100`.
   *
   * @default - untyped
   */
  readonly type?: string;
  /**
   * How many, 0 or more.
   *
   * @default 1
   */
  readonly count?: number;
  /**
   * Whether jobs share it without using it up. Only a node's `Gres=` can say so.
   *
   * @default false
   */
  readonly noConsume?: boolean;
}

/**
 * One generic resource with its count: of a node (`Gres=gpu:h100:8`), of a job (`--gres=gpu:h100:2`), or GPUs alone (`--gpus=h100:2`).
 *
 * @see https://slurm.schedmd.com/gres.html
 */
export class Gres {
  /** A resource; throws on a name, type or count that would read as something else. */
  public static of(fields: GresFields): Gres {
    const { name, type, count = 1 } = fields;
    const problem = fieldsProblem(fields);
    if (problem !== undefined) {
      throw new Error(problem);
    }
    return new Gres(name, type, count, fields.noConsume ?? false);
  }

  /** The resources of a node or job written in the program; throws on text that cannot be read. */
  public static list(text: string): Gres[] {
    return valueOf(Gres.parseNodeList(text));
  }

  /** Reads the `Gres=` of a node: `name[:type][:no_consume][:count]` with commas. Empty text is no resources. */
  public static parseNodeList(text: string): Parsed<Gres[]> {
    return parseList(text, entry => parseEntry(entry, true));
  }

  /** Reads the value of `--gres`: `[gres/]name[:type][:count]`, or `=count`. `none` and empty text are no resources. */
  public static parseRequestList(text: string): Parsed<Gres[]> {
    return text.toLowerCase() === 'none' ? { value: [], issues: [] } : parseList(text, entry => parseRequest(entry));
  }

  /** Reads the value of `--gpus` and its relatives: `[type:]count` with commas. */
  public static parseGpuList(text: string): Parsed<Gres[]> {
    return text === ''
      ? unreadable('no GPU count is given', 'write a count such as 8 or h100:8', 0, 0)
      : parseList(text, entry => parseGpus(entry));
  }

  /** The text of several resources, in this order: `gpu:h100:8,shard:32`. */
  public static render(list: Gres[]): string {
    return list.map(gres => gres.toString()).join(',');
  }

  /** Word of GresTypes. */
  public readonly name: string;
  /** Kind within the name, absent when untyped. */
  public readonly type?: string;
  /** How many. */
  public readonly count: number;
  /** Whether jobs share it without using it up. */
  public readonly noConsume: boolean;

  private constructor(name: string, type: string | undefined, count: number, noConsume: boolean) {
    this.name = name;
    this.type = type;
    this.count = count;
    this.noConsume = noConsume;
  }

  /** Name and type without count, e.g. `gpu:h100`. */
  public get kind(): string {
    return this.type === undefined ? this.name : `${this.name}:${this.type}`;
  }

  /** The same resource under the name accounting uses, e.g. `gres/gpu:h100`. */
  public get tresName(): string {
    return `gres/${this.kind}`;
  }

  /** Whether a resource of a node can serve this request: same name, and same type if the request has one. */
  public matches(offered: Gres): boolean {
    return this.name === offered.name && (this.type === undefined || this.type === offered.type);
  }

  /** The text of a node's `Gres=`, and of `--gres` when it consumes: always with a count. */
  public toString(): string {
    return `${this.kind}${this.noConsume ? ':no_consume' : ''}:${this.count}`;
  }
}

function parseList(text: string, parse: (entry: string) => Parsed<Gres>): Parsed<Gres[]> {
  const list: Gres[] = [];
  const issues: TextIssue[] = [];
  let offset = 0;
  for (const entry of text === '' ? [] : text.split(',')) {
    const result = entry === ''
      ? unreadable<Gres>('an entry between commas is empty', 'remove the comma', 0, 0)
      : parse(entry);
    issues.push(...result.issues.map(issue => shifted(issue, offset)));
    if (result.value !== undefined) {
      list.push(result.value);
    } else {
      return { issues };
    }
    offset += entry.length + 1;
  }
  return { value: list, issues };
}

function parseEntry(entry: string, mayShare: boolean): Parsed<Gres> {
  const fields = entry.split(':');
  const name = fields.shift() ?? '';
  const count = fields.length > 0 ? parseCount(fields[fields.length - 1]) : undefined;
  if (count !== undefined) {
    fields.pop();
  }
  const noConsume = mayShare && fields.length > 0 && fields[fields.length - 1].toLowerCase() === 'no_consume';
  if (noConsume) {
    fields.pop();
  }
  return built(entry, { name, type: fields.shift(), count, noConsume }, fields);
}

function parseRequest(entry: string): Parsed<Gres> {
  const start = entry.startsWith('gres/') ? 'gres/'.length : 0;
  if (entry.startsWith('gres:')) {
    return unreadable(`'${entry}' puts a colon after gres`, `write gres/${entry.slice('gres:'.length)}`, 0, entry.length);
  }
  const rest = entry.slice(start);
  const equals = rest.indexOf('=');
  const result = equals < 0 ? parseEntry(rest, false) : parseAssigned(rest, equals);
  return { value: result.value, issues: result.issues.map(issue => shifted(issue, start)) };
}

function parseAssigned(entry: string, equals: number): Parsed<Gres> {
  const count = parseCount(entry.slice(equals + 1));
  if (count === undefined) {
    return unreadable(`'${entry.slice(equals + 1)}' is not a count`, 'write an integer such as gpu=2', equals + 1, entry.length - equals - 1);
  }
  const [name, type, ...more] = entry.slice(0, equals).split(':');
  return built(entry, { name, type, count }, more);
}

function parseGpus(entry: string): Parsed<Gres> {
  const [first, second, ...more] = entry.split(':');
  const count = parseCount(second ?? first);
  if (count === undefined) {
    return unreadable(`'${entry}' is not a number of GPUs`, 'write a count such as 8 or h100:8', 0, entry.length);
  }
  return built(entry, { name: 'gpu', type: second === undefined ? undefined : first, count }, more);
}

function built(entry: string, fields: GresFields, surplus: string[]): Parsed<Gres> {
  if (surplus.length > 0) {
    return unreadable(`'${entry}' has more fields than name, type and count`, 'write it as in gpu:h100:8', 0, entry.length);
  }
  const { name, type } = fields;
  // Signs and decimals are no count, so they land in the type: the client accepts that, the controller does not.
  if (type !== undefined && /^[-+]?\d*\.?\d+$/.test(type) && fields.count === undefined) {
    return unreadable(`'${type}' is not a count of 0 or more`, `write an integer such as ${name}:2`, entry.indexOf(type, name.length), type.length);
  }
  const problem = fieldsProblem(fields);
  if (problem !== undefined) {
    return unreadable(problem, 'write it as in gpu:h100:8', 0, entry.length);
  }
  return { value: Gres.of(fields), issues: [] };
}

function fieldsProblem({ name, type, count = 1 }: GresFields): string | undefined {
  return wordProblem('name', name)
    ?? (type === undefined ? undefined : wordProblem('type', type) ?? typeProblem(type))
    ?? (Number.isSafeInteger(count) && count >= 0 ? undefined : `GRES count ${count} is not a whole number of 0 or more`);
}

function wordProblem(part: string, word: string): string | undefined {
  return /^[A-Za-z0-9_.+-]+$/.test(word) ? undefined : `GRES ${part} '${word}' is not one word of letters, digits, '_', '.', '+' and '-'`;
}

function typeProblem(type: string): string | undefined {
  return parseCount(type) === undefined && type.toLowerCase() !== 'no_consume' ? undefined : `GRES type '${type}' would be read as something else`;
}
