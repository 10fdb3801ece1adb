import { Chart } from 'cdk8s';
import {
  DcgmJobMapping, Gpu, GpuDevices, GpuNodeSetOptions, GpuOperator, GpuOperatorProps, GpuSharing, Installer, Mig, NodeHealth, NvidiaDraDriver,
  NvlinkComputeDomain, NvlinkNodes, Scaling, SlurmAlerts, SlurmCluster, SlurmClusterProps, SlurmDashboards, TimeSlicingOptions, Topograph, TopographProvider,
  TopographTopology, Topology, TopologyMembers,
} from '../../src';
import { otherKind } from '../../src/errors/other-kind';
import { manifests, smallCluster } from '../cluster/cluster-manifests';

/** What a program passes whose types nobody checked: one that tsx runs, or one of JavaScript. */
function unchecked<T>(value: unknown): T {
  return value as T;
}

const installer = Installer.flux();
const scaling = Scaling.fixed(18);

function declared(declare: (cluster: SlurmCluster, chart: Chart) => void): () => unknown {
  return () => manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm');
    declare(cluster, chart);
    cluster.addPartition('all', { isDefault: true });
  });
}

const gpus = (options: Partial<GpuNodeSetOptions>) => declared(cluster => cluster.addGpuNodeSet('gpu', { gpu: Gpu.GB200, ...options }));
const clusters = (props: SlurmClusterProps) => () => manifests(chart => smallCluster(chart, 'slurm', props));
const racks = (members: TopologyMembers) => declared(cluster => cluster.addTopology(Topology.nvl72({ racks: [{ name: 'r1', members }] })));
const operator = (props: Partial<GpuOperatorProps>) => declared((_, chart) => new GpuOperator(chart, 'Operator', { installer, ...props }));

