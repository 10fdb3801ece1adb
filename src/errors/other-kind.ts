import { Problem } from './refuse';

/** A prop and what it must be. */
export interface ExpectedKind {
  readonly id: string;
  /** Name of the prop. */
  readonly prop: string;
  /** Class that it takes, in words of the API. */
  readonly kind: string;
  /** A member of that class by which its objects are known. */
  readonly member: string;
  readonly fix: string;
  /** Whether it cannot be left out. */
  readonly isRequired?: boolean;
}

/**
 * A value of another kind than its prop takes. The compiler refuses it, but programs also run without being checked, as by tsx or from JavaScript.
 * A value that may be left out is no mistake without one.
 */
export function otherKind(value: unknown, { id, prop, kind, member, fix, isRequired = false }: ExpectedKind): Problem[] {
  if (value === undefined) {
    return isRequired ? [{ id, what: `'${prop}' is missing`, fix }] : [];
  }
  return typeof value === 'object' && value !== null && member in value ? [] : [{ id, what: `'${prop}' is ${told(value)}, which is no ${kind}`, fix }];
}

function told(value: unknown): string {
  if (typeof value === 'string') {
    return `'${value}'`;
  }
  return Array.isArray(value) ? 'a list' : typeof value === 'object' && value !== null ? 'an object of another kind' : String(value);
}
