import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { runCommandLine } from '../../src/cli/command-line';
import { CliIo, ExitCode } from '../../src/cli/io';

/** What a command said. */
export interface Answer {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Choices of a run. */
export interface RunOptions {
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly isTerminal?: boolean;
  readonly env?: { readonly [name: string]: string };
}

/** Runs a command in this process. */
export async function run(words: readonly string[], { stdin, isTerminal = false, env = {} }: RunOptions = {}): Promise<Answer> {
  const said = { stdout: '', stderr: '' };
  const io: CliIo = {
    stdin: stdin ?? chunks(),
    stdout: { write: text => { said.stdout += text; } },
    stderr: { write: text => { said.stderr += text; } },
    isTerminal,
    isErrorTerminal: false,
    env,
  };
  const code = await runCommandLine(words, io);
  return { code, ...said };
}

/** Standard input that holds these texts. */
export async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    yield await Promise.resolve(Buffer.from(text));
  }
}

const roots: string[] = [];

afterAll(() => roots.forEach(root => fs.rmSync(root, { recursive: true, force: true })));

/** A folder with files, gone when the tests of the file are over. */
export function folder(files: { readonly [name: string]: string | Uint8Array } = {}): string {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'slurm-constructs-')));
  roots.push(root);
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), content);
  }
  return root;
}