describe('a value of another kind than its prop takes', () => {
  test.each<[string, () => unknown, string]>([
    ['a profile as mig', gpus({ mig: unchecked<Mig>('1g.23gb') }), "[hpc/slurm/gpu] GPU-033: 'mig' is '1g.23gb', which is no Mig; use e.g. Mig.uniform('1g.10gb')"],
    ['a number as sharing', gpus({ sharing: unchecked<GpuSharing>(4) }), "GPU-033: 'sharing' is 4, which is no GpuSharing; use e.g. GpuSharing.shards(4)"],
    ['a file as devices', gpus({ devices: unchecked('/dev/nvidia0') }), "GPU-033: 'devices' is '/dev/nvidia0', which is no GpuDevices"],
    ['a name as computeDomain', gpus({ computeDomain: unchecked<NvlinkComputeDomain>('nvlink') }), "GPU-033: 'computeDomain' is 'nvlink', which is no NvlinkComputeDomain"],
    ['a name as network', gpus({ network: unchecked('efa') }), "NET-058: 'network' is 'efa', which is no GpuNetwork; use e.g. GpuNetwork.efa()"],
    ['a number as scaling', gpus({ scaling: unchecked<Scaling>(3) }), "[hpc/slurm/gpu] NODE-052: 'scaling' is 3, which is no Scaling; use e.g. Scaling.fixed(3)"],
    ['a number as nodes', declared((_, chart) => new NvlinkComputeDomain(chart, 'nvlink', { nodes: unchecked<NvlinkNodes>(18) })), "[hpc/nvlink] NVL-013: 'nodes' is 18, which is no NvlinkNodes"],
    ['names as members', racks(unchecked<TopologyMembers>('gb200-[0-17]')), "TOPO-124: 'members' of 'r1' is 'gb200-[0-17]', which is no TopologyMembers; use e.g. TopologyMembers.nodeSets(rack1, rack2)"],
    ['a list as a node set', racks(TopologyMembers.nodeSets(unchecked([]))), "TOPO-124: TopologyMembers.nodeSets of 'r1' names something that is no node set"],
    ['names as racks', declared(cluster => cluster.addTopology(Topology.nvl72({ racks: unchecked(['r1']) }))), "TOPO-101: 'undefined' cannot be the name of a block"],
    ['a version as driver', operator({ driver: unchecked('580') }), "[hpc/Operator] INST-036: 'driver' is '580', which is no GpuDriver"],
    ['a cluster as clusters', declared((cluster, chart) => new GpuOperator(chart, 'Operator', { installer, clusters: unchecked(cluster) })), "INST-036: 'clusters' is an object of another kind, which is no list of clusters; use clusters: [cluster]"],
    ['a name as installer', declared((_, chart) => new NvidiaDraDriver(chart, 'Dra', { installer: unchecked('flux') })), "INST-036: 'installer' is 'flux', which is no Installer; use e.g. Installer.flux()"],
    ['a word as jobContainers', clusters({ jobContainers: unchecked('pyxis') }), "[hpc/slurm] CTR-019: 'jobContainers' is 'pyxis', which is no JobContainers; use e.g. JobContainers.pyxis()"],
    ['a switch as jobNamespaces', clusters({ jobNamespaces: unchecked(true) }), "CTR-019: 'jobNamespaces' is true, which is no JobNamespaces"],
    ['a word as mpi', clusters({ mpi: unchecked('pmix') }), "CTR-019: 'mpi' is 'pmix', which is no Mpi"],
    ['a topology as topologies', clusters({ topologies: unchecked(Topology.flat()) }), "TOPO-126: 'topologies' is an object of another kind, which is no list of topologies; use e.g. [Topology.flat()]"],
    ['a name as topology', declared(cluster => cluster.addTopology(unchecked('nvl72'))), "TOPO-126: 'topology' is 'nvl72', which is no Topology"],
    ['a switch as jobMapping', operator({ jobMapping: unchecked(true) }), "INST-036: 'jobMapping' is true, which is no DcgmJobMapping"],
    ['a name as metricsList', operator({ metricsList: unchecked('dcgm-metrics') }), "INST-036: 'metricsList' is 'dcgm-metrics', which is no DcgmMetricsList"],
    ['a condition as nodeConditions', declared((cluster, chart) => new NodeHealth(chart, 'Health', { cluster, nodeConditions: unchecked('GpuXid') })),
      "HLTH-016: 'nodeConditions' is 'GpuXid', which is no list of conditions; use e.g. ['GpuXid']"],
    ['a name as channels', declared((_, chart) => new NvlinkComputeDomain(chart, 'nvlink', { channels: unchecked('PER_JOB') })), "NVL-014: 'channels' is 'PER_JOB', and a ComputeDomain allocates All or Single"],
    ['a list as provider', declared((cluster, chart) => new Topograph(chart, 'T', {
      installer, cluster, provider: unchecked<TopographProvider>([]), topologies: [TopographTopology.block({ blockSizes: [18] })],
    })), "INST-036: 'provider' is a list, which is no TopographProvider"],
  ])('is refused where it stands: %s', (_what, program, message) => {
    expect(program).toThrow(message);
  });

  test.each<[string, () => unknown, string]>([
    ['cluster of a mapping', declared((_, chart) => new DcgmJobMapping(chart, 'Dcgm', unchecked({}))), "[hpc/Dcgm] DCGM-007: 'cluster' is missing; say whose jobs are mapped: { cluster }"],
    ['cluster of checks', declared((_, chart) => new NodeHealth(chart, 'Health', unchecked({}))), "[hpc/Health] HLTH-016: 'cluster' is missing"],
    ['cluster of alerts', declared((_, chart) => new SlurmAlerts(chart, 'Alerts', unchecked({}))), "[hpc/Alerts] OBS-023: 'cluster' is missing"],
    ['cluster of dashboards', declared((_, chart) => new SlurmDashboards(chart, 'Dashboards', unchecked({}))), "[hpc/Dashboards] OBS-023: 'cluster' is missing"],
    ['files of a MIG device', gpus({ scaling, gpusPerNode: 1, mig: Mig.uniform('7g.186gb'), devices: GpuDevices.migFiles([unchecked({ profile: '7g.186gb' })]) }), 'GPU-027: a MIG device without files'],
    ['files of GPUs', gpus({ scaling, devices: GpuDevices.files(unchecked(undefined)) }), "GPU-020: '' does not name device files"],
    ['topologies of Topograph', declared((cluster, chart) => new Topograph(chart, 'T', unchecked({ installer, cluster, provider: TopographProvider.aws() }))), "INST-036: 'topologies' is missing"],
    ['blockSizes of Topograph', declared((cluster, chart) => new Topograph(chart, 'T', {
      installer, cluster, provider: TopographProvider.aws(), topologies: [TopographTopology.block(unchecked({}))],
    })), "INST-026: 'blockSizes' is []"],
    ['blocks', declared(cluster => cluster.addTopology(Topology.block(unchecked({})))), 'TOPO-015: '],
    ['switches', declared(cluster => cluster.addTopology(Topology.tree(unchecked({})))), 'TOPO-017: '],
    ['devices of a cut', gpus({ scaling, mig: Mig.mixed(unchecked(undefined)) }), "GPU-011: 'mig' names no device"],
    ['replicas', gpus({ scaling, sharing: GpuSharing.timeSlicing(unchecked<TimeSlicingOptions>(undefined)) }), 'GPU-041: every GPU would have undefined parts'],
  ])('is said to be missing where it must be there: %s', (_what, program, message) => {
    expect(program).toThrow(message);
  });

  test('may be left out where the prop may', () => {
    const kind = { id: 'X-001', prop: 'x', kind: 'X', member: '_x', fix: 'use X' };
    expect(otherKind(undefined, kind)).toEqual([]);
    expect(otherKind({ _x: 1 }, kind)).toEqual([]);
    expect(otherKind(null, kind)).toEqual([{ id: 'X-001', what: "'x' is null, which is no X", fix: 'use X' }]);
  });
});
