import { Conversion } from './conversion';
import { NoteKind } from './note';
import { didYouMean } from '../../slurm/spelling';
import { call, Expression, Fields, fields, list, literal, must, ours, plus } from '../code/expression';
import { kubernetesShapes } from '../shapes/kubernetes-shapes';
import { fieldsOf } from '../shapes/shape';
import { Value } from '../values/value';

/** A value of Kubernetes as the library's types want it; what does not fit is told and left out. */
export function typedLiteral(conversion: Conversion, value: Value, type: string): Expression | undefined {
  if (value.isNull) {
    return undefined;
  }
  if (type.endsWith('[]')) {
    return value.kind === 'list'
      ? list(value.items.map(item => typedLiteral(conversion, item, type.slice(0, -2))).filter(item => item !== undefined))
      : misfit(conversion, value, 'a list');
  }
  if (type.startsWith('{')) {
    return value.kind === 'map'
      ? fields(...[...value.entries].map(([key, member]) => {
        const expression = typedLiteral(conversion, member, type.slice(1, -1));
        return expression && must(key, expression, member.origin, conversion.commentsOf(member));
      }))
      : misfit(conversion, value, 'a map');
  }
  switch (type) {
    case 'string': return value.kind === 'scalar' ? scalarText(value) : misfit(conversion, value, 'a text');
    case 'boolean': return typeof value.scalar === 'boolean' ? literal(value.scalar) : misfit(conversion, value, 'true or false');
    case 'number': return value.kind === 'scalar' && value.text.trim() !== '' && Number.isFinite(Number(value.scalar))
      ? literal(Number(value.scalar)) : misfit(conversion, value, 'a number');
    case 'any': case 'unknown': return undefined;
    case 'k8s.Quantity': case 'k8s.IntOrString': {
      const ofNumber = typeof value.scalar === 'number';
      return value.kind === 'scalar'
        ? call(plus(`${type}.${ofNumber ? 'fromNumber' : 'fromString'}`), literal(ofNumber ? value.scalar : value.text))
        : misfit(conversion, value, 'a text or a number');
    }
    default: return structure(conversion, value, type) ?? enumMember(conversion, value, type);
  }
}

/** The members of a map that a structure knows, but for some that are said elsewhere. */
export function typedFields(conversion: Conversion, value: Value, type: string, except: readonly string[] = []): Expression & { readonly kind: 'fields' } {
  const known = fieldsOf(kubernetesShapes, type)!;
  return fields(...[...value.entries].filter(([key]) => !except.includes(key)).map(([key, member]) => {
    const field = known.find(({ name }) => name.toLowerCase() === key.toLowerCase());
    if (field === undefined) {
      const near = didYouMean(key, known.map(({ name }) => name));
      conversion.note(NoteKind.UNKNOWN_KEY, member, `Kubernetes knows no '${key}' here, so it has no effect`, near === undefined ? 'remove it' : `did you mean '${near}'?`);
      return undefined;
    }
    const expression = typedLiteral(conversion, member, field.type);
    return expression && { ...must(field.name, expression, member.origin, conversion.commentsOf(member)), isOptional: !field.required, isPassedOn: true };
  }));
}

function structure(conversion: Conversion, value: Value, type: string): Expression | undefined {
  const known = fieldsOf(kubernetesShapes, type);
  if (known === undefined) {
    return undefined;
  }
  if (value.kind !== 'map') {
    return misfit(conversion, value, 'a map');
  }
  const written = typedFields(conversion, value, type);
  const missing = known.find(({ name, required }) => required && !written.fields.some(field => field.name === name));
  if (missing) {
    conversion.note(NoteKind.BROKEN, value, `'${missing.name}' is missing, without which Kubernetes refuses it; it is left out`, `add '${missing.name}'`);
    return undefined;
  }
  return type.endsWith('Container') ? withNamedScripts(written, value.at('name')?.text ?? '') : written;
}

/** Scripts on command lines have no key of their own, so they are named after their container. */
function withNamedScripts(container: Fields, name: string): Fields {
  const script = `${name.replace(/[^A-Za-z0-9]+(.)?/g, (_, letter: string | undefined) => (letter ?? '').toUpperCase())}Script`;
  const named = (item: Expression): Expression => item.kind === 'text' ? { ...item, name: script } : item;
  return fields(...container.fields.map(field => field.value.kind === 'list' && ['command', 'args'].includes(field.name)
    ? { ...field, value: list(field.value.items.map(named)) }
    : field));
}

function enumMember(conversion: Conversion, value: Value, type: string): Expression | undefined {
  const path = type.split('.');
  const members = path.reduce<unknown>((object, name) => Reflect.get(Object(object) as object, name), conversion.library);
  const found = Object.entries(Object(members) as object).find(([, text]) => text === value.scalar);
  return found ? ours(`${type}.${found[0]}`) : misfit(conversion, value, 'one of the words that it takes');
}

function scalarText(value: Value): Expression {
  return /\n./.test(value.text) ? { kind: 'text', text: value.text, name: constantName(value) } : literal(value.text);
}

function constantName({ origin: { path } }: Value): string {
  const key = path.split(/[.[\]]+/).filter(part => /^[A-Za-z]/.test(part)).pop() ?? 'text';
  return key.replace(/[^A-Za-z0-9]+/g, '');
}

function misfit(conversion: Conversion, value: Value, wanted: string): undefined {
  const shown = value.kind === 'scalar' ? JSON.stringify(value.scalar) : value.kind === 'list' ? 'a list' : 'a map';
  conversion.note(NoteKind.BROKEN, value, `${shown} stands where ${wanted} belongs, so it is left out`, `write ${wanted}`);
  return undefined;
}
