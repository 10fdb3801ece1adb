import type { LineCounter, Node, Pair, YAMLMap } from 'yaml';
import { SourceSpan } from './source-span';
import { didYouMean } from './spelling';
import { Axes, FieldSpans } from './topology';
import { TopologyFindings } from './topology-findings';
import { isMap, isScalar, isSeq } from './topology-yaml-library';

/** A map of topology.yaml with its keys looked up by name; unknown keys and wrong kinds of values become findings. */
export class YamlFields {
  private readonly pairs = new Map<string, Pair>();
  private readonly subject?: string;

  /** @param label what the map is, for messages, e.g. `a switch` */
  constructor(private readonly map: YAMLMap, private readonly source: YamlSource, private readonly label: string, known: string[]) {
    for (const pair of map.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const span = source.span(pair.key);
      if (this.pairs.has(key)) {
        source.findings.warning('TOPO-004', undefined, span, `'${key}' stands twice in ${label}`, 'keep one of them');
      } else if (!known.includes(key)) {
        const meant = didYouMean(key, known);
        source.findings.warning('TOPO-004', undefined, span, `'${key}' is no key of ${label}, so slurmctld ignores it without a word`,
          meant === undefined ? `remove it; the keys are ${known.join(', ')}` : `write ${meant}`);
      }
      this.pairs.set(key, pair);
    }
    this.subject = this.rawText(known[0]);
  }

  /** Places of all values, and of the map itself as `entry`. */
  public get spans(): FieldSpans {
    const spans: { [key: string]: SourceSpan | undefined } = { entry: this.source.span(this.map) };
    for (const [key, pair] of this.pairs) {
      spans[key] = this.source.span(pair.value);
    }
    return spans;
  }

  /** Whether the key is there and has a value. */
  public has(key: string): boolean {
    return this.value(key) !== undefined;
  }

  /** The value of a key; empty values count as absent. */
  public value(key: string): Node | undefined {
    const value = this.pairs.get(key)?.value as Node | null | undefined;
    return value === undefined || value === null || (isScalar(value) && value.value === null) ? undefined : value;
  }

  /** A text, numbers included. */
  public text(key: string): string | undefined {
    const value = this.value(key);
    return value === undefined || isScalar(value) ? this.rawText(key) : this.wrong(value, key, 'text');
  }

  /** A text that must be there; empty with a finding otherwise. */
  public requiredText(key: string): string {
    if (!this.has(key)) {
      this.source.findings.error('TOPO-030', undefined, this.source.span(this.map), `${this.label} has no '${key}'`, `add '${key}: <name>'`);
    }
    return this.text(key) ?? '';
  }

  /** A truth value. */
  public bool(key: string): boolean | undefined {
    const value = this.value(key);
    const text = this.rawText(key)?.toLowerCase();
    if (value === undefined || text === undefined) {
      return value === undefined ? undefined : this.wrong(value, key, 'true or false');
    }
    return ['true', 'yes', 'on', '1'].includes(text) || (['false', 'no', 'off', '0'].includes(text) ? false : this.wrong(value, key, 'true or false'));
  }

  /** A list of whole numbers, which may be quoted. */
  public numbers(key: string): number[] | undefined {
    const value = this.value(key);
    if (value === undefined) {
      return undefined;
    }
    return isSeq(value) ? value.items.map(item => this.number(item, key)) : this.wrong(value, key, 'a list of whole numbers such as [4, 8]');
  }

  /** Places of the items of a list, by index. */
  public itemSpans(key: string): FieldSpans {
    const value = this.value(key);
    return Object.fromEntries(isSeq(value) ? value.items.map((item, index) => [`${key}.${index}`, this.source.span(item)]) : []);
  }

  /** Three numbers x, y, z. */
  public axes(key: string): Axes | undefined {
    const value = this.value(key);
    if (value === undefined || !isMap(value)) {
      return value === undefined ? undefined : this.wrong(value, key, 'a map such as {x: 4, y: 4, z: 2}');
    }
    const fields = new YamlFields(value, this.source, `'${key}'`, ['x', 'y', 'z']);
    const axis = (name: string) => fields.number(fields.value(name), name);
    return { x: axis('x'), y: axis('y'), z: axis('z') };
  }

  /** A list of maps. */
  public maps(key: string, label: string, known: string[]): YamlFields[] {
    const value = this.value(key);
    if (value !== undefined && !isSeq(value)) {
      this.wrong(value, key, 'a list');
    }
    return isSeq(value) ? this.source.maps(value.items, label, known) : [];
  }

  /** The value of a key as a map, or undefined when it is something else. */
  public mapAt(key: string, known: string[]): YamlFields | undefined {
    const value = this.value(key);
    return isMap(value) ? new YamlFields(value, this.source, `'${key}'`, known) : undefined;
  }

  /** Whether the value of a key is a map. */
  public isMapAt(key: string): boolean {
    return isMap(this.value(key));
  }

  /** Says that a value is of the wrong kind. */
  public wrong(node: unknown, key: string, wanted: string): undefined {
    this.source.findings.error('TOPO-030', this.subject, this.source.span(node) ?? this.source.span(this.map),
      `'${key}' of ${this.label} is not ${wanted}, which is fatal in slurmctld`, `write ${wanted}`);
    return undefined;
  }

  private number(node: unknown, key: string): number {
    const text = isScalar(node) ? String(node.source ?? node.value) : '';
    return /^\d{1,9}$/.test(text) ? Number(text) : this.wrong(node, key, 'a whole number') ?? NaN;
  }

  // The source text, so that a node called 007 or 1e3 keeps its name.
  private rawText(key: string): string | undefined {
    const value = this.value(key);
    return isScalar(value) ? String(value.source ?? value.value) : undefined;
  }
}

/** Turns nodes of the YAML reader into places and maps. */
export class YamlSource {
  constructor(public readonly findings: TopologyFindings, private readonly lines: LineCounter) {}

  /** Where a node stands. */
  public span(node: unknown): SourceSpan | undefined {
    const range = (node as Node | null | undefined)?.range;
    if (range === undefined || range === null) {
      return undefined;
    }
    const { line, col } = this.lines.linePos(range[0]);
    return { offset: range[0], length: range[1] - range[0], line, column: col };
  }

  /** The maps of a list; other items become findings. */
  public maps(items: unknown[], label: string, known: string[]): YamlFields[] {
    return items.flatMap(item => {
      if (isMap(item)) {
        return [new YamlFields(item, this, label, known)];
      }
      this.findings.error('TOPO-030', undefined, this.span(item), `${label} is not a map, which slurmctld does not take`, `write it as '${known[0]}: <name>' with its other keys below`);
      return [];
    });
  }
}
