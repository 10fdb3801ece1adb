import { Chart, Lazy } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import {
  Database, DcgmJobMapping, Gpu, GpuDevices, GpuNetwork, GpuNodeSetOptions, GpuOperator, GpuOperatorProps, GpuSharing, Installer, Mig, NodeHealth,
  NodeProblemRules, NodeSet, NvidiaDraDriver, NvlinkComputeDomain, NvlinkNodes, Scaling, SlurmAlerts, SlurmCluster, SlurmClusterProps, SlurmDashboards,
  TimeSlicingOptions, Topograph, TopographProvider, TopographTopology, Topology, TopologyMembers, TopologySwitch,
} from '../../src';
import { manifests, smallCluster } from '../cluster/cluster-manifests';

/** What a program passes whose types nobody checked: one that tsx runs, or one of JavaScript. */
function unchecked<T>(value: unknown): T {
  return value as T;
}

const installer = Installer.flux();

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
    ['a profile as mig', gpus({ mig: unchecked<Mig>('1g.23gb') }), "[hpc/slurm/gpu] KIND-001: 'mig' is '1g.23gb', which is no Mig; use e.g. Mig.uniform('1g.10gb')"],
    ['a number as sharing', gpus({ sharing: unchecked<GpuSharing>(4) }), "KIND-001: 'sharing' is 4, which is no GpuSharing; use e.g. GpuSharing.shards(4)"],
    ['a file as devices', gpus({ devices: unchecked('/dev/nvidia0') }), "KIND-001: 'devices' is '/dev/nvidia0', which is no GpuDevices"],
    ['a name as computeDomain', gpus({ computeDomain: unchecked<NvlinkComputeDomain>('nvlink') }), "KIND-001: 'computeDomain' is 'nvlink', which is no NvlinkComputeDomain"],
    ['a name as network', gpus({ network: unchecked('efa') }), "KIND-001: 'network' is 'efa', which is no GpuNetwork; use e.g. GpuNetwork.efa()"],
    ['a name as the topology of a partition', declared(cluster => cluster.addPartition('p', { topology: unchecked('nvl72') })), "[hpc/slurm/Partitions/p] KIND-001: 'topology' is 'nvl72', which is no Topology"],
    ['a number as a size', () => GpuNetwork.efa({ hugePages: unchecked(5120) }), "[GpuNetwork.efa()] KIND-001: 'options.hugePages' is 5120, which is no Size: it has no unit; say in which unit, e.g. Size.mebibytes(5120)"],
    ['a size as in YAML', gpus({ memory: unchecked('64Gi') }), "[hpc/slurm/gpu] KIND-001: 'memory' is '64Gi', which is no Size; use Size.gibibytes(64)"],
    ['a time as in YAML', clusters({ slurmConf: { killWait: unchecked('30s') } }), "KIND-001: 'slurmConf.killWait' is '30s', which is no Duration; use Duration.seconds(30)"],
    ['CPUs as in YAML', gpus({ cpu: unchecked('500m') }), "KIND-001: 'cpu' is '500m', which is no Cpu; use Cpu.millis(500)"],
    ['a number in quotes', gpus({ gpusPerNode: unchecked('4') }), "KIND-001: 'gpusPerNode' is '4', which is no number; use 4 without quotes"],
    ['what Number() makes of nothing', gpus({ gpusPerNode: NaN }), "KIND-001: 'gpusPerNode' is NaN, which is no number; use a number"],
    ['a switch in quotes', gpus({ hostNetwork: unchecked('false') }), "KIND-001: 'hostNetwork' is 'false', a text, which would count as true whatever it says; use false without quotes"],
    ['a number as a label', gpus({ labels: unchecked({ rack: 4 }) }), "KIND-001: 'labels['rack']' is 4, which is no text; use '4', with quotes"],
    ['null for what may be left out', gpus({ nodeSetName: unchecked(null) }), "KIND-001: 'nodeSetName' is null, which is no text; leave it out"],
    ['a list as labels', gpus({ labels: unchecked([]) }), "KIND-001: 'labels' is a list, which is no object; use an object such as { 'name': ... }"],
    ['a hole in a list', gpus({ features: ['a', unchecked(undefined)] }), "KIND-002: 'features[1]' is missing; use a text"],
    ['a name as a QOS', declared(cluster => cluster.addPartition('p', { qos: unchecked('high') })), "KIND-001: 'qos' is 'high', which is no IQos; use Qos.named('high')"],
    ['a name as the options', declared(cluster => cluster.addPartition('p', unchecked('gpu'))), "[hpc/slurm.addPartition()] KIND-001: 'options' is 'gpu', which is no object; use an object"],
    ['a GPU as options', () => GpuNetwork.efa(unchecked(Gpu.H100_80GB)), "KIND-001: 'options' is an object of another kind, which is no object with the fields of EfaOptions"],
    ['a chart as cluster', declared((_, chart) => new NodeHealth(chart, 'Health', { cluster: unchecked(chart) })), "[hpc/Health] KIND-001: 'cluster' is an object of another kind, which is no SlurmCluster"],
    ['a number as a log level', clusters({ slurmConf: { slurmctldDebug: unchecked(5) } }), "KIND-001: 'slurmConf.slurmctldDebug' is 5, which is no LogLevel; use e.g. LogLevel.QUIET"],
    ['a word that no daemon knows', () => Gpu.custom({ resourceName: 'a.b/c', vendor: unchecked('intel') }), "KIND-001: 'props.vendor' is 'intel', which is no GpuVendor; use GpuVendor.NVIDIA or GpuVendor.AMD"],
    ['an output of Pulumi', clusters({ clusterName: unchecked({ apply: () => '' }) }), "KIND-001: 'clusterName' is an output of Pulumi, which is no text; use asString() of slurm-constructs/pulumi"],
    ['fatalXids as text', () => new NodeProblemRules({ fatalXids: unchecked('79') }), "[new NodeProblemRules()] KIND-001: 'fatalXids' is '79', which is no list; use a list, also for one: [1]"],
    ['a number as scaling', gpus({ scaling: unchecked<Scaling>(3) }), "[hpc/slurm/gpu] KIND-001: 'scaling' is 3, which is no Scaling; use Scaling.fixed(3)"],
    ['a number as nodes', declared((_, chart) => new NvlinkComputeDomain(chart, 'nvlink', { nodes: unchecked<NvlinkNodes>(18) })), "[hpc/nvlink] KIND-001: 'nodes' is 18, which is no NvlinkNodes"],
    ['names as members', () => racks(unchecked<TopologyMembers>('gb200-[0-17]'))(),
      "[Topology.nvl72()] KIND-001: 'props.racks[0].members' is 'gb200-[0-17]', which is no TopologyMembers; use e.g. TopologyMembers.nodeSets(nodeSet)"],
    ['a list as a node set', () => TopologyMembers.nodeSets(unchecked([])), "[TopologyMembers.nodeSets()] KIND-001: 'nodeSets[0]' is a list, which is no INodeSet; use e.g. cluster.addNodeSet('cpu')"],
    ['names as racks', declared(cluster => cluster.addTopology(Topology.nvl72({ racks: unchecked(['r1']) }))), "[Topology.nvl72()] KIND-001: 'props.racks[0]' is 'r1', which is no object with the fields of TopologyBlock; use an object such as { name: ... }"],
    ['a version as driver', operator({ driver: unchecked('580') }), "[hpc/Operator] KIND-001: 'driver' is '580', which is no GpuDriver"],
    ['a cluster as clusters', declared((cluster, chart) => new GpuOperator(chart, 'Operator', { installer, clusters: unchecked(cluster) })), "KIND-001: 'clusters' is an object of another kind, which is no list; use a list, also for one: [new SlurmCluster(chart, 'slurm')]"],
    ['a name as installer', declared((_, chart) => new NvidiaDraDriver(chart, 'Dra', { installer: unchecked('flux') })), "KIND-001: 'installer' is 'flux', which is no Installer; use e.g. Installer.flux()"],
    ['a word as jobContainers', clusters({ jobContainers: unchecked('pyxis') }), "[hpc/slurm] KIND-001: 'jobContainers' is 'pyxis', which is no JobContainers; use e.g. JobContainers.pyxis()"],
    ['a switch as jobNamespaces', clusters({ jobNamespaces: unchecked(true) }), "KIND-001: 'jobNamespaces' is true, which is no JobNamespaces"],
    ['a word as mpi', clusters({ mpi: unchecked('pmix') }), "KIND-001: 'mpi' is 'pmix', which is no Mpi"],
    ['a topology as topologies', clusters({ topologies: unchecked(Topology.flat()) }), "KIND-001: 'topologies' is an object of another kind, which is no list; use a list, also for one: [Topology.nvl72("],
    ['a name as topology', declared(cluster => cluster.addTopology(unchecked('nvl72'))), "KIND-001: 'topology' is 'nvl72', which is no Topology"],
    ['a switch as jobMapping', operator({ jobMapping: unchecked(true) }), "KIND-001: 'jobMapping' is true, which is no DcgmJobMapping"],
    ['a name as metricsList', operator({ metricsList: unchecked('dcgm-metrics') }), "KIND-001: 'metricsList' is 'dcgm-metrics', which is no DcgmMetricsList"],
    ['a condition as nodeConditions', declared((cluster, chart) => new NodeHealth(chart, 'Health', { cluster, nodeConditions: unchecked('GpuXid') })),
      "KIND-001: 'nodeConditions' is 'GpuXid', which is no list; use a list, also for one: ['...']"],
    ['a name as channels', declared((_, chart) => new NvlinkComputeDomain(chart, 'nvlink', { channels: unchecked('PER_JOB') })), "KIND-001: 'channels' is 'PER_JOB', which is no NvlinkChannels; use NvlinkChannels.PER_JOB"],
    ['a list as provider', declared((cluster, chart) => new Topograph(chart, 'T', {
      installer, cluster, provider: unchecked<TopographProvider>([]), topologies: [TopographTopology.block({ blockSizes: [18] })],
    })), "KIND-001: 'provider' is a list, which is no TopographProvider"],
  ])('is refused where it stands: %s', (_what, program, message) => {
    expect(program).toThrow(message);
  });

  test.each<[string, () => unknown, string]>([
    ['cluster of a mapping', declared((_, chart) => new DcgmJobMapping(chart, 'Dcgm', unchecked({}))), "[hpc/Dcgm] KIND-002: 'cluster' is missing; use e.g. new SlurmCluster(chart, 'slurm')"],
    ['cluster of checks', declared((_, chart) => new NodeHealth(chart, 'Health', unchecked({}))), "[hpc/Health] KIND-002: 'cluster' is missing"],
    ['cluster of alerts', declared((_, chart) => new SlurmAlerts(chart, 'Alerts', unchecked({}))), "[hpc/Alerts] KIND-002: 'cluster' is missing"],
    ['cluster of dashboards', declared((_, chart) => new SlurmDashboards(chart, 'Dashboards', unchecked({}))), "[hpc/Dashboards] KIND-002: 'cluster' is missing"],
    ['files of a MIG device', () => GpuDevices.migFiles([unchecked({ profile: '7g.186gb' })]), "[GpuDevices.migFiles()] KIND-002: 'devices[0].files' is missing; use a list: ['...']"],
    ['files of GPUs', () => GpuDevices.files(unchecked(undefined)), "[GpuDevices.files()] KIND-002: 'files' is missing; use a text"],
    ['topologies of Topograph', declared((cluster, chart) => new Topograph(chart, 'T', unchecked({ installer, cluster, provider: TopographProvider.aws() }))), "KIND-002: 'topologies' is missing"],
    ['blockSizes of Topograph', () => TopographTopology.block(unchecked({})), "[TopographTopology.block()] KIND-002: 'options.blockSizes' is missing; use a list: [1]"],
    ['blocks', () => Topology.block(unchecked({})), "KIND-002: 'props.blocks' is missing; use a list: [{ name: ... }]"],
    ['switches', () => Topology.tree(unchecked({})), "KIND-002: 'props.switches' is missing"],
    ['all of a rack topology', () => Topology.nvl72(unchecked(undefined)), "[Topology.nvl72()] KIND-002: 'props' is missing; use an object such as { racks: ... }"],
    ['all of a network', () => GpuNetwork.infiniband(unchecked(undefined)), "[GpuNetwork.infiniband()] KIND-002: 'options' is missing; use an object such as { resourceName: ... }"],
    ['devices of a cut', () => Mig.mixed(unchecked(undefined)), "[Mig.mixed()] KIND-002: 'devices' is missing; use a list: [{ profile: ..., count: ... }]"],
    ['replicas', () => GpuSharing.timeSlicing(unchecked<TimeSlicingOptions>(undefined)), "[GpuSharing.timeSlicing()] KIND-002: 'options' is missing; use an object such as { replicas: ... }"],
    ['all of a node set', declared((_, chart) => new NodeSet(chart, 'cpu', unchecked(undefined))), "[hpc/cpu] KIND-002: 'props' is missing; use an object such as { cluster: ... }"],
    ['id of a node set', declared(cluster => cluster.addNodeSet(unchecked(undefined))), "[hpc/slurm.addNodeSet()] KIND-002: 'id' is missing; use a text"],
  ])('is said to be missing where it must be there: %s', (_what, program, message) => {
    expect(program).toThrow(message);
  });

  test.each<[string, () => unknown, string]>([
    ['a prop', gpus(unchecked({ gpuPerNode: 4 })), "[hpc/slurm/gpu] KIND-004: 'gpuPerNode' is no field of GpuNodeSetProps, so nothing would come of it; did you mean 'gpusPerNode'?"],
    ['a field of options', clusters({ slurmConf: unchecked({ killWaits: 5 }) }), "KIND-004: 'slurmConf.killWaits' is no field of SlurmConfSettings, so nothing would come of it; did you mean 'killWait'?"],
    ['an option of a factory', () => GpuNetwork.efa(unchecked({ hugepages: 1 })), "[GpuNetwork.efa()] KIND-004: 'options.hugepages' is no field of EfaOptions, so nothing would come of it; did you mean 'hugePages'?"],
  ])('is not passed over where its name is misspelt: %s', (_what, program, message) => {
    expect(program).toThrow(message);
  });

  test('a field that is for somebody else passes', () => {
    expect(gpus(unchecked({ costCentre: 'physics' }))).not.toThrow();
  });

  test('all of it is told at once', () => {
    expect(gpus({ gpusPerNode: unchecked('4'), memory: unchecked(64), labels: unchecked('x') })).toThrow(/'gpusPerNode' is '4'.*\n.*'memory' is 64.*\n.*'labels' is 'x'/s);
  });

  test('no password is told, which may stand where a reference to its Secret belongs', () => {
    const database = (password: unknown) => () => Database.external({ host: 'db', username: 'slurm', password: unchecked(password) });
    expect(database('hunter2')).toThrow("[Database.external()] KIND-001: 'props.password' is a text, which is no object with the fields of SecretValue; use an object such as { secret: ..., key: ... }");
    expect(database({ secret: 'hunter2', key: 'password' })).toThrow("KIND-001: 'props.password.secret' is a text, which is no ISecret");
  });

  test.each<[string, () => unknown]>([
    ['a number as password', () => Database.external({ host: 'db', username: 'slurm', password: unchecked(4711) })],
    ['the address of a database', clusters({ accounting: { database: unchecked('mysql://slurm:4711@db/acct') } })],
    ['a key', clusters({ authKeys: unchecked('NDcxMQ==4711') })],
    ['a variable of the environment', declared(cluster => cluster.addNodeSet('cpu', { env: { API_KEY: unchecked('4711') } }))],
  ])('nor is what may be one: %s', (_what, program) => {
    let message = '';
    try {
      program();
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message).toMatch(/KIND-001: .* is a (text|number), which is no /);
    expect(message).not.toContain('4711');
  });

  test.each([
    ['of another kind', declared(cluster => cluster.addNodeSet('cpu', { image: unchecked('https://me:4711@registry.example.com/slurmd') })), "'https://me:...@registry.example.com/slurmd', which is no SlurmImage; use SlurmImage.of('https://me:...@"],
    ['that is wrong itself', () => manifests(chart => smallCluster(chart, 'slurm', {
      accounting: { database: Database.external({ host: 'mysql://me:4711@db', username: 'slurm', password: { secret: Secret.fromSecretName(chart, 'S', 's'), key: 'k' } }) },
    })), "'mysql://me:...@db'"],
  ])('the password in an address %s is left out', (_what, program, message) => {
    expect(program).toThrow(message);
    expect(program).not.toThrow('4711');
  });

  test.each([
    ['of several lines', 'a\nb', String.raw`'qos' is 'a\u000ab', which is no IQos; use e.g. Qos.named('normal')`],
    ['that would colour the terminal', '\u001b[31mred', String.raw`'qos' is '\u001b[31mred', which is no IQos; use e.g. Qos.named('normal')`],
    ['that would end the text of a program', "it's", "'qos' is 'it's', which is no IQos; use e.g. Qos.named('normal')"],
  ])('a text %s stays in its line and is no advice', (_what, qos, message) => {
    expect(declared(cluster => cluster.addPartition('p', { qos: unchecked(qos) }))).toThrow(message);
  });

  test.each<[string, TopologySwitch]>([
    ['stands within itself', ((top: { name: string; children: TopologySwitch[] }) => {
      top.children.push(top, top);
      return top;
    })({ name: 's0', children: [] })],
    ['is nested without end', Array.from({ length: 20_000 }).reduce<TopologySwitch>(below => ({ name: 's', children: [below] }), { name: 's' })],
  ])('a value that %s is refused', (_what, top) => {
    expect(() => Topology.tree({ switches: [top] })).toThrow(/^\[Topology\.tree\(\)\] KIND-003: 'props\.switches\[0\]' .*stands within itself, or is nested more than \d+ deep; .{1,200}$/);
  });

  test('a value that is made at synthesis passes', () => {
    const [object] = manifests(chart => smallCluster(chart, 'slurm').addNodeSet('late', { priorityClassName: unchecked(Lazy.any({ produce: () => 'r1' })) }))
      .filter(({ metadata }) => metadata.name === 'slurm-worker-late');
    expect(object.spec.template.spec.priorityClassName).toBe('r1');
  });
});
