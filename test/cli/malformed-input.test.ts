import * as fs from 'fs';
import * as path from 'path';
import { chunks, folder, run } from './fake-io';
import { HEALTHY } from './manifest-yaml';
import { ExitCode } from '../../src/cli/io';
import { measured, MOMENT_MS } from '../processor-time';

const MIB = 1024 * 1024;

const DOUBLING = 'abcdefghijklmnopqrstuvwxyz'.split('').map((name, index, all) =>
  `${name}: &${name} ${index === 0 ? '[x, x, x, x, x, x, x, x]' : `[${Array<string>(8).fill(`*${all[index - 1]}`).join(', ')}]`}`).join('\n');

/** What a text is, what it holds, and what is said about it. */
const TEXTS: [string, string | Uint8Array, RegExp][] = [
  ['empty', '', /: it is empty$/],
  ['only blank lines', '\n \n\n', /: it is empty$/],
  ['only comments and separators', '# nothing\n---\n---\n', /: it holds no Kubernetes object; give manifests as cdk8s synth/],
  ['cut off within a quote', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "a', /:3: this is not YAML: unexpected end of the stream within a double quoted scalar$/],
  ['cut off within a flow mapping', `${HEALTHY}---\napiVersion: v1\nkind: ConfigMap\ndata: {a: b`, /: this is not YAML: /],
  ['cut off JSON', '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {', /:1: this is not YAML: unexpected end of the stream within a flow collection$/],
  ['badly indented', 'apiVersion: v1\nkind: ConfigMap\n  metadata: 1\n', /:3:11: this is not YAML: bad indentation of a mapping entry$/],
  ['indented with tabs', 'apiVersion: v1\nkind: ConfigMap\ndata:\n\ta: b\n', /:4:\d+: this is not YAML: /],
  ['twice the same key', 'apiVersion: v1\nkind: ConfigMap\nkind: Secret\n', /:3:\d+: this is not YAML: duplicated mapping key$/],
  ['a template of Helm', 'apiVersion: v1\nkind: {{ .Values.kind }}\n', /: this is a template of Helm, not a manifest; give what helm template prints/],
  ['a list of texts', '- a\n- b\n', /:1: this is no Kubernetes object: it is plain text; a manifest starts with apiVersion and kind$/],
  ['plain text', 'hello there\n', /:1: this is no Kubernetes object: it is plain text; /],
  ['a mapping of something else', '# settings\nreplicas: 3\n', /:2: this is no Kubernetes object: 'apiVersion' is missing or no text$/],
  ['an object without kind', 'apiVersion: v1\n', /:1: this is no Kubernetes object: 'kind' is missing or no text$/],
  ['an object whose kind is a number', 'apiVersion: v1\nkind: 3\n', /:1: this is no Kubernetes object: 'kind' is missing or no text$/],
  ['objects without Slurm among them', 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n', /no object of a Slurm cluster \(apiVersion slinky\.slurm\.net\/…\) among the 1 read \(Service\)/],
  ['binary', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]), /: it is binary, not YAML or JSON; /],
  ['compressed', Buffer.from([0x1f, 0x8b, 8, 0, 0xff, 0xee]), /: it is binary, not YAML or JSON; /],
  ['UTF-8 but for one character of Latin-1 in a name', Buffer.from(HEALTHY.replace('kind:', 'kind: caf\u00e9 #'), 'latin1'), /: it is no text in UTF-8, beginning with line 3; save it as UTF-8$/],
  ['UTF-8 cut off within a character', Buffer.from('# a\n# caf\u00e9').subarray(0, 10), /: it is no text in UTF-8, beginning with line 2; save it as UTF-8$/],
  ['UTF-16', Buffer.from('\ufeffapiVersion: v1\n', 'utf16le'), /: it is text in UTF-16; save it as UTF-8/],
  ['deep flow sequences that never close', '['.repeat(1_000_000), /:1:\d+: this is not YAML: nested more than 200 levels deep$/],
  ['deep flow mappings', '{a: '.repeat(100_000), /nested more than 200 levels deep$/],
  ['deep JSON', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, /nested more than 200 levels deep$/],
  ['deep block sequences', `${'- '.repeat(100_000)}x`, /nested more than 200 levels deep$/],
  ['deep block mappings', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), /nested more than 200 levels deep$/],
  ['deep explicit keys', '? '.repeat(100_000), /nested more than 200 levels deep$/],
  ['a bomb of aliases', `apiVersion: v1\nkind: ConfigMap\n${DOUBLING}\n`, /:1: its aliases stand for far more values than its text has; /],
  ['an alias of itself', 'apiVersion: v1\nkind: ConfigMap\ndata: &a {b: *a}\n', /:1: nested more than 200 levels deep$/],
  ['a bomb of merge keys', `a: &a {${Array.from({ length: 2000 }, (_, key) => `k${key}: 1`).join(', ')}}\n${Array.from({ length: 50 }, (_, key) => `m${key}: {<<: *a}`).join('\n')}\n`, /merge keys exceeded/],
  ['a million separators', '---\n'.repeat(1_000_000), /: it holds no Kubernetes object; /],
  ['five million blank lines', '\n'.repeat(5_000_000), /: it is empty$/],
  ['one line of thirty million characters', 'a'.repeat(30_000_000), /:1: a line of 30,000,000 characters, and Kubernetes takes no object as long as that$/],
  ['a short line before one of nine million characters', `apiVersion: v1\nkind: ${'a'.repeat(9_000_000)}\n`, /:2: a line of 9,000,006 characters, /],
  ['one line of five million quotes', '"'.repeat(5_000_000), /: this is not YAML: /],
];

