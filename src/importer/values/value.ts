import type { Origin } from '../code/expression';

/** A value of a values file, with where it stands and what is remarked on it. */
export class Value {
  /** Where it stands. */
  public readonly origin: Origin;
  /** Comments above its key and behind it. */
  public readonly comments: readonly string[];
  /** Members of a map by key. */
  public readonly entries: ReadonlyMap<string, Value>;
  /** Items of a list. */
  public readonly items: readonly Value[];
  /** Anything that is neither map nor list. */
  public readonly scalar: string | number | boolean | null;
  /** Map, list or scalar. */
  public readonly kind: 'map' | 'list' | 'scalar';
  /** Whether it has an anchor, so that other values can be it, too. */
  public readonly isAnchored: boolean;
  /** A boolean as YAML 1.1 has it: the word that stands there, such as `yes`. */
  public readonly word?: string;

  public constructor(content: ValueContent) {
    this.origin = content.origin;
    this.comments = content.comments ?? [];
    this.entries = content.entries ?? new Map<string, Value>();
    this.items = content.items ?? [];
    this.scalar = content.scalar ?? null;
    this.kind = content.entries ? 'map' : content.items ? 'list' : 'scalar';
    this.word = content.word;
    this.isAnchored = content.isAnchored ?? false;
  }

  /** Whether nothing is said: `null`. */
  public get isNull(): boolean {
    return this.kind === 'scalar' && this.scalar === null;
  }

  /** What a template of Go takes for false. */
  public get isFalsy(): boolean {
    return this.kind === 'scalar' ? !this.scalar : this.entries.size + this.items.length === 0;
  }

  /** The member under some keys, if it is there and not null. */
  public at(...keys: readonly string[]): Value | undefined {
    const value = keys.reduce<Value | undefined>((found, key) => found?.entries.get(key), this);
    return value === undefined || value.isNull ? undefined : value;
  }

  /** The scalar as a template prints it. */
  public get text(): string {
    return this.scalar === null ? '' : String(this.scalar);
  }

  /** Plain data. */
  public toData(): unknown {
    switch (this.kind) {
      case 'map': return Object.fromEntries([...this.entries].map(([key, value]) => [key, value.toData()]));
      case 'list': return this.items.map(item => item.toData());
      default: return this.scalar;
    }
  }

  /** The same value elsewhere, or with other members. */
  public with(change: Partial<ValueContent>): Value {
    const { origin, comments, scalar, word, isAnchored } = this;
    const same = this.kind === 'map' ? { entries: this.entries } : this.kind === 'list' ? { items: this.items } : {};
    return new Value({ origin, comments, scalar, word, isAnchored, ...same, ...change });
  }
}

/** What a value is made of. */
export interface ValueContent {
  readonly origin: Origin;
  readonly comments?: readonly string[];
  readonly entries?: ReadonlyMap<string, Value>;
  readonly items?: readonly Value[];
  readonly scalar?: string | number | boolean | null;
  readonly word?: string;
  readonly isAnchored?: boolean;
}

/** Lays values over others as Helm does: maps member by member, anything else is replaced; `null` stays, to remove a default of the chart. */
export function merged(below: Value, above: Value): Value {
  if (below.kind !== 'map' || above.kind !== 'map') {
    return above;
  }
  const entries = new Map(below.entries);
  for (const [key, value] of above.entries) {
    const under = below.entries.get(key);
    entries.set(key, under === undefined ? value : merged(under, value));
  }
  return above.with({ entries, comments: [...below.comments, ...above.comments] });
}
