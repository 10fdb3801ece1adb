import { CommonConstant, CommonSource, withCommonFields } from './common-fields';
import { constantsIn, Expression, fieldsBelow, isPlainKey, Statement } from './expression';
import { Omissions } from './omissions';
import { partsShown } from './parts-shown';
import { LINE_WIDTH, Printer, templateText, wrapped } from './printer';
import { RepeatedValues } from './repeated';

/** A module of a program: what stands in it around its statements. */
export interface ModuleFrame {
  /** The line that opens the function, e.g. `export function addCluster(chart: Chart): void {`. */
  readonly opening: string;
  readonly comments: readonly string[];
  /** What the opening itself names, by module. */
  readonly imports: { readonly [module: string]: readonly string[] };
  /** Names that the statements must not declare. */
  readonly taken: readonly string[];
  /** Where things that are added alike may have what they share from. */
  readonly common?: readonly CommonSource[];
}

/** The text of a TypeScript module with one function. */
export function programText(given: readonly Statement[], omissions: Omissions, frame: ModuleFrame): string {
  const used = new Set([...frame.taken, ...given.map(({ name }) => name ?? '')]);
  const { statements, constants } = withConstants(given, omissions, frame.common ?? [], used);
  const said = [...constants.map(({ value }): Statement => ({ value, comments: [] })), ...statements.filter(statement => !omissions.has(statement))];
  const { shown, named } = withoutIdle(said, omissions);
  const imports = importsOf(shown, omissions, frame);
  imports.forEach(([, names]) => names.forEach(name => used.add(name)));
  const texts = constantsOf(shown, omissions, used);
  const repeated = new RepeatedValues(shown, omissions);
  const shared = new Map(repeated.firsts.map(({ value, name }) => [value, taking(isPlainKey(name) ? name : 'shared', used)]));
  const plain = new Printer(omissions, text => texts.get(text)!);
  const printer = new Printer(omissions, text => texts.get(text)!, {
    nameOf: value => shared.get(repeated.first(value) ?? value),
    hasComments: field => repeated.hasComments(field),
  });
  const inComments = new Set(statements.flatMap(statement => refusedParts(statement, omissions)).flatMap(part => constantsIn(part)));
  const body = statements.map(statement => {
    const isIdle = said.includes(statement) && !shown.includes(statement);
    return isIdle ? inComments.has(statement.name!) ? idleText(statement, plain) : '' : statementText(statement, omissions, printer, named);
  });
  const header = headerLines(frame);
  return [
    ...imports.map(([module, names]) => importLine(module, names)),
    ...[...texts].map(([text, name]) => `\nconst ${name} = ${templateText(text)};`),
    ...repeated.firsts.map(({ value, comments }) => constantText(shared.get(value)!, comments, column => plain.print(value, 0, column, 1))),
    ...constants.map(({ name, value, comments }) => constantText(name, comments, column => printer.print(value, 0, column, 1))),
    '',
    ...header,
    frame.opening,
    body.join('').replace(/^\n/, '').trimEnd(),
    '}',
    '',
  ].join('\n');
}

function headerLines({ comments }: ModuleFrame): string[] {
  const said = comments.flatMap(comment => wrapped(comment.replaceAll('*/', '* /'), LINE_WIDTH - 6));
  return said.length > 1 ? ['/**', ...said.map(line => ` * ${line}`.trimEnd()), ' */'] : said.map(line => `/** ${line} */`);
}

/** The statements without references to existing objects that nothing needs any more, and the constants that something names. */
function withoutIdle(said: readonly Statement[], omissions: Omissions): { readonly shown: readonly Statement[]; readonly named: ReadonlySet<string> } {
  const named = new Set(said.flatMap(({ value }) => [...partsShown(value, omissions)]).flatMap(part => part.kind === 'name' && part.module === undefined ? [part.name] : []));
  const shown = said.filter(({ name, value }) => !(name !== undefined && !named.has(name) && value.kind === 'call' && value.callee.kind === 'member' && /^from[A-Z]/.test(value.callee.name)));
  return shown.length < said.length ? withoutIdle(shown, omissions) : { shown, named };
}

