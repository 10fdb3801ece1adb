import { k8s } from 'cdk8s-plus-28';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { quantity } from '../pods/quantities';

/** Folders of the pods that compare a policy with the database. */
export const folders = { policy: '/etc/slurm-policy', token: '/run/slurm-token', record: '/run/slurm-record', work: '/run/slurm-work', account: '/run/service-account' };

/** Nobody's rights within a container. */
export const containerSecurity: k8s.SecurityContext = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };

const tokenFile = 'SLURM_JWT';

/** What such a pod is made from. */
export interface PolicyPodProps {
  readonly cluster: SlurmCluster;
  readonly waitSeconds: number;
  readonly nodeSelector: { [key: string]: string };
  readonly tolerations: k8s.Toleration[];
  /** Names of the ConfigMaps with the policy and with what was applied. */
  readonly policyMap: string;
  readonly recordMap: string;
  /** Secret with a token of SlurmUser, and its key. */
  readonly token: { readonly secretName: string; readonly key: string };
}

/** Mounts of some of the folders. */
export function mounts(...names: (keyof typeof folders)[]): k8s.VolumeMount[] {
  return names.map(name => ({ name, mountPath: folders[name], ...name === 'work' ? {} : { readOnly: true } }));
}

/** All but the containers of a pod that compares the policy with the database. */
export function policyPod({ cluster, nodeSelector, tolerations, policyMap, recordMap, token }: PolicyPodProps): Omit<k8s.PodSpec, 'containers'> & { readonly volumes: k8s.Volume[] } {
  const pullSecrets = [...new Set(cluster._images.pullSecrets.map(secret => secret.name))];
  return {
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
    volumes: [
      { name: 'policy', configMap: { name: policyMap } },
      { name: 'record', configMap: { name: recordMap, optional: true } },
      { name: 'token', secret: { secretName: token.secretName, items: [{ key: token.key, path: tokenFile }] } },
      { name: 'work', emptyDir: { medium: 'Memory', sizeLimit: quantity('16Mi') } },
    ],
  };
}

/**
 * The container that compares the policy with the database by sacctmgr.
 *
 * @param mode what is done with what differs, as the script has it
 */
export function sacctmgrContainer(name: string, mode: string, { cluster, waitSeconds }: PolicyPodProps): k8s.Container {
  return {
    name,
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
      { name: 'ON_DRIFT', value: mode },
      { name: 'WAIT', value: String(waitSeconds) },
    ],
    resources: { requests: { cpu: quantity('50m'), memory: quantity('64Mi') }, limits: { memory: quantity('256Mi') } },
    securityContext: containerSecurity,
    volumeMounts: mounts('policy', 'token', 'record', 'work'),
  };
}
