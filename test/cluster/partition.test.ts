import { Duration, Size } from 'cdk8s';
import { manifests, pick } from './cluster-manifests';
import {
  Account, CpuBind, INodeSet, IQos, OverSubscribe, Partition, PartitionExclusive, PartitionOptions, PartitionPreemptMode, PartitionSelectType,
  PartitionState, Qos, SlurmCluster, Topology,
} from '../../src';

function line(options: PartitionOptions): string {
  const objects = manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', {
      accounting: {},
      configFiles: { 'topology.yaml': '- topology: flat\n  cluster_default: true\n  flat: true\n' },
      slurmConf: { accountingStorageTres: ['gres/gpu'] },
    });
    cluster.addNodeSet('cpu');
    cluster.addPartition('p', options);
  });
  return pick(objects, 'Controller').spec.extraConf.split('\n').pop();
}

test.each<[PartitionOptions, string]>([
  [{ allocNodes: 'login-[0-1]' }, 'AllocNodes=login-[0-1]'],
  [{ allowAccounts: [Account.named('a'), Account.named('b')] }, 'AllowAccounts=a,b'],
  [{ allowGroups: ['hpc'] }, 'AllowGroups=hpc'],
  [{ allowQos: [Qos.named('high')] }, 'AllowQos=high'],
  [{ cpuBind: CpuBind.CORE }, 'CpuBind=core'],
  [{ defaultTime: Duration.hours(1) }, 'DefaultTime=01:00:00'],
  [{ defCpuPerGpu: 16 }, 'DefCPUPerGPU=16'],
  [{ defMemPerGpu: Size.gibibytes(200) }, 'DefMemPerGPU=204800'],
  [{ denyAccounts: [Account.named('x')] }, 'DenyAccounts=x'],
  [{ disableRootJobs: true }, 'DisableRootJobs=YES'],
  [{ exclusive: PartitionExclusive.USER }, 'Exclusive=USER'],
  [{ graceTime: Duration.minutes(2) }, 'GraceTime=120'],
  [{ hidden: true }, 'Hidden=YES'],
  [{ lln: true }, 'LLN=YES'],
  [{ maxMemPerNode: Size.mebibytes(512) }, 'MaxMemPerNode=512'],
  [{ maxNodes: 4, minNodes: 2 }, 'MaxNodes=4 MinNodes=2'],
  [{ maxTime: Duration.days(2) }, 'MaxTime=2-00:00:00'],
  [{ overSubscribe: OverSubscribe.force(4) }, 'OverSubscribe=FORCE:4'],
  [{ overSubscribe: OverSubscribe.exclusive() }, 'OverSubscribe=EXCLUSIVE'],
  [{ overTimeLimit: Duration.minutes(5) }, 'OverTimeLimit=5'],
  [{ preemptMode: PartitionPreemptMode.REQUEUE, priorityTier: 10, priorityJobFactor: 3 }, 'PreemptMode=REQUEUE PriorityJobFactor=3 PriorityTier=10'],
  [{ qos: Qos.named('part'), reqResv: true, rootOnly: false }, 'QOS=part ReqResv=YES RootOnly=NO'],
  [{ selectTypeParameters: PartitionSelectType.CR_SOCKET }, 'SelectTypeParameters=CR_Socket'],
  [{ state: PartitionState.DRAIN }, 'State=DRAIN'],
  [{ suspendTime: Duration.minutes(10), suspendTimeout: Duration.seconds(30), resumeTimeout: Duration.minutes(15) }, 'ResumeTimeout=900 SuspendTime=600 SuspendTimeout=30'],
  [{ topology: Topology.fromName('flat') }, 'Topology=flat'],
  [{ tresBillingWeights: { 'GRES/gpu': 16, 'CPU': 0.5 } }, 'TRESBillingWeights=CPU=0.5,GRES/gpu=16'],
])('%j becomes %s', (options, text) => {
  expect(line(options)).toBe(`PartitionName=p Nodes=ALL Default=YES ${text}`.split(' ').sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1)).join(' '));
});

// PartitionName and Nodes lead, all other keys follow sorted.
function order(word: string): number {
  return word.startsWith('PartitionName=') ? 0 : word.startsWith('Nodes=') ? 1 : 2;
}

