import { App, Chart } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import {
  AuthKeys, Gpu, PartitionExclusive, Scaling, SlurmCluster, SlurmClusterProps, SlurmVersion, Topology, TopologyBlock, TopologyMembers,
} from '../../src';
import { manifests, pick } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

// Warnings of rules are none of these tests' business.
beforeAll(() => { jest.spyOn(console, 'warn').mockImplementation(); });

type Declare = (cluster: SlurmCluster) => void;

function declared(declare: Declare, props: SlurmClusterProps = {}) {
  return manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', props);
    declare(cluster);
    if (cluster.partitions.length === 0) {
      cluster.addPartition('all');
    }
  });
}

const yaml = (declare: Declare, props: SlurmClusterProps = {}) => pick(declared(declare, props), 'ConfigMap', 'slurm-config-extra').data['topology.yaml'];
const conf = (declare: Declare, props: SlurmClusterProps = {}) => pick(declared(declare, props), 'Controller').spec.extraConf as string;
const gpus: Declare = cluster => { cluster.addGpuNodeSet('gb200', { gpu: Gpu.GB200, scaling: Scaling.fixed(72) }); };
const blocks: TopologyBlock[] = [{ name: 'rack-1' }, { name: 'rack-2' }];

function rack(cluster: SlurmCluster, number: number, trays = 18) {
  return cluster.addGpuNodeSet(`rack${number}`, { gpu: Gpu.GB200, scaling: Scaling.fixed(trays), nodeSelector: { 'example.com/rack': String(number) } });
}

function racks(cluster: SlurmCluster, count: number): TopologyBlock[] {
  return Array.from({ length: count }, (_, index) => ({ name: `rack-${index + 1}`, members: TopologyMembers.nodeSets(rack(cluster, index + 1)) }));
}

describe('topology.yaml', () => {
  test('has blocks that nodes join by the annotations of their Kubernetes nodes', () => {
    expect(yaml(gpus, { topologies: [Topology.block({ name: 'nvl', blocks, blockSizes: [16, 32] })] })).toBe(`- topology: nvl
  cluster_default: true
  block:
    block_sizes:
      - 16
      - 32
    blocks:
      - block: rack-1
      - block: rack-2
`);
  });

  test('lists the nodes of node sets that stand in one rack each, and takes their number for the size of a block', () => {
    expect(yaml(cluster => cluster.addTopology(Topology.block({ blocks: racks(cluster, 2) })))).toBe(`- topology: block
  cluster_default: true
  block:
    block_sizes:
      - 18
    blocks:
      - block: rack-1
        nodes: rack1-[0-17]
      - block: rack-2
        nodes: rack2-[0-17]
`);
  });

  test('has a tree of switches, and a flat topology beside it', () => {
    expect(yaml(cluster => {
      const set = cluster.addNodeSet('cpu', { scaling: Scaling.fixed(4), nodeSelector: { row: 'a' } });
      cluster.addTopology(Topology.tree({
        switches: [{
          name: 'spine',
          children: [{ name: 'leaf-1', members: TopologyMembers.nodeSets(set) }, { name: 'leaf-2', members: TopologyMembers.nodes('bm-[1-4]') }],
        }],
      }));
      cluster.addTopology(Topology.flat({ isClusterDefault: true, alphaStepRank: true }));
    })).toBe(`- topology: flat
  cluster_default: true
  flat:
    alpha_step_rank: true
- topology: tree
  tree:
    switches:
      - switch: spine
        children: leaf-[1-2]
      - switch: leaf-1
        nodes: cpu-[0-3]
      - switch: leaf-2
        nodes: bm-[1-4]
`);
  });

  test('is not there without topologies', () => {
    expect(pick(declared(gpus), 'ConfigMap', 'slurm-config-extra').data).not.toHaveProperty(['topology.yaml']);
  });

  test('is the same whatever topology was declared first', () => {
    const two = () => [Topology.flat({ isClusterDefault: true }), Topology.nvl72({ racks: blocks })];
    expect(yaml(gpus, { topologies: two().reverse() })).toBe(yaml(gpus, { topologies: two() }));
  });

  test('keeps the order of blocks as it was when the topology was made', () => {
    const given = [...blocks];
    const topology = Topology.block({ blocks: given, blockSizes: [18] });
    given.reverse();
    expect(yaml(gpus, { topologies: [topology] })).toMatch(/rack-1[^]*rack-2/);
  });
});

