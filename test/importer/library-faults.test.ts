import { modules } from './library-modules';
import { FailedStatement } from '../../src/importer/code/evaluate';
import { importHelmValues } from '../../src/importer/import-helm-values';
import * as library from 'slurm-constructs';

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

const values = 'clusterName: training\nprologScripts:\n  check.sh: |\n    #!/bin/sh\n    exit 0\nnodesets:\n  cpu:\n    replicas: 2\n';

/** Imports the values with a library of which some part is replaced. */
function importedWith(replaced: object): () => unknown {
  const files = [{ name: 'values.yaml', text: values }];
  return () => importHelmValues({ files, release: 'slurm', namespace: 'slurm' }, { modules: { ...modules, 'slurm-constructs': { ...library, ...replaced } } });
}

class FaultyCluster extends library.SlurmCluster {
  public addNodeSet(): library.NodeSet {
    return (undefined as unknown as { readonly nodes: library.NodeSet[] }).nodes[0];
  }
}

class FaultyScript {
  public static inline(): never {
    throw new ReferenceError('digest is not defined');
  }
}

class UnrenderableCluster extends library.SlurmCluster {
  public constructor(...[scope, id, props]: ConstructorParameters<typeof library.SlurmCluster>) {
    super(scope, id, props);
    this.node.addValidation({ validate: () => { throw new RangeError('out of bounds'); } });
  }
}

class Refusing {
  public static inline(): never {
    throw new Error('FILE-099: this script is refused; write another one');
  }
}

test.each([
  ['a construct', { SlurmCluster: FaultyCluster }, /^TypeError: Cannot read properties of undefined/, { line: 7, path: 'nodesets.cpu' }],
  ['a value', { Script: FaultyScript }, /^ReferenceError: digest is not defined$/, undefined],
  ['synthesis', { SlurmCluster: UnrenderableCluster }, /^RangeError: out of bounds$/, undefined],
  ['a name that is not there', { SlurmPreset: {} }, /^TypeError: there is no 'OPERATOR'$/, undefined],
])('a fault of the library in %s ends the import instead of leaving something out', (_, replaced, message, origin) => {
  const attempt = importedWith(replaced);
  expect(attempt).toThrow(message);
  expect(attempt).toThrow(FailedStatement);
  if (origin) {
    expect(attempt).toThrow(expect.objectContaining({ origin: { file: 'values.yaml', ...origin } }));
  }
});

test('a refusal, which names its rule, leaves out what is refused', () => {
  expect(importedWith({ Script: Refusing })).not.toThrow();
});