test.each<[string, PartitionOptions, string | RegExp]>([
  ['an empty name', { partitionName: '' }, 'PART-001'],
  ['a name that stands for all partitions', { partitionName: 'DEFAULT' }, /\[hpc\/slurm\/Partitions\/p\] PART-001: 'DEFAULT' is not a partition name/],
  ['no node sets', { nodeSets: [] }, /PART-002: 'nodeSets' is empty/],
  ['a list with a comma inside', { allowAccounts: [Account.named('a,b')] }, /PART-011: 'allowAccounts' holds 'a,b'/],
  ['a bare name from a program without types', { allowQos: ['high' as unknown as IQos] }, /KIND-001: 'allowQos\[0\]' is 'high', which is no IQos; use Qos.named\('high'\)/],
  ['an empty list', { allowQos: [] }, /PART-011: 'allowQos' is empty/],
  ['hosts with a blank', { allocNodes: 'a b' }, 'PART-011'],
  ['half a minute', { maxTime: Duration.seconds(90) }, /PART-011: 'maxTime' is not a whole number of minutes/],
  ['a fraction of a second', { graceTime: Duration.millis(1500) }, 'PART-011'],
  ['negative nodes', { maxNodes: -1 }, /PART-011: 'maxNodes' is -1, and slurmctld takes whole numbers/],
  ['too high a tier', { priorityTier: 65534 }, 'PART-011'],
  ['less than a MiB', { maxMemPerCpu: Size.kibibytes(1) }, 'PART-011'],
  ['a negative weight', { tresBillingWeights: { CPU: -1 } }, 'PART-011'],
  ['zero jobs that share', { overSubscribe: OverSubscribe.yes(0) }, 'PART-010'],
  ['both lists of accounts', { allowAccounts: [Account.named('a')], denyAccounts: [Account.named('b')] }, /PART-012: 'allowAccounts' and 'denyAccounts' are both set/],
  ['a default time beyond the longest', { defaultTime: Duration.hours(2), maxTime: Duration.hours(1) }, 'PART-013'],
  ['more nodes at least than at most', { minNodes: 3, maxNodes: 2 }, 'PART-014'],
])('a partition with %s is refused', (_what, options, message) => {
  expect(() => line(options)).toThrow(message);
});

test('all that is wrong with a partition is told at once', () => {
  expect(() => line({ maxNodes: -1, priorityTier: -1 })).toThrow(/'maxNodes' is -1[^]*'priorityTier' is -1/);
});

test('a partition on a node set of another cluster is refused', () => {
  expect(() => manifests(chart => {
    const other = new SlurmCluster(chart, 'other');
    const own = new SlurmCluster(chart, 'own');
    own.addPartition('p', { nodeSets: [other.addNodeSet('cpu')] });
  })).toThrow(/\[hpc\/own\/Partitions\/p\] PART-003: node set 'cpu' belongs to cluster 'other'/);
});

test('a partition on the name of a node set is refused', () => {
  expect(() => line({ nodeSets: ['cpu' as unknown as INodeSet] })).toThrow(/KIND-001: 'nodeSets\[0\]' is 'cpu', which is no INodeSet; use e.g. cluster.addNodeSet\('cpu'\)/);
});

test('two partitions of one name are refused, also in other letters', () => {
  expect(() => manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm');
    cluster.addPartition('train');
    new Partition(chart, 'again', { cluster, partitionName: 'Train' });
  })).toThrow(/PART-005: partition 'Train' exists already at 'hpc\/slurm\/Partitions\/train'/);
});

test('a partition may not take the name of a node set that is not in it', () => {
  expect(() => manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm');
    cluster.addNodeSet('gpu');
    cluster.addPartition('gpu', { nodeSets: [cluster.addNodeSet('cpu')] });
  })).toThrow('PART-023');
});

test('a partition names its alternate and its node sets by name, sorted', () => {
  const objects = manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm');
    const sets = [cluster.addNodeSet('b'), cluster.addNodeSet('a')];
    const spare = cluster.addPartition('spare', { isDefault: true });
    cluster.addPartition('main', { nodeSets: sets, alternate: spare });
    expect(sets.map(({ nodeSetName }) => nodeSetName)).toEqual(['b', 'a']);
    expect(cluster.partitions.map(({ partitionName }) => partitionName)).toEqual(['spare', 'main']);
  });
  expect(pick(objects, 'Controller').spec.extraConf).toContain('PartitionName=main Nodes=a,b Alternate=spare\nPartitionName=spare Nodes=ALL Default=YES');
});
