import { Chart, Duration } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import {
  AuthKeys, Gpu, HealthCheck, HealthCheckNodeState, Mig, NodeHealth, NodeHealthOptions, NodeProblemRules, Scaling, Script, SharedFileSystem, SlurmCluster,
  SlurmClusterProps, SlurmImage, SlurmVersion,
} from '../../src';
import { manifests, pick, smallCluster } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

// Warnings of rules are none of these tests' business.
beforeAll(() => { jest.spyOn(console, 'warn').mockImplementation(); });

function declared(options: NodeHealthOptions = {}, props: SlurmClusterProps = {}) {
  return manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', { sharedFileSystems: [SharedFileSystem.nfs({ server: 'nas', path: '/home', mountPath: '/home' })], ...props });
    cluster.addGpuNodeSet('before', { gpu: Gpu.H100_80GB });
    new NodeHealth(chart, 'Health', { cluster, ...options });
    cluster.addGpuNodeSet('mig', { gpu: Gpu.A100_40GB, gpusPerNode: 4, mig: Mig.uniform('1g.5gb'), image: SlurmImage.of('registry.example.com/slurmd-nvml:v1') });
    cluster.addGpuNodeSet('amd', { gpu: Gpu.MI300X });
    cluster.addNodeSet('cpu', { scaling: Scaling.daemonSet() });
    cluster.addPartition('all');
  });
}

const confOf = (objects: ReturnType<typeof declared>) => (pick(objects, 'Controller').spec.extraConf as string).split('\n').filter(line => line.startsWith('HealthCheck'));
const scriptsOf = (objects: ReturnType<typeof declared>) => pick(objects, 'ConfigMap', 'slurm-node-health').data as { [file: string]: string };
const volumeOf = (objects: ReturnType<typeof declared>, nodeSet: string) =>
  pick(objects, 'NodeSet', `slurm-worker-${nodeSet}`).spec.template.spec.volumes.find(({ name }: { name: string }) => name === 'node-health').configMap;

