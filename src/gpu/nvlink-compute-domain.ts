import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { Problem, refuse, refuseAll } from '../errors/refuse';
import { checksArguments, refuseOtherKinds } from '../errors/refuse-kinds';

/**
 * How many Kubernetes nodes a compute domain waits for before it calls itself ready.
 *
 * @see https://github.com/kubernetes-sigs/dra-driver-nvidia-gpu (ComputeDomain `spec.numNodes`)
 */
export class NvlinkNodes {
  /** Nodes join and leave as workers come and go: a worker starts as soon as its own node is ready. Right for node sets that grow, shrink or roll. */
  public static elastic(): NvlinkNodes {
    return new NvlinkNodes(undefined);
  }

  /**
   * So many nodes. The domain counts as ready when all are there; drivers without DNS names for IMEX daemons let no worker start before.
   *
   * @param nodes as many as the node sets of the domain have together
   */
  public static fixed(nodes: number): NvlinkNodes {
    return new NvlinkNodes(nodes);
  }

  /** @internal Undefined when elastic. */
  public readonly _count?: number;

  private constructor(count: number | undefined) {
    this._count = count;
  }

  /** @internal */
  public _problems(): Problem[] {
    return this._count === undefined || (Number.isInteger(this._count) && this._count >= 1) ? [] : [{
      id: 'NVL-004', what: `'nodes' is NvlinkNodes.fixed(${this._count}), and a domain waits for a whole number of nodes from 1`, fix: 'use e.g. NvlinkNodes.fixed(18), or NvlinkNodes.elastic()',
    }];
  }
}

checksArguments(NvlinkNodes, 'NvlinkNodes');

/** Which jobs can share GPU memory with each other over NVLink. ComputeDomain: `allocationMode`. */
export enum NvlinkChannels {
  /** Each job has a channel of its own, from Slurm (`SwitchType=switch/nvidia_imex`); no job reaches the memory of another. */
  PER_JOB = 'All',
  /** All jobs use channel 0, without Slurm: for one job at a time, or jobs that trust each other. */
  SHARED = 'Single',
}

/** Properties of an NVLink compute domain. */
export interface NvlinkComputeDomainProps {
  /**
   * Name of the object.
   *
   * @default - the construct id
   */
  readonly name?: string;

  /** Nodes that it waits for. Cannot be changed later. @default NvlinkNodes.elastic() */
  readonly nodes?: NvlinkNodes;

  /**
   * Who shares memory with whom. Cannot be changed later, and jobs may be lost when a running cluster changes it.
   *
   * @default NvlinkChannels.PER_JOB
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SwitchType
   */
  readonly channels?: NvlinkChannels;
}

/** The spec of a ComputeDomain (resource.nvidia.com/v1beta1). */
interface ComputeDomainSpec {
  readonly numNodes: number;
  readonly channel: { readonly allocationMode: string; readonly resourceClaimTemplate: { readonly name: string } };
}

/**
 * GPUs of several nodes that reach each other's memory over NVLink, as in GB200 and GB300 NVL72 racks: NVIDIA's DRA driver runs an IMEX daemon beside each
 * worker of a node set with this `computeDomain`. One domain may span racks, since each rack is a partition of its own within it; a block topology then keeps
 * the nodes of a job in one rack. Needs the DRA driver in the Kubernetes cluster, and its namespace is that of the Slurm cluster.
 *
 * The object cannot be changed: another name makes another domain, whose workers start when those of the old one have gone.
 *
 * @see https://github.com/kubernetes-sigs/dra-driver-nvidia-gpu
 */
export class NvlinkComputeDomain extends Construct {
  /** Name of the object. */
  public readonly name: string;
  /** Name of the ResourceClaimTemplate that the DRA driver makes for it; pods other than workers can use it too. */
  public readonly resourceClaimTemplateName: string;
  /** Who shares memory with whom. */
  public readonly channels: NvlinkChannels;

  /** @internal */
  public readonly _count?: number;
  private readonly object: ApiObject;
  private cluster?: SlurmCluster;

  public constructor(scope: Construct, id: string, props: NvlinkComputeDomainProps = {}) {
    super(scope, id);
    refuseOtherKinds(this, 'NvlinkComputeDomainProps', props);
    const nodes = props.nodes ?? NvlinkNodes.elastic();
    this.name = props.name ?? id;
    this.resourceClaimTemplateName = `${this.name}-channel`;
    this.channels = props.channels ?? NvlinkChannels.PER_JOB;
    this._count = nodes._count;
    refuseAll(this, [...nodes._problems(), ...channelProblems(this.channels), ...nameProblems(this.name)]);
    const spec: ComputeDomainSpec = {
      // Said even when it is the default: the CRD that the GPU Operator brings along has none.
      numNodes: this._count ?? 0,
      channel: { allocationMode: this.channels, resourceClaimTemplate: { name: this.resourceClaimTemplateName } },
    };
    this.object = new ApiObject(this, 'Resource', {
      apiVersion: 'resource.nvidia.com/v1beta1',
      kind: 'ComputeDomain',
      metadata: { name: this.name },
      spec,
    });
  }

  /** @internal Takes note of a node set of a cluster; returns what must exist before its pods. */
  public _bind(nodeSet: Construct, cluster: SlurmCluster): ApiObject {
    const { namespace } = Chart.of(this);
    if (namespace !== cluster.namespace) {
      refuse(nodeSet, {
        id: 'NVL-002',
        what: `compute domain '${this.name}' is in namespace '${namespace}' and the workers in '${cluster.namespace}': the DRA driver refuses claims from another namespace for good`,
        fix: 'create it in a chart of the same namespace as the cluster',
      });
    }
    if (this.cluster !== undefined && this.cluster !== cluster) {
      refuse(nodeSet, {
        id: 'NVL-006',
        what: `compute domain '${this.name}' serves cluster '${this.cluster.name}' already, and both would give the same channels to their jobs, which could reach each other's memory`,
        fix: 'create one domain for each cluster',
      });
    }
    this.cluster = cluster;
    return this.object;
  }
}

function channelProblems(channels: NvlinkChannels): Problem[] {
  return Object.values(NvlinkChannels).includes(channels) ? [] : [{
    id: 'NVL-014', what: `'channels' is '${channels}', and a ComputeDomain allocates ${Object.values(NvlinkChannels).join(' or ')}: the API server refuses it`, fix: 'use NvlinkChannels.PER_JOB or NvlinkChannels.SHARED',
  }];
}

function nameProblems(name: string): Problem[] {
  return /^[a-z0-9]([a-z0-9-]{0,53}[a-z0-9])?$/.test(name) ? [] : [{
    id: 'NVL-007',
    what: `'${name}' cannot be the name of a compute domain: Kubernetes takes up to 55 lower-case letters, digits and '-' where '-channel' follows`,
    fix: `use e.g. '${name.toLowerCase().replace(/[^a-z0-9-]+/g, '-').slice(0, 55).replace(/^-+|-+$/g, '') || 'nvl72'}' as 'name'`,
  }];
}
