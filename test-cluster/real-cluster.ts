import { spawn } from 'child_process';
import { generateKeyPairSync, randomBytes } from 'crypto';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { clusterProgram } from './cluster-programs';
import { eventually, KubeApi } from './kube-api';
import { freePorts } from '../src/sandbox/free-ports';
import { MARK, Teardown } from '../src/sandbox/teardown';

/** What a command printed, and how it ended. */
export interface CommandOutput {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Controllers of Kubernetes that the tests need; the others would only look at an empty cluster. */
const CONTROLLERS = [
  'namespace-controller', 'garbage-collector-controller', 'serviceaccount-controller', 'statefulset-controller', 'deployment-controller',
  'replicaset-controller', 'job-controller', 'disruption-controller', 'persistentvolume-binder-controller',
  // Without these nobody lets a volume or a claim go.
  'persistentvolumeclaim-protection-controller', 'persistentvolume-protection-controller',
];

/** etcd and a kube-apiserver on free ports of this machine, in a folder of their own. Nothing is left when the process ends, however it does. */
export class RealCluster {
  public static async start(): Promise<RealCluster> {
    const folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'slurm-cluster-'));
    const teardown = Teardown.arm(folder, true);
    try {
      const [client, peer, secure] = await freePorts(3);
      const cluster = new RealCluster(folder, teardown, secure);
      await cluster.boot(`http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`);
      return cluster;
    } catch (error) {
      await teardown.run();
      throw error;
    }
  }

  /** Configuration for kubectl, Pulumi and controllers, with the rights of an administrator. */
  public readonly kubeconfig: string;
  private readonly token = randomBytes(16).toString('hex');
  private readonly processes = new Map<string, number>();
  private known?: KubeApi;

  private constructor(public readonly folder: string, private readonly teardown: Teardown, private readonly port: number) {
    this.kubeconfig = this.file('kubeconfig');
  }

  public get api(): KubeApi {
    if (!this.known) {
      throw new Error('the API server is not up yet');
    }
    return this.known;
  }

  /** Files of the certificate that the API server made for itself; it holds for 127.0.0.1, so webhooks on this machine use it too. */
  public get certificate(): { readonly crt: string; readonly key: string } {
    return { crt: this.file('certs', 'apiserver.crt'), key: this.file('certs', 'apiserver.key') };
  }

  public get server(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  public file(...names: string[]): string {
    return path.join(this.folder, ...names);
  }

  /** Starts kube-controller-manager, so that owners, StatefulSets, Deployments and namespaces mean what they mean elsewhere. */
  public async startControllers(): Promise<void> {
    if (this.runs('kube-controller-manager')) {
      return;
    }
    this.run('kube-controller-manager', clusterProgram('kube-controller-manager'), [
      `--kubeconfig=${this.kubeconfig}`, '--leader-elect=false', '--secure-port=0', `--service-account-private-key-file=${this.file('service-account.key')}`,
      `--controllers=${CONTROLLERS.join(',')}`, '--concurrent-gc-syncs=5', '--namespace-sync-period=1s',
    ]);
    await eventually('service account of the default namespace', () => this.api.find('/api/v1/namespaces/default/serviceaccounts/default'));
  }

  public async stopControllers(): Promise<void> {
    await this.kill('kube-controller-manager');
  }

  /** Starts a program that ends with the cluster; what it prints is in {@link log}. */
  public run(name: string, program: string, words: string[], environment: { [name: string]: string } = {}): void {
    const output = fs.openSync(this.file(`${name}.log`), 'a');
    const child = spawn(program, words, {
      cwd: this.folder,
      detached: true,
      stdio: ['ignore', output, output],
      env: { PATH: process.env.PATH, HOME: this.folder, TMPDIR: this.folder, KUBECONFIG: this.kubeconfig, ...environment, [MARK]: this.folder },
    });
    fs.closeSync(output);
    child.once('error', error => fs.appendFileSync(this.file(`${name}.log`), `${error.message}\n`));
    child.once('exit', () => this.processes.delete(name));
    child.unref();
    if (child.pid !== undefined) {
      this.processes.set(name, child.pid);
    }
  }

  /** Whether a program started by {@link run} is still there. */
  public runs(name: string): boolean {
    return this.processes.has(name);
  }

  /** Waits until a program started by {@link run} has said something, or shows how it ended instead. */
  public async says(name: string, words: string): Promise<void> {
    await eventually(`'${words}' of ${name}`, async () => this.log(name).includes(words) || !this.runs(name));
    if (!this.runs(name)) {
      throw new Error(`${name} ended: ${this.log(name).slice(-2000)}`);
    }
  }

  /** Ends a program as a machine that breaks down would. */
  public async kill(name: string): Promise<void> {
    const pid = this.processes.get(name);
    if (pid !== undefined) {
      process.kill(pid, 'SIGKILL');
      await eventually(`end of ${name}`, async () => !this.runs(name));
    }
  }

  /** What a program has printed so far. */
  public log(name: string): string {
    const file = this.file(`${name}.log`);
    return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  }

  public async kubectl(words: string[], input: string = ''): Promise<CommandOutput> {
    return new Promise((resolve, reject) => {
      const child = spawn(clusterProgram('kubectl'), [`--kubeconfig=${this.kubeconfig}`, `--cache-dir=${this.file('kubectl-cache')}`, ...words], {
        cwd: this.folder,
        env: { PATH: process.env.PATH, HOME: this.folder, [MARK]: this.folder },
      });
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      child.stdout.on('data', part => stdout.push(part));
      child.stderr.on('data', part => stderr.push(part));
      child.on('error', reject);
      child.on('close', code => resolve({ code: code ?? 1, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }));
      child.stdin.on('error', () => undefined);
      child.stdin.end(input);
    });
  }

  /** `kubectl apply --server-side` of YAML. */
  public async apply(yaml: string, words: string[] = []): Promise<CommandOutput> {
    return this.kubectl(['apply', '--server-side', '--filename=-', ...words], yaml);
  }

  /** Writes a file that only this user may read. */
  public write(name: string, text: string | Buffer): void {
    fs.writeFileSync(this.file(name), text, { mode: 0o600 });
  }

  public async stop(): Promise<void> {
    await this.teardown.run();
  }

  private async boot(etcd: string, peer: string): Promise<void> {
    this.run('etcd', clusterProgram('etcd'), [
      `--data-dir=${this.file('etcd')}`, `--listen-client-urls=${etcd}`, `--advertise-client-urls=${etcd}`, `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`, `--initial-cluster=default=${peer}`, '--unsafe-no-fsync',
    ]);
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.write('service-account.key', privateKey.export({ type: 'pkcs1', format: 'pem' }));
    this.write('service-account.pub', publicKey.export({ type: 'spki', format: 'pem' }));
    this.write('tokens.csv', `${this.token},administrator,administrator,system:masters\n`);
    this.run('kube-apiserver', clusterProgram('kube-apiserver'), [
      `--etcd-servers=${etcd}`, '--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', `--secure-port=${this.port}`, `--cert-dir=${this.file('certs')}`,
      `--token-auth-file=${this.file('tokens.csv')}`, '--authorization-mode=RBAC', '--service-cluster-ip-range=10.0.0.0/16',
      // As on clusters that run slurmd.
      '--allow-privileged=true',
      '--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${this.file('service-account.pub')}`,
      `--service-account-signing-key-file=${this.file('service-account.key')}`,
    ]);
    const authority = await eventually('certificate of the API server', async () => fs.existsSync(this.certificate.crt) && fs.readFileSync(this.certificate.crt, 'utf8'));
    const api = new KubeApi({ server: this.server, token: this.token, authority });
    await eventually('API server', async () => {
      if (!this.runs('kube-apiserver') || !this.runs('etcd')) {
        throw new Error(`${this.log('kube-apiserver')}\n${this.log('etcd')}`.slice(-3000));
      }
      return (await api.ask('GET', '/readyz')).status === 200;
    });
    this.known = api;
    this.write('kubeconfig', JSON.stringify({
      'apiVersion': 'v1',
      'kind': 'Config',
      'clusters': [{ name: 'test', cluster: { 'server': this.server, 'certificate-authority-data': Buffer.from(authority).toString('base64') } }],
      'users': [{ name: 'administrator', user: { token: this.token } }],
      'contexts': [{ name: 'test', context: { cluster: 'test', user: 'administrator' } }],
      'current-context': 'test',
    }));
  }
}
