import { Duration, Size } from 'cdk8s';
import { Cpu, EnvValue, k8s, PercentOrAbsolute, Volume } from 'cdk8s-plus-28';
import { Manifest, manifests, pick } from './cluster-manifests';
import { NodeSetOptions, ReservationFlag, Scaling, SlurmCluster, SlurmClusterProps, UpdateStrategy } from '../../src';

function nodeSet(options: NodeSetOptions = {}, props: SlurmClusterProps = {}, id = 'cpu'): Manifest {
  return pick(manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', props);
    cluster.addNodeSet(id, options);
    cluster.addPartition('all');
  }), 'NodeSet');
}

test('a node set has the documented defaults', () => {
  expect(nodeSet()).toEqual({
    apiVersion: 'slinky.slurm.net/v1beta1',
    kind: 'NodeSet',
    metadata: { name: 'slurm-worker-cpu', namespace: 'slurm' },
    spec: {
      controllerRef: { name: 'slurm' },
      scalingMode: 'StatefulSet',
      replicas: 1,
      slurmd: { image: 'ghcr.io/slinkyproject/slurmd:26.05.1-ubuntu26.04', imagePullPolicy: 'IfNotPresent' },
      logfile: { image: 'docker.io/library/alpine:3.23.3', imagePullPolicy: 'IfNotPresent' },
      template: { spec: { hostname: 'cpu-', nodeSelector: { 'kubernetes.io/os': 'linux' } } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%' } },
    },
  });
});

test('a node set takes its name, features, weight and further keys to slurmd, sorted', () => {
  expect(nodeSet({ nodeSetName: 'fat', features: ['amx', 'hbm'], weight: 10, gres: [{ name: 'nic', count: 2 }], extraNodeConf: { CoreSpecCount: '2' } }).spec.extraConf)
    .toBe('CoreSpecCount=2 Features=amx,hbm Gres=nic:2 Weight=10');
});

test('one size limits the pod and tells Slurm what is left for jobs', () => {
  const { slurmd } = nodeSet({ cpu: Cpu.units(30), memory: Size.gibibytes(120) }).spec;
  expect(slurmd.resources).toEqual({ limits: { cpu: '30', memory: '120Gi' }, requests: { cpu: '30', memory: '120Gi' } });
  // 2 % of 120 GiB stay with slurmd.
  expect(slurmd.env).toEqual([{ name: 'POD_MEMORY', value: String(122880 - 2458) }]);
});

test('requests and limits may differ', () => {
  const cpu = { request: Cpu.units(2), limit: Cpu.units(4) };
  const memory = { request: Size.gibibytes(4), limit: Size.gibibytes(8) };
  const { slurmd } = nodeSet({ resources: { cpu, memory } }).spec;
  expect(slurmd.resources).toEqual({ limits: { cpu: '4', memory: '8Gi' }, requests: { cpu: '2', memory: '4Gi' } });
  expect(slurmd.env).toEqual([{ name: 'POD_MEMORY', value: String(8192 - 512) }]);
});

test('a worker on every Kubernetes node survives a node that is briefly not ready', () => {
  const { spec } = nodeSet({ scaling: Scaling.daemonSet(), pruneSlurmNodeRecords: true });
  expect(spec).toMatchObject({ scalingMode: 'DaemonSet', pruneSlurmNodeRecords: 'NodeNotFound' });
  expect(spec.replicas).toBeUndefined();
  expect(spec.template.spec.tolerations).toEqual([
    { key: 'nodeset.slinky.slurm.net/worker', operator: 'Equal', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
    { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  ]);
});

test('own tolerations keep the one that the operator would lose', () => {
  expect(nodeSet({ tolerations: [{ key: 'workload', operator: 'Exists' }] }).spec.template.spec.tolerations).toEqual([
    { key: 'nodeset.slinky.slurm.net/worker', operator: 'Equal', effect: 'NoExecute' },
    { key: 'workload', operator: 'Exists' },
  ]);
});

test('a set scaled to zero stays declared', () => {
  expect(nodeSet({ scaling: Scaling.scaledToZero() }).spec.replicas).toBe(0);
});

test('a node may have volumes of its own', () => {
  const { spec } = nodeSet({ volumeClaims: [{ name: 'scratch', mountPath: '/scratch', size: Size.tebibytes(1), storageClassName: 'nvme' }], deleteVolumeClaims: true });
  expect(spec.volumeClaimTemplates).toEqual([{
    metadata: { name: 'scratch' }, spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'nvme', resources: { requests: { storage: '1Ti' } } },
  }]);
  expect(spec.slurmd.volumeMounts).toEqual([{ name: 'scratch', mountPath: '/scratch' }]);
  expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({ whenDeleted: 'Delete', whenScaled: 'Delete' });
});

test('volumes can be mounted as in cdk8s-plus, also late', () => {
  const objects = manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm');
    const cpu = cluster.addNodeSet('cpu');
    cluster.addPartition('all');
    cpu.mount('/tmp', Volume.fromEmptyDir(chart, 'Tmp', 'tmp'), { readOnly: false });
  });
  expect(pick(objects, 'NodeSet').spec).toMatchObject({ slurmd: { volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] }, template: { spec: { volumes: [{ name: 'tmp' }] } } });
});

