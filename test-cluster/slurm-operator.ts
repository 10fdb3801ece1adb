import { copyFileSync, mkdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { operatorPrograms } from './cluster-programs';
import { RealCluster } from './real-cluster';
import { freePorts } from '../src/sandbox/free-ports';

/** Kinds whose objects the webhook of the operator judges. */
const JUDGED = ['accounting', 'controller', 'loginset', 'nodeset', 'restapi', 'token'];

/** slurm-operator v1.2.1: its manager and its webhook, as processes beside an API server. */
export class SlurmOperator {
  /**
   * @param slurmRest address of what answers for every slurmrestd; without it the operator finds none
   */
  constructor(private readonly cluster: RealCluster, private readonly slurmRest?: string) {}

  public async startManager(): Promise<void> {
    const [health] = await freePorts(1);
    this.cluster.run('manager', path.join(operatorPrograms, 'manager'), [`--health-addr=127.0.0.1:${health}`, '--metrics-addr=0', '--zap-devel'], this.slurmRest === undefined ? {} : {
      // Names of Services mean nothing on this machine; what is asked by plain HTTP is asked of the proxy.
      http_proxy: this.slurmRest,
    });
    await this.cluster.says('manager', 'Starting workers');
  }

  public async stopManager(): Promise<void> {
    await this.cluster.kill('manager');
  }

  /** What the manager has logged so far. */
  public get log(): string {
    return this.cluster.log('manager');
  }

  public async startWebhook(): Promise<void> {
    const [health, port] = await freePorts(2);
    const folder = this.cluster.file('k8s-webhook-server', 'serving-certs');
    mkdirSync(folder, { recursive: true });
    const { crt, key } = this.cluster.certificate;
    copyFileSync(crt, path.join(folder, 'tls.crt'));
    copyFileSync(key, path.join(folder, 'tls.key'));
    this.cluster.run('webhook', path.join(operatorPrograms, 'webhook'), [`--health-addr=127.0.0.1:${health}`, `--server-addr=127.0.0.1:${port}`]);
    await this.cluster.says('webhook', 'Serving webhook server');
    const caller = (place: string) => ({ url: `https://127.0.0.1:${port}${place}`, caBundle: readFileSync(crt).toString('base64') });
    const shared = { admissionReviewVersions: ['v1'], sideEffects: 'None' };
    await this.register('validating', JUDGED.map(kind => ({
      name: `${kind}-v1beta1.kb.io`,
      clientConfig: caller(`/validate-slinky-slurm-net-v1beta1-${kind}`),
      rules: [{ apiGroups: ['slinky.slurm.net'], apiVersions: ['v1beta1'], operations: ['CREATE', 'UPDATE'], resources: [`${kind}s`] }],
      ...shared,
    })));
    await this.register('mutating', [{
      name: 'podsbinding-v1.kb.io',
      clientConfig: caller('/mutate--v1-binding'),
      rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods/binding'] }],
      ...shared,
    }]);
  }

  /** A webhook that was started again is on another port. */
  private async register(verb: string, webhooks: object[]): Promise<void> {
    const collection = `/apis/admissionregistration.k8s.io/v1/${verb}webhookconfigurations`;
    await this.cluster.api.remove(`${collection}/slurm-operator-webhook`);
    await this.cluster.api.create(collection, { metadata: { name: 'slurm-operator-webhook' }, webhooks });
  }
}