describe('NVL72', () => {
  test.each<[string, number | undefined, number]>([
    ['counts on all 18 trays of a rack', undefined, 18],
    ['counts on fewer where some are spare', 2, 16],
  ])('%s', (_what, spareTrays, size) => {
    expect(yaml(cluster => cluster.addTopology(Topology.nvl72({ racks: racks(cluster, 1), spareTrays })))).toContain(`block_sizes:\n      - ${size}\n`);
  });

  test('numbers nodes rack by rack where it is the default topology', () => {
    expect(conf(gpus, { topologies: [Topology.nvl72({ racks: blocks })] })).toContain('TopologyParam=BlockAsNodeRank\n');
    expect(conf(gpus, { topologies: [Topology.flat({ isClusterDefault: true }), Topology.nvl72({ racks: blocks })] })).not.toContain('TopologyParam');
    expect(conf(gpus, { topologies: [Topology.nvl72({ racks: blocks, blockAsNodeRank: false })] })).not.toContain('TopologyParam');
  });

  test('words of TopologyParam join those of the user', () => {
    expect(conf(gpus, { topologies: [Topology.nvl72({ racks: blocks })], slurmConf: { topologyParam: ['TopoMaxSizeUnroll=4'] } }))
      .toContain('TopologyParam=BlockAsNodeRank,TopoMaxSizeUnroll=4\n');
  });

  test('a tree numbers nodes by switch on request', () => {
    expect(conf(gpus, { topologies: [Topology.tree({ switches: [{ name: 'leaf' }], switchAsNodeRank: true })] })).toContain('TopologyParam=SwitchAsNodeRank\n');
  });
});

