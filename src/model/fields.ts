/** A JSON object as it travels to the API server. */
export interface WireObject {
  readonly [key: string]: unknown;
}

/** A field that holds another type than its schema says. */
export interface FieldProblem {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * Reads one level of an untrusted object. Absent and null are the same; a value of the wrong type reads as absent
 * and is reported once, so that half-broken manifests still give a model and the fault still has a name.
 */
export class Fields {
  constructor(
    private readonly value: WireObject,
    /** Where it stands: put into words only when something is wrong. */
    private readonly place: string | Place,
    private readonly report: (problem: FieldProblem) => void,
  ) {}

  public get raw(): WireObject {
    return this.value;
  }

  public get keys(): string[] {
    return Object.keys(this.value).filter(key => this.has(key));
  }

  public has(key: string): boolean {
    return own(this.value, key) !== undefined;
  }

  public text(key: string): string | undefined {
    return this.typed(key, 'a string', isText);
  }

  public integer(key: string): number | undefined {
    return this.typed(key, 'an integer', isInteger);
  }

  public flag(key: string): boolean | undefined {
    return this.typed(key, 'a boolean', isFlag);
  }

  /** A port, quantity or percentage: number or string on the wire. */
  public scalar(key: string): string | undefined {
    const value = this.typed(key, 'a number or a string', isScalar);
    return value === undefined ? undefined : String(value);
  }

  public child(key: string): Fields {
    return new Fields(this.typed(key, 'an object', isWireObject) ?? {}, { around: this, key }, this.report);
  }

  public list(key: string): Fields[] {
    return this.items(key).flatMap((item, index) => {
      if (isWireObject(item)) {
        return [new Fields(item, { around: this, key: `${key}[${index}]` }, this.report)];
      }
      this.report({ path: `${this.join(key)}[${index}]`, expected: 'an object', found: typeName(item) });
      return [];
    });
  }

  public texts(key: string): string[] {
    return this.items(key).flatMap((item, index) => {
      if (typeof item === 'string') {
        return [item];
      }
      this.report({ path: `${this.join(key)}[${index}]`, expected: 'a string', found: typeName(item) });
      return [];
    });
  }

  /** A map of free keys to strings or numbers. */
  public map(key: string): { readonly [name: string]: string } {
    return this.entries(key, (child, name) => child.scalar(name));
  }

  /** A map of free keys to strings: labels, annotations, files. YAML's unquoted `true` or `5` is none. */
  public textMap(key: string): { readonly [name: string]: string } {
    return this.entries(key, (child, name) => child.text(name));
  }

  private entries(key: string, read: (child: Fields, name: string) => string | undefined): { readonly [name: string]: string } {
    if (!this.has(key)) {
      return {};
    }
    const child = this.child(key);
    return Object.fromEntries(child.keys.flatMap(name => {
      const value = read(child, name);
      return value === undefined ? [] : [[name, value]];
    }));
  }

  private items(key: string): unknown[] {
    return this.typed<unknown[]>(key, 'a list', Array.isArray) ?? [];
  }

  private typed<T>(key: string, expected: string, is: (value: unknown) => value is T): T | undefined {
    const value = own(this.value, key);
    if (value === undefined || is(value)) {
      return value;
    }
    this.report({ path: this.join(key), expected, found: typeName(value) });
    return undefined;
  }

  private join(key: string): string {
    const path = typeof this.place === 'string' ? this.place : this.place.around.join(this.place.key);
    return path === '' ? key : `${path}.${key}`;
  }
}

/** A field of other fields. */
interface Place {
  readonly around: Fields;
  readonly key: string;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isScalar(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** A JSON object, not a list and not null. */
export function isWireObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: WireObject, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] ?? undefined : undefined;
}

function typeName(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${JSON.stringify(value)}`;
}
