import * as fs from 'fs';
import * as path from 'path';
import { archiveSpecifier, installedArchive } from './installed-archive';

const packageFolder = path.join(__dirname, '../..');

/** The library as a program would import it, and what it stands on, by the names of the modules. */
export function libraryModules(): { readonly [module: string]: object } {
  return {
    'slurm-constructs': require('../index') as object,
    'cdk8s': require('cdk8s') as object,
    'cdk8s-plus-28': require('cdk8s-plus-28') as object,
  };
}

/** Version of the library. */
export function libraryVersion(): string {
  return packageJson().version;
}

/** Version ranges for a repository in this folder that uses the library: a release, or the archive that this one was installed from. */
export function libraryVersions(folder: string): { readonly [name: string]: string } {
  const { version, peerDependencies } = packageJson();
  const archive = installedArchive(packageFolder);
  return {
    ...peerDependencies,
    'slurm-constructs': archive === undefined ? `^${version}` : archiveSpecifier(archive, folder),
    '@pulumi/kubernetes': '^4',
    '@pulumi/pulumi': '^3',
    '@types/node': '^20',
    'tsx': '^4',
    'typescript': '^5',
  };
}

function packageJson(): { readonly version: string; readonly peerDependencies: { readonly [name: string]: string } } {
  return JSON.parse(fs.readFileSync(path.join(packageFolder, 'package.json'), 'utf8')) as ReturnType<typeof packageJson>;
}
