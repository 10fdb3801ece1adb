import * as fs from 'fs';
import * as path from 'path';
import { dump } from 'js-yaml';
import { chunks, folder, run } from './fake-io';
import { HEALTHY, RESTARTING, yamlStream } from './manifest-yaml';
import { ExitCode } from '../../src/cli/io';
import { cpuCluster, Plain, slinky } from '../model/slinky-objects';

interface LintJson {
  readonly findings: readonly { readonly ruleId: string; readonly file: string; readonly line: number; readonly object: { readonly name: string } }[];
  readonly summary: { readonly objects: number; readonly files: number };
}

async function lintJson(words: readonly string[], stdin?: AsyncIterable<Uint8Array>): Promise<LintJson & { readonly stderr: string }> {
  const { stdout, stderr } = await run(['lint', ...words, '--format', 'json'], { stdin });
  return { ...JSON.parse(stdout) as LintJson, stderr };
}

const RESTARTING_OBJECTS = cpuCluster({ controller: { inplaceReconfigure: false } });

describe('manifests', () => {
  test('are read from standard input in pieces', async () => {
    const half = RESTARTING.length / 2;
    const { findings, summary } = await lintJson(['-'], chunks(RESTARTING.slice(0, half), RESTARTING.slice(half)));
    expect(findings).toMatchObject([{ ruleId: 'OPR-015', file: 'stdin', line: RESTARTING.split('\n').findIndex(line => line.includes('inplaceReconfigure')) + 1 }]);
    expect(summary).toMatchObject({ objects: 3, files: 1 });
  });

  test('are read from a folder and the folders in it, hidden ones and other files left out', async () => {
    const [controller, restApi, nodeSet] = RESTARTING_OBJECTS;
    const root = folder({
      'a.yaml': dump(controller),
      'deep/er/b.YML': dump(restApi),
      'c.json': JSON.stringify(nodeSet),
      'notes.txt': 'x',
      '.git/d.yaml': '][',
      'node_modules/e.yaml': '][',
    });
    expect(await lintJson([root])).toMatchObject({ findings: [{ ruleId: 'OPR-015', file: `${root}/a.yaml` }], summary: { objects: 3, files: 3 }, stderr: '' });
  });

  test('in a folder may have other YAML and JSON beside them, which is named', async () => {
    const root = folder({ 'a.yaml': RESTARTING, 'package.json': '{"name": "x"}', 'values.yaml': 'a: 1\n', 'chart/x.yaml': '{{ if .a }}\n' });
    const { summary, stderr } = await lintJson([root]);
    expect(summary).toMatchObject({ objects: 3, files: 1 });
    expect(stderr).toBe(`note: 3 files without Kubernetes objects left out: ${root}/chart/x.yaml, ${root}/package.json, ${root}/values.yaml\n`);
  });

  test('in a folder that cannot be read are an error, not left out', async () => {
    const root = folder({ 'a.yaml': RESTARTING, 'b.yaml': 'apiVersion: v1\nkind: "x' });
    expect(await run(['lint', root])).toMatchObject({ code: ExitCode.UNUSABLE, stdout: '' });
  });

  test.each<[string, (objects: readonly Plain[]) => string]>([
    ['a YAML stream', objects => yamlStream(...objects)],
    ['a YAML stream with carriage returns', objects => yamlStream(...objects).replace(/\n/g, '\r\n')],
    ['a YAML stream with a byte order mark', objects => `\ufeff${yamlStream(...objects)}`],
    ['a List, as kubectl prints it', objects => dump({ apiVersion: 'v1', items: objects, kind: 'List' }, { noArrayIndent: true })],
    ['a List in JSON', objects => JSON.stringify({ apiVersion: 'v1', items: objects, kind: 'List' }, undefined, 4)],
    ['a JSON list', objects => JSON.stringify(objects, undefined, 2)],
  ])('are found in %s, each at its line', async (_, form) => {
    const text = form(RESTARTING_OBJECTS);
    const { findings, summary } = await lintJson(['-'], chunks(text));
    expect(summary.objects).toBe(3);
    expect(findings).toMatchObject([{ ruleId: 'OPR-015', line: text.split('\n').findIndex(line => line.includes('inplaceReconfigure')) + 1 }]);
  });

  test('on one line of JSON are found at line 1', async () => {
    expect(await lintJson(['-'], chunks(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: RESTARTING_OBJECTS })))).toMatchObject({ findings: [{ line: 1 }], summary: { objects: 3 } });
  });

  test('of a typed list may leave out what the list says', async () => {
    const items = RESTARTING_OBJECTS.map(({ apiVersion, kind, ...rest }) => ({ apiVersion, kind, rest }));
    const lists = items.map(({ apiVersion, kind, rest }) => ({ apiVersion, kind: `${String(kind)}List`, items: [rest] }));
    expect((await lintJson(['-'], chunks(yamlStream(...lists)))).findings).toMatchObject([{ ruleId: 'OPR-015' }]);
  });

  test('of a live cluster, with status and managed fields, are read', async () => {
    const live = RESTARTING_OBJECTS.map(object => ({
      ...object,
      metadata: { ...object.metadata as Plain, uid: '1', resourceVersion: '2', managedFields: [{ manager: 'kubectl', operation: 'Apply', fieldsV1: { 'f:spec': {} } }] },
      status: { conditions: [] },
    }));
    expect((await lintJson(['-'], chunks(dump({ apiVersion: 'v1', kind: 'List', items: live })))).findings).toMatchObject([{ ruleId: 'OPR-015' }]);
  });

  test('that stand twice in the same words count once', async () => {
    const root = folder({ 'a.yaml': RESTARTING, 'b.yaml': RESTARTING });
    expect((await lintJson([root])).summary.objects).toBe(3);
  });

  test('that a path names twice count once', async () => {
    const root = folder({ 'a.yaml': RESTARTING });
    expect((await lintJson([root, `${root}/a.yaml`])).summary.objects).toBe(3);
  });

  test('behind symbolic links that stay in the folder are read once', async () => {
    const root = folder({ '..data/a.yaml': RESTARTING, 'b/c.yaml': yamlStream(slinky('Token', 't', { username: 'root', jwtKeyRef: { name: 'slurm-auth-jwt', key: 'jwt.key' } })) });
    fs.symlinkSync('..data/a.yaml', path.join(root, 'a.yaml'));
    fs.symlinkSync('b', path.join(root, 'x'));
    expect((await lintJson([root])).summary).toMatchObject({ objects: 4, files: 2 });
  });

  test('behind a symbolic link that the user names are read wherever it leads', async () => {
    const outer = folder({ 'real/a.yaml': HEALTHY });
    fs.symlinkSync('real', path.join(outer, 'link'));
    expect((await lintJson([path.join(outer, 'link')])).summary.objects).toBe(3);
  });

  test('that name no namespace are in the one of --namespace', async () => {
    const objects = cpuCluster({ controller: { inplaceReconfigure: false } })
      .map(({ metadata, ...object }) => ({ ...object, metadata: { name: (metadata as { name: string }).name } }));
    const { stdout } = await run(['lint', '-', '--namespace', 'hpc'], { stdin: chunks(yamlStream(...objects)) });
    expect(stdout).toContain('Controller hpc/slurm stdin:');
  });
});