describe('a partition', () => {
  test('names the topology that it chooses', () => {
    const nvl72 = Topology.nvl72({ racks: blocks });
    expect(conf(cluster => {
      gpus(cluster);
      cluster.addPartition('train', { topology: nvl72, isDefault: true, exclusive: PartitionExclusive.TOPO });
      cluster.addPartition('debug', { topology: Topology.fromName('flat') });
    }, { topologies: [Topology.flat({ isClusterDefault: true }), nvl72] })).toMatch(/PartitionName=debug Nodes=ALL Topology=flat\nPartitionName=train Nodes=ALL Default=YES Exclusive=TOPO Topology=nvl72$/);
  });

  test('may choose one of a file that somebody else writes', () => {
    const file = '- topology: mine\n  cluster_default: true\n  flat: true\n';
    expect(conf(cluster => {
      gpus(cluster);
      cluster.addPartition('train', { topology: Topology.fromName('mine') });
    }, { configFiles: { 'topology.yaml': file } })).toContain('Topology=mine');
  });

  test.each<[string, Declare, SlurmClusterProps, RegExp]>([
    ['a topology that the cluster does not have',
      cluster => cluster.addPartition('p', { topology: Topology.nvl72({ racks: blocks }) }), {},
      /\[hpc\/slurm\] TOPO-114: partition 'p' chooses topology 'nvl72', which the cluster does not have, and slurmctld stops at it; add it to 'topologies' of the cluster/],
    ['a name that its topologies do not have',
      cluster => cluster.addPartition('p', { topology: Topology.fromName('nvl') }), { topologies: [Topology.flat()] },
      /TOPO-114: partition 'p' chooses topology 'nvl'.*or choose 'flat'/],
    ['units of a topology without blocks',
      cluster => cluster.addPartition('p', { exclusive: PartitionExclusive.TOPO }), { topologies: [Topology.flat()] },
      /TOPO-115: partition 'p' gives jobs whole units of the topology, which has no effect with 'flat'/],
    ['a topology in which one of its node sets has no place beside others',
      cluster => {
        const both = racks(cluster, 2);
        const topology = Topology.block({ blocks: both });
        cluster.addTopology(topology);
        cluster.addPartition('p', { topology, nodeSets: [...both[0].members!._nodeSets, cluster.addNodeSet('other')] });
      }, {},
      /TOPO-118: partition 'p' chooses topology 'block', in which node set 'other' has no place: jobs of several nodes never get its nodes/],
    ['nothing, where a node set has no place in the topology of the cluster',
      cluster => {
        const both = racks(cluster, 2);
        cluster.addTopology(Topology.block({ blocks: both }));
        cluster.addPartition('p', { nodeSets: [...both[0].members!._nodeSets, cluster.addNodeSet('other')] });
      }, {},
      /TOPO-118: partition 'p' chooses no topology, and that of the cluster is 'block', in which node set 'other' has no place/],
    ['nothing, where its nodes are under no switch of the tree of the cluster',
      cluster => {
        cluster.addTopology(Topology.tree({ switches: [{ name: 'spine', children: racks(cluster, 2) }] }));
        cluster.addPartition('p', { nodeSets: [cluster.addNodeSet('other')] });
      }, {},
      /TOPO-118: .* that of the cluster is 'tree', in which node set 'other' has no place: jobs of several nodes never/],
    ['a topology in which none of its node sets has a place',
      cluster => {
        const topology = Topology.block({ blocks: racks(cluster, 2) });
        cluster.addTopology(topology);
        cluster.addPartition('p', { topology, nodeSets: [cluster.addNodeSet('other')] });
      }, {},
      /TOPO-118: partition 'p' chooses topology 'block', in which none of its node sets has a place: it does nothing for their jobs; choose a flat topology/],
  ])('that chooses %s is refused', (_what, declare, props, message) => {
    expect(() => declared(cluster => {
      gpus(cluster);
      declare(cluster);
    }, props)).toThrow(message);
  });
});

test('a partition whose nodes are all outside the blocks of the cluster is placed as if there were none', () => {
  expect(() => declared(cluster => {
    gpus(cluster);
    cluster.addTopology(Topology.block({ blocks: racks(cluster, 2) }));
    cluster.addPartition('p', { nodeSets: [cluster.addNodeSet('other')] });
  })).not.toThrow();
});

