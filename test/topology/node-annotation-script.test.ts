import { execFileSync, spawn, spawnSync } from 'child_process';
import * as fs from 'fs';
import { createServer, Server } from 'https';
import { AddressInfo } from 'net';
import * as os from 'os';
import * as path from 'path';
import { nodeAnnotationScript } from '../../src/topology/node-annotation-script';

const missing = ['sh', 'curl', 'openssl', 'awk', 'sort'].filter(tool => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
const annotation = 'topology.slinky.slurm.net/spec';

interface Node {
  readonly labels: { [key: string]: string };
  readonly annotations: { [key: string]: string };
}

test('the tools that the script needs are here where tests must not be left out', () => {
  expect(process.env.CI === 'true' ? missing : []).toEqual([]);
});

(missing.length > 0 ? describe.skip : describe)('the script that annotates nodes, run against an API server of ours', () => {
  let folder: string;
  let server: Server;
  let nodes: { [name: string]: Node };
  let patched: string[];
  let isBroken: (url: string) => boolean;

  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'annotate-'));
    execFileSync('openssl', [
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=kube-apiserver',
      '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', path.join(folder, 'server.key'), '-out', path.join(folder, 'ca.crt'),
    ], { stdio: 'ignore' });
    fs.writeFileSync(path.join(folder, 'token'), 'the-token');
    fs.mkdirSync(path.join(folder, 'work'));
  });

  afterAll(() => fs.rmSync(folder, { recursive: true }));

  beforeEach(async () => {
    nodes = {
      a: { labels: { rack: '1', row: 'x' }, annotations: {} },
      b: { labels: { rack: '1' }, annotations: { other: 'stays, "quoted"', [annotation]: 'nvl72:r1' } },
      c: { labels: { rack: '2', row: 'x' }, annotations: { [annotation]: 'nvl72:r1' } },
      d: { labels: {}, annotations: { [annotation]: 'nvl72:r9' } },
    };
    patched = [];
    isBroken = () => false;
    server = createServer({ key: fs.readFileSync(path.join(folder, 'server.key')), cert: fs.readFileSync(path.join(folder, 'ca.crt')) }, (request, response) => {
      const url = new URL(request.url!, 'https://api');
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (isBroken(url.href) || request.headers.authorization !== 'Bearer the-token') {
          response.statusCode = 503;
          response.end('{"kind":"Status"}');
        } else if (request.method === 'PATCH') {
          expect(request.headers['content-type']).toBe('application/merge-patch+json');
          const name = url.pathname.split('/').pop()!;
          patched.push(name);
          Object.assign(nodes[name].annotations, JSON.parse(Buffer.concat(chunks).toString()).metadata.annotations);
          response.end('{}');
        } else {
          response.end(list(url.searchParams));
        }
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => new Promise(resolve => server.close(resolve)));

  /** As Go's encoder prints it, with the fields around that a node has. */
  function list(query: URLSearchParams): string {
    expect(query.get('pretty')).toBe('true');
    const wanted = query.get('labelSelector')!.split(',').map(each => each.split('='));
    const chosen = Object.entries(nodes).filter(([, { labels }]) => wanted.every(([key, value]) => labels[key] === value));
    const items = chosen.map(([name, { labels, annotations }]) => ({
      metadata: {
        name,
        uid: `uid-of-${name}`,
        labels,
        ...Object.keys(annotations).length > 0 ? { annotations } : {},
        ownerReferences: [{ kind: 'Machine', name: 'not-this' }],
        managedFields: [{ manager: 'kubelet', fieldsV1: { 'f:metadata': { 'f:annotations': { '.': {}, [`f:${annotation}`]: {} } } } }],
      },
    }));
    return `${JSON.stringify({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata: { resourceVersion: '7' }, items }, null, 2)}\n`;
  }

  function round(args: string[]): Promise<{ status: number | null; output: string }> {
    return new Promise(resolve => {
      const child = spawn('sh', ['-c', nodeAnnotationScript, 'annotate-nodes', ...args], {
        env: {
          PATH: process.env.PATH,
          KUBERNETES_SERVICE_HOST: '127.0.0.1',
          KUBERNETES_SERVICE_PORT: String((server.address() as AddressInfo).port),
          SERVICE_ACCOUNT: folder,
          WORK: path.join(folder, 'work'),
          DELAY: '0',
          PAUSE: '0',
        },
      });
      let output = '';
      child.stdout.on('data', chunk => { output += chunk; });
      child.stderr.on('data', chunk => { output += chunk; });
      child.on('close', status => resolve({ status, output }));
    });
  }

  const places = () => Object.fromEntries(Object.entries(nodes).map(([name, { annotations }]) => [name, annotations[annotation]]));
  const byRack = ['rack=1', 'nvl72:r1', 'rack=2', 'nvl72:r2'];

  test('tells nodes their place, leaves those alone that have it, and those that nobody names', async () => {
    const { output } = await round(byRack);
    expect(places()).toEqual({ a: 'nvl72:r1', b: 'nvl72:r1', c: 'nvl72:r2', d: 'nvl72:r9' });
    expect(patched).toEqual(['a', 'c']);
    expect(output).toBe('node a is in nvl72:r1\nnode c is in nvl72:r2\n');
    expect(nodes.b.annotations.other).toBe('stays, "quoted"');
  });

  test('does nothing in the next round', async () => {
    await round(byRack);
    patched = [];
    expect((await round(byRack)).output).toBe('');
    expect(patched).toEqual([]);
  });

  test('joins the places of a node in several topologies, in the order given', async () => {
    await round([...byRack, 'row=x', 'tree:spine:leaf']);
    expect(places()).toMatchObject({ a: 'nvl72:r1,tree:spine:leaf', b: 'nvl72:r1', c: 'nvl72:r2,tree:spine:leaf' });
  });

  test('takes nodes that have all of several labels', async () => {
    await round(['rack=1,row=x', 'nvl72:r5']);
    expect(places()).toMatchObject({ a: 'nvl72:r5', b: 'nvl72:r1' });
  });

  test('changes nothing while one of the lists fails', async () => {
    isBroken = url => url.includes('row');
    const { status, output } = await round([...byRack, 'row=x', 'tree:leaf']);
    expect(output).toContain('could not be listed: the next round tries again');
    expect([status, patched]).toEqual([0, []]);
  });

  test('goes on with the others when a node cannot be changed', async () => {
    isBroken = url => url.endsWith('/nodes/a');
    const { status, output } = await round(byRack);
    expect(output).toContain('node a could not be annotated with nvl72:r1');
    expect([status, patched]).toEqual([0, ['c']]);
  });

  test('keeps the token out of argument lists and out of the log', async () => {
    expect(nodeAnnotationScript).not.toMatch(/--header "Authorization/);
    expect((await round(byRack)).output).not.toContain('the-token');
  });
});
