import { readFileSync } from 'fs';
import * as path from 'path';
import * as kubernetes from '@pulumi/kubernetes';
import { compileErrors, formatted, lintErrors, loaded } from './check-programs';
import { imported, modules } from './library-modules';
import { ImportedProgram } from '../../src/importer/import-helm-values';
import { importedReadme } from '../../src/importer/repository/imported';
import { repositoryFiles, RepositoryFiles, RepositoryKind } from '../../src/importer/repository/repository';
import { starterCluster } from '../../src/importer/repository/starter';
import { deploy } from '../pulumi/deployment';
import { caseNames, describeWithCases } from '../real-clusters/shared-cases';
import * as pulumi from 'slurm-constructs/pulumi';

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

const content = { packageName: 'slurm-cluster', chartId: 'slurm', namespace: 'slurm', snapshot: '', versions: {} };
const known = new Map<string, ImportedProgram>();

function importedCase(name: string): ImportedProgram {
  const program = known.get(name) ?? imported(readFileSync(path.resolve(__dirname, '../../../shared/cases/helm', name, 'values.yaml'), 'utf8'));
  known.set(name, program);
  return program;
}

function repositoryOf(program: ImportedProgram, kind: RepositoryKind): RepositoryFiles {
  return repositoryFiles({ ...content, kind, cluster: program.cluster, readme: importedReadme(program, ['values.yaml'], 'slurm', kind) });
}

const starter = starterCluster('slurm', 'slurm', modules);

function starterOf(kind: RepositoryKind): RepositoryFiles {
  return repositoryFiles({ ...content, kind, cluster: starter.cluster, readme: [] });
}

/** The programs of a repository of either kind, which have most in common. */
function programsOf(name: string, filesOf: (kind: RepositoryKind) => RepositoryFiles): { [name: string]: string } {
  const files = Object.assign({}, ...Object.values(RepositoryKind).map(filesOf)) as RepositoryFiles;
  return Object.fromEntries(Object.entries(files).filter(([file]) => file.endsWith('.ts')).map(([file, text]) => [`${name}/${file.replace(/\.ts$/, '')}`, text]));
}

async function expectClean(programs: { readonly [name: string]: string }): Promise<void> {
  expect(compileErrors(programs)).toEqual([]);
  expect(await lintErrors(programs)).toEqual([]);
  expect(await Promise.all(Object.values(programs).map(formatted))).toEqual(Object.values(programs));
}

/** What index.ts registers with Pulumi, as plain objects. */
async function registered(files: RepositoryFiles): Promise<object[]> {
  const { objects } = await deploy(() => loaded(files, 'index', { '@pulumi/kubernetes': kubernetes, 'slurm-constructs/pulumi': pulumi }));
  return objects.map(({ inputs }) => withoutMarks(inputs) as object);
}

/** Secrets are marked for Pulumi, and otherwise what they are for cdk8s. */
function withoutMarks(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(withoutMarks);
  }
  const entries = Object.entries(value);
  return entries.length === 1 && entries[0][0] === 'secret' ? withoutMarks(entries[0][1]) : Object.fromEntries(entries.map(([key, member]) => [key, withoutMarks(member)]));
}

function sorted(objects: readonly object[]): object[] {
  const nameOf = (object: object): string => {
    const { kind, metadata: { name } } = object as { kind: string; metadata: { name: string } };
    return `${kind} ${name}`;
  };
  return [...objects].sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
}

test('what init --pulumi writes registers the objects that its snapshot holds', async () => {
  expect(sorted(await registered(starterOf(RepositoryKind.PULUMI)))).toEqual(sorted(starter.objects));
});

test('a Pulumi repository changes ConfigMaps and Secrets in their places', async () => {
  const { resources, objects } = await deploy(() => loaded(starterOf(RepositoryKind.PULUMI), 'index', { '@pulumi/kubernetes': kubernetes, 'slurm-constructs/pulumi': pulumi }));
  const provider = resources.find(({ type }) => type === 'pulumi:providers:kubernetes')!;
  expect(provider.inputs).toMatchObject({ enableConfigMapMutable: 'true', enableSecretMutable: 'true' });
  expect(objects.filter(object => !object.provider.startsWith(provider.urn))).toEqual([]);
});

test('how to take over is told for what the repository is run with', () => {
  const program = imported('nodesets: { cpu: {} }\n');
  const [cdk8s, stack] = [RepositoryKind.CDK8S, RepositoryKind.PULUMI].map(kind => repositoryOf(program, kind)['README.md']);
  expect(cdk8s).toContain('kubectl diff --server-side --force-conflicts -f dist');
  expect(stack).toContain('PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true PULUMI_K8S_ENABLE_PATCH_FORCE=true pulumi up');
  expect(stack).not.toContain('-f dist');
});

test('what init writes compiles under strict, and formatter and lint rules like it', async () => {
  const programs = programsOf('starter', starterOf);
  expect(Object.keys(programs).sort()).toEqual(['starter/cluster', 'starter/cluster.test', 'starter/index', 'starter/main']);
  await expectClean(programs);
}, 120_000);

describeWithCases('repositories of real values', () => {
  test.each(caseNames())('%s registers under Pulumi the objects that cdk8s writes', async name => {
    const program = importedCase(name);
    expect(sorted(await registered(repositoryOf(program, RepositoryKind.PULUMI)))).toEqual(sorted(program.objects));
  });

  test('all their programs compile under strict, and formatter and lint rules like them', async () => {
    const programs = caseNames().map(name => programsOf(name, kind => repositoryOf(importedCase(name), kind)));
    await expectClean(Object.assign({}, ...programs) as { [name: string]: string });
  }, 240_000);
});
