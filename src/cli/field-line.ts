/** A step of a field's path: a key, or the place in a list. */
export type FieldStep = string | number;

/** The steps of a path as rules write it: `spec.volumes[0].name`, `data["gres.conf"]`. */
export function fieldSteps(field: string): FieldStep[] {
  return [...field.matchAll(/\["([^"]*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, key]) => (index === undefined ? quoted ?? key : Number(index)));
}

/** Where a value starts: a line of the text, counted from 0, and the column of its keys or dashes. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds fields in the text of block YAML or indented JSON by indentation alone: values inside are always indented deeper, so neither scripts nor
 * other files in a ConfigMap are mistaken for fields. Texts of another form, such as JSON on one line, have no places to find.
 */
export class DocumentLines {
  private readonly lines: readonly string[];

  constructor(text: string) {
    this.lines = text.split('\n');
  }

  /** The outermost value. */
  public get root(): TextPlace | undefined {
    const line = this.next(0, text => !/^(?:---|%)/.test(text) || /^---\s+[^#\s]/.test(text));
    return line === undefined ? undefined : this.inside(line, -1);
  }

  /** The places of the items of a list. */
  public items(list: TextPlace): TextPlace[] {
    const places: TextPlace[] = [];
    for (let line: number | undefined = list.line; line !== undefined; line = this.next(line + 1)) {
      const indent = indentOf(this.lines[line]);
      if (indent < list.column) {
        break;
      }
      const mark = this.lines[line][indent];
      if (indent === list.column && (mark === '-' || mark === '{')) {
        places.push(mark === '-' ? { line, column: indent + (/^-\s+/.exec(this.lines[line].slice(indent))?.[0].length ?? 1) } : this.inside(line + 1, indent) ?? { line, column: indent });
      }
    }
    return places;
  }

  /** The place of the value of a key. */
  public field(parent: TextPlace, key: string): { readonly line: number; readonly value?: TextPlace } | undefined {
    const start = new RegExp(`^(["']?)${key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\1\\s*:(?=\\s|$)`);
    for (let line: number | undefined = parent.line; line !== undefined; line = this.next(line + 1)) {
      const text = this.lines[line];
      // The first key of a list item stands behind its dash.
      const indent = line === parent.line ? Math.max(indentOf(text), parent.column) : indentOf(text);
      if (indent < parent.column) {
        return undefined;
      }
      if (indent === parent.column && start.test(text.slice(parent.column))) {
        const below = this.next(line + 1);
        return { line, value: below === undefined ? undefined : this.inside(below, parent.column) };
      }
    }
    return undefined;
  }

  /** The line of a field, counted from 0; that of the nearest field around it when it is not found. */
  public lineOf(start: TextPlace, steps: readonly FieldStep[]): number {
    let line = start.line;
    let place: TextPlace | undefined = start;
    for (const step of steps) {
      if (place === undefined) {
        break;
      }
      if (typeof step === 'number') {
        place = this.items(place)[step];
        line = place?.line ?? line;
      } else {
        const found = this.field(place, step);
        line = found?.line ?? line;
        place = found?.value;
      }
    }
    return line;
  }

  /** Whether a field holds its text line by line, below its key. */
  public isLiteral(line: number): boolean {
    return /:\s+\|[-+\d]*\s*(?:#.*)?$/.test(this.lines[line] ?? '');
  }

  // A list may stand at the column of its key.
  private inside(line: number, column: number): TextPlace | undefined {
    const start = this.next(line);
    if (start === undefined) {
      return undefined;
    }
    const indent = indentOf(this.lines[start]);
    if (indent > column || (indent === column && /^-(?:\s|$)/.test(this.lines[start].slice(indent)))) {
      return indent === 0 && /^[{[]\s*$/.test(this.lines[start]) ? this.inside(start + 1, 0) : { line: start, column: indent };
    }
    return undefined;
  }

  private next(from: number, counts: (text: string) => boolean = () => true): number | undefined {
    for (let line = from; line < this.lines.length; line += 1) {
      const text = this.lines[line];
      if (!/^\s*(?:#.*)?$/.test(text) && counts(text)) {
        return line;
      }
    }
    return undefined;
  }
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
