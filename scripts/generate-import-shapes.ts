/**
 * Writes src/importer/shapes: which fields the typed structures have that `import` writes, and of what type each is. The library's own types say it; the
 * importer cannot read them when it runs.
 *
 *     npx tsx scripts/generate-import-shapes.ts
 */
import * as fs from 'fs';
import * as path from 'path';
import * as ts from 'typescript';

const repository = path.join(__dirname, '..');

/** A generated file: the structures it starts from, and whether what they refer to comes along. */
interface ShapeFile {
  readonly file: string;
  readonly constant: string;
  readonly about: string;
  readonly roots: readonly string[];
}

const shapeFiles: readonly ShapeFile[] = [
  {
    file: 'setting-shapes.ts',
    constant: 'settingShapes',
    about: 'Settings of configuration files and partitions',
    roots: ['SlurmConfSettings', 'SlurmdbdConfSettings', 'PartitionOptions'],
  },
  {
    file: 'kubernetes-shapes.ts',
    constant: 'kubernetesShapes',
    about: 'Parts of pods',
    roots: ['slinky.PodSpec', 'slinky.Container'],
  },
];

/** Each generated file by its path below the repository. */
export function importShapes(): { [file: string]: string } {
  const index = path.join(repository, 'src/index.ts');
  const { config } = ts.readConfigFile(path.join(repository, 'tsconfig.json'), name => ts.sys.readFile(name)) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, noEmit: true, skipLibCheck: true }, repository);
  const program = ts.createProgram([index], options);
  const checker = program.getTypeChecker();
  const exported = new Map(checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(index)!)!).map(symbol => [symbol.name, symbol]));
  const slinky = new Map(checker.getExportsOfModule(resolved(checker, exported.get('slinky')!)).map(symbol => [symbol.name, symbol]));
  const find = (name: string): ts.Type => {
    const symbol = name.startsWith('slinky.') ? slinky.get(name.slice(7)) : exported.get(name);
    return checker.getDeclaredTypeOfSymbol(resolved(checker, symbol!));
  };
  return Object.fromEntries(shapeFiles.map(shapeFile => [`src/importer/shapes/${shapeFile.file}`, written(shapeFile, shapesFrom(checker, shapeFile.roots.map(find)))]));
}

/** Whether one bit is set among flags. */
export function has(flags: number, flag: number): boolean {
  return Math.floor(flags / flag) % 2 === 1;
}

/** What an exported name stands for. */
export function resolved(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return has(symbol.flags, ts.SymbolFlags.Alias) ? checker.getAliasedSymbol(symbol) : symbol;
}

function shapesFrom(checker: ts.TypeChecker, roots: readonly ts.Type[]): Map<string, string[]> {
  const shapes = new Map<string, string[]>();
  const waiting = [...roots];
  for (let type = waiting.shift(); type !== undefined; type = waiting.shift()) {
    const name = nameOf(type);
    if (shapes.has(name)) continue;
    const fields: string[] = [];
    shapes.set(name, fields);
    for (const property of checker.getPropertiesOfType(type)) {
      const required = !has(property.flags, ts.SymbolFlags.Optional);
      const [text, structures] = typeText(checker, checker.getNonNullableType(checker.getTypeOfSymbol(property)));
      fields.push(`${property.name}${required ? '!' : ''}: ${text}`);
      waiting.push(...structures);
    }
  }
  return shapes;
}

/** The text of a type, and the structures that it refers to. */
function typeText(checker: ts.TypeChecker, type: ts.Type): [string, ts.Type[]] {
  const element = checker.isArrayType(type) ? checker.getTypeArguments(type as ts.TypeReference)[0] : undefined;
  if (element) {
    const [text, structures] = typeText(checker, element);
    return [`${text}[]`, structures];
  }
  if (checker.typeToString(type) === 'boolean') return ['boolean', []];
  if (type.isUnion() && !has(type.flags, ts.TypeFlags.EnumLiteral)) {
    const parts = type.types.map(each => typeText(checker, each));
    return [[...new Set(parts.map(([text]) => text))].join('|'), parts.flatMap(([, structures]) => structures)];
  }
  const values = type.getStringIndexType();
  if (values && type.getProperties().length === 0) {
    const [text, structures] = typeText(checker, values);
    return [`{${text}}`, structures];
  }
  const isStructure = type.isClassOrInterface() && has(type.symbol.flags, ts.SymbolFlags.Interface) && !/^I[A-Z]/.test(type.symbol.name)
    && !/\/typescript\/lib\//.test(type.symbol.declarations?.[0].getSourceFile().fileName ?? '');
  const isNamed = type.symbol !== undefined && !has(type.flags, ts.TypeFlags.String) && !has(type.flags, ts.TypeFlags.Number);
  return [isNamed ? nameOf(type) : checker.typeToString(type), isStructure ? [type] : []];
}

/** A name as a program writes it: types of Kubernetes in `k8s`, ours of the custom resources in `slinky`. */
function nameOf(type: ts.Type): string {
  const symbol = has(type.flags, ts.TypeFlags.EnumLiteral) && !has(type.symbol.flags, ts.SymbolFlags.RegularEnum) ? Reflect.get(type.symbol, 'parent') as ts.Symbol : type.symbol;
  const file = symbol.declarations?.[0].getSourceFile().fileName ?? '';
  const scope = file.includes('/imports/k8s') ? 'k8s.' : file.includes('/src/slinky/') ? 'slinky.' : '';
  return `${scope}${symbol.name}`;
}

function written({ constant, about }: ShapeFile, shapes: Map<string, string[]>): string {
  const lines = [...shapes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, fields]) => {
    const key = /^\w+$/.test(name) ? name : `'${name}'`;
    return [`  ${[...shapes.keys()].every(each => /^\w+$/.test(each)) ? key : `'${name}'`}: [`, ...wrapped(fields).map(line => `    ${line}`), '  ],'].join('\n');
  });
  return [
    '// Generated by scripts/generate-import-shapes.ts from the types of the library; change those, not this file.',
    "import { Shapes } from './shape';",
    '',
    `/** ${about}: the fields of each structure with their types, \`!\` where one is required. */`,
    `export const ${constant}: Shapes = {`,
    ...lines,
    '};',
    '',
  ].join('\n');
}

function wrapped(fields: readonly string[]): string[] {
  const lines: string[] = [];
  for (const field of [...fields].sort()) {
    const text = `'${field}',`;
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length + text.length < 150) {
      lines[last] += ` ${text}`;
    } else {
      lines.push(text);
    }
  }
  return lines;
}

if (require.main === module) {
  for (const [file, text] of Object.entries(importShapes())) {
    fs.mkdirSync(path.dirname(path.join(repository, file)), { recursive: true });
    fs.writeFileSync(path.join(repository, file), text);
  }
}