/** What of a statement stands in the program as a comment. */
function refusedParts(statement: Statement, omissions: Omissions): Expression[] {
  return omissions.has(statement)
    ? omissions.reason(statement) === undefined ? [] : [statement.value]
    : fieldsBelow(statement.value).filter(field => omissions.reason(field) !== undefined).map(({ value }) => value);
}

/** A constant that only comments name. */
function idleText({ name, value }: Statement, printer: Printer): string {
  const start = `const ${name} = `;
  return `${start}${printer.print(value, 0, start.length + 5, 1)};`.split('\n').map(line => `  // ${line}\n`).join('');
}

function withConstants(
  given: readonly Statement[], omissions: Omissions, sources: readonly CommonSource[], used: Set<string>,
): { readonly statements: readonly Statement[]; readonly constants: readonly CommonConstant[] } {
  let statements = given;
  const constants = sources.flatMap(source => {
    const { statements: rewritten, constant } = withCommonFields(statements, omissions, source, freeName(source.name, used));
    statements = rewritten;
    used.add(constant?.name ?? '');
    return constant ? [constant] : [];
  });
  return { statements, constants };
}

function constantText(name: string, comments: readonly string[], print: (column: number) => string): string {
  const said = comments.flatMap(comment => wrapped(comment, LINE_WIDTH)).map(comment => `// ${comment}`.trimEnd() + '\n').join('');
  const start = `const ${name} = `;
  return `\n${said}${start}${print(start.length)};`;
}

function statementText(statement: Statement, omissions: Omissions, printer: Printer, named: ReadonlySet<string>): string {
  const start = statement.startsParagraph ? '\n' : '';
  const comments = statement.comments.flatMap(comment => wrapped(comment, LINE_WIDTH)).map(comment => `  // ${comment}`.trimEnd() + '\n').join('');
  if (omissions.has(statement)) {
    const reason = omissions.reason(statement);
    const code = printer.print(statement.value, 0, 0, 1).split('\n');
    const left = code.length > 1 ? `${code[0].slice(0, LINE_WIDTH - 10)} ...` : `${code[0]};`;
    return reason === undefined ? '' : `${start}${comments}${[...wrapped(reason, LINE_WIDTH - 5), left].map(line => `  // ${line}\n`).join('')}`;
  }
  const declaration = statement.name !== undefined && named.has(statement.name) ? `const ${statement.name} = ` : '';
  return `${start}${comments}  ${declaration}${printer.print(statement.value, 2, 2 + declaration.length, 1)};\n`;
}

function importsOf(statements: readonly Statement[], omissions: Omissions, frame: ModuleFrame): [string, string[]][] {
  const modules = new Map(Object.entries(frame.imports).map(([module, names]) => [module, new Set(names)]));
  for (const statement of statements) {
    for (const part of partsShown(statement.value, omissions)) {
      if (part.kind === 'name' && part.module !== undefined) {
        modules.set(part.module, (modules.get(part.module) ?? new Set()).add(part.name));
      }
    }
  }
  return [...modules].map(([module, names]): [string, string[]] => [module, [...names].sort(caseless)]).sort(([a], [b]) => (a < b ? -1 : 1));
}

function caseless(one: string, other: string): number {
  return one.toLowerCase() < other.toLowerCase() ? -1 : 1;
}

function importLine(module: string, names: readonly string[]): string {
  const line = `import { ${names.join(', ')} } from '${module}';`;
  return line.length <= LINE_WIDTH ? line : `import {\n${names.map(name => `  ${name},\n`).join('')}} from '${module}';`;
}

/** Names of the texts of several lines, in the order of their appearance. */
function constantsOf(statements: readonly Statement[], omissions: Omissions, used: Set<string>): Map<string, string> {
  const names = new Map<string, string>();
  for (const statement of statements) {
    for (const part of partsShown(statement.value, omissions)) {
      if (part.kind === 'text' && !names.has(part.text)) {
        names.set(part.text, taking(part.name, used));
      }
    }
  }
  return names;
}

function taking(wanted: string, used: Set<string>): string {
  const name = freeName(wanted, used);
  used.add(name);
  return name;
}

/** A name that nothing has yet. */
export function freeName(wanted: string, used: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}${number}`;
    if (!used.has(name)) {
      return name;
    }
  }
}
