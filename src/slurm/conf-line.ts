import { SourceSpan } from './source-span';

/** What a line of a configuration file is. */
export enum ConfLineKind {
  /** Nothing, or a comment alone. */
  BLANK = 'blank',
  /** One key with a value. */
  SCALAR = 'scalar',
  /** Several keys that describe one thing: nodes, a partition, a device. */
  RECORD = 'record',
  /** `Include <file>`. */
  INCLUDE = 'include',
  /** A SPANK plugin of plugstack.conf. */
  PLUGIN = 'plugin',
  /** Text that is none of these. */
  UNREADABLE = 'unreadable',
}

/** A key and its value with their places. */
export interface ConfField {
  /** As written; compare without regard to case. */
  readonly key: string;
  /** Without quotes and continuations. */
  readonly value: string;
  /** Where the key stands. */
  readonly keySpan: SourceSpan;
  /** Where the value stands, quotes included. */
  readonly valueSpan: SourceSpan;
}

/** One logical line. It keeps its text, so that a file nobody edits is rendered byte for byte. */
export interface ConfLine {
  readonly kind: ConfLineKind;
  /** Source text with comments, continuations and line end. */
  readonly raw: string;
  /** Where it starts. */
  readonly span: SourceSpan;
  /** The file it was read from, if the reader was told. */
  readonly file?: string;
  /** Its keys in their order; the first names a record. Empty for blank lines, includes and plugins. */
  readonly fields: ConfField[];
  /** Include: the file named. Plugin: the path of the plugin. */
  readonly target?: string;
}
