import { ApiObject, Cron, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { slurmdbdPort } from './external-slurmdbd';
import { OnDrift } from './on-drift';
import { policyComparison } from './policy-comparison';
import { containerSecurity, folders, mounts, policyPod, PolicyPodProps, sacctmgrContainer } from './policy-pod';
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

/** Exit code by which the script says that somebody else changed the database: no retry changes that. */
const driftExit = 3;

/**
 * The objects that bring a policy into the database. Their texts are final when the policy is, so they are made at synthesis.
 */
export class PolicyObjects extends Construct {
  private readonly token: JwtToken;
  private readonly names: { readonly base: string; readonly record: string };

  public constructor(scope: Construct, id: string, private readonly cluster: SlurmCluster, driftCheck: Cron | undefined, props: () => PolicyJobProps) {
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
      metadata: { name: Lazy.any({ produce: () => `${this.jobName}-${contentHash([spec(), data()])}` }), labels },
      spec: Lazy.any({ produce: spec }),
    });
    job.node.addDependency(account, record, role, binding, policy, this.token, cluster.accounting!);
    if (driftCheck) {
      this.object('CronJob', 'batch/v1', `${cluster.name}-acct-drift`, { spec: Lazy.any({ produce: () => toWire(this.checkSpec(driftCheck, props())) }) }, 'Check')
        .addDependency(record, policy, this.token);
    }
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

  private get jobName(): string {
    // A label of the Job's pod repeats its name, with 63 characters at most.
    return this.names.base.length > 54 ? `${this.cluster.name}-policy` : this.names.base;
  }

  private podProps({ cluster, waitSeconds, nodeSelector, tolerations }: PolicyJobProps): PolicyPodProps {
    const { base, record } = this.names;
    const token = { secretName: this.token.secret.name, key: this.token.secretKey };
    return { cluster, waitSeconds, nodeSelector, tolerations, policyMap: base, recordMap: record, token };
  }

  private jobSpec(props: PolicyJobProps): object {
    const { base, record } = this.names;
    const podProps = this.podProps(props);
    const pod = policyPod(podProps);
    const spec: k8s.JobSpec = {
      backoffLimit: 10,
      template: {
        metadata: { labels: { ...this.labels(), 'app.kubernetes.io/name': 'accounting-policy' } },
        spec: {
          ...pod,
          serviceAccountName: base,
          initContainers: [sacctmgrContainer('apply', props.onDrift, podProps)],
          containers: [{
            name: 'record',
            image: props.recordImage,
            command: ['sh', `${folders.policy}/record.sh`],
            env: [
              { name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
              { name: 'SERVICE_ACCOUNT', value: folders.account },
              { name: 'WORK', value: folders.work },
              { name: 'NAME', value: record },
            ],
            resources: { requests: { cpu: quantity('10m'), memory: quantity('16Mi') }, limits: { memory: quantity('64Mi') } },
            securityContext: containerSecurity,
            volumeMounts: mounts('policy', 'work', 'account'),
          }],
          volumes: [
            ...pod.volumes,
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

  // It only looks, so its pod has no rights in Kubernetes at all.
  private checkSpec(schedule: Cron, props: PolicyJobProps): object {
    const podProps = this.podProps(props);
    const spec: k8s.CronJobSpec = {
      schedule: schedule.expressionString,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 600,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
      jobTemplate: {
        metadata: { labels: this.labels() },
        spec: {
          // Tries again for some minutes: a Job that applies a new policy may be at work.
          backoffLimit: 4,
          template: {
            metadata: { labels: { ...this.labels(), 'app.kubernetes.io/name': 'accounting-policy-check' } },
            spec: { ...policyPod(podProps), containers: [sacctmgrContainer('check', 'check', podProps)] },
          },
        },
      },
    };
    return spec;
  }
}
