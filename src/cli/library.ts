import * as fs from 'fs';
import * as path from 'path';

/** The library as a program would import it, and what it stands on, by the names of the modules. */
export function libraryModules(): { readonly [module: string]: object } {
  // By its path, so that it is the same library from the sources and from the bundle.
  const entry = path.join(__dirname, '..', 'index');
  return {
    'slurm-constructs': require(entry) as object,
    'cdk8s': require('cdk8s') as object,
    'cdk8s-plus-28': require('cdk8s-plus-28') as object,
  };
}

/** Version of the library. */
export function libraryVersion(): string {
  return packageJson().version;
}

/** Version ranges for a repository that uses the library. */
export function libraryVersions(): { readonly [name: string]: string } {
  const { version, peerDependencies } = packageJson();
  return {
    ...peerDependencies,
    'slurm-constructs': `^${version}`,
    '@pulumi/kubernetes': '^4',
    '@pulumi/pulumi': '^3',
    '@types/node': '^20',
    'tsx': '^4',
    'typescript': '^5',
  };
}

function packageJson(): { readonly version: string; readonly peerDependencies: { readonly [name: string]: string } } {
  return JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf8')) as ReturnType<typeof packageJson>;
}