describe('a topology is refused', () => {
  const keys = Secret.fromSecretName(new Chart(new App(), 'elsewhere'), 'Keys', 'slurm-keys');
  const outside: SlurmClusterProps = {
    clusterName: 'campus',
    externalController: { host: 'slurmctld.example.com' },
    authKeys: AuthKeys.existing({ slurmKey: { secret: keys, key: 'slurm.key' }, jwtKey: { secret: keys, key: 'jwt.key' } }),
  };

  test.each<[string, Topology[], RegExp, SlurmClusterProps?]>([
    ['with block sizes that do not double', [Topology.block({ blocks, blockSizes: [4, 12] })],
      /\[hpc\/slurm\] TOPO-010: topology 'block': block sizes \[4, 12\] are fatal in slurmctld: 12 is not 4 times a power of two; use sizes such as \[4, 8, 32\]/],
    ['with block sizes that shrink', [Topology.block({ blocks, blockSizes: [8, 4] })], /TOPO-010/],
    ['with a block size of nothing', [Topology.block({ blocks, blockSizes: [0] })], /TOPO-010/],
    ['without block sizes that anything tells', [Topology.block({ blocks })],
      /TOPO-103: 'blockSizes' is left out, and the nodes of block 'rack-1' are not known before the cluster runs/],
    ['without blocks', [Topology.block({ blocks: [], blockSizes: [18] })], /TOPO-015: topology 'block': the topology has no blocks/],
    ['with a block twice', [Topology.block({ blocks: [blocks[0], blocks[0]], blockSizes: [18] })], /TOPO-014: .*block 'rack-1' is defined twice/],
    ['without switches', [Topology.tree({ switches: [] })], /TOPO-017/],
    ['with a switch twice', [Topology.tree({ switches: [{ name: 'a' }, { name: 'a' }] })], /TOPO-017/],
    ['with nodes on an inner switch', [Topology.tree({ switches: [{ name: 'a', members: TopologyMembers.nodes('n1'), children: [{ name: 'b' }] }] })],
      /TOPO-104: switch 'a' has both 'children' and 'members'/],
    ['with a hostlist that does not close', [Topology.block({ blocks: [{ name: 'a', members: TopologyMembers.nodes('n[1-4') }], blockSizes: [4] })], /TOPO-030/],
    ['with a name that lists cannot carry', [Topology.flat({ name: 'a:b' })], /TOPO-101: 'a:b' cannot be the name of a topology.*such as 'a-b'/],
    ['with a block name of more than 64 characters', [Topology.block({ blocks: [{ name: 'r'.repeat(65) }], blockSizes: [4] })], /TOPO-101: .*name of a block/],
    ['with all trays to spare', [Topology.nvl72({ racks: blocks, spareTrays: 18 })], /TOPO-102: 'spareTrays' is 18, and a rack has 18 trays/],
    ['beside one of the same name', [Topology.flat(), Topology.flat()], /TOPO-107: there are two topologies named 'flat'/],
    ['that somebody else writes', [Topology.fromName('x')], /TOPO-108/],
    ['beside another default', [Topology.flat({ isClusterDefault: true }), Topology.tree({ switches: [{ name: 'a' }], isClusterDefault: true })],
      /TOPO-109: the topologies 'flat', 'tree' are all the cluster's default/],
    ['where none may be the default', [Topology.flat({ isClusterDefault: false })], /TOPO-109: none of the topologies 'flat'/],
    ['of several without a default', [Topology.flat(), Topology.tree({ switches: [{ name: 'a' }] })], /TOPO-109: none of the topologies 'flat', 'tree' is the cluster's default/],
    ['with ranks that do not count', [Topology.flat({ isClusterDefault: true }), Topology.block({ blocks, blockSizes: [18], blockAsNodeRank: true })],
      /TOPO-116: 'blockAsNodeRank' of topology 'block' has no effect.*which is 'flat'/],
    ['beside a topology file', [Topology.flat()], /TOPO-106: 'topology.yaml' is a configuration file/, { configFiles: { 'topology.yaml': '- topology: a\n  flat: true\n' } }],
    ['beside TopologyPlugin', [Topology.flat()], /TOPO-106: TopologyPlugin=topology\/tree is set/, { extraSlurmConf: ['TopologyPlugin=topology/tree'] }],
    ['with words that Slurm 25.11 does not know', [Topology.flat({ alphaStepRank: true })], /TOPO-121/, { slurmVersion: SlurmVersion.V25_11 }],
    ['where slurmctld runs elsewhere', [Topology.flat()], /TOPO-105/, outside],
  ])('%s', (_what, topologies, message, props = {}) => {
    expect(() => declared(gpus, { ...props, topologies })).toThrow(message);
  });

  test.each<[string, Declare, RegExp]>([
    ['that lists nodes of a node set by name',
      cluster => {
        gpus(cluster);
        cluster.addTopology(Topology.block({ blocks: [{ name: 'rack-1', members: TopologyMembers.nodes('gb200-[0-17]') }], blockSizes: [18] }));
      },
      /TOPO-112: 'rack-1' lists nodes of node set 'gb200' by name: they register after slurmctld has read the list.*make one node set for each rack/],
    ['that lists node sets which may run anywhere',
      cluster => cluster.addTopology(Topology.block({ blocks: [{ name: 'a', members: TopologyMembers.nodeSets(cluster.addNodeSet('a')) }] })),
      /TOPO-113: 'a' lists node set 'a', which has no 'nodeSelector': its workers may run on any machine/],
    ['without block sizes where only Kubernetes knows the nodes',
      cluster => {
        const set = cluster.addNodeSet('d', { scaling: Scaling.daemonSet(), nodeSelector: { rack: 'a' } });
        cluster.addTopology(Topology.block({ blocks: [{ name: 'a', members: TopologyMembers.nodeSets(set) }] }));
      },
      /TOPO-103/],
    ['with more nodes in a rack than NVLink joins',
      cluster => cluster.addTopology(Topology.nvl72({ racks: [{ name: 'a', members: TopologyMembers.nodeSets(rack(cluster, 1, 19)) }] })),
      /TOPO-111: rack 'a' has 19 nodes, and one NVLink domain of NVL72 joins 18/],
    ['with racks of GPUs whose NVLink ends at the node',
      cluster => {
        const h100 = cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB, nodeSelector: { 'example.com/rack': 'a' } });
        cluster.addTopology(Topology.nvl72({ racks: [{ name: 'a', members: TopologyMembers.nodeSets(h100) }] }));
      },
      /TOPO-125: node set 'h100' stands in a rack of Topology.nvl72, and NVLink of NVIDIA H100 80GB HBM3 ends at the node.*use Topology.block\(\)/],
    ['with nodes that the cluster annotates and others that somebody else does',
      cluster => {
        cluster.addTopology(Topology.block({ blocks: racks(cluster, 2), isClusterDefault: true }));
        cluster.addTopology(Topology.tree({ switches: [{ name: 'leaf' }] }));
      },
      /TOPO-110: 'rack-1' of topology 'block' gets nodes that the cluster annotates, and 'leaf' of 'tree' nodes that somebody else does/],
    ['with blocks whose labels match the same machines',
      cluster => {
        gpus(cluster);
        cluster.addTopology(Topology.nvl72({
          racks: [{ name: 'a', members: TopologyMembers.labelled({ row: '1' }) }, { name: 'b', members: TopologyMembers.labelled({ row: '1', rack: '2' }) }],
        }));
      },
      /TOPO-123: 'a' and 'b' of topology 'nvl72' take Kubernetes nodes by labels of which one set holds the other/],
    ['with a block of all machines',
      cluster => cluster.addTopology(Topology.nvl72({ racks: [{ name: 'a', members: TopologyMembers.labelled({}) }] })), /TOPO-119: 'a' names no label/],
    ['with a label that none can have',
      cluster => cluster.addTopology(Topology.nvl72({ racks: [{ name: 'a', members: TopologyMembers.labelled({ rack: 'a,b' }) }] })), /TOPO-119: 'rack=a,b' of 'a' is no label/],
    ['when a file of it is added later',
      cluster => {
        gpus(cluster);
        cluster.addTopology(Topology.flat());
        cluster.addConfigFile('topology.conf', 'SwitchName=a Nodes=n1\n');
      },
      /TOPO-106: 'topology.conf' is a configuration file/],
  ])('%s', (_what, declare, message) => {
    expect(() => declared(declare)).toThrow(message);
  });

  test('that lists a node set of another cluster', () => {
    expect(() => manifests(chart => {
      const other = new SlurmCluster(chart, 'other');
      const members = TopologyMembers.nodeSets(other.addNodeSet('cpu'));
      new SlurmCluster(chart, 'own').addTopology(Topology.block({ blocks: [{ name: 'a', members }] }));
    })).toThrow(/\[hpc\/own\] TOPO-117: 'a' lists node set 'cpu' of cluster 'other'/);
  });
});

