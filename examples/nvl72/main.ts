import { App, Chart, Duration, Size } from 'cdk8s';
import { Cpu, Secret, ServiceType } from 'cdk8s-plus-28';
import {
  Autoscaler, Database, DcgmJobMapping, Gpu, GpuNetwork, Identity, JobContainers, NodeHealth, NodeStorage, NvlinkComputeDomain,
  PartitionExclusive, PrometheusServer, Scaling, SharedFileSystem, SlurmAlerts, SlurmCluster, SlurmDashboards, Topology, TopologyMembers,
} from 'slurm-constructs';

const app = new App();
const chart = new Chart(app, 'nvl72', { namespace: 'slurm' });
// Made by whoever keeps the passwords, before the cluster: see README.md.
const secret = (name: string) => Secret.fromSecretName(chart, name, name);
const systemNodes = { 'node-pool': 'system' };
const prometheus = PrometheusServer.at('http://prometheus-operated.monitoring:9090');

const cluster = new SlurmCluster(chart, 'slurm', {
  clusterName: 'nvl72',
  controller: { nodeSelector: systemNodes },
  accounting: {
    database: Database.external({ host: 'slurm.mysql.example.com', username: 'slurm', password: { secret: secret('slurm-database'), key: 'password' } }),
    nodeSelector: systemNodes,
  },
  restApi: { nodeSelector: systemNodes },
  identity: Identity.ldap({ uri: 'ldaps://ldap.example.com', searchBase: 'dc=example,dc=com', sshPublicKeys: true }),
  sharedFileSystems: [SharedFileSystem.nfs({ server: 'nas.example.com', path: '/home', mountPath: '/home' })],
  slurmConf: {
    // Plans as far ahead as jobs may run, in steps that keep the plan small.
    schedulerParameters: ['bf_continue', 'bf_resolution=600', 'bf_window=2880'],
    slurmdTimeout: Duration.minutes(10),
  },
  // Images unpack on the trays' own disks, where they stay for the next job.
  jobContainers: JobContainers.pyxis({ storage: NodeStorage.hostPath('/mnt/nvme/enroot') }),
  metrics: { serviceMonitor: { labels: { release: 'prometheus' } } },
  topologyAnnotator: { nodeSelector: systemNodes },
});

// GPUs share memory over NVLink within a rack. Slurm gives every job a channel of its own, which no other job can open.
const nvlink = new NvlinkComputeDomain(chart, 'nvlink');

const racks = ['rack1', 'rack2', 'rack3', 'rack4'].map(rack => cluster.addGpuNodeSet(rack, {
  gpu: Gpu.GB200,
  scaling: Scaling.fixed(18),
  ordinalPadding: 2,
  cpu: Cpu.units(140),
  memory: Size.gibibytes(840),
  nodeSelector: { 'topology.example.com/rack': rack },
  computeDomain: nvlink,
  // Between racks NCCL goes over InfiniBand, whose cards all go to the one worker of a tray.
  network: GpuNetwork.infiniband({ resourceName: 'rdma/ib' }),
  ssh: {},
}));

// CPU nodes come when jobs wait for them, and go when none did for twenty minutes.
const cpu = cluster.addNodeSet('cpu', {
  scaling: Scaling.auto({ max: 16, autoscaler: Autoscaler.keda({ prometheus }), scaleInWindow: Duration.minutes(20) }),
  cpu: Cpu.units(60),
  memory: Size.gibibytes(240),
  nodeSelector: { 'node-pool': 'cpu' },
});

// Each rack is a block. Jobs count on 16 of its 18 trays, so that one of a whole rack starts although two are out.
const byRack = Topology.nvl72({
  racks: racks.map(rack => ({ name: rack.nodeSetName, members: TopologyMembers.nodeSets(rack) })),
  spareTrays: 2,
  isClusterDefault: true,
});
const flat = Topology.flat();
cluster.addTopology(byRack);
cluster.addTopology(flat);

cluster.addPartition('train', {
  nodeSets: racks,
  topology: byRack,
  isDefault: true,
  maxTime: Duration.days(2),
  defaultTime: Duration.hours(4),
  defCpuPerGpu: 34,
  defMemPerGpu: Size.gibibytes(180),
});
// Whole racks, for jobs that must have nobody beside them on the fabric.
cluster.addPartition('rack', {
  nodeSets: racks, topology: byRack, exclusive: PartitionExclusive.TOPO, maxTime: Duration.days(1), defCpuPerGpu: 34, defMemPerGpu: Size.gibibytes(180),
});
cluster.addPartition('cpu', { nodeSets: [cpu], topology: flat, maxTime: Duration.hours(12), defMemPerCpu: Size.gibibytes(3) });

// Who may run jobs. Accounts and limits are kept in the database, also the one by which a job too large for all 16 CPU nodes is refused when it is submitted.
const policy = cluster.addAccountingPolicy('policy', { nodeSelector: systemNodes });
policy.addUser('alice', { accounts: [policy.addAccount('research')] });

// Every metric of a GPU carries the number of the job that has it.
new DcgmJobMapping(cluster, 'Dcgm', { cluster });
// Alerts and dashboards are about what this cluster has: its partitions, its GPUs and their jobs.
new SlurmAlerts(cluster, 'Alerts', { cluster });
new SlurmDashboards(cluster, 'Dashboards', { cluster, folder: 'Slurm' });
// A tray that loses a GPU is drained before the next job finds out.
new NodeHealth(cluster, 'Health', { cluster });

cluster.addLoginSet('main', {
  replicas: 2,
  service: { type: ServiceType.LOAD_BALANCER, externalTrafficPolicy: 'Local', loadBalancerSourceRanges: ['10.0.0.0/8'] },
  nodeSelector: systemNodes,
});

app.synth();
