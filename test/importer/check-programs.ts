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
  paths: { 'slurm-constructs': [path.join(folder, '../../src/index.ts')] },
};

/** What the compiler says of programs, by name; they are never written to disk. */
export function compileErrors(programs: { readonly [name: string]: string }): string[] {
  const { program, files } = compiled(programs);
  return files.map(file => program.getSourceFile(file)).flatMap(file => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(({ file, start, messageText }) => `${path.basename(file!.fileName)}:${file!.getLineAndCharacterOfPosition(start!).line + 1}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
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
  const eslint = new LegacyESLint({ cwd: path.join(folder, '../..'), overrideConfig: { parserOptions: { projectService: false, programs: [program] } } });
  const results = await Promise.all(files.map(async file => ({ file, results: await eslint.lintText(program.getSourceFile(file)!.text, { filePath: file }) })));
  return results.flatMap(({ file, results: [{ messages }] }) => messages.map(({ line, message, ruleId }) => `${path.basename(file)}:${line}: ${ruleId}: ${message}`));
}

function compiled(programs: { readonly [name: string]: string }): { readonly program: ts.Program; readonly files: readonly string[] } {
  const texts = new Map(Object.entries(programs).map(([name, text]) => [path.join(folder, `generated-${name}.ts`), text]));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (file, language) => texts.has(file) ? ts.createSourceFile(file, texts.get(file)!, language) : getSourceFile.call(host, file, language);
  host.fileExists = file => texts.has(file) || fileExists.call(host, file);
  host.readFile = file => texts.get(file) ?? readFile.call(host, file);
  return { program: ts.createProgram([...texts.keys()], options, host), files: [...texts.keys()] };
}

/** What prettier makes of a program, with the settings of the written repositories. */
export async function formatted(text: string): Promise<string> {
  return format(text, { parser: 'typescript', plugins: [estree, typescript], singleQuote: true, printWidth: 120, quoteProps: 'consistent' });
}

/** Runs the text of a program as Node.js would, and gives back its manifests. */
export function run(text: string, chartId = 'slurm', namespace = 'slurm'): object[] {
  const { outputText } = ts.transpileModule(text, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS } });
  const exported: { addCluster?: (chart: Chart) => void } = {};
  const load = (name: string): object => modules[name as keyof typeof modules];
  new Function('require', 'exports', outputText)(load, exported);
  const chart = new Chart(Testing.app(), chartId, { namespace });
  exported.addCluster!(chart);
  return chart.toJson() as object[];
}
