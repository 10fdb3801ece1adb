import { IConstruct } from 'constructs';
import { argumentsOf, Kind, kindOf, methodsOf, propsOf } from './kind';
import { told, wantedOf } from './kind-words';
import { Problem, refuseAll, refuseCall } from './refuse';
import { didYouMean } from '../slurm/spelling';

/**
 * Refuses props of another kind than their types say. The compiler refuses them too, but programs also run without being checked, as by tsx or from JavaScript,
 * and values come out of configuration files.
 *
 * @param struct name of the type
 */
export function refuseOtherKinds(construct: IConstruct, struct: string, props: unknown): void {
  const look = newLook();
  lookInto(props, { is: 'struct', name: struct }, '', look);
  refuseAll(construct, look.problems);
}

/** The same for the constructor of a class that is no construct. */
export function refuseOtherArguments(type: string, struct: string, props: unknown): void {
  const look = newLook();
  lookInto(props, { is: 'struct', name: struct }, '', look);
  refuseCall(`new ${type}()`, look.problems);
}

/** Lets the methods of a class, such as its factories, refuse arguments of another kind than their types say, before they do anything. */
export function checksArguments(type: { readonly prototype: object }, typeName: string): void {
  for (const name of methodsOf(typeName)) {
    const owner = Object.hasOwn(type, name) ? type : type.prototype;
    const method = Reflect.get(owner, name) as (...given: unknown[]) => unknown;
    Object.defineProperty(owner, name, {
      configurable: true,
      writable: true,
      value(this: unknown, ...given: unknown[]) {
        const look = newLook();
        [...argumentsOf(`${typeName}.${name}`).byName.values()].forEach(({ name: argument, kind, isRequired, isRest }, index) => {
          if (isRest) {
            given.slice(index).forEach((each, at) => lookInto(each, kindOf(kind.slice(0, -2)), `${argument}[${at}]`, look));
          } else if (given[index] !== undefined || isRequired) {
            lookInto(given[index], kindOf(kind), argument, look, isRequired);
          }
        });
        if (look.problems.length > 0) {
          refuseCall(`${owner === type ? typeName : ownerText(this)}.${name}()`, look.problems);
        }
        return method.apply(this, given);
      },
    });
  }
}

/** More than any cluster has of switches below switches. */
const DEEPEST = 50;

/** What was found so far, and the structs around the value that is looked at. */
interface Look {
  readonly problems: Problem[];
  readonly around: object[];
  /** One place without end is enough to tell, and there may be no end of such places. */
  isEndless: boolean;
}

function newLook(): Look {
  return { problems: [], around: [], isEndless: false };
}

function ownerText(owner: unknown): string {
  const { node } = owner as { node?: { path: string } };
  return node?.path ?? (owner as object).constructor.name;
}

function lookIntoStruct(value: object, struct: string, at: string, look: Look): void {
  const { problems, around } = look;
  if (look.isEndless) {
    return;
  }
  if (around.length === DEEPEST || around.includes(value)) {
    look.isEndless = true;
    problems.push({
      id: 'KIND-003', what: `'${/^.*?\]|^.*/.exec(at)![0]}' stands within itself, or is nested more than ${DEEPEST} deep`, fix: 'let each object stand in one place, below few others',
    });
    return;
  }
  around.push(value);
  const { byName, required } = propsOf(struct);
  const props = value as { readonly [prop: string]: unknown };
  // An object of a class has its props where Object.keys does not look.
  for (const name of isPlain(value) ? Object.keys(value) : byName.keys()) {
    const field = byName.get(name);
    if (props[name] === undefined) {
      continue;
    }
    if (field !== undefined) {
      lookInto(props[name], kindOf(field.kind), placeOf(name, at), look, field.isRequired);
    } else {
      // Other fields may be there for somebody else.
      const meant = didYouMean(name, byName.keys());
      problems.push(...meant === undefined ? [] : [misspelt(placeOf(name, at), struct, meant)]);
    }
  }
  for (const { name, kind } of required) {
    if (props[name] === undefined) {
      problems.push(missing(placeOf(name, at), kindOf(kind)));
    }
  }
  around.pop();
}

function placeOf(name: string, within: string): string {
  return within === '' ? name : `${within}.${name}`;
}

function lookInto(value: unknown, kind: Kind, at: string, look: Look, isRequired = true): void {
  if (!isOf(value, kind)) {
    if (!isLater(value)) {
      look.problems.push(otherKind(value, kind, at, isRequired));
    }
  } else if (kind.is === 'struct') {
    lookIntoStruct(value as object, kind.name, at, look);
  } else if (kind.is === 'list' && kind.of.is !== 'any') {
    (value as unknown[]).forEach((item, index) => lookInto(item, kind.of, `${at}[${index}]`, look));
  } else if (kind.is === 'map' && kind.of.is !== 'any') {
    for (const [name, item] of Object.entries(value as object)) {
      lookInto(item, kind.of, `${at}['${name}']`, look, false);
    }
  }
}

function isOf(value: unknown, kind: Kind): boolean {
  switch (kind.is) {
    case 'any':
      return true;
    case 'primitive':
      // What Number() makes of a text that is none, such as a variable that is not set.
      return typeof value === kind.name && !Number.isNaN(value);
    case 'enum':
      return typeof value === 'string' && (kind.values?.has(value) ?? true);
    case 'list':
      return Array.isArray(value);
    case 'class':
      return isObject(value) && kind.member in value;
    case 'struct':
      return isObject(value) && (isPlain(value) || [...propsOf(kind.name).byName.keys()].some(name => name in value));
    default:
      return isObject(value);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether it is an object of no class. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A `Lazy` of cdk8s: what it stands for is known at synthesis. */
function isLater(value: unknown): boolean {
  return isObject(value) && 'produce' in value;
}

function otherKind(value: unknown, kind: Kind, at: string, isRequired: boolean): Problem {
  const prop = at === '' ? 'props' : at;
  return value === undefined
    ? missing(prop, kind)
    : { id: 'KIND-001', what: `'${prop}' is ${told(value, kind)}`, fix: value === null && !isRequired ? 'leave it out' : wantedOf(kind, value) };
}

function misspelt(prop: string, struct: string, meant: string): Problem {
  return { id: 'KIND-004', what: `'${prop}' is no field of ${struct}, so nothing would come of it`, fix: `did you mean '${meant}'?` };
}

function missing(prop: string, kind: Kind): Problem {
  return { id: 'KIND-002', what: `'${prop}' is missing`, fix: wantedOf(kind, undefined) };
}
