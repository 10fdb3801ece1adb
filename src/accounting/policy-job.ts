import { ApiObject, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { slurmdbdPort } from './external-slurmdbd';
import { OnDrift } from './on-drift';
import { policyComparison } from './policy-comparison';
import { policyScript } from './policy-script';
import { recordScript } from './record-script';
import { JwtToken } from '../auth';
import { bootstrapImage } from '../auth/bootstrap-secrets';
import { contentHash } from '../auth/content-hash';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { quantity } from '../pods/quantities';
import { toWire } from '../slinky/to-wire';
import { Assignment, assignments } from '../slurm/slurm-conf-line';

/** What the Job is made from. */
export interface PolicyJobProps {
  readonly cluster: SlurmCluster;
  readonly policy: string;
  readonly onDrift: OnDrift;
  readonly waitSeconds: number;
  readonly recordImage: string;
  readonly nodeSelector: { [key: string]: string };
  readonly tolerations: k8s.Toleration[];
}

/** Image that writes down what was applied. */
export const defaultRecordImage = bootstrapImage;

const folders = { policy: '/etc/slurm-policy', token: '/run/slurm-token', record: '/run/slurm-record', work: '/run/slurm-work', account: '/run/service-account' };
const tokenFile = 'SLURM_JWT';
/** Exit code by which the script says that somebody else changed the database: no retry changes that. */
const driftExit = 3;

/**
 * The objects that bring a policy into the database. Their texts are final when the policy is, so they are made at synthesis.
 */
export class PolicyObjects extends Construct {
  private readonly token: JwtToken;
  private readonly names: { readonly base: string; readonly record: string };

  public constructor(scope: Construct, id: string, private readonly cluster: SlurmCluster, props: () => PolicyJobProps) {
    super(scope, id);
    const base = `${cluster.name}-accounting-policy`;
    this.names = { base, record: `${base}-applied` };
    const labels = this.labels();
    this.token = new JwtToken(this, 'policy', { cluster, username: 'slurm' });
    const account = this.object('ServiceAccount', 'v1', base, { automountServiceAccountToken: false });
    // Declared without data, so that neither an apply nor the Job has to create it.
    const record = this.object('ConfigMap', 'v1', this.names.record, {}, 'Record');
    const role = this.object('Role', 'rbac.authorization.k8s.io/v1', base, {
      rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: [this.names.record], verbs: ['patch'] }],
    });
    const binding = this.object('RoleBinding', 'rbac.authorization.k8s.io/v1', base, {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: base },
      subjects: [{ kind: 'ServiceAccount', name: base, namespace: cluster.namespace }],
    });
    const data = () => ({ 'policy.cfg': props().policy, 'slurm.conf': this.clientConf(), 'apply.sh': policyScript, 'compare.awk': policyComparison, 'record.sh': recordScript });
    const policy = new ApiObject(this, 'Policy', {
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: base, labels: { ...labels, 'slurm-constructs/accounting-policy': cluster.name } }, data: Lazy.any({ produce: data }),
    });
    const spec = () => toWire(this.jobSpec(props()));
    const job = new ApiObject(this, 'Job', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      // A Job cannot be changed, so each content is a Job of its own.
      metadata: { name: Lazy.any({ produce: () => `${base}-${contentHash([spec(), data()])}` }), labels },
      spec: Lazy.any({ produce: spec }),
    });
    job.node.addDependency(account, record, role, binding, policy, this.token, cluster.accounting!);
  }

  private labels(): { [key: string]: string } {
    return {
      'app.kubernetes.io/managed-by': 'slurm-constructs',
      'app.kubernetes.io/part-of': 'slurm',
      'slinky.slurm.net/cluster': this.cluster.name,
    };
  }

  private object(kind: string, apiVersion: string, name: string, rest: object, id = kind): ApiObject {
    return new ApiObject(this, id, { apiVersion, kind, metadata: { name, labels: this.labels() }, ...rest });
  }

  // The operator's own comes with the Controller, which may wait for what this makes.
  private clientConf(): string {
    const { cluster } = this;
    const outside = cluster.accounting!._controllerConf();
    const lines: Assignment[] = [
      { key: 'ClusterName', value: cluster.clusterName },
      { key: 'SlurmctldHost', value: `${cluster.name}-controller` },
      { key: 'SlurmUser', value: 'slurm' },
      { key: 'AuthType', value: 'auth/slurm' },
      { key: 'AccountingStorageType', value: 'accounting_storage/slurmdbd' },
      ...outside.length > 0 ? outside : [
        { key: 'AccountingStorageHost', value: `${cluster.name}-accounting` },
        { key: 'AccountingStoragePort', value: String(slurmdbdPort) },
      ],
    ];
    return assignments(lines).text;
  }

  private jobSpec({ cluster, onDrift, waitSeconds, recordImage, nodeSelector, tolerations }: PolicyJobProps): object {
    const { base, record } = this.names;
    const pullSecrets = [...new Set(cluster._images.pullSecrets.map(secret => secret.name))];
    const security = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
    const mounts = (...names: (keyof typeof folders)[]) => names.map(name => ({ name, mountPath: folders[name], ...name === 'work' ? {} : { readOnly: true } }));
    const spec: k8s.JobSpec = {
      backoffLimit: 10,
      template: {
        metadata: { labels: { ...this.labels(), 'app.kubernetes.io/name': 'accounting-policy' } },
        spec: {
          serviceAccountName: base,
          automountServiceAccountToken: false,
          // The API server's address comes by these.
          enableServiceLinks: false,
          restartPolicy: 'Never',
          nodeSelector: { 'kubernetes.io/os': 'linux', ...nodeSelector },
          tolerations: tolerations.length > 0 ? tolerations : undefined,
          priorityClassName: cluster._priorityClassName,
          imagePullSecrets: pullSecrets.length > 0 ? pullSecrets.map(name => ({ name })) : undefined,
          // SlurmUser of Slinky's images.
          securityContext: { runAsNonRoot: true, runAsUser: 401, runAsGroup: 401, fsGroup: 401, seccompProfile: { type: 'RuntimeDefault' } },
          initContainers: [{
            name: 'apply',
            image: cluster._slurmctldImage.reference,
            imagePullPolicy: cluster._images.pullPolicy,
            command: ['sh', `${folders.policy}/apply.sh`],
            env: [
              { name: 'SLURM_CONF', value: `${folders.policy}/slurm.conf` },
              { name: 'CLUSTER', value: cluster.clusterName },
              { name: 'POLICY', value: folders.policy },
              { name: 'RECORD', value: `${folders.record}/applied` },
              { name: 'TOKEN', value: `${folders.token}/${tokenFile}` },
              { name: 'WORK', value: folders.work },
              { name: 'ON_DRIFT', value: onDrift },
              { name: 'WAIT', value: String(waitSeconds) },
            ],
            resources: { requests: { cpu: quantity('50m'), memory: quantity('64Mi') }, limits: { memory: quantity('256Mi') } },
            securityContext: security,
            volumeMounts: mounts('policy', 'token', 'record', 'work'),
          }],
          containers: [{
            name: 'record',
            image: recordImage,
            command: ['sh', `${folders.policy}/record.sh`],
            env: [
              { name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
              { name: 'SERVICE_ACCOUNT', value: folders.account },
              { name: 'WORK', value: folders.work },
              { name: 'NAME', value: record },
            ],
            resources: { requests: { cpu: quantity('10m'), memory: quantity('16Mi') }, limits: { memory: quantity('64Mi') } },
            securityContext: security,
            volumeMounts: mounts('policy', 'work', 'account'),
          }],
          volumes: [
            { name: 'policy', configMap: { name: base } },
            { name: 'record', configMap: { name: record, optional: true } },
            { name: 'token', secret: { secretName: this.token.secret.name, items: [{ key: this.token.secretKey, path: tokenFile }] } },
            { name: 'work', emptyDir: { medium: 'Memory', sizeLimit: quantity('16Mi') } },
            {
              name: 'account',
              projected: {
                sources: [
                  { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
                  { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
                ],
              },
            },
          ],
        },
      },
    };
    return { ...spec, podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { containerName: 'apply', operator: 'In', values: [driftExit] } }] } };
  }
}