test('ssh brings sshd, users and the flag that pam_slurm_adopt needs', () => {
  const objects = manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', { slurmConf: {} });
    cluster.addNodeSet('cpu', { ssh: { extraSshdConfig: ['MaxSessions 50'] } });
    cluster.addPartition('all');
  });
  expect(pick(objects, 'NodeSet').spec.ssh).toEqual({ enabled: true, sssdConfRef: { name: 'slurm-sssd-conf', key: 'sssd.conf' }, extraSshdConfig: 'MaxSessions 50' });
  expect(pick(objects, 'Controller').spec.extraConf).toContain('PrologFlags=Contain');
});

test('environment, devices, arguments and labels reach the pod', () => {
  const { metadata, spec } = nodeSet({
    labels: { team: 'a' },
    annotations: { 'k8s.v1.cni.cncf.io/networks': 'rdma' },
    extendedResources: { 'rdma/hca': 8 },
    env: { NCCL_DEBUG: EnvValue.fromValue('INFO') },
    args: ['-vv'],
    priorityClassName: 'high',
    hostNetwork: true,
    dnsPolicy: 'ClusterFirstWithHostNet',
    sidecars: [{ name: 'fabric', image: 'example.com/fabric:1' }],
  });
  expect(metadata).toMatchObject({ labels: { team: 'a' }, annotations: { 'k8s.v1.cni.cncf.io/networks': 'rdma' } });
  expect(spec.slurmd).toMatchObject({ args: ['-vv'], env: [{ name: 'NCCL_DEBUG', value: 'INFO' }], resources: { limits: { 'rdma/hca': 8 }, requests: { 'rdma/hca': 8 } } });
  expect(spec.template).toMatchObject({
    metadata: { labels: { team: 'a' }, annotations: { 'k8s.v1.cni.cncf.io/networks': 'rdma' } },
    spec: { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet', priorityClassName: 'high', containers: [{ name: 'fabric', image: 'example.com/fabric:1' }] },
  });
});

describe('update strategies', () => {
  const strategy = (updateStrategy: UpdateStrategy) => nodeSet({ updateStrategy }).spec.updateStrategy;

  test('render as the CRD wants them', () => {
    expect(strategy(UpdateStrategy.onDelete())).toEqual({ type: 'OnDelete' });
    expect(strategy(UpdateStrategy.rollingUpdate({ maxUnavailable: PercentOrAbsolute.absolute(4) }))).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 4 } });
    expect(strategy(UpdateStrategy.scheduled({ startTime: '2027-01-01T02:00:00Z', duration: Duration.hours(2), flags: [ReservationFlag.WEEKLY] }))).toEqual({
      type: 'ScheduledUpdate', scheduledUpdate: { startTime: '2027-01-01T02:00:00Z', duration: '120m', flags: ['WEEKLY'] },
    });
  });

  test.each<[string, UpdateStrategy, string]>([
    ['no node to spare', UpdateStrategy.rollingUpdate({ maxUnavailable: PercentOrAbsolute.percent(0) }), 'NODE-010'],
    ['half a node', UpdateStrategy.rollingUpdate({ maxUnavailable: PercentOrAbsolute.absolute(0.5) }), 'NODE-010'],
    ['a start without zone', UpdateStrategy.scheduled({ startTime: '2027-01-01 02:00' }), 'NODE-011'],
    ['half a minute', UpdateStrategy.scheduled({ startTime: '2027-01-01T02:00:00Z', duration: Duration.seconds(30) }), 'NODE-012'],
  ])('with %s are refused', (_what, updateStrategy, rule) => {
    expect(() => strategy(updateStrategy)).toThrow(`[hpc/slurm/cpu] ${rule}`);
  });
});

