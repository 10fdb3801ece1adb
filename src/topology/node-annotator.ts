import { ApiObject, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { nodeAnnotationScript } from './node-annotation-script';
import { NodeAnnotatorOptions } from './topology-options';
import { bootstrapImage } from '../auth/bootstrap-secrets';
import { SlurmImage } from '../cluster/images';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { refuseAll } from '../errors/refuse';
import { quantity } from '../pods/quantities';
import { toWire } from '../slinky/to-wire';
import { clusterScoped } from '../storage/cluster-scoped';

/** Kubernetes nodes and the place that they have. */
export interface NodePlace {
  readonly labels: { [key: string]: string };
  readonly place: string;
}

/**
 * Keeps the annotation `topology.slinky.slurm.net/spec` of Kubernetes nodes, from which slurm-operator takes the place of a Slurm node. Without it nodes
 * register in no block or switch, whatever topology.yaml lists: they are made when they register, and slurmctld looks at the lists before.
 */
export class NodeAnnotator extends Construct {
  public constructor(
    scope: Construct, id: string, private readonly cluster: SlurmCluster, private readonly options: NodeAnnotatorOptions, places: () => NodePlace[],
  ) {
    super(scope, id);
    refuseAll(this, SlurmImage.of(options.image ?? bootstrapImage)._problems('the pod that annotates nodes'));
    const name = `${cluster.name}-topology`;
    // Names without namespace are one room for all clusters.
    const wideName = `${cluster.namespace}-${name}`;
    const metadata = { name, labels: this.labels };
    const account = new ApiObject(this, 'ServiceAccount', { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
    const role = clusterScoped(new ApiObject(this, 'ClusterRole', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: wideName, labels: this.labels },
      rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['list', 'patch'] }],
    }));
    const binding = clusterScoped(new ApiObject(this, 'ClusterRoleBinding', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: wideName, labels: this.labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: wideName },
      subjects: [{ kind: 'ServiceAccount', name, namespace: cluster.namespace }],
    }));
    const deployment = new ApiObject(this, 'Deployment', { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: Lazy.any({ produce: () => toWire(this.spec(name, places())) }) });
    deployment.addDependency(account, role, binding);
  }

  private get labels(): { [key: string]: string } {
    return {
      'app.kubernetes.io/managed-by': 'slurm-constructs',
      'app.kubernetes.io/name': 'topology-annotator',
      'app.kubernetes.io/part-of': 'slurm',
      'slinky.slurm.net/cluster': this.cluster.name,
    };
  }

  private spec(name: string, places: NodePlace[]): k8s.DeploymentSpec {
    const { image, nodeSelector, tolerations } = this.options;
    const pullSecrets = this.cluster._images.pullSecrets.map(secret => ({ name: secret.name }));
    return {
      replicas: 1,
      // Two writers of one annotation would only watch each other.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: { 'app.kubernetes.io/name': 'topology-annotator', 'slinky.slurm.net/cluster': this.cluster.name } },
      template: {
        metadata: { labels: this.labels },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          nodeSelector: { 'kubernetes.io/os': 'linux', ...nodeSelector },
          tolerations: tolerations?.length ? tolerations : undefined,
          imagePullSecrets: pullSecrets.length > 0 ? pullSecrets : undefined,
          priorityClassName: this.cluster._priorityClassName,
          securityContext: { runAsNonRoot: true, runAsUser: 100, runAsGroup: 101, fsGroup: 101, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [{
            name: 'annotate-nodes',
            image: image ?? bootstrapImage,
            command: ['sh', '-c', nodeAnnotationScript, 'annotate-nodes'],
            args: places.flatMap(({ labels, place }) => [selectorText(labels), place]),
            env: [
              // slurmctld refuses units that it does not know yet, and a changed topology.yaml needs about a minute to reach it.
              { name: 'DELAY', value: '90' },
              { name: 'PAUSE', value: '20' },
              { name: 'SERVICE_ACCOUNT', value: '/var/run/secrets/kubernetes.io/serviceaccount' },
              { name: 'WORK', value: '/run/annotate-nodes' },
            ],
            resources: { requests: { cpu: quantity('10m'), memory: quantity('32Mi') }, limits: { memory: quantity('128Mi') } },
            securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
            volumeMounts: [{ name: 'work', mountPath: '/run/annotate-nodes' }],
          }],
          volumes: [{ name: 'work', emptyDir: { medium: 'Memory', sizeLimit: quantity('64Mi') } }],
        },
      },
    };
  }
}

function selectorText(labels: { [key: string]: string }): string {
  return Object.keys(labels).sort().map(key => `${key}=${labels[key]}`).join(',');
}
