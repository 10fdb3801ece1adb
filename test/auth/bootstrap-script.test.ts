import { execFileSync, spawn, spawnSync } from 'child_process';
import * as fs from 'fs';
import { createServer, Server } from 'https';
import { AddressInfo } from 'net';
import * as os from 'os';
import * as path from 'path';
import { bootstrapScript } from '../../src/auth/bootstrap-script';

const tools = ['sh', 'curl', 'openssl', 'base64', 'head', 'tr'];
const missing = tools.filter(tool => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);

interface Request {
  readonly url: string;
  readonly method: string;
  readonly authorization: string;
  readonly contentType: string;
  readonly body: string;
}

interface Run { readonly status: number; readonly output: string }

test('the tools that the script needs are here where tests must not be left out', () => {
  if (missing.length > 0 && process.env.CI !== 'true') {
    console.warn(`the bootstrap script is not run: ${missing.join(', ')} missing`);
  }
  expect(process.env.CI === 'true' ? missing : []).toEqual([]);
});

(missing.length > 0 ? describe.skip : describe)('the script of the bootstrap Job, run against an API server of ours', () => {
  let folder: string;
  let server: Server;
  let requests: Request[];
  let answers: number[];

  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bootstrap-'));
    execFileSync('openssl', [
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=kube-apiserver',
      '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', path.join(folder, 'server.key'), '-out', path.join(folder, 'ca.crt'),
    ], { stdio: 'ignore' });
    fs.writeFileSync(path.join(folder, 'token'), 'the-service-account-token');
    fs.mkdirSync(path.join(folder, 'work'));
  });

  afterAll(() => fs.rmSync(folder, { recursive: true }));

  beforeEach(async () => {
    requests = [];
    server = createServer({ key: fs.readFileSync(path.join(folder, 'server.key')), cert: fs.readFileSync(path.join(folder, 'ca.crt')) }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        requests.push({
          url: request.url!,
          method: request.method!,
          authorization: request.headers.authorization!,
          contentType: request.headers['content-type']!,
          body,
        });
        response.statusCode = answers[Math.min(requests.length, answers.length) - 1];
        // A real one answers with the whole Secret, values and all.
        response.end(body);
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => new Promise(resolve => server.close(resolve)));

  function run(args: string[], script = bootstrapScript, port = (server.address() as AddressInfo).port): Promise<Run> {
    return new Promise(resolve => {
      const child = spawn('sh', ['-c', script, 'create-secrets', ...args], {
        env: {
          PATH: process.env.PATH,
          KUBERNETES_SERVICE_HOST: '127.0.0.1',
          KUBERNETES_SERVICE_PORT: String(port),
          NAMESPACE: 'hpc',
          SERVICE_ACCOUNT: folder,
          WORK: path.join(folder, 'work'),
          LABELS: '{"slinky.slurm.net/cluster":"alpha"}',
        },
      });
      let output = '';
      child.stdout.on('data', chunk => { output += chunk; });
      child.stderr.on('data', chunk => { output += chunk; });
      child.on('close', status => resolve({ status: status!, output }));
    });
  }

  test('creates each Secret with one request that Kubernetes can read', async () => {
    answers = [201];
    const result = await run(['alpha-auth-slurm/slurm.key=1024', 'alpha-mariadb/password=32/root-password=48']);
    expect(result).toEqual({ status: 0, output: 'created Secret alpha-auth-slurm\ncreated Secret alpha-mariadb\n' });
    expect(requests.map(({ body, ...rest }) => rest)).toEqual(Array(2).fill({
      url: '/api/v1/namespaces/hpc/secrets', method: 'POST', authorization: 'Bearer the-service-account-token', contentType: 'application/json',
    }));
    const [key, database] = requests.map(request => JSON.parse(request.body));
    expect(key).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'Opaque',
      immutable: true,
      metadata: { name: 'alpha-auth-slurm', labels: { 'slinky.slurm.net/cluster': 'alpha' } },
      stringData: { 'slurm.key': expect.stringMatching(/^[A-Za-z0-9]{1024}$/) },
    });
    expect(database.stringData).toEqual({ 'password': expect.stringMatching(/^[A-Za-z0-9]{32}$/), 'root-password': expect.stringMatching(/^[A-Za-z0-9]{48}$/) });
  });

  test('makes another key each time', async () => {
    answers = [201];
    await run(['a/key=64']);
    await run(['a/key=64']);
    const [first, second] = requests.map(request => JSON.parse(request.body).stringData.key);
    expect(first).not.toBe(second);
  });

  test('leaves a Secret that exists as it is, and goes on with the next', async () => {
    answers = [409, 201];
    expect(await run(['a/key=16', 'b/key=16'])).toEqual({ status: 0, output: 'Secret a exists already and stays as it is\ncreated Secret b\n' });
  });

  test('asks again when the API server is too busy', async () => {
    answers = [503, 201];
    expect(await run(['a/key=16'])).toEqual({ status: 0, output: expect.stringMatching(/created Secret a\n$/) });
    expect(requests).toHaveLength(2);
  }, 20000);

  test.each([
    [403, 'the API server does not let this Job create Secret a in namespace hpc (HTTP 403)'],
    [401, 'the API server does not let this Job create Secret a in namespace hpc (HTTP 401)'],
    [422, 'the API server answers HTTP 422 to the creation of Secret a, where 201 or 409 would do'],
  ])('fails with a sentence on HTTP %i', async (status, sentence) => {
    answers = [status];
    const result = await run(['a/key=16', 'b/key=16']);
    expect(result.status).toBe(1);
    expect(result.output).toContain(sentence);
    expect(requests).toHaveLength(1);
  });

  test('fails with a sentence when nothing answers', async () => {
    const result = await run(['a/key=16'], bootstrapScript.replace('--retry 5', '--retry 0'), 1);
    expect(result.status).toBe(1);
    expect(result.output).toContain('the API server at https://127.0.0.1:1/api/v1/namespaces/hpc/secrets does not answer');
  });

  test('refuses an API server whose certificate the service account does not know', async () => {
    answers = [201];
    const other = path.join(folder, 'other');
    fs.mkdirSync(other);
    fs.writeFileSync(path.join(other, 'token'), 'token');
    execFileSync('openssl', [
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=another', '-keyout', path.join(other, 'key'),
      '-out', path.join(other, 'ca.crt'),
    ], { stdio: 'ignore' });
    const result = await run(['a/key=16'], `SERVICE_ACCOUNT=${other}\n${bootstrapScript}`);
    expect(result.status).toBe(1);
    expect(requests).toEqual([]);
  });

  test('shows the key to nobody: not in the log, nor in arguments, nor in a file', async () => {
    answers = [201];
    const spy = path.join(folder, 'spy');
    fs.mkdirSync(spy);
    const real = execFileSync('sh', ['-c', 'command -v curl'], { encoding: 'utf8' }).trim();
    fs.writeFileSync(path.join(spy, 'curl'), `#!/bin/sh\nprintf '%s\\n' "$@" > '${spy}/arguments'\nenv > '${spy}/environment'\nexec ${real} "$@"\n`, { mode: 0o755 });
    const result = await run(['a/key=256'], `PATH=${spy}:$PATH\n${bootstrapScript}`);
    const key: string = JSON.parse(requests[0].body).stringData.key;
    const seen = [result.output, ...['arguments', 'environment'].map(file => fs.readFileSync(path.join(spy, file), 'utf8'))];
    seen.push(...fs.readdirSync(path.join(folder, 'work')).map(file => fs.readFileSync(path.join(folder, 'work', file), 'utf8')));
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.filter(text => text.includes(key.slice(0, 16)))).toEqual([]);
    expect(seen[1]).not.toContain('the-service-account-token');
  });
});