async function timed(words: readonly string[], stdin?: AsyncIterable<Uint8Array>): Promise<string> {
  const { result: { code, stdout, stderr }, processorMs } = await measured(async () => run(words, { stdin }));
  expect(processorMs).toBeLessThan(MOMENT_MS);
  expect(code).toBe(ExitCode.UNUSABLE);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^error: [^\n]*\n$/);
  return stderr.trimEnd();
}

beforeAll(async () => {
  // The first run loads the libraries, which is no part of reading.
  await run(['lint', '-'], { stdin: chunks(HEALTHY) });
});

describe.each(['lint', 'explain'])('%s refuses in one line and in a moment', verb => {
  test.each(TEXTS)('a file that is %s', async (_, content, message) => {
    const file = path.join(folder({ 'x.yaml': content }), 'x.yaml');
    expect(await timed([verb, file])).toMatch(message);
  });
});

describe('lint refuses in one line and in a moment', () => {
  test('a file of 50 MB, without reading it', async () => {
    const file = path.join(folder({ 'x.yaml': '' }), 'x.yaml');
    fs.truncateSync(file, 50 * MIB);
    const before = process.memoryUsage().arrayBuffers;
    expect(await timed(['lint', file])).toContain('x.yaml: it has 50 MiB and at most 32 MiB are read; give the Slurm objects alone, such as the output of kubectl get');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * MIB);
  });

  test('one line of 50 MB', async () => {
    const file = path.join(folder({ 'x.yaml': 'a'.repeat(50 * MIB) }), 'x.yaml');
    expect(await timed(['lint', file])).toContain('x.yaml: it has 50 MiB and at most 32 MiB are read; ');
  });

  test('standard input without end, having read a little more than it takes', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        given += MIB;
        yield await Promise.resolve(Buffer.alloc(MIB, 'a'));
      }
    }
    expect(await timed(['lint', '-'], endless())).toContain('stdin: it has more than 32 MiB and at most 32 MiB are read');
    expect(given).toBeLessThanOrEqual(34 * MIB);
  });

  test('a device without end', async () => {
    expect(await timed(['lint', '/dev/zero'])).toContain('/dev/zero: it has more than 32 MiB');
  });

  test('standard input that is empty', async () => {
    expect(await timed(['lint', '-'], chunks())).toBe('error: stdin: it is empty');
  });

  test('standard input that is named twice', async () => {
    expect(await timed(['lint', '-', '-'])).toBe('error: standard input (-) can be read only once');
  });

  test('standard input that the system cannot read', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* chunks('apiVersion');
      throw Object.assign(new Error('EISDIR'), { code: 'EISDIR', syscall: 'read' });
    }
    expect(await timed(['lint', '-'], broken())).toBe('error: stdin: it is a folder');
  });

  test('a file that is missing', async () => {
    expect(await timed(['lint', 'no/such.yaml'])).toBe('error: no/such.yaml: no such file or folder');
  });

  test('a path through a file', async () => {
    const file = path.join(folder({ 'x.yaml': HEALTHY }), 'x.yaml', 'y.yaml');
    expect(await timed(['lint', file])).toContain('a part of its path is a file, not a folder');
  });

  test('a folder without manifests', async () => {
    const root = folder({ 'README.md': 'x', '.hidden/x.yaml': HEALTHY, 'node_modules/x/x.yaml': HEALTHY });
    expect(await timed(['lint', root])).toBe(`error: ${root}: no .yaml, .yml, .json file in this folder; synthesize or render the manifests first`);
  });

  test('a folder with no Kubernetes object in its files', async () => {
    const root = folder({ 'values.yaml': 'replicas: 3\n' });
    expect(await timed(['lint', root])).toBe(`error: ${root}/values.yaml: no Kubernetes object in 1 file; give manifests as cdk8s synth, helm template or kubectl get -o yaml write them`);
  });

  test('a symbolic link to itself', async () => {
    const root = folder();
    fs.symlinkSync('x.yaml', path.join(root, 'x.yaml'));
    expect(await timed(['lint', path.join(root, 'x.yaml')])).toContain('x.yaml: its symbolic links lead round in a circle');
    expect(await timed(['lint', root])).toContain('x.yaml: its symbolic links lead round in a circle');
  });

  test('a symbolic link to nothing', async () => {
    const root = folder();
    fs.symlinkSync('gone.yaml', path.join(root, 'x.yaml'));
    expect(await timed(['lint', root])).toContain('x.yaml: no such file or folder');
  });

  test('a folder within itself', async () => {
    const root = folder({ 'a/x.yaml': HEALTHY });
    fs.symlinkSync('..', path.join(root, 'a/up'));
    expect(await timed(['lint', root])).toBe(`error: ${root}/a/up: this symbolic link leads back to a folder around it; remove it or name the files`);
  });

  test.each(['elsewhere', 'elsewhere/x.yaml'])('a symbolic link out of the folder, to %s', async target => {
    const outer = folder({ 'elsewhere/x.yaml': HEALTHY, 'inner/y.yaml': HEALTHY });
    fs.symlinkSync(path.join(outer, target), path.join(outer, 'inner/link.yaml'));
    expect(await timed(['lint', path.join(outer, 'inner')])).toBe(
      `error: ${outer}/inner/link.yaml: this symbolic link leads out of the folder, to ${outer}/${target}; name that file too if it is meant`);
  });

  test('folders that lie too deep', async () => {
    const root = folder({ [`${'d/'.repeat(70)}x.yaml`]: HEALTHY });
    expect(await timed(['lint', root])).toContain('folders lie more than 64 deep; name the one that holds the manifests');
  });

  test('folders that refer to each other in every order', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `d${index}`);
    const root = folder(Object.fromEntries(names.map(name => [`${name}/x.yaml`, 'a: 1'])));
    for (const [index, name] of names.entries()) {
      names.slice(index + 1).forEach(later => fs.symlinkSync(`../${later}`, path.join(root, name, `to-${later}`)));
    }
    expect(await timed(['lint', root])).toContain('no Kubernetes object in 20 files');
  });

  test('an object that stands in two files with different contents', async () => {
    const root = folder({ 'prod.yaml': HEALTHY, 'staging.yaml': HEALTHY.replace('replicas: 2', 'replicas: 3') });
    expect(await timed(['lint', root])).toMatch(
      /staging\.yaml:\d+: NodeSet\.slinky\.slurm\.net slurm\/slurm-worker-cpu stands differently in .*prod\.yaml:\d+; give the manifests of one Kubernetes cluster at a time, each object once$/);
  });
});
