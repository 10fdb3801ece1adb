import type { Origin } from '../code/expression';

/** What kind of thing a note tells. Ids are never given another meaning. */
export enum NoteKind {
  /** A key that the chart does not know and drops. */
  UNKNOWN_KEY = 'IMP-001',
  /** A value that the chart leaves out because a template takes it for false. */
  FALSY = 'IMP-002',
  /** A text that the chart cuts in two. */
  SEMICOLON = 'IMP-003',
  /** A word that YAML 1.1 takes for a boolean. */
  BOOLEAN_WORD = 'IMP-004',
  /** A number that the chart prints another way. */
  EXPONENT = 'IMP-005',
  /** A key of an older chart, read as its successor. */
  OLD_KEY = 'IMP-006',
  /** Something that the library refuses; it stands in the program as a comment. */
  REFUSED = 'IMP-007',
  /** Something without a typed prop, written raw. */
  RAW = 'IMP-008',
  /** Something that has no place in the program. */
  LEFT_OUT = 'IMP-009',
  /** A choice that the values leave open. */
  CHOICE = 'IMP-010',
  /** Something with which the chart does not render, or the operator does not work. */
  BROKEN = 'IMP-011',
}

/** Something that the reader of an imported program should know. */
export interface ImportNote {
  readonly kind: NoteKind;
  readonly origin?: Origin;
  /** What is so, and why. */
  readonly message: string;
  /** What to do about it. */
  readonly fix?: string;
}
