import { Chart, Duration, Size } from 'cdk8s';
import { Cpu, EnvValue, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as lib from '../../src';
import { argumentKinds } from '../../src/errors/prop-kinds';
import { manifests, smallCluster } from '../cluster/cluster-manifests';

/** A program that is right, with the props into which wrong values are put, one at a time. */
type Program = readonly [what: string, right: (scope: Construct) => object, run: (cluster: lib.SlurmCluster, props: never) => unknown];

const installer = lib.Installer.flux();
const password = (scope: Construct) => ({ secret: Secret.fromSecretName(scope, 'Password', 'db'), key: 'password' });

const programs: readonly Program[] = [
  ['a node set', () => ({
    cpu: Cpu.units(4),
    memory: Size.gibibytes(16),
    sharedMemory: Size.gibibytes(1),
    scaling: lib.Scaling.fixed(2),
    features: ['nvme'],
    weight: 5,
    labels: { team: 'a' },
    tolerations: [{ key: 'gpu', operator: 'Exists' }],
    env: { A: EnvValue.fromValue('1') },
    minReady: Duration.seconds(5),
    ssh: { port: 2222 },
    gres: [{ name: 'nic', count: 2 }],
    extraNodeConf: { CoreSpecCount: '2' },
    volumeClaims: [{ name: 'scratch', mountPath: '/scratch', size: Size.gibibytes(10) }],
  }), (cluster, props) => cluster.addNodeSet('n', props)],
  ['a set of GPU nodes', () => ({
    gpu: lib.Gpu.H100_80GB, gpusPerNode: 4, gresType: 'h100', sharing: lib.GpuSharing.shards(2), requestDevices: true, network: lib.GpuNetwork.none(), hostNetwork: false,
  }), (cluster, props) => cluster.addGpuNodeSet('g', props)],
  ['a partition', () => ({
    maxTime: Duration.hours(2),
    defMemPerCpu: Size.gibibytes(1),
    priorityTier: 5,
    overSubscribe: lib.OverSubscribe.no(),
    allowGroups: ['hpc'],
    state: lib.PartitionState.UP,
    tresBillingWeights: { CPU: 1 },
    topology: undefined,
    partitionName: 'p',
  }), (cluster, props) => cluster.addPartition('p', props)],
  ['login hosts', () => ({ replicas: 2, service: { annotations: { a: 'b' }, nodePort: 30022 }, extraSshdConfig: ['X11Forwarding yes'], loginSetName: 'shell' }),
    (cluster, props) => cluster.addLoginSet('l', props)],
  ['slurm.conf', () => ({
    clusterName: 'hpc',
    slurmConf: { killWait: Duration.seconds(30), maxArraySize: 1000, requeueExit: [1], schedulerParameters: ['bf_continue'], licenses: { matlab: 4 }, trackWcKey: true },
    extraSlurmConf: ['DebugFlags=Gres'],
    configFiles: { 'job_container.conf': 'AutoBasePath=true\n' },
    metrics: { serviceMonitor: { labels: { release: 'p' } } },
    cgroup: { constrainCores: true },
    images: { registry: 'registry.example.com' },
    acknowledgedWarnings: [{ ruleId: 'STOR-010', reason: 'known' }],
  }), (cluster, props) => smallCluster(Chart.of(cluster), 'other', props)],
  ['a database', scope => ({ host: 'db.example.com', port: 3306, username: 'slurm', password: password(scope), database: 'acct' }),
    (cluster, props) => new lib.Accounting(cluster, 'Db', { cluster, database: lib.Database.external(props) })],
  ['racks', () => ({ racks: [{ name: 'r1', members: lib.TopologyMembers.annotated() }], spareTrays: 2, isClusterDefault: true, name: 'racks' }),
    (cluster, props) => cluster.addTopology(lib.Topology.nvl72(props))],
  ['switches', () => ({ switches: [{ name: 's0', children: [{ name: 's1' }, { name: 's2' }] }], switchAsNodeRank: true }), (cluster, props) => cluster.addTopology(lib.Topology.tree(props))],
  ['InfiniBand', () => ({ resourceName: 'rdma/ib', devices: 8, networks: ['a'], sharp: true, nccl: { NCCL_DEBUG: 'INFO' } }),
    (cluster, props) => cluster.addGpuNodeSet('g', { gpu: lib.Gpu.H100_80GB, network: lib.GpuNetwork.infiniband(props) })],
  ['EFA', () => ({ interfaces: 32, hugePages: Size.mebibytes(5120), instanceType: 'p5.48xlarge' }),
    (cluster, props) => cluster.addGpuNodeSet('g', { gpu: lib.Gpu.H100_80GB, memory: Size.gibibytes(900), network: lib.GpuNetwork.efa(props) })],
  ['LDAP', scope => ({ uri: 'ldaps://ldap.example.com', searchBase: 'dc=example,dc=com', bindDn: 'cn=slurm', bindPassword: password(scope), cacheTimeout: Duration.hours(1), allowedGroups: ['hpc'] }),
    (cluster, props) => smallCluster(Chart.of(cluster), 'other', { identity: lib.Identity.ldap(props) })],
  ['a file system', () => ({ server: 'nfs.example.com', path: '/export', mountPath: '/data', mountOptions: ['nfsvers=4.2'], readOnly: true }),
    (cluster, props) => smallCluster(Chart.of(cluster), 'other', { sharedFileSystems: [lib.SharedFileSystem.nfs(props)] })],
  ['checks of nodes', () => ({ checks: [lib.HealthCheck.gpus()], interval: Duration.minutes(5), nodeConditions: ['GpuXid'], resumes: true }),
    (cluster, props: object) => new lib.NodeHealth(cluster, 'Health', { cluster, ...props })],
  ['a compute domain', () => ({ name: 'nvl', nodes: lib.NvlinkNodes.fixed(2), channels: lib.NvlinkChannels.PER_JOB }),
    (cluster, props) => cluster.addGpuNodeSet('g', { gpu: lib.Gpu.GB200, scaling: lib.Scaling.fixed(2), computeDomain: new lib.NvlinkComputeDomain(cluster, 'Nvl', props) })],
  ['an operator', () => ({ installer, driver: lib.GpuDriver.onHost(), gdrCopy: true, serviceMonitorLabels: { a: 'b' }, namespace: 'gpu' }),
    (cluster, props) => new lib.GpuOperator(cluster, 'Operator', props)],
];

const wrongValues: readonly unknown[] = [undefined, null, 'x', '', 5, NaN, true, {}, [], [null], { a: undefined }, { a: {} }, lib.Gpu.A100_40GB, lib.Scaling.fixed(1)];

/** All places of a value that a program wrote itself: props, fields of options and items of lists. */
function places(value: unknown, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  const isOwn = Array.isArray(value) || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);
  return [at, ...isOwn ? Object.entries(value as object).flatMap(([key, item]) => places(item, [...at, Array.isArray(value) ? Number(key) : key])) : []];
}

