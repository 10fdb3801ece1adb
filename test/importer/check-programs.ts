import * as path from 'path';
import { Chart, Testing } from 'cdk8s';
import * as estree from 'prettier/plugins/estree';
import * as typescript from 'prettier/plugins/typescript';
import { format } from 'prettier/standalone';
import * as ts from 'typescript';
import { modules } from './library-modules';

const folder = __dirname;
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  ignoreDeprecations: '6.0',
  strict: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitReturns: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
  paths: { 'slurm-constructs': [path.join(folder, '../../src/index.ts')], 'slurm-constructs/pulumi': [path.join(folder, '../../src/pulumi/index.ts')] },
};

/** What the compiler says of programs, by name, such as `training` or `training/index`; they are never written to disk. */
export function compileErrors(programs: { readonly [name: string]: string }): string[] {
  const { program, files } = compiled(programs);
  return files.map(file => program.getSourceFile(file)).flatMap(file => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(({ file, start, messageText }) => `${nameOf(file!.fileName)}:${file!.getLineAndCharacterOfPosition(start!).line + 1}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
}

interface LintMessage {
  readonly line: number;
  readonly message: string;
  readonly ruleId: string;
}

/** The part of ESLint that is used. */
interface ProgramLinter {
  lintText(text: string, at: { readonly filePath: string }): Promise<{ readonly messages: LintMessage[] }[]>;
}

/** What the repository's own ESLint rules say of programs. */
export async function lintErrors(programs: { readonly [name: string]: string }): Promise<string[]> {
  const { program, files } = compiled(programs);
  const { LegacyESLint } = require('eslint/use-at-your-own-risk') as { readonly LegacyESLint: new (settings: object) => ProgramLinter };
  const eslint = new LegacyESLint({
    cwd: path.join(folder, '../..'),
    overrideConfig: {
      parserOptions: { projectService: false, programs: [program] },
      // The compiler finds the modules that are not on disk, or says so; dependencies are those of the written repository.
      rules: { 'import/no-unresolved': 'off', 'import/no-extraneous-dependencies': 'off' },
      // In a compiled checkout the package finds itself there; in a written repository it is a dependency.
      settings: { 'import/external-module-folders': ['node_modules', 'lib'] },
    },
  });
  const results = await Promise.all(files.map(async file => ({ file, results: await eslint.lintText(program.getSourceFile(file)!.text, { filePath: file }) })));
  return results.flatMap(({ file, results: [{ messages }] }) => messages.map(({ line, message, ruleId }) => `${nameOf(file)}:${line}: ${ruleId}: ${message}`));
}

function compiled(programs: { readonly [name: string]: string }): { readonly program: ts.Program; readonly files: readonly string[] } {
  const texts = new Map(Object.entries(programs).map(([name, text]) => [path.join(folder, `generated-${name}.ts`), text]));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile, directoryExists } = host;
  const folders = new Set([...texts.keys()].map(file => path.dirname(file)));
  host.getSourceFile = (file, language) => texts.has(file) ? ts.createSourceFile(file, texts.get(file)!, language) : getSourceFile.call(host, file, language);
  host.fileExists = file => texts.has(file) || fileExists.call(host, file);
  host.directoryExists = name => folders.has(name) || directoryExists!.call(host, name);
  host.readFile = file => texts.get(file) ?? readFile.call(host, file);
  return { program: ts.createProgram([...texts.keys()], options, host), files: [...texts.keys()] };
}

/** What prettier makes of a program, with the settings of the written repositories. */
export async function formatted(text: string): Promise<string> {
  return format(text, { parser: 'typescript', plugins: [estree, typescript], singleQuote: true, printWidth: 120, quoteProps: 'consistent' });
}

function nameOf(file: string): string {
  return path.relative(folder, file).replace(/^generated-/, '');
}

/** Loads a module of a written repository as Node.js would, and gives back what it exports. The modules are never written to disk. */
export function loaded(files: { readonly [name: string]: string }, entry: string, others: { readonly [module: string]: object } = {}): object {
  const known = new Map<string, object>();
  const load = (name: string): object => {
    const text = files[`${name.replace(/^\.\//, '')}.ts`];
    if (text === undefined || known.has(name)) {
      return known.get(name) ?? others[name] ?? modules[name as keyof typeof modules];
    }
    const exported = {};
    known.set(name, exported);
    const { outputText } = ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS } });
    new Function('require', 'exports', outputText)(load, exported);
    return exported;
  };
  return load(`./${entry}`);
}

/** Runs the text of a program as Node.js would, and gives back its manifests. */
export function run(text: string, chartId = 'slurm', namespace = 'slurm'): object[] {
  const { addCluster } = loaded({ 'cluster.ts': text }, 'cluster') as { addCluster(chart: Chart): void };
  const chart = new Chart(Testing.app(), chartId, { namespace });
  addCluster(chart);
  return chart.toJson() as object[];
}
