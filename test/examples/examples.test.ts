import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { loadAll } from 'js-yaml';
import { exampleManifests, examples, goldenFile, readManifests } from '../../scripts/example-manifests';
import { modelFromObjects } from '../../src/model/from-objects';
import { lint, modelFindingText } from '../../src/model/lint';
import { summary } from '../../src/model/summary';
import { readmePrograms } from '../package/readme-example';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

function golden(example: string): string {
  return fs.readFileSync(goldenFile(example), 'utf8');
}

function objectsOf(manifests: string): unknown[] {
  return loadAll(manifests);
}

/** Runs a program in this process; what it imports from 'slurm-constructs' are the sources. */
function manifestsOf(program: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'manifests-'));
  const before = process.env.CDK8S_OUTDIR;
  try {
    process.env.CDK8S_OUTDIR = folder;
    jest.isolateModules(() => jest.requireActual(program));
    return readManifests(folder);
  } finally {
    if (before === undefined) {
      delete process.env.CDK8S_OUTDIR;
    } else {
      process.env.CDK8S_OUTDIR = before;
    }
    fs.rmSync(folder, { recursive: true });
  }
}

test('every example is tested', () => {
  const folder = path.join(__dirname, '../../examples');
  expect(fs.readdirSync(folder).filter(name => fs.existsSync(path.join(folder, name, 'main.ts')))).toEqual(examples);
});

describe.each(examples)('example %s', example => {
  test('gives the reviewed manifests (npm run golden changes them)', () => {
    expect(manifestsOf(path.join(__dirname, '../../examples', example, 'main.ts'))).toBe(golden(example));
  });

  test('has no finding against it', () => {
    const { findings } = lint(modelFromObjects(objectsOf(golden(example)).map(object => ({ object }))));
    expect(findings.map(modelFindingText)).toEqual([]);
  });

  test('is an infra repository that a reader could copy', () => {
    const folder = path.join(__dirname, '../../examples', example);
    const ours = JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf8'));
    const theirs = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    expect(theirs.dependencies).toMatchObject(ours.peerDependencies);
    expect(fs.readFileSync(path.join(folder, 'README.md'), 'utf8')).toContain('npm run synth');
    expect(fs.readFileSync(path.join(folder, 'cdk8s.yaml'), 'utf8')).toContain('app: npx tsx main.ts');
  });
});

describeWithCrds('what the API server would say', () => {
  test.each(examples)('nothing against example %s', example => {
    expect(validateManifests(objectsOf(golden(example)))).toEqual([]);
  });
});

test('a second process in another place, language and time zone gives the same bytes', async () => {
  const other = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', NODE_OPTIONS: '--stack-trace-limit=3' };
  expect(await exampleManifests('gpu-training', other)).toBe(golden('gpu-training'));
}, 60_000);

test('the flagship has the size that the README says', () => {
  const { clusters: [training] } = summary(modelFromObjects(objectsOf(golden('gpu-training')).map(object => ({ object }))));
  expect(training).toMatchObject({ clusterName: 'training', nodes: 1024, gpus: 8192, loginPods: 2, hasAccounting: true });
  expect(training.partitions.map(({ name, isDefault }) => [name, isDefault])).toEqual([['scavenge', false], ['train', true], ['urgent', false]]);
});

describe('README', () => {
  const programs = readmePrograms();

  test('has the program of about thirty lines', () => {
    expect(programs.map(program => program.trim().split('\n').length <= 32)).toEqual([true]);
  });

  test('program synthesizes a cluster without findings', () => {
    // Inside the repository, where its imports resolve, and in a folder that git ignores.
    const folder = path.join(__dirname, '../../test-reports/readme');
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'main.ts'), programs[0]);
    const model = modelFromObjects(objectsOf(manifestsOf(path.join(folder, 'main.ts'))).map(object => ({ object })));
    expect(summary(model).clusters[0]).toMatchObject({ nodes: 128, gpus: 1024, loginPods: 2 });
    expect(lint(model).findings.map(modelFindingText)).toEqual([]);
  });
});