function withWrong(value: unknown, [key, ...rest]: readonly (string | number)[], wrong: unknown): unknown {
  if (key === undefined) {
    return wrong;
  }
  const copy = Array.isArray(value) ? [...value as unknown[]] : { ...value as object };
  Reflect.set(copy, key, withWrong(Reflect.get(value as object, key), rest, wrong));
  return copy;
}

/** What a user would have to complain about: an error that says nothing, or a manifest with what no program meant. */
function complaint([, right, run]: Program, place: readonly (string | number)[], wrong: unknown): string | undefined {
  try {
    const text = JSON.stringify(manifests(chart => {
      const cluster = smallCluster(chart, 'slurm');
      run(cluster, withWrong(right(chart), place, wrong) as never);
    }), (_key, value: unknown) => (value === null || Number.isNaN(value) ? '(null value)' : value));
    return /.{0,40}(\[object |\bNaN\b|\bundefined\b|\(null value\)).{0,20}/.exec(text)?.[0];
  } catch (error) {
    const { message } = error as Error;
    return /\b[A-Z]{2,5}-\d{3}: .*; /.test(message) && !/\[object |is not a function|Cannot read/.test(message) ? undefined : message;
  }
}

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

test.each(programs)('the program with %s is right', (...program) => {
  expect(() => manifests(chart => program[2](smallCluster(chart, 'slurm'), program[1](chart) as never))).not.toThrow();
});

test.each(programs)('a wrong value in %s is refused by name, or leaves nothing odd in a manifest', (...program) => {
  const complaints: string[] = [];
  manifests(chart => smallCluster(chart, 'slurm') && places(program[1](chart)).forEach(place => {
    for (const wrong of wrongValues) {
      const found = complaint(program, place, wrong);
      if (found !== undefined) {
        complaints.push(`${place.join('.')} = ${typeof wrong === 'function' ? 'a function' : JSON.stringify(wrong)}: ${found}`);
      }
    }
  }));
  expect(complaints).toEqual([]);
});

test.each(Object.entries(argumentKinds))('%s refuses arguments of another kind', (name, kinds) => {
  const [type, method] = name.split('.');
  const typeOf = Reflect.get(lib, type) as { prototype: object };
  const call = Reflect.get(Object.hasOwn(typeOf, method) ? typeOf : typeOf.prototype, method) as (...given: unknown[]) => unknown;
  const names = kinds.split('; ').map(kind => /\w+/.exec(kind)![0]);
  let message = '';
  try {
    call.apply(typeOf, names.map(() => () => 'no argument is a function'));
  } catch (error) {
    ({ message } = error as Error);
  }
  expect(message.split('\n')).toEqual(names.map(argument => expect.stringMatching(new RegExp(`KIND-001: '${argument}(\\[0\\])?' is a function, which is no .+; use .+`)) as string));
});

test('every construct looks at its props', () => {
  type AnyConstruct = new (scope: Construct, id: string, props: unknown) => Construct;
  const constructs = Object.entries<unknown>(lib)
    .filter((entry): entry is [string, AnyConstruct] => typeof entry[1] === 'function' && entry[1].prototype instanceof Construct);
  expect(constructs.length).toBeGreaterThan(20);
  manifests(chart => {
    const cluster = smallCluster(chart, 'slurm');
    for (const [name, type] of constructs) {
      expect(() => new type(cluster, `Wrong${name}`, 'x')).toThrow(/KIND-001: '(props|options)' is 'x', which is no object with the fields of \w+; use an object such as/);
    }
  });
});
