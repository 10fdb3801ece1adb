/** A stretch of a source text: where a finding points. */
export interface SourceSpan {
  /** Offset of the first character in UTF-16 units, counted from 0. */
  readonly offset: number;
  /** Number of UTF-16 units; 0 points between two characters. */
  readonly length: number;
  /** Line of the first character, counted from 1. */
  readonly line: number;
  /** Column of the first character in UTF-16 units, counted from 1. */
  readonly column: number;
}

/** Turns offsets of one text into lines and columns. Lines end at LF; a CR before it belongs to the line. */
export class LineIndex {
  private readonly lineStarts: number[] = [0];

  constructor(private readonly text: string) {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
      this.lineStarts.push(at + 1);
    }
  }

  /** The span of `length` characters at `offset`; offsets outside the text are moved to its nearest end. */
  public span(offset: number, length: number = 0): SourceSpan {
    const start = Math.min(Math.max(offset, 0), this.text.length);
    const line = this.lineAt(start);
    return {
      offset: start,
      length: Math.min(Math.max(length, 0), this.text.length - start),
      line: line + 1,
      column: start - this.lineStarts[line] + 1,
    };
  }

  /** One line, counted from 1, without its line end; empty when there is no such line. */
  public lineText(line: number): string {
    if (line < 1 || line > this.lineStarts.length) return '';
    const end = line < this.lineStarts.length ? this.lineStarts[line] - 1 : this.text.length;
    return this.text.slice(this.lineStarts[line - 1], end).replace(/\r$/, '');
  }

  /** The line of a span with a caret under it, for a terminal. Long lines are cut around the place. */
  public excerpt(span: SourceSpan): string {
    const width = 120;
    const text = this.lineText(span.line);
    const from = span.column - 1 > width ? span.column - 1 - width / 2 : 0;
    const shown = text.slice(from, from + width);
    const caretAt = span.column - 1 - from;
    const carets = Math.max(1, Math.min(span.length, shown.length - caretAt));
    // Tabs stay tabs, so that the caret stands below its character whatever the tab width.
    return `${shown}\n${shown.slice(0, caretAt).replace(/[^\t]/g, ' ')}${'^'.repeat(carets)}`;
  }

  private lineAt(offset: number): number {
    let low = 0;
    let high = this.lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.lineStarts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