describe('the annotation of Kubernetes nodes', () => {
  test('names a topology and the unit, with the switches above a leaf', () => {
    const block = Topology.block({ name: 'nvl', blocks, blockSizes: [18] });
    const tree = Topology.tree({ switches: [{ name: 'spine', children: [{ name: 'row', children: [{ name: 'leaf' }] }] }] });
    expect(block.placeOf('rack-2')).toBe('nvl:rack-2');
    expect(tree.placeOf('leaf')).toBe('tree:spine:row:leaf');
    expect(Topology.fromName('x').placeOf('b1')).toBe('x:b1');
  });

  test('is refused for a unit that the topology does not have', () => {
    expect(() => Topology.block({ blocks, blockSizes: [18] }).placeOf('rack-9')).toThrow(/TOPO-122: topology 'block' has no block 'rack-9'.*use one of rack-1, rack-2/);
  });
});

describe('the pod that annotates Kubernetes nodes', () => {
  const annotator = (objects: ReturnType<typeof declared>) => pick(objects, 'Deployment', 'slurm-topology').spec.template.spec;

  test('tells each machine its places by the labels of the node sets, also those declared later', () => {
    const objects = declared(cluster => {
      const [one, two] = [rack(cluster, 1), rack(cluster, 2)];
      cluster.addTopology(Topology.nvl72({ racks: [{ name: 'r1', members: TopologyMembers.nodeSets(one) }, { name: 'r2', members: TopologyMembers.nodeSets(two) }] }));
      cluster.addTopology(Topology.tree({
        switches: [{ name: 'spine', children: [{ name: 'leaf', members: TopologyMembers.labelled({ row: 'a', hall: 'x' }) }] }], isClusterDefault: true,
      }));
    });
    expect(annotator(objects).containers[0].args).toEqual([
      'example.com/rack=1', 'nvl72:r1', 'example.com/rack=2', 'nvl72:r2', 'hall=x,row=a', 'tree:spine:leaf',
    ]);
  });

  test('may do nothing but list and annotate nodes', () => {
    const objects = declared(cluster => cluster.addTopology(Topology.block({ blocks: racks(cluster, 1) })));
    const role = pick(objects, 'ClusterRole', 'slurm-slurm-topology');
    expect(role.rules).toEqual([{ apiGroups: [''], resources: ['nodes'], verbs: ['list', 'patch'] }]);
    expect(role.metadata).not.toHaveProperty('namespace');
    expect(pick(objects, 'ClusterRoleBinding').subjects).toEqual([{ kind: 'ServiceAccount', name: 'slurm-topology', namespace: 'slurm' }]);
  });

  test('runs where it is told to', () => {
    const toleration = { key: 'system', operator: 'Exists' };
    const objects = declared(cluster => cluster.addTopology(Topology.block({ blocks: racks(cluster, 1) })), {
      topologyAnnotator: { image: 'registry.example.com/curl:8.16.0', nodeSelector: { pool: 'system' }, tolerations: [toleration] },
    });
    expect(annotator(objects)).toMatchObject({ nodeSelector: { 'pool': 'system', 'kubernetes.io/os': 'linux' }, tolerations: [toleration], containers: [{ image: 'registry.example.com/curl:8.16.0' }] });
  });

  test.each<[string, Topology]>([
    ['somebody else annotates nodes', Topology.nvl72({ racks: blocks })],
    ['slurm.conf defines them', Topology.block({ blocks: [{ name: 'a', members: TopologyMembers.nodes('bm-[1-4]') }] })],
    ['there is nothing to say', Topology.flat()],
  ])('is not there where %s', (_what, topology) => {
    expect(declared(gpus, { topologies: [topology] }).filter(({ kind }) => kind === 'Deployment')).toEqual([]);
  });

  test('has an image that does not move', () => {
    expect(() => declared(cluster => cluster.addTopology(Topology.block({ blocks: racks(cluster, 1) })), { topologyAnnotator: { image: 'curl:latest' } }))
      .toThrow(/\[hpc\/slurm\/TopologyAnnotator\] IMG-/);
  });
});

describeWithCrds('manifests of a cluster with topologies', () => {
  test('are taken by the API server', () => {
    expect(validateManifests(declared(cluster => {
      const nvl72 = Topology.nvl72({ racks: racks(cluster, 4) });
      cluster.addTopology(nvl72);
      cluster.addPartition('train', { topology: nvl72 });
    }))).toEqual([]);
  });
});
