import { spawnSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import * as path from 'path';
import { builtPrograms, clusterProgram, missingPrograms } from './cluster-programs';

const { version } = JSON.parse(readFileSync(require.resolve('@pulumi/kubernetes/package.json'), 'utf8')) as { version: string };

/** Where a folder with a program is, among those given. */
function folderWith(name: string, folders: string[]): string | undefined {
  return folders.find(folder => existsSync(path.join(folder, name)));
}

const onPath = (process.env.PATH ?? '').split(path.delimiter).filter(folder => path.isAbsolute(folder));
const engine = folderWith('pulumi', [path.dirname(clusterProgram('pulumi')), ...onPath]);
const provider = folderWith('pulumi-resource-kubernetes', [path.join(builtPrograms, 'pulumi-home/plugins', `resource-kubernetes-v${version}`), ...onPath]);

function missing(): string | undefined {
  if (missingPrograms.length > 0 || engine === undefined) {
    return `no ${[...missingPrograms, ...engine === undefined ? ['pulumi'] : []].join(', ')} in ${builtPrograms}: run .ci/prepare-cluster`;
  }
  if (!/^v\d/.test(spawnSync(path.join(engine, 'pulumi'), ['version'], { encoding: 'utf8' }).stdout)) {
    return `${path.join(engine, 'pulumi')} does not know its version, which the Automation API asks for: remove it and run .ci/prepare-cluster`;
  }
  return provider === undefined
    ? `Pulumi's Kubernetes provider ${version} is neither among the plugins of .ci/prepare-cluster nor on the PATH`
    : undefined;
}

const reason = missing();

/** Folders with the engine and its provider, for a PATH. */
export const pulumiFolders = reason === undefined ? [engine!, provider!] : [];

/**
 * `describe` for what needs the real Pulumi engine with the real Kubernetes provider. Not every machine can have the provider, so without it these tests are
 * skipped, and `.ci/run` counts them as not run.
 */
export const describeWithPulumi = reason === undefined ? describe : describe.skip;

if (reason !== undefined) {
  process.stderr.write(`skipped: tests with Pulumi, since there is ${reason}\n`);
}
