import * as fs from 'fs';
import * as path from 'path';
import { chunks, folder, run } from './fake-io';
import { ExitCode } from '../../src/cli/io';

const MANIFEST = JSON.stringify({
  apiVersion: 'v1',
  kind: 'List',
  items: [
    { apiVersion: 'slinky.slurm.net/v1beta1', kind: 'Controller', metadata: { name: 'slurm', namespace: 'slurm' }, spec: { clusterName: 'training', slurmKeyRef: { name: 'a', key: 'b' }, jwtKeyRef: { name: 'a', key: 'c' } } },
    { apiVersion: 'slinky.slurm.net/v1beta1', kind: 'NodeSet', metadata: { name: 'cpu', namespace: 'slurm' }, spec: { controllerRef: { name: 'slurm' }, replicas: 3 } },
  ],
}, undefined, 2);

function manifests(files: { readonly [name: string]: string } = {}): { readonly root: string; readonly manifest: string; readonly out: string } {
  const root = folder({ 'dist/training.json': MANIFEST, ...files });
  return { root, manifest: path.join(root, 'dist'), out: path.join(root, 'report.html') };
}

function modeOf(file: string): string {
  return fs.statSync(file).mode.toString(8);
}

test('writes a page and says what is on it', async () => {
  const { root, manifest, out } = manifests();
  const { code, stdout, stderr } = await run(['report', manifest, '-o', out]);
  const page = fs.readFileSync(out, 'utf8');
  expect({ code, stderr }).toEqual({ code: ExitCode.FINE, stderr: '' });
  expect(stdout).toMatch(/report\.html: 1 cluster, \d+ errors?, \d+ warnings?, \d+ KiB\n$/);
  expect(page).toContain('<title>Slurm cluster training</title>');
  expect(page.match(/<title>cpu-\d<\/title>/g)).toHaveLength(3);
  expect(fs.readdirSync(root).sort()).toEqual(['dist', 'report.html']);
});

test('names the line of each finding and of each line of slurm.conf, and links to the rules', async () => {
  const { manifest } = manifests();
  const { stdout } = await run(['report', manifest, '--out', '-']);
  const line = MANIFEST.split('\n').findIndex(text => text.includes('clusterName')) + 1;
  expect(stdout).toContain(`dist/training.json:${line} · Controller slurm/slurm spec.clusterName`);
  expect(stdout).toMatch(/<a href="https:\/\/github\.com\/slurm-constructs\/slurm-constructs\/blob\/main\/docs\/rules\.md#[a-z]+-\d{3}-(error|warning)">/);
});

test('writes the page itself to standard output for -, from standard input', async () => {
  const { code, stdout } = await run(['report', '-', '-o', '-'], { stdin: chunks(MANIFEST) });
  expect(code).toBe(ExitCode.FINE);
  expect(stdout).toMatch(/^<!DOCTYPE html>[\s\S]*<\/html>\n$/);
});

test('takes the title it is given', async () => {
  const { manifest } = manifests();
  expect((await run(['report', manifest, '-o', '-', '--title', 'Next <quarter>'])).stdout).toContain('<title>Next &lt;quarter&gt;</title>');
});

test('shows warnings that may stay apart from those that may not, with the reason', async () => {
  const { manifest, out } = manifests();
  const before = JSON.parse((await run(['report', manifest, '-o', out, '--format', 'json'])).stdout) as { warnings: number };
  const [, id] = /<li class="warning">.*?([A-Z]+-\d{3})/.exec(fs.readFileSync(out, 'utf8'))!;
  const after = JSON.parse((await run(['report', manifest, '-o', out, '--format', 'json', '--acknowledge', `${id}=a demo`])).stdout) as { warnings: number };
  expect(after.warnings).toBeLessThan(before.warnings);
  expect(fs.readFileSync(out, 'utf8')).toContain('<b>Stays:</b> a demo');
});

test('answers programs in JSON', async () => {
  const { manifest, out } = manifests();
  const { stdout } = await run(['report', manifest, '-o', out, '--format', 'json']);
  expect(JSON.parse(stdout)).toEqual({ file: out, bytes: fs.statSync(out).size, clusters: ['training'], errors: expect.any(Number), warnings: expect.any(Number) });
});

test('writes the same bytes again', async () => {
  const { manifest, out } = manifests();
  await run(['report', manifest, '-o', out]);
  const first = fs.readFileSync(out);
  await run(['report', manifest, '-o', out]);
  expect(fs.readFileSync(out).equals(first)).toBe(true);
});

test('writes over what a symbolic link leads to, and keeps its mode', async () => {
  const { root, manifest, out } = manifests({ 'shared/page.html': 'old' });
  fs.chmodSync(path.join(root, 'shared/page.html'), 0o640);
  fs.symlinkSync('shared/page.html', out);
  await run(['report', manifest, '-o', out]);
  expect(fs.lstatSync(out).isSymbolicLink()).toBe(true);
  expect(fs.readFileSync(path.join(root, 'shared/page.html'), 'utf8')).toContain('training');
  expect(modeOf(out)).toBe('100640');
});

test('a new page can be read by whom the umask lets', async () => {
  const { manifest, out } = manifests();
  await run(['report', manifest, '-o', out]);
  fs.writeFileSync(`${out}.txt`, '');
  expect(modeOf(out)).toBe(modeOf(`${out}.txt`));
});

test.each([
  ['no manifest of Slurm', { 'dist/training.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"}}' }, 'no object of a Slurm cluster'],
  ['no Controller', { 'dist/training.json': JSON.stringify(JSON.parse(MANIFEST).items[1]) }, 'no Controller among the manifests'],
  ['text that is no manifest', { 'dist/training.json': '{' }, 'dist/training.json'],
])('leaves an earlier page alone when there is %s', async (_, files, message) => {
  const { manifest, out } = manifests({ ...files, 'report.html': 'earlier' });
  const { code, stderr } = await run(['report', manifest, '-o', out]);
  expect(code).toBe(ExitCode.UNUSABLE);
  expect(stderr).toContain(message);
  expect(fs.readFileSync(out, 'utf8')).toBe('earlier');
});

test.each([
  ['a folder', ['-o', 'ROOT'], 'it is a folder, and a file is wanted'],
  ['a place in no folder', ['-o', 'ROOT/none/report.html'], 'there is no folder'],
  ['JSON beside the page', ['-o', '-', '--format', 'json'], 'give a file'],
  ['nothing', [], "required option '-o, --out <file>' not specified"],
])('refuses %s as the place to write', async (_, words, message) => {
  const { root, manifest } = manifests();
  const { code, stdout, stderr } = await run(['report', manifest, ...words.map(word => word.replace('ROOT', root))]);
  expect(stderr).toContain(message);
  expect({ code, stdout }).toEqual({ code: ExitCode.UNUSABLE, stdout: '' });
});
