import { execFile } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { promisify } from 'util';

const repository = path.join(__dirname, '..');

/** Names of the examples, which are folders. */
export const examples = ['gpu-training', 'hybrid', 'minimal', 'nvl72', 'platform'];

/**
 * Runs an example as its reader would, in a process of its own, and returns the YAML it writes.
 *
 * @param environment variables on top of this process' own
 */
export async function exampleManifests(example: string, environment: { [name: string]: string } = {}): Promise<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `${example}-`));
  try {
    await promisify(execFile)(process.execPath, ['--import', 'tsx', path.join(repository, 'examples', example, 'main.ts')], {
      cwd: repository,
      env: { ...process.env, TSX_TSCONFIG_PATH: path.join(repository, 'test/tsconfig.json'), ...environment, CDK8S_OUTDIR: folder },
    });
    return readManifests(folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** The YAML that cdk8s wrote into a folder: one file a chart, in the order of their names. */
export function readManifests(folder: string): string {
  return fs.readdirSync(folder).filter(file => file.endsWith('.yaml')).sort().map(file => fs.readFileSync(path.join(folder, file), 'utf8')).join('---\n');
}

/** Where the reviewed manifests of an example are kept. */
export function goldenFile(example: string): string {
  return path.join(repository, 'test/golden', `${example}.yaml`);
}
