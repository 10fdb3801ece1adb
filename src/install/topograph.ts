import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { ChartRelease } from './chart-release';
import { pinnedCharts } from './chart-versions';
import { InstallOptions } from './install-options';
import { pinnedRelease } from './pinned-release';
import { TopographProvider } from './topograph-provider';
import { TopographTopology } from './topograph-topology';
import { WorkerDemands } from './worker-demands';
import type { SlurmCluster } from '../cluster';
import { PodSecurityLevel } from '../cluster/slurm-namespace';
import { Problem, problemText, refuseAll } from '../errors/refuse';
import { refuseOtherKinds } from '../errors/refuse-kinds';
import { TopologyFile } from '../slurm/topology-file';
import { TopologyForm } from '../slurm/topology-findings';

/** Properties of Topograph. */
export interface TopographProps extends InstallOptions {
  /** The cluster that it tells where its nodes are. */
  readonly cluster: SlurmCluster;
  /** Whom it asks. */
  readonly provider: TopographProvider;
  /** Topologies that it fills. Partitions choose one by `topology` of it. */
  readonly topologies: TopographTopology[];
  /** Annotations of its service account, by which clouds give it rights. @default - none */
  readonly serviceAccountAnnotations?: { [key: string]: string };
}

/**
 * NVIDIA Topograph: finds out how the network joins the nodes, writes the blocks or switches into the cluster's topology.yaml, and annotates Kubernetes nodes
 * with their places, from which slurm-operator takes those of Slurm nodes.
 *
 * The ConfigMap of topology.yaml is Topograph's from then on: Flux leaves it alone by its annotation; for Argo CD and `kubectl apply` see docs/install.md.
 *
 * @see https://github.com/NVIDIA/topograph/blob/main/docs/engines/slinky.md
 */
export class Topograph extends Construct {
  /** The Helm release. */
  public readonly release: ChartRelease;
  /** Name of the ConfigMap that it writes, in the cluster's namespace. */
  public readonly configMapName: string;

  public constructor(scope: Construct, id: string, props: TopographProps) {
    super(scope, id);
    refuseOtherKinds(this, 'TopographProps', props);
    const { cluster } = props;
    refuseAll(this, topographProblems(props));
    this.configMapName = `${cluster.name}-topograph`;
    const skeleton = new ApiObject(this, 'ConfigMap', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: this.configMapName,
        namespace: cluster.namespace,
        // Made once; the blocks that Topograph then writes would be undone with every apply.
        annotations: { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' },
      },
      data: { 'topology.yaml': skeletonText(props.topologies) },
    });
    cluster._addConfigMapOf(skeleton);
    this.node.addValidation({ validate: () => secondWriter(cluster).map(problemText) });
    this.release = pinnedRelease(this, pinnedCharts.topograph, props, topographValues(props, this.configMapName), {
      podSecurityLevel: isPrivileged(props.provider) ? PodSecurityLevel.PRIVILEGED : undefined,
    });
  }
}

function secondWriter(cluster: SlurmCluster): Problem[] {
  return !cluster._hasOwnTopologies ? [] : [{
    id: 'INST-033',
    what: `cluster '${cluster.name}' has topologies of its own and Topograph, and both write a topology.yaml and the places of Kubernetes nodes: each undoes what the other did`,
    fix: "leave 'topologies' of the cluster out, and declare them in 'topologies' of Topograph",
  }];
}

function isPrivileged(provider: TopographProvider): boolean {
  return provider._name === 'infiniband-k8s';
}

function isDefault(topology: TopographTopology, all: readonly TopographTopology[]): boolean {
  return topology._isClusterDefault ?? all.length === 1;
}

function skeletonText(topologies: readonly TopographTopology[]): string {
  return TopologyFile.of(TopologyForm.YAML, topologies.map(topology => topology._skeleton(isDefault(topology, topologies)))).toString();
}

function topographProblems({ cluster, provider, topologies }: TopographProps): Problem[] {
  const problems = [...provider._problems(), ...topologies.flatMap(topology => topology._problems())];
  const tree = topologies.find(({ _isTree }) => _isTree);
  const stranger = topologies.flatMap(topology => topology._strangers(cluster.name))[0];
  if (cluster.isExternal) {
    problems.push({ id: 'INST-027', what: 'slurmctld runs outside Kubernetes, where slurm-operator cannot bring the topology.yaml that Topograph writes', fix: 'use its engine slurm there' });
  }
  if (topologies.length === 0) {
    problems.push({ id: 'INST-028', what: "'topologies' is empty, so Topograph has nothing to fill", fix: 'use e.g. [TopographTopology.block({ blockSizes: [18] })]' });
  } else if (topologies.every(({ _isFlat }) => _isFlat)) {
    problems.push({ id: 'INST-035', what: "'topologies' are flat alone, in which Topograph finds nothing", fix: 'add e.g. TopographTopology.block({ blockSizes: [18] }), or leave Topograph out' });
  } else if (topologies.filter(topology => isDefault(topology, topologies)).length !== 1) {
    problems.push({ id: 'INST-029', what: 'not exactly one of the topologies is the default of the cluster, and slurmctld would take the first', fix: "set 'isClusterDefault: true' on one" });
  }
  if (tree !== undefined && !provider._knowsSwitches) {
    problems.push({ id: 'INST-030', what: `topology '${tree.name}' is made of switches, and labels of nodes tell none`, fix: 'use another provider, or TopographTopology.block()' });
  }
  if (stranger !== undefined) {
    problems.push({ id: 'INST-031', what: `node set '${stranger.nodeSetName}' belongs to cluster '${stranger.cluster.name}'`, fix: `use a node set of '${cluster.name}'` });
  }
  return problems;
}

function topographValues({ cluster, provider, topologies, serviceAccountAnnotations }: TopographProps, configMapName: string): { [key: string]: unknown } {
  const demands = new WorkerDemands([cluster]);
  const workers = { 'app.kubernetes.io/name': 'slurmd', 'slinky.slurm.net/cluster': cluster.name };
  return {
    provider: { name: provider._name, params: Object.keys(provider._params).length > 0 ? provider._params : undefined },
    engine: {
      name: 'slinky',
      params: {
        namespace: cluster.namespace,
        podSelector: { matchLabels: workers },
        topologies: Object.fromEntries(topologies.map(topology => [topology.name, topology._params(isDefault(topology, topologies), workers)])),
        topologyConfigmapName: configMapName,
        topologyConfigPath: 'topology.yaml',
        // Workers register themselves, so nodes go by annotation and the file names blocks alone.
        useDynamicNodes: true,
        configUpdateMode: 'skeleton-only',
      },
    },
    config: { credentialsSecret: provider._credentials?.name },
    serviceAccount: { annotations: serviceAccountAnnotations },
    nodeObserver: { topograph: { trigger: { podSelector: { matchLabels: workers } } } },
    nodeDataBroker: {
      tolerations: Lazy.any({ produce: () => demands.tolerations }) as unknown,
      ...isPrivileged(provider) ? privilegedBroker : {},
    },
  };
}

// It is refused when a part is missing.
const privilegedBroker = {
  securityContext: { privileged: true, allowPrivilegeEscalation: true, readOnlyRootFilesystem: false, runAsNonRoot: false, runAsUser: 0 },
  podSecurityContext: { runAsNonRoot: false, runAsUser: 0, runAsGroup: 0, fsGroup: 0 },
};
