import { argumentKinds, classKinds, enumKinds, KindTable, structKinds } from './prop-kinds';

/** What a prop or an argument takes. */
export type Kind =
  | { readonly is: 'any' }
  | { readonly is: 'primitive'; readonly name: 'string' | 'number' | 'boolean' }
  | { readonly is: 'list' | 'map'; readonly of: Kind }
  /** The value of an enum; its first member serves as the example. Without `values` it is open: Slurm may know more. */
  | { readonly is: 'enum'; readonly name: string; readonly example: string; readonly values?: ReadonlyMap<string, string> }
  /** An object whose fields are not looked at, such as one of Kubernetes. */
  | { readonly is: 'object' }
  | { readonly is: 'struct'; readonly name: string }
  /** An object of a class, known by a member of it. */
  | { readonly is: 'class'; readonly name: string; readonly member: string; readonly example: string };

/** A prop or an argument. */
export interface Field {
  readonly name: string;
  /** Text of its kind, for `kindOf`. */
  readonly kind: string;
  readonly isRequired: boolean;
  /** Whether it stands for all arguments from there on. */
  readonly isRest: boolean;
}

/** The fields of a struct, or the arguments of a method. */
export interface Fields {
  readonly byName: ReadonlyMap<string, Field>;
  readonly required: readonly Field[];
}

const knownFields = new Map<string, Fields>();
const knownKinds = new Map<string, Kind>();

/** The props of a struct. */
export function propsOf(struct: string): Fields {
  return fieldsOf(struct, structKinds);
}

/** The arguments of a method, as `Class.method`. */
export function argumentsOf(method: string): Fields {
  return fieldsOf(method, argumentKinds);
}

/** Methods of a class whose arguments are known. */
export function methodsOf(type: string): string[] {
  const methods: string[] = [];
  for (const name of Object.keys(argumentKinds)) {
    if (name.startsWith(type) && name[type.length] === '.') {
      methods.push(name.slice(type.length + 1));
    }
  }
  return methods;
}

/** What a text of the tables stands for. Each is read at its first use: a program names few of them. */
export function kindOf(text: string): Kind {
  let kind = knownKinds.get(text);
  if (kind === undefined) {
    kind = readKind(text);
    knownKinds.set(text, kind);
  }
  return kind;
}

function fieldsOf(name: string, table: KindTable): Fields {
  let fields = knownFields.get(name);
  if (fields === undefined) {
    const all = table[name].split('; ').flatMap(readField);
    fields = { byName: new Map(all.map(field => [field.name, field])), required: all.filter(({ isRequired }) => isRequired) };
    knownFields.set(name, fields);
  }
  return fields;
}

function readField(text: string): Field[] {
  if (text.startsWith('<')) {
    return text.slice(1).split(' ').flatMap(base => [...propsOf(base).byName.values()]);
  }
  const isRest = text.startsWith('...');
  const colon = text.indexOf(': ');
  const isRequired = text[colon - 1] === '!';
  return [{ name: text.slice(isRest ? 3 : 0, isRequired ? colon - 1 : colon), kind: text.slice(colon + 2), isRequired, isRest }];
}

function readKind(text: string): Kind {
  if (text.endsWith('[]') || text.endsWith('{}')) {
    return { is: text.endsWith('[]') ? 'list' : 'map', of: kindOf(text.slice(0, -2)) };
  }
  if (text.startsWith('@')) {
    return readEnum(text.slice(1));
  }
  if (text === 'string' || text === 'number' || text === 'boolean') {
    return { is: 'primitive', name: text };
  }
  if (text === 'any' || text === 'object') {
    return { is: text };
  }
  if (Object.hasOwn(structKinds, text)) {
    return { is: 'struct', name: text };
  }
  const known = classKinds[text];
  const colon = known.indexOf(': ');
  return { is: 'class', name: text, member: known.slice(0, colon), example: known.slice(colon + 2) };
}

function readEnum(example: string): Kind {
  const name = example.slice(0, example.indexOf('.'));
  const values = Object.hasOwn(enumKinds, name) ? new Map(enumKinds[name].split('; ').map(member => member.split('=', 2).reverse() as [string, string])) : undefined;
  return { is: 'enum', name, example, values };
}
