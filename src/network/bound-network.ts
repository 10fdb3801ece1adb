import { ApiObject, Chart, Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { GpuNetwork } from './gpu-network';
import { CardClaim, NetworkHost, NetworkVolume } from './network-setup';
import { contentHash } from '../auth/content-hash';
import { SlurmComponent } from '../cluster/images';
import { lintAtSynthesis } from '../cluster/lint-at-synthesis';
import { NodeSetOptions } from '../cluster/node-set-options';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { Problem, refuseAll } from '../errors/refuse';
import { wholeMebibytes } from '../pods/quantities';
import * as slinky from '../slinky';

/** What the network of a node set adds to its workers. */
export interface BoundNetwork {
  /** The options of the set with what the network decides of them. */
  readonly options: NodeSetOptions;
  readonly limits: { [resource: string]: number | string };
  /** Memory of the pod beside its limit, which jobs reach as huge pages alone. */
  readonly hugePages?: Size;
  readonly annotations: { [key: string]: string };
  readonly nodeSelector: { [label: string]: string };
  readonly volumes: NetworkVolume[];
  readonly env: k8s.EnvVar[];
  readonly containerPaths: string[];
  readonly hasRdma: boolean;
  /** Claims of the cards, where a DRA driver hands them out. */
  readonly claims: slinky.PodResourceClaim[];
  readonly dependencies: ApiObject[];
}

const ncclConf = '/etc/nccl.conf';

function libraryWarnings(network: GpuNetwork, hasContainers: boolean): Problem[] {
  return hasContainers ? [] : [{
    id: 'NET-056',
    what: `jobs run in the stock image of slurmd, which holds no NCCL and no library of ${network._name}: programs of users must bring them, or NCCL falls back to TCP without a word`,
    fix: "set 'jobContainers' of the cluster, name an image that holds them, or acknowledge this",
  }];
}

/** Binds the network of a node set, which may be none. */
export function bindNetwork(construct: Construct, cluster: SlurmCluster, host: NetworkHost): BoundNetwork {
  const { options } = host;
  refuseAll(construct, options.network?._problems(host) ?? []);
  const parts = options.network?._parts(host) ?? {};
  if (options.network && parts.nccl && options.image === undefined && !cluster._images.isOwn(SlurmComponent.SLURMD)) {
    lintAtSynthesis(Chart.of(construct), [], { construct, ruleIds: ['NET-056'], find: () => libraryWarnings(options.network!, cluster._containers.hasContainers), answered: [] });
  }
  const conf = Object.entries(parts.nccl ?? {}).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, value]) => `${name}=${value}\n`).join('');
  // The file is mounted by itself, and such mounts do not follow their ConfigMap: another text is another name, which rolls the workers.
  const configMap = conf === '' ? undefined : new ApiObject(construct, 'NcclConf', {
    apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${cluster.name}-nccl-${host.name}-${contentHash(conf)}` }, data: { 'nccl.conf': conf },
  });
  const template = parts.cards && cardTemplate(construct, `${cluster.name}-rdma-${host.name}`, parts.cards);
  return {
    options: {
      ...options,
      ...parts.hostNetwork ? { hostNetwork: true, dnsPolicy: options.dnsPolicy ?? 'ClusterFirstWithHostNet' } : {},
      ...parts.args ? { args: [...parts.args, ...options.args ?? []] } : {},
      ...parts.lifecycle ? { lifecycle: { ...parts.lifecycle, ...options.lifecycle } } : {},
      ...parts.sidecars ? { sidecars: [...parts.sidecars, ...options.sidecars ?? []] } : {},
    },
    limits: { ...parts.limits, ...parts.hugePages ? { 'hugepages-2Mi': `${wholeMebibytes(parts.hugePages)}Mi` } : {} },
    hugePages: parts.hugePages,
    annotations: parts.annotations ?? {},
    nodeSelector: parts.nodeSelector ?? {},
    volumes: [
      ...parts.volumes ?? [],
      ...configMap ? [{ volume: { name: 'nccl-conf', configMap: { name: configMap.name } }, mount: { name: 'nccl-conf', mountPath: ncclConf, subPath: 'nccl.conf', readOnly: true } }] : [],
    ],
    env: parts.env ?? [],
    containerPaths: [...parts.containerPaths ?? [], ...configMap ? [ncclConf] : []],
    claims: template ? [{ name: 'rdma', resourceClaimTemplateName: template.name }] : [],
    hasRdma: parts.limits !== undefined || template !== undefined || (parts.volumes ?? []).length > 0,
    dependencies: [...configMap ? [configMap] : [], ...template ? [template] : []],
  };
}

function cardTemplate(construct: Construct, name: string, { deviceClassName, count }: CardClaim): ApiObject {
  return new ApiObject(construct, 'Cards', {
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceClaimTemplate',
    metadata: { name },
    spec: { spec: { devices: { requests: [{ name: 'cards', exactly: { deviceClassName, allocationMode: 'ExactCount', count } }] } } },
  });
}
