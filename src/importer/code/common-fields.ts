import { constant, Expression, Field, Fields, fieldsBelow, Statement } from './expression';
import { Omissions } from './omissions';
import { partsShown } from './parts-shown';
import { Printer } from './printer';

/** Things that are added alike, such as node sets, and the values from which all of them take what they do not say themselves. */
export interface CommonSource {
  /** Methods that add them. */
  readonly methods: readonly string[];
  /** Key of the values, e.g. `nodesetDefaults`. */
  readonly key: string;
  /** Name of the constant for what they share. */
  readonly name: string;
  readonly comments: readonly string[];
}

/** A constant, and what is said of it. */
export interface CommonConstant {
  readonly name: string;
  readonly value: Fields;
  readonly comments: readonly string[];
}

/** The statements with what they share taken out into a constant, which each of them spreads; fields of their own win over it. */
export function withCommonFields(
  statements: readonly Statement[], omissions: Omissions, source: CommonSource, name: string,
): { readonly statements: readonly Statement[]; readonly constant?: CommonConstant } {
  const options = new Map(statements.filter(statement => !omissions.has(statement)).flatMap((statement): [Statement, Fields][] => {
    const given = optionsOf(statement, source.methods);
    return given ? [[statement, given]] : [];
  }));
  const printer = new Printer(omissions, text => JSON.stringify(text));
  const textOf = ({ value }: Field): string => printer.print(value, 0, 0, 0);
  const shown = [...options.values()].map(given => new Map(given.fields.filter(field => !omissions.has(field)).map(field => [field.name, field])));
  const common = [...shown[0]?.keys() ?? []].flatMap((field): Field[] => {
    const all = shown.map(fields => fields.get(field));
    const movable = all.filter(each => each !== undefined).filter(each => canMove(each, omissions));
    // One that lacks it must not get it.
    const isShared = (each: Field): boolean => movable.filter(other => textOf(other) === textOf(each)).length > 1;
    const best = all.includes(undefined) ? undefined : movable.find(each => isFrom(each, source.key) && isShared(each));
    return best ? [best] : [];
  });
  if (common.length < 2) {
    return { statements };
  }
  const texts = new Map(common.map(field => [field.name, textOf(field)]));
  const spread: Field = { name, value: constant(name), comments: [], isOptional: false, isSpread: true };
  const rewritten = statements.map(statement => {
    const given = options.get(statement);
    const fields = given?.fields.filter(field => omissions.has(field) || texts.get(field.name) !== textOf(field));
    const isAll = fields?.every(field => omissions.has(field) && omissions.reason(field) === undefined);
    return given && fields ? withOptions(statement, isAll ? spread.value : { kind: 'fields', fields: [spread, ...fields] }) : statement;
  });
  return { statements: rewritten, constant: { name, value: { kind: 'fields', fields: common }, comments: source.comments } };
}

function optionsOf({ value }: Statement, methods: readonly string[]): Fields | undefined {
  const isOne = value.kind === 'call' && value.callee.kind === 'member' && methods.includes(value.callee.name);
  const last = isOne ? value.args[value.args.length - 1] : undefined;
  return last?.kind === 'fields' ? last : undefined;
}

function withOptions(statement: Statement, options: Expression): Statement {
  const { value } = statement;
  return value.kind === 'call' ? { ...statement, value: { ...value, args: [...value.args.slice(0, -1), options] } } : statement;
}

function isFrom({ origin }: Field, key: string): boolean {
  return origin !== undefined && origin.path.startsWith(`${key}.`);
}

/** Whether it needs no constant of the function, and nothing of it stands as a comment. */
function canMove(field: Field, omissions: Omissions): boolean {
  return [...partsShown(field.value, omissions)].every((part: Expression) => part.kind !== 'name' || part.module !== undefined)
    && fieldsBelow(field.value).every(each => omissions.reason(each) === undefined);
}