describe('the health checks of a cluster', () => {
  test('are run by slurmd every five minutes on all nodes, spread over that time', () => {
    expect(confOf(declared())).toEqual([
      'HealthCheckInterval=300', 'HealthCheckNodeState=ANY,CYCLE', 'HealthCheckProgram=/opt/slurm-health/health-check.sh', 'HealthCheckTimeout=84',
    ]);
  });

  test('look at GPUs and at the shared file systems', () => {
    expect(scriptsOf(declared())['health-check.sh']).toContain("\nelse\n  examine 'GPU' gpus\n  examine '/home' mounted /home\nfi\n");
    expect(scriptsOf(declared())['health-check.sh']).toContain("declared=0\n  examine 'GPU' gpus\nelse\n");
  });

  test.each([['before', 'gpus-8'], ['mig', 'gpus-4'], ['amd', 'gpus-0'], ['cpu', 'gpus-0']])('are in the workers of %s, with the number of GPUs there', (nodeSet, key) => {
    const objects = declared();
    expect(volumeOf(objects, nodeSet)).toEqual({ name: 'slurm-node-health', defaultMode: 0o755, items: [{ key: 'health-check.sh', path: 'health-check.sh' }, { key, path: 'gpus' }] });
    expect(scriptsOf(objects)[key]).toBe(`${key.replace('gpus-', '')}\n`);
    const { volumeMounts } = pick(objects, 'NodeSet', `slurm-worker-${nodeSet}`).spec.slurmd;
    expect(volumeMounts).toContainEqual({ name: 'node-health', mountPath: '/opt/slurm-health', readOnly: true });
  });

  test('run before jobs, before all other prologs', () => {
    expect(pick(declared(), 'ConfigMap', 'slurm-prolog-scripts').data['prolog-05-health.sh']).toContain('exec /opt/slurm-health/health-check.sh job\n');
    expect(declared({ beforeJobs: false }).filter(({ metadata }) => metadata.name === 'slurm-prolog-scripts')).toEqual([]);
  });

  test('may be others, at other times, on other nodes', () => {
    const objects = declared({
      checks: [HealthCheck.freeSpace('/tmp', 10), HealthCheck.script('fans', Script.inline('#!/bin/sh\nexit 0\n'), { beforeJobs: true, limitSec: 20 })],
      interval: Duration.minutes(2),
      nodeStates: [HealthCheckNodeState.IDLE],
      resumes: false,
    });
    expect(confOf(objects).slice(0, 2)).toEqual(['HealthCheckInterval=120', 'HealthCheckNodeState=IDLE']);
    const { 'health-check.sh': script, 'check-fans': fans } = scriptsOf(objects);
    expect(fans).toBe('#!/bin/sh\nexit 0\n');
    expect(script).toContain("declared=0\n  examine 'fans' own_check 20 check-fans\nelse\n  examine '/tmp' free_space /tmp 10\n  examine 'fans' own_check 20 check-fans\nfi\n");
    expect(script).not.toContain('|| resume');
    expect(volumeOf(objects, 'cpu').items).toContainEqual({ key: 'check-fans', path: 'check-fans' });
  });

  test('have no time limit in slurm.conf before Slurm 26.05, which would not know it', () => {
    expect(confOf(declared({}, { slurmVersion: SlurmVersion.V25_11 })).join()).not.toContain('HealthCheckTimeout');
  });

  test('name conditions of machines for the operator, none of which is True in good times', () => {
    const conditionsOf = (options: NodeHealthOptions) => {
      let conditions: string[] = [];
      manifests(chart => { conditions = new NodeHealth(chart, 'Health', { cluster: smallCluster(chart, 'slurm'), ...options }).nodeConditions; });
      return conditions;
    };
    expect(conditionsOf({})).toEqual(expect.arrayContaining(['KernelDeadlock', 'GpuMemWatch', ...new NodeProblemRules().conditionTypes]));
    expect(conditionsOf({})).not.toContain('Ready');
    expect(conditionsOf({ nodeConditions: ['RdmaLink'] })).toEqual(['RdmaLink']);
  });

  test('are the same whether declared before the node sets or after them', () => {
    const inOrder = (isFirst: boolean) => manifests(chart => {
      const cluster = new SlurmCluster(chart, 'slurm');
      const check = () => new NodeHealth(chart, 'Health', { cluster });
      isFirst && check();
      cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB });
      cluster.addPartition('all');
      isFirst || check();
    }).sort((one, other) => (`${one.kind}/${one.metadata.name}` < `${other.kind}/${other.metadata.name}` ? -1 : 1));
    expect(inOrder(true)).toEqual(inOrder(false));
  });
});

const script = Script.inline('#!/bin/sh\n');

test.each<[string, NodeHealthOptions, SlurmClusterProps, RegExp]>([
  ['no time between them', { interval: Duration.millis(100) }, {}, /\[hpc\/Health\] HLTH-003: 'interval' is 0.1 seconds/],
  ['less time between them than they take', { interval: Duration.minutes(1) }, {}, /HLTH-004: 'interval' is 60 s, and the checks may take 84 s together.*use at least Duration.minutes\(2\)/],
  ['another program in slurm.conf', {}, { slurmConf: { healthCheckProgram: '/usr/sbin/nhc' } }, /HLTH-005: slurm.conf of the cluster sets HealthCheckProgram/],
  ['nothing to check', { checks: [] }, {}, /HLTH-006/],
  ['two checks of a name', { checks: [HealthCheck.script('a', script), HealthCheck.script('a', script)] }, {}, /HLTH-007: two checks are named 'a'/],
  ['a state beside one that stands alone', { nodeStates: [HealthCheckNodeState.START_ONLY, HealthCheckNodeState.IDLE] }, {}, /HLTH-008: 'nodeStates' has START_ONLY/],
  ['a state that names no node', { nodeStates: [HealthCheckNodeState.CYCLE] }, {}, /HLTH-008: .*names no node/],
  ['Ready as a fault', { nodeConditions: ['Ready'] }, {}, /HLTH-009: 'nodeConditions' has 'Ready', which is True while all is well/],
  ['a condition that is none', { nodeConditions: ['Gpu Xid'] }, {}, /HLTH-009/],
  ['a relative path', { checks: [HealthCheck.mounted('home')] }, {}, /HLTH-011/],
  ['a path that a shell would read', { checks: [HealthCheck.freeSpace('/tmp/$(id)')] }, {}, /HLTH-011/],
  ['all space free', { checks: [HealthCheck.freeSpace('/tmp', 100)] }, {}, /HLTH-012/],
  ['no port', { checks: [HealthCheck.rdmaPorts(0)] }, {}, /HLTH-013/],
  ['a name with a blank', { checks: [HealthCheck.script('my check', script)] }, {}, /HLTH-014/],
  ['no time for one', { checks: [HealthCheck.script('a', script, { limitSec: 0 })] }, {}, /HLTH-015/],
  ['a script without its first line', { checks: [HealthCheck.script('a', Script.inline('exit 0'))] }, {}, /SCR-003/],
  ['a script that is not there', { checks: [HealthCheck.script('a', Script.fromFile('none.sh'))] }, {}, /SCR-002/],
])('health checks with %s are refused', (_what, options, props, message) => {
  expect(() => declared(options, props)).toThrow(message);
});

