import { ObjectRef } from '../object-ref';

/** Who put a line into a predicted file. */
export interface LineOrigin {
  /** The object whose field decided the line; absent when the operator writes it always the same. */
  readonly object?: ObjectRef;
  /** Path of the field, e.g. `spec.extraConf`. */
  readonly field?: string;
  /** Line within a multi-line field, from 1. */
  readonly fieldLine?: number;
}

/** One line of a predicted file. */
export interface PredictedLine {
  readonly text: string;
  readonly origin: LineOrigin;
}

/** A file as a Slurm daemon will see it, and where each line of it came from. */
export class PredictedFile {
  constructor(public readonly name: string, public readonly lines: readonly PredictedLine[]) {}

  public get text(): string {
    return this.lines.map(line => `${line.text}\n`).join('');
  }
}

/** Collects the lines of a predicted file. */
export class FileWriter {
  private readonly lines: PredictedLine[] = [];

  public section(title: string): void {
    this.line('#', {});
    this.line(`### ${title} ###`, {});
  }

  /** Text from a field may have a line break where one is refused, and whoever reads the file counts lines. */
  public line(text: string, origin: LineOrigin): void {
    this.lines.push(...text.split('\n').map(line => ({ text: line, origin })));
  }

  /** A multi-line field, verbatim. */
  public block(text: string, object: ObjectRef, field: string): void {
    text.split('\n').forEach((content, index) => this.line(content, { object, field, fieldLine: index + 1 }));
  }

  public file(name: string): PredictedFile {
    return new PredictedFile(name, [...this.lines]);
  }
}