test.each<[string, NodeSetOptions, string | RegExp]>([
  ['a negative count', { scaling: Scaling.fixed(-1) }, "[hpc/slurm/cpu] NODE-001: 'nodes' of Scaling.fixed is -1, and a node set has a whole number of nodes; use a number such as 4"],
  ['no nodes', { scaling: Scaling.fixed(0) }, /NODE-002: .*Scaling.scaledToZero\(\)/],
  ['more nodes than slurmctld holds', { scaling: Scaling.fixed(65537) }, 'NODE-003'],
  ['half a node at most', { scaling: Scaling.daemonSet({ maxNodes: 0.5 }) }, 'NODE-001'],
  ['a name that is no host name', { nodeSetName: 'GPU_1' }, /NAME-010: .*use 'gpu-1' as 'nodeSetName'/],
  ['a name too long for labels', { nodeSetName: 'n'.repeat(45) }, /NAME-011: .*shorten/],
  ['pinning without ordinals', { scaling: Scaling.daemonSet(), pinToNode: true }, 'NODE-020'],
  ['padding without ordinals', { scaling: Scaling.daemonSet(), ordinalPadding: 3 }, 'NODE-021'],
  ['pruning with ordinals', { pruneSlurmNodeRecords: true }, 'NODE-022'],
  ['negative padding', { ordinalPadding: -1 }, 'NODE-023'],
  ['half a second', { minReady: Duration.millis(500) }, 'NODE-024'],
  ['a feature with a comma', { features: ['a,b'] }, /NODE-030: 'a,b' is not a feature name/],
  ['a negative weight', { weight: -1 }, 'NODE-031'],
  ['a resource without count', { gres: [{ name: 'nic', count: 0 }] }, 'NODE-032'],
  ['GPUs by hand', { extraNodeConf: { gres: 'gpu:8' } }, /NODE-033: 'gres' of 'extraNodeConf' is said elsewhere; use 'gres', or the GPUs of a GpuNodeSet/],
  ['a value that would crash the operator', { extraNodeConf: { Parameters: 'a b' } }, /NODE-034/],
  ['an unknown key', { extraNodeConf: { CoreSpecCnt: '2' } }, /CONF-001: .*did you mean 'CoreSpecCount'/],
  ['CPUs twice', { cpu: Cpu.units(1), resources: { cpu: { limit: Cpu.units(2) } } }, 'NODE-040'],
  ['memory twice', { memory: Size.gibibytes(1), resources: { memory: { limit: Size.gibibytes(2) } } }, 'NODE-040'],
  ['headroom of nothing', { memoryHeadroom: Size.gibibytes(1) }, 'NODE-041'],
  ['memory said in the environment', { env: { POD_MEMORY: EnvValue.fromValue('1') } }, 'NODE-042'],
  ['memory that shared memory eats', { memory: Size.gibibytes(8), sharedMemory: Size.gibibytes(7) }, 'MEM-001'],
  ['a volume with a name that is none', { volumeClaims: [{ name: 'No', mountPath: '/x', size: Size.gibibytes(1) }] }, 'NAME-012'],
  ['a volume of nothing', { volumeClaims: [{ name: 'a', mountPath: '/a', size: Size.mebibytes(0) }] }, /STOR-011: the size of volume claim 'a' is 0/],
  ['fewer CPUs than none', { cpu: Cpu.units(-3) }, 'NODE-043: -3 CPUs are none'],
  ['CPUs that are no number', { resources: { cpu: { limit: Cpu.units(NaN) } } }, 'NODE-043'],
  ['two lines of sshd in one', { ssh: { extraSshdConfig: ['MaxSessions 5\nPermitRootLogin yes'] } }, /LOGIN-005: 'MaxSessions 5...' of 'extraSshdConfig' has several lines/],
  ['sshd on another port', { ssh: { extraSshdConfig: ['Port 99'] } }, 'LOGIN-006'],
  ['a label that Kubernetes refuses', { labels: { 'bad label!': 'x' } }, "POD-014: 'bad label!' of 'labels'"],
  ['a selector that no node can match', { nodeSelector: { pool: 'a b' } }, "POD-015: 'a b' of 'nodeSelector'"],
  ['an annotation with two slashes', { annotations: { 'a/b/c': 'x' } }, 'POD-014'],
  ['a container named like the operator\'s', { sidecars: [{ name: 'slurmd' }] }, /POD-001: a container is named 'slurmd' like one of slurm-operator's own/],
  ['two containers of one name', { sidecars: [{ name: 'a' }], initContainers: [{ name: 'a' }] }, 'POD-001'],
  ['a probe without handler', { containerTemplate: { livenessProbe: { periodSeconds: 5 } } }, 'POD-002'],
  ['search domains that hide workers', { podTemplate: { spec: { dnsConfig: { searches: ['example.com'] } } } }, 'POD-003'],
  ['another host name', { podTemplate: { spec: { hostname: 'x-' } } }, 'POD-004'],
  ['a Kubernetes node', { podTemplate: { spec: { nodeName: 'x' } } }, 'POD-005'],
  ['a variable that is none', { env: { 'a b': EnvValue.fromValue('x') } }, 'POD-006'],
  ['a variable without value', { env: { A: EnvValue.fromValue(undefined as unknown as string) } }, 'POD-007'],
  ['no device', { extendedResources: { 'rdma/hca': 0 } }, 'POD-008'],
  ['more requested than allowed', { resources: { cpu: { request: Cpu.units(2), limit: Cpu.millis(500) } } }, 'POD-009'],
  ['more memory requested than allowed', { resources: { memory: { request: Size.gibibytes(2), limit: Size.gibibytes(1) } } }, 'POD-009'],
  ['a renamed container', { containerTemplate: { name: 'x' } }, 'POD-013'],
  ['a privilege that the operator does not take away', { securityContext: { privileged: false } }, /ESC-010: 'securityContext.privileged' is false, and slurm-operator drops false/],
  ['a template that changes nothing', { podTemplate: { spec: { nodeSelector: { 'kubernetes.io/os': 'linux' } } } }, /ESC-011: 'podTemplate' changes nothing/],
])('a node set with %s is refused', (_what, options, message) => {
  expect(() => nodeSet(options)).toThrow(message);
});

test('the escape hatches merge maps and replace lists', () => {
  const { spec } = nodeSet({
    tolerations: [{ key: 'a' }],
    podTemplate: { metadata: { annotations: { x: 'y' } }, spec: { tolerations: [{ key: 'b' }], runtimeClassName: 'nvidia', nodeSelector: { pool: 'x' } } },
    containerTemplate: { ports: [{ containerPort: 9999 }], resources: { limits: { cpu: k8s.Quantity.fromString('2') } } },
  });
  expect(spec.template).toEqual({
    metadata: { annotations: { x: 'y' } },
    spec: { hostname: 'cpu-', nodeSelector: { 'kubernetes.io/os': 'linux', 'pool': 'x' }, runtimeClassName: 'nvidia', tolerations: [{ key: 'b' }] },
  });
  expect(spec.slurmd).toMatchObject({ ports: [{ containerPort: 9999 }], resources: { limits: { cpu: '2' } } });
});

test('a second node set of one name is refused at the line that declares it', () => {
  expect(() => manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm');
    cluster.addNodeSet('cpu');
    cluster.addNodeSet('again', { nodeSetName: 'cpu' });
  })).toThrow(/^\[hpc\/slurm\/again\] NAME-003: node set 'cpu' exists already at 'hpc\/slurm\/cpu'/);
  expect(() => manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm');
    cluster.addNodeSet('cpu');
    cluster.addNodeSet('cpu');
  })).toThrow("[hpc/slurm] NAME-006: there is something with the id 'cpu' already");
});

test('the options of the user are left as they were', () => {
  const options: NodeSetOptions = { features: ['b', 'a'], tolerations: [{ key: 'x' }], args: ['-v'] };
  const before = JSON.stringify(options);
  nodeSet(options);
  expect(JSON.stringify(options)).toBe(before);
});