test('a cluster has health checks once', () => {
  expect(() => manifests((chart: Chart) => {
    const cluster = smallCluster(chart, 'slurm');
    new NodeHealth(chart, 'One', { cluster });
    new NodeHealth(chart, 'Two', { cluster });
  })).toThrow(/\[hpc\/Two\] HLTH-002: the nodes of 'slurm' are checked already at 'hpc\/One'/);
});

test('health checks for a slurmctld elsewhere are refused', () => {
  expect(() => manifests(chart => {
    const key = { secret: Secret.fromSecretName(chart, 'Keys', 'keys'), key: 'slurm.key' };
    const cluster = smallCluster(chart, 'slurm', {
      clusterName: 'campus', externalController: { host: 'slurmctld.example.com' }, authKeys: AuthKeys.existing({ slurmKey: key, jwtKey: { ...key, key: 'jwt.key' } }),
    });
    new NodeHealth(chart, 'Health', { cluster });
  })).toThrow(/HLTH-001/);
});

describe('rules of node-problem-detector', () => {
  interface Monitor {
    readonly conditions: { readonly type: string }[];
    readonly rules: { readonly condition: string; readonly pattern: string }[];
  }
  const rules = new NodeProblemRules();
  const monitor = JSON.parse(rules.monitorDefinitions['gpu-kernel-monitor.json']) as Monitor;
  const found = (line: string) => monitor.rules.filter(({ pattern }) => new RegExp(pattern).test(line)).map(({ condition }) => condition);

  test('have a condition for every rule, and a place in the pods', () => {
    expect(monitor.rules.map(({ condition }) => condition)).toEqual(monitor.conditions.map(({ type }) => type));
    expect(monitor.conditions.map(({ type }) => type)).toEqual(rules.conditionTypes);
    expect(rules.logMonitors).toEqual(Object.keys(rules.monitorDefinitions).map(file => `/custom-config/${file}`));
  });

  test.each([
    ['NVRM: Xid (PCI:0000:1b:00): 79, pid=1234, name=python, GPU has fallen off the bus.', ['GpuXid']],
    ['NVRM: Xid (PCI:0000:1b:00): 13, pid=1234, name=python, Graphics SM Warp Exception', []],
    ['NVRM: Xid (PCI:0000:1b:00): 7, pid=1', []],
    ['nvidia-nvswitch3: SXid (PCI:0000:c1:00.0): 24007, Fatal, Link 44 sourcetrack timeout', ['NvSwitchSxid']],
    ['nvidia-nvswitch3: SXid (PCI:0000:c1:00.0): 12028, Non-fatal, Link 29 egress', []],
  ])('find in %p: %p', (line, conditions) => {
    expect(found(line)).toEqual(conditions);
  });

  test('take other numbers', () => {
    expect(new NodeProblemRules({ fatalXids: [13] }).monitorDefinitions['gpu-kernel-monitor.json']).toContain('(13),');
  });
});

describeWithCrds('manifests with health checks', () => {
  test('are taken by the API server', () => {
    expect(validateManifests(declared())).toEqual([]);
  });
});
