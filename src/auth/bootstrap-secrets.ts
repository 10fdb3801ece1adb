import { ApiObject } from 'cdk8s';
import { ISecret, k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { bootstrapScript } from './bootstrap-script';
import { contentHash } from './content-hash';
import { SlurmImage } from '../cluster/images';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { refuseAll } from '../errors/refuse';
import { quantity } from '../pods/quantities';
import { toWire } from '../slinky/to-wire';

/** Image of the Job that creates Secrets: sh, curl and base64 are all it needs. */
export const bootstrapImage = 'docker.io/curlimages/curl:8.16.0';

/** How the Job that creates Secrets runs. */
export interface BootstrapJobOptions {
  /**
   * Image with `sh`, `curl`, `base64`, `head` and `tr`.
   *
   * @default 'docker.io/curlimages/curl:8.16.0'
   */
  readonly image?: string;

  /** Labels that a Kubernetes node must have, besides `kubernetes.io/os: linux`. @default - none */
  readonly nodeSelector?: { [key: string]: string };

  /** Taints that the Job's pod accepts. @default - none */
  readonly tolerations?: k8s.Toleration[];

  /** Secrets to pull the image with, besides the cluster's. @default - none */
  readonly imagePullSecrets?: ISecret[];
}

/** A Secret to create: its keys, and how many random characters each value has. */
export interface BootstrapSecret {
  readonly name: string;
  readonly lengths: { [key: string]: number };
}

export interface BootstrapSecretsProps extends BootstrapJobOptions {
  /** Name of the service account, its role and, with a content hash, the Job. */
  readonly name: string;
  readonly secrets: BootstrapSecret[];
}

/**
 * Secrets that are created once, in the cluster, by a Job that may do nothing but create Secrets: it can neither read nor change any.
 * Applying it again changes nothing, and neither does its expiry.
 */
export class BootstrapSecrets extends Construct {
  /** What has to be there before the Secrets are. */
  public readonly job: ApiObject;

  public constructor(scope: Construct, id: string, cluster: SlurmCluster, props: BootstrapSecretsProps) {
    super(scope, id);
    const { name } = props;
    refuseAll(this, SlurmImage.of(props.image ?? bootstrapImage)._problems('the Job that creates Secrets'));
    const labels = bootstrapLabels(cluster);
    const account = new ApiObject(this, 'ServiceAccount', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, labels },
      automountServiceAccountToken: false,
    });
    const role = new ApiObject(this, 'Role', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name, labels },
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['create'] }],
    });
    const binding = new ApiObject(this, 'RoleBinding', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name, labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: cluster.namespace }],
    });
    const spec = toWire(jobSpec(cluster, props));
    this.job = new ApiObject(this, 'Job', {
      apiVersion: 'batch/v1',
      kind: 'Job',
      // A Job cannot be changed, so each content is a Job of its own.
      metadata: { name: `${name}-${contentHash(spec)}`, labels },
      spec,
    });
    this.job.node.addDependency(account, role, binding);
  }
}

// Not app.kubernetes.io/instance: Argo CD would take a Secret with it for its own, find it in no manifest, and prune the keys.
function bootstrapLabels(cluster: SlurmCluster): { [key: string]: string } {
  return {
    'app.kubernetes.io/managed-by': 'slurm-constructs',
    'app.kubernetes.io/part-of': 'slurm',
    'slinky.slurm.net/cluster': cluster.name,
  };
}

function jobSpec(cluster: SlurmCluster, props: BootstrapSecretsProps): k8s.JobSpec {
  const pullSecrets = [...cluster._images.pullSecrets, ...props.imagePullSecrets ?? []].map(secret => secret.name);
  return {
    backoffLimit: 10,
    template: {
      metadata: { labels: { ...bootstrapLabels(cluster), 'app.kubernetes.io/name': 'secret-bootstrap' } },
      spec: {
        serviceAccountName: props.name,
        automountServiceAccountToken: true,
        enableServiceLinks: false,
        // Failed pods stay, and with them the sentence that says why.
        restartPolicy: 'Never',
        nodeSelector: { 'kubernetes.io/os': 'linux', ...props.nodeSelector },
        tolerations: props.tolerations?.length ? props.tolerations : undefined,
        imagePullSecrets: pullSecrets.length > 0 ? [...new Set(pullSecrets)].map(secret => ({ name: secret })) : undefined,
        securityContext: { runAsNonRoot: true, runAsUser: 100, runAsGroup: 101, fsGroup: 101, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [{
          name: 'create-secrets',
          image: props.image ?? bootstrapImage,
          command: ['sh', '-c', bootstrapScript, 'create-secrets'],
          args: props.secrets.map(bootstrapArgument),
          env: [
            { name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
            { name: 'SERVICE_ACCOUNT', value: '/var/run/secrets/kubernetes.io/serviceaccount' },
            { name: 'WORK', value: '/run/bootstrap' },
            { name: 'LABELS', value: JSON.stringify(bootstrapLabels(cluster)) },
          ],
          resources: { requests: { cpu: quantity('10m'), memory: quantity('16Mi') }, limits: { memory: quantity('64Mi') } },
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          volumeMounts: [{ name: 'work', mountPath: '/run/bootstrap' }],
        }],
        volumes: [{ name: 'work', emptyDir: { medium: 'Memory', sizeLimit: quantity('1Mi') } }],
      },
    },
  };
}

/** One argument of the script. */
function bootstrapArgument(secret: BootstrapSecret): string {
  return [secret.name, ...Object.entries(secret.lengths).map(([key, length]) => `${key}=${length}`)].join('/');
}
