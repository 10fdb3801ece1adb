import { JsonPatch } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Problem, refuseAll } from '../errors/refuse';

/** One operation of RFC 6902. */
interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** JSON patches that must find what they change, and change it: a patch that misses is a typo or has outlived its reason. */
export class StrictPatches {
  private readonly patches: JsonPatch[] = [];

  public constructor(private readonly construct: IConstruct) {}

  public add(patches: JsonPatch[]): void {
    this.patches.push(...patches);
  }

  /** The object after all operations, in order; operations that miss are told together. */
  public apply(json: object): object {
    const problems: Problem[] = [];
    let document: object = json;
    for (const patch of this.patches) {
      const problem = problemOf(patch._toJson(), document);
      if (problem) {
        problems.push(problem);
      } else {
        document = JsonPatch.apply(document, patch);
      }
    }
    refuseAll(this.construct, problems);
    return document;
  }
}

function problemOf(operation: Operation, document: object): Problem | undefined {
  for (const pointer of [operation.from, operation.path]) {
    if (pointer !== undefined && pointer !== '' && !pointer.startsWith('/')) {
      return { id: 'ESC-002', what: `patch ${words(operation)} has a path that is no JSON pointer`, fix: `write "/${pointer}"` };
    }
  }
  const target = locate(document, operation.path);
  switch (operation.op) {
    case 'remove':
      return missing(operation, target);
    case 'replace':
      return missing(operation, target) ?? unchanged(operation, target, operation.value);
    case 'test':
      return missing(operation, target) ?? failed(operation, target);
    case 'add':
      return homeless(operation, target) ?? (target.inserts ? undefined : unchanged(operation, target, operation.value));
    default: {
      const source = locate(document, operation.from ?? '');
      const absent = missing(operation, source) ?? homeless(operation, target);
      const same = operation.op === 'move' ? operation.from === operation.path : !target.inserts && isEqual(source.value, target.value);
      return absent ?? (same ? unchanged(operation, target, target.value) : undefined);
    }
  }
}

/** What a JSON pointer finds in a document. */
interface Location {
  readonly found: boolean;
  readonly value?: unknown;
  /** Whether a value can be put here: what would hold it exists. */
  readonly hasHome: boolean;
  /** Whether adding here moves items of a list instead of taking the place of a value. */
  readonly inserts: boolean;
  /** The longest part of the pointer that exists, and the names found there. */
  readonly reached: string;
  readonly names: string[];
}

function locate(document: unknown, pointer: string): Location {
  let value = document;
  let reached = '';
  const keys = pointer.split('/').slice(1).map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (const [index, key] of keys.entries()) {
    const isLast = index === keys.length - 1;
    const isList = Array.isArray(value);
    const names = namesIn(value);
    if (isLast && isList && (key === '-' || key === String(names.length))) {
      return { found: false, hasHome: true, inserts: true, reached, names };
    }
    if (!names.includes(key)) {
      return { found: false, hasHome: isLast && isObject(value) && !isList, inserts: false, reached, names };
    }
    value = (value as { [key: string]: unknown })[key];
    reached += '/' + key.replaceAll('~', '~0').replaceAll('/', '~1');
    if (isLast) {
      return { found: true, value, hasHome: true, inserts: isList, reached, names: namesIn(value) };
    }
  }
  return { found: true, value, hasHome: true, inserts: false, reached, names: namesIn(value) };
}

function missing(operation: Operation, place: Location): Problem | undefined {
  return place.found ? undefined : {
    id: 'ESC-002',
    what: `patch ${words(operation)} finds no such path: the object ends at "${place.reached}"`,
    fix: place.names.length > 0 ? `use a path below "${place.reached}", where there is ${place.names.join(', ')}` : 'use "add" for a field that is not there yet',
  };
}

function homeless(operation: Operation, place: Location): Problem | undefined {
  return place.hasHome ? undefined : {
    id: 'ESC-002',
    what: `patch ${words(operation)} has nowhere to put its value: the object ends at "${place.reached}"`,
    fix: `add the whole of what is missing below "${place.reached}" in one operation`,
  };
}

function unchanged(operation: Operation, place: Location, value: unknown): Problem | undefined {
  return place.found && isEqual(place.value, value) ? {
    id: 'ESC-001',
    what: `patch ${words(operation)} changes nothing: that is the value already`,
    fix: 'remove the patch',
  } : undefined;
}

function failed(operation: Operation, place: Location): Problem | undefined {
  return isEqual(place.value, operation.value) ? undefined : {
    id: 'ESC-003',
    what: `patch ${words(operation)} does not hold: the value is ${JSON.stringify(place.value)}`,
    fix: 'look at the patches behind it again, then test for the new value',
  };
}

function words(operation: Operation): string {
  return [operation.op, operation.from, operation.path].filter(word => word !== undefined).map((word, index) => (index === 0 ? word : `"${word}"`)).join(' ');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function namesIn(value: unknown): string[] {
  return isObject(value) ? Object.keys(value) : [];
}

function isEqual(left: unknown, right: unknown): boolean {
  if (!isObject(left) || !isObject(right)) {
    return left === right;
  }
  const names = namesIn(left);
  return Array.isArray(left) === Array.isArray(right)
    && names.length === namesIn(right).length
    && names.every(name => name in right && isEqual((left as { [key: string]: unknown })[name], (right as { [key: string]: unknown })[name]));
}
