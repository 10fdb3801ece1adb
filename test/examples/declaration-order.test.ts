import { Chart, Duration, Size, Testing, Yaml } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import {
  Database, DcgmJobMapping, Gpu, GpuNodeSet, Identity, NodeSet, Script, Scaling, SharedFileSystem, SlurmCluster, Topology, TopologyMembers,
} from '../../src';

/** What a program adds to a cluster; each entry may stand at any place of the program, after what it needs. */
interface Program {
  readonly cluster: SlurmCluster;
  readonly cpu: () => NodeSet;
  readonly h100: () => GpuNodeSet;
  readonly l40s: () => GpuNodeSet;
}

const declarations: { readonly [name: string]: (program: Program) => void } = {
  'node set cpu': ({ cpu }) => cpu(),
  'node set h100': ({ h100 }) => h100(),
  'node set l40s': ({ l40s }) => l40s(),
  'partition train': ({ cluster, h100 }) => cluster.addPartition('train', { nodeSets: [h100()], isDefault: true, maxTime: Duration.days(1) }),
  'partition cpu': ({ cluster, cpu }) => cluster.addPartition('cpu', { nodeSets: [cpu()] }),
  'partition gpu': ({ cluster, h100, l40s }) => cluster.addPartition('gpu', { nodeSets: [l40s(), h100()] }),
  'partition all': ({ cluster }) => cluster.addPartition('all'),
  'login set main': ({ cluster }) => cluster.addLoginSet('main', { replicas: 2 }),
  'login set admin': ({ cluster }) => cluster.addLoginSet('admin'),
  'token': ({ cluster }) => cluster.addJwtToken('exporter', { username: 'metrics' }),
  'prolog 20': ({ cluster }) => cluster.addProlog('20-scratch.sh', Script.inline('#!/bin/sh\nmkdir -p /scratch/$SLURM_JOB_ID\n')),
  'prolog 10': ({ cluster }) => cluster.addProlog('10-health.sh', Script.inline('#!/bin/sh\nnvidia-smi -L\n')),
  'job mapping': ({ cluster }) => new DcgmJobMapping(cluster, 'Dcgm', { cluster }),
  'topology of racks': ({ cluster }) => cluster.addTopology(Topology.nvl72({ racks: [{ name: 'r1', members: TopologyMembers.labelled({ rack: '1' }) }] })),
  'topology of the rest': ({ cluster }) => cluster.addTopology(Topology.flat({ isClusterDefault: true })),
  'epilog': ({ cluster }) => cluster.addEpilog('10-scratch.sh', Script.inline('#!/bin/sh\nrm -rf /scratch/$SLURM_JOB_ID\n')),
  'config file plugstack.conf': ({ cluster }) => cluster.addConfigFile('plugstack.conf', 'optional spank_pyxis.so\n'),
  'config file job_container.conf': ({ cluster }) => cluster.addConfigFile('job_container.conf', 'AutoBasePath=true\nBasePath=/scratch/tmp\n'),
};

function manifests(order: string[]): string {
  const chart = new Chart(Testing.app(), 'site', { namespace: 'slurm' });
  const cluster = new SlurmCluster(chart, 'slurm', {
    accounting: { database: Database.mariadb() },
    identity: Identity.ldap({ uri: 'ldaps://ldap.example.com', searchBase: 'dc=example,dc=com' }),
    sharedFileSystems: [SharedFileSystem.claimName('scratch', '/scratch'), SharedFileSystem.claimName('home', '/home')],
  });
  const gpus = { gpusPerNode: 4, cpu: Cpu.units(32), memory: Size.gibibytes(512) };
  const program: Program = {
    cluster,
    cpu: once(() => cluster.addNodeSet('cpu', { scaling: Scaling.fixed(700), ssh: {} })),
    h100: once(() => cluster.addGpuNodeSet('h100', { ...gpus, gpu: Gpu.H100_80GB, scaling: Scaling.fixed(400) })),
    l40s: once(() => cluster.addGpuNodeSet('l40s', { ...gpus, gpu: Gpu.L40S, scaling: Scaling.fixed(16) })),
  };
  order.forEach(name => declarations[name](program));
  return Yaml.stringify(...chart.toJson());
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}

const names = Object.keys(declarations);

test('declarations in any order give the same bytes', () => {
  const expected = manifests(names);
  expect(manifests([...names].reverse())).toBe(expected);
  fc.assert(
    fc.property(fc.shuffledSubarray(names, { minLength: names.length }), order => {
      expect(manifests(order)).toBe(expected);
    }),
    { seed: 20260501, numRuns: 12 },
  );
});

test('everything declared after the cluster reaches it', () => {
  const text = manifests([...names].reverse());
  expect(text).toContain('MaxNodeCount=2048');
  expect(text).toContain('AccountingStorageTRES=gres/gpu,gres/gpu:h100,gres/gpu:l40s');
  expect(text).toContain('PartitionName=gpu Nodes=h100,l40s');
  expect(text).toContain('prolog-10-health.sh');
  expect(text).toContain('plugstack.conf');
});
