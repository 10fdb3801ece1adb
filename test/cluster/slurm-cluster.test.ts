import { App, Chart, Duration, JsonPatch, Size } from 'cdk8s';
import { ConfigMap, PersistentVolumeClaim, Secret } from 'cdk8s-plus-28';
import { manifests, Manifest, pick, smallCluster } from './cluster-manifests';
import {
  AuthKeys, Gpu, Identity, ImageFlavor, NodeSet, Partition, PodSecurityLevel, ReturnToService, Scaling, Script, ServiceMonitorOptions,
  SharedFileSystem, SlurmCluster,
  SlurmClusterProps, SlurmImage, SlurmNamespace, SlurmPreset, SlurmVersion, StateStorage,
} from '../../src';

function controller(props: SlurmClusterProps = {}, more: (cluster: SlurmCluster) => void = () => undefined): Manifest {
  return pick(manifests(chart => more(smallCluster(chart, 'slurm', props))), 'Controller');
}

function extraConf(props: SlurmClusterProps = {}, more: (cluster: SlurmCluster) => void = () => undefined): string[] {
  return controller(props, more).spec.extraConf?.split('\n') ?? [];
}

function configFile(file: string, props: SlurmClusterProps = {}, more: (cluster: SlurmCluster) => void = () => undefined): string {
  return pick(manifests(chart => more(smallCluster(chart, 'slurm', props))), 'ConfigMap', 'slurm-config-extra').data[file];
}

describe('the Controller', () => {
  test('gets production defaults that the operator no longer writes', () => {
    expect(extraConf()).toEqual([
      'CommunicationParameters=block_null_hash',
      'JobAcctGatherType=jobacct_gather/cgroup',
      'ProctrackType=proctrack/cgroup',
      'PrologFlags=Contain',
      'ReturnToService=2',
      'SelectType=select/cons_tres',
      'SelectTypeParameters=CR_Core_Memory',
      'TaskPlugin=task/affinity,task/cgroup',
      'PartitionName=all Nodes=ALL Default=YES',
    ]);
    expect(controller().spec).toMatchObject({ inplaceReconfigure: true, persistence: { enabled: true, accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '4Gi' } } } });
  });

  test('gets nothing but partitions with the operator preset', () => {
    expect(extraConf({ preset: SlurmPreset.OPERATOR })).toEqual(['PartitionName=all Nodes=ALL Default=YES']);
    expect(controller({ preset: SlurmPreset.OPERATOR }).spec.configFileRefs).toBeUndefined();
  });

  test('a setting of the user goes over the preset', () => {
    expect(extraConf({ slurmConf: { returnToService: ReturnToService.NON_RESPONDING } })).toContain('ReturnToService=1');
    expect(extraConf({ slurmConf: { slurmdTimeout: Duration.minutes(10) } })).toContain('SlurmdTimeout=600');
  });

  test('GPUs bring types, isolation and gres.conf even with the operator preset', () => {
    const gpus = (cluster: SlurmCluster) => cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB });
    expect(extraConf({ preset: SlurmPreset.OPERATOR }, gpus)).toEqual([
      'GresTypes=gpu',
      'ProctrackType=proctrack/cgroup',
      'PrologFlags=Contain',
      'PropagateResourceLimitsExcept=MEMLOCK',
      'TaskPlugin=task/affinity,task/cgroup',
      'PartitionName=all Nodes=ALL Default=YES',
    ]);
    expect(configFile('cgroup.conf', { preset: SlurmPreset.OPERATOR }, gpus)).toContain('ConstrainDevices=YES\n');
    expect(configFile('gres.conf', { preset: SlurmPreset.OPERATOR }, gpus)).toBe('AutoDetect=nvidia\n');
  });

  test('accounting counts the GPUs by type', () => {
    expect(extraConf({ accounting: {} }, cluster => cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB }))).toContain('AccountingStorageTRES=gres/gpu,gres/gpu:h100');
  });

  test.each([[900, undefined], [1024, 'MaxNodeCount=2048'], [4000, 'MaxNodeCount=5120'], [65535, 'MaxNodeCount=65536']])('%d nodes make %s', (nodes, line) => {
    const lines = extraConf({}, cluster => cluster.addNodeSet('big', { scaling: Scaling.fixed(nodes) }));
    expect(lines.find(each => each.startsWith('MaxNodeCount'))).toBe(line);
  });

  test('node sets and partitions declared after the cluster, in another scope, reach slurm.conf', () => {
    const objects = manifests(chart => {
      const cluster = new SlurmCluster(chart, 'slurm');
      const late = new NodeSet(chart, 'late', { cluster });
      new Partition(chart, 'night', { cluster, nodeSets: [late], maxTime: Duration.hours(8) });
    });
    expect(pick(objects, 'Controller').spec.extraConf).toMatch(/PartitionName=night Nodes=late Default=YES MaxTime=08:00:00$/);
  });

  test('a partition named after its only node set stands on the node set', () => {
    const objects = manifests(chart => {
      const cluster = new SlurmCluster(chart, 'slurm');
      cluster.addPartition('gpu', { nodeSets: [cluster.addNodeSet('gpu')], maxTime: Duration.days(1) });
    });
    expect(pick(objects, 'NodeSet').spec.partition).toEqual({ enabled: true, config: 'Default=YES MaxTime=1-00:00:00' });
    expect(pick(objects, 'Controller').spec.extraConf).not.toContain('PartitionName');
  });

  test('scripts get the name of their kind, so that a prolog and an epilog of one name do not hide each other', () => {
    const script = Script.inline('#!/bin/sh\ntrue\n');
    const objects = manifests(chart => {
      const cluster = smallCluster(chart, 'slurm', { prologs: { '10-x.sh': script }, slurmctldEpilogs: { '10-x.sh': script } });
      cluster.addEpilog('10-x.sh', script);
      cluster.addSlurmctldProlog('20-y.sh', script);
    });
    expect(pick(objects, 'ConfigMap', 'slurm-prolog-scripts').data).toEqual({ 'prolog-10-x.sh': '#!/bin/sh\ntrue\n' });
    expect(pick(objects, 'Controller').spec).toMatchObject({
      prologScriptRefs: [{ name: 'slurm-prolog-scripts' }],
      epilogScriptRefs: [{ name: 'slurm-epilog-scripts' }],
      prologSlurmctldScriptRefs: [{ name: 'slurm-prolog-slurmctld-scripts' }],
      epilogSlurmctldScriptRefs: [{ name: 'slurm-epilog-slurmctld-scripts' }],
    });
  });

  test('without in-place reconfigure a changed file changes the pod template', () => {
    const annotations = (text: string) => controller({ controller: { inplaceReconfigure: false }, configFiles: { 'mpi.conf': text } }).spec.template.metadata.annotations;
    expect(annotations('PMIxTimeout=300\n')).toEqual(annotations('PMIxTimeout=300\n'));
    expect(annotations('PMIxTimeout=300\n')).not.toEqual(annotations('PMIxTimeout=600\n'));
    expect(controller().spec.template.metadata).toBeUndefined();
  });

  test('state can be kept in an existing claim, or not at all', () => {
    const withStorage = (stateStorage: StateStorage) => controller({ controller: { stateStorage } }).spec.persistence;
    expect(withStorage(StateStorage.ephemeral())).toEqual({ enabled: false });
    const objects = manifests(chart => {
      smallCluster(chart, 'slurm', { controller: { stateStorage: StateStorage.existingClaim(PersistentVolumeClaim.fromClaimName(chart, 'Claim', 'state')) } });
    });
    expect(pick(objects, 'Controller').spec.persistence).toEqual({ enabled: true, existingClaim: 'state' });
    expect(withStorage(StateStorage.claim({ size: Size.gibibytes(20), storageClassName: 'ssd' }))).toMatchObject({ storageClassName: 'ssd', resources: { requests: { storage: '20Gi' } } });
  });

  test('files of other ConfigMaps come after ours, by name', () => {
    const objects = manifests(chart => {
      const cluster = smallCluster(chart, 'slurm');
      cluster.addConfigMap(ConfigMap.fromConfigMapName(chart, 'Z', 'z-files'));
      cluster.addConfigMap(ConfigMap.fromConfigMapName(chart, 'A', 'a-files'));
    });
    expect(pick(objects, 'Controller').spec.configFileRefs).toEqual([{ name: 'slurm-config-extra' }, { name: 'a-files' }, { name: 'z-files' }]);
  });

  test('metrics bring a ServiceMonitor on request', () => {
    expect(controller({ metrics: {} }).spec.metrics).toEqual({ enabled: true });
    expect(controller({ metrics: { serviceMonitor: { labels: { release: 'p' }, interval: Duration.seconds(60), paths: ['/metrics/jobs'] } } }).spec.metrics).toEqual({
      enabled: true, serviceMonitor: { enabled: true, labels: { release: 'p' }, interval: '60s', scrapeTimeout: '25s', endpoints: [{ path: '/metrics/jobs' }] },
    });
  });
});

describe('the order of manifests', () => {
  test('is one in which they can be applied', () => {
    const kinds = manifests(chart => {
      const cluster = smallCluster(chart, 'slurm', { accounting: {}, configFiles: { 'mpi.conf': 'PMIxTimeout=300\n' } });
      cluster.addLoginSet('login');
    }).map(object => object.kind);
    const before = (one: string, other: string) => expect(kinds.indexOf(one)).toBeLessThan(kinds.indexOf(other));
    expect(kinds[0]).toBe('Namespace');
    before('ConfigMap', 'Controller');
    before('Accounting', 'Controller');
    before('Controller', 'NodeSet');
    before('Controller', 'RestApi');
    before('Controller', 'LoginSet');
  });

  test('does not follow the order of declarations', () => {
    const script = Script.inline('#!/bin/sh\n');
    const steps: ((cluster: SlurmCluster) => void)[] = [
      cluster => cluster.addNodeSet('b'),
      cluster => cluster.addGpuNodeSet('a', { gpu: Gpu.H100_80GB, ssh: {} }),
      cluster => cluster.addPartition('p2'),
      cluster => cluster.addPartition('p1', { isDefault: true }),
      cluster => cluster.addLoginSet('login'),
      cluster => cluster.addProlog('2.sh', script),
      cluster => cluster.addProlog('1.sh', script),
      cluster => cluster.addEpilog('1.sh', script),
      cluster => cluster.addConfigFile('mpi.conf', 'PMIxTimeout=300\n'),
    ];
    const text = (order: typeof steps) => {
      const app = new App();
      const cluster = new SlurmCluster(new Chart(app, 'hpc', { namespace: 'slurm' }), 'slurm');
      order.forEach(step => step(cluster));
      return app.synthYaml();
    };
    expect(text([...steps].reverse())).toBe(text(steps));
    expect(text([...steps.slice(4), ...steps.slice(0, 4)])).toBe(text(steps));
  });
});

describe('a cluster is refused', () => {
  const refused = (props: SlurmClusterProps, more: (cluster: SlurmCluster) => void = () => undefined, id = 'slurm') =>
    () => manifests(chart => more(smallCluster(chart, id, props)));

  test('in a chart without namespace', () => {
    expect(() => new SlurmCluster(new Chart(new App(), 'hpc'), 'slurm')).toThrow(/^\[hpc\/slurm\] NS-001: its chart has no namespace, .*; use new Chart\(app/);
  });

  test('outside a chart', () => {
    expect(() => new SlurmCluster(new App() as unknown as Chart, 'slurm')).toThrow(/\[slurm\] NS-003: /);
  });

  test('in a namespace that would refuse its workers', () => {
    expect(refused({ namespace: SlurmNamespace.existing({ podSecurityLevel: PodSecurityLevel.BASELINE }) })).toThrow(/NS-002: namespace 'slurm' enforces .*kubectl label namespace slurm/);
    const objects = manifests(chart => smallCluster(chart, 'slurm', { namespace: SlurmNamespace.existing({ podSecurityLevel: PodSecurityLevel.PRIVILEGED }) }));
    expect(objects.filter(object => object.kind === 'Namespace')).toEqual([]);
  });

  test.each([['Slurm', 'NAME-001'], ['1st', 'NAME-001'], ['a'.repeat(42), 'NAME-001']])('when it is named %s', (id, rule) => {
    expect(refused({ clusterName: 'x' }, undefined, id)).toThrow(rule);
  });

  test.each(['Upper', 'a'.repeat(41), 'with blank'])('when its Slurm name is %s', clusterName => {
    expect(refused({ clusterName })).toThrow(/NAME-002: 'clusterName' is/);
  });

  test('without partition, without node set, without default', () => {
    const alone = (more: (cluster: SlurmCluster) => void) => () => manifests(chart => more(new SlurmCluster(chart, 'slurm')));
    expect(alone(cluster => cluster.addNodeSet('cpu'))).toThrow(/\[hpc\/slurm\] PART-020: the cluster has no partition/);
    expect(alone(cluster => cluster.addPartition('all'))).toThrow(/NODE-050: the cluster has no node set/);
    expect(alone(cluster => { cluster.addNodeSet('cpu'); cluster.addPartition('a'); cluster.addPartition('b'); })).toThrow(/PART-021: none of the partitions 'a', 'b'/);
    expect(alone(cluster => { cluster.addNodeSet('cpu'); cluster.addPartition('a', { isDefault: true }); cluster.addPartition('b', { isDefault: true }); }))
      .toThrow(/PART-022: the partitions 'a', 'b' are all the default/);
  });

  test('with the name of a cluster in another namespace of the app', () => {
    const app = new App();
    smallCluster(new Chart(app, 'a', { namespace: 'team-a' }), 'slurm');
    expect(() => smallCluster(new Chart(app, 'b', { namespace: 'team-b' }), 'slurm')).toThrow(/^\[b\/slurm\] NAME-004: 'a\/slurm' in namespace 'team-a' has the name 'slurm' too/);
    expect(() => smallCluster(new Chart(app, 'trial', { namespace: 'team-a' }), 'slurm')).not.toThrow();
  });

  test('with more nodes than slurmctld holds', () => {
    expect(refused({}, cluster => cluster.addNodeSet('big', { scaling: Scaling.fixed(65536) }))).toThrow(/NODE-051: the node sets together have up to 65537 nodes/);
  });

  test('with a script that cannot run', () => {
    expect(refused({ prologs: { 'x.sh': Script.inline('echo') } })).toThrow(/SCR-003: script 'x.sh' does not start with '#!'/);
    expect(refused({ prologs: { 'x.sh': Script.inline('#!/bin/sh\r\n') } })).toThrow('SCR-004');
    expect(refused({ prologs: { 'x.sh': Script.fromFile('/no/such/file') } })).toThrow(/SCR-002: script 'x.sh' is to be read from '\/no\/such\/file'/);
    expect(refused({ prologs: { 'x.sh': Script.fromFile(__dirname) } })).toThrow('SCR-002');
    expect(refused({ prologs: { 'x y.sh': Script.inline('#!/bin/sh\n') } })).toThrow('SCR-001');
    expect(refused({ prologs: { 'x.sh': Script.inline('#!/bin/sh\n') } }, cluster => cluster.addProlog('x.sh', Script.inline('#!/bin/sh\n')))).toThrow('SCR-005');
  });

  test.each<[string, ServiceMonitorOptions, string]>([
    ['half seconds', { interval: Duration.millis(1500) }, "CTLD-012: 'interval' of 'serviceMonitor' is 1.5 seconds"],
    ['a timeout beyond the interval', { interval: Duration.seconds(5), scrapeTimeout: Duration.seconds(9) }, 'CTLD-013'],
    ['a path that is none', { paths: ['metrics jobs'] }, 'CTLD-014'],
  ])('with metrics at %s', (_what, serviceMonitor, message) => {
    expect(refused({ metrics: { serviceMonitor } })).toThrow(message);
  });

  test('with no room for its state', () => {
    expect(refused({ controller: { stateStorage: StateStorage.claim({ size: Size.mebibytes(0) }) } })).toThrow("STOR-011: the size of 'stateStorage' is 0");
  });

  test.each([
    ['slurm.conf', 'x', 'CONF-102'], ['slurm.key', 'x', 'CONF-103'], ['topolgy.yaml', 'x', /CONF-104: .*did you mean 'topology.yaml'/], ['mpi.conf', ' \n', 'CONF-105'],
  ])('with the file %s', (file, text, message) => {
    expect(refused({ configFiles: { [file]: text } })).toThrow(message);
  });

  test('with files larger than an object may be', () => {
    expect(refused({ configFiles: { 'job_submit.lua': '-- x\n'.repeat(250_000) } })).toThrow(/CONF-101: the files of ConfigMap 'slurm-config-extra' are \d+ bytes/);
  });

  test('with a ConfigMap that the operator writes itself', () => {
    expect(refused({}, cluster => cluster.addConfigMap(ConfigMap.fromConfigMapName(cluster, 'C', 'slurm-config')))).toThrow('NAME-005');
  });

  test('with a flavor for which there are no images', () => {
    expect(refused({ slurmVersion: SlurmVersion.V25_11, images: { flavor: ImageFlavor.UBUNTU_26_04 } })).toThrow(/IMG-003: .*use 'ubuntu24.04' or 'rockylinux9'/);
    expect(refused({ slurmVersion: SlurmVersion.of('24.05') })).toThrow(/IMG-004: '24.05' is not a Slurm version that slurm-operator v1.2 runs/);
    expect(refused({ images: { slurmd: SlurmImage.of('example.com/slurmd:latest') } })).toThrow(/IMG-002: 'example.com\/slurmd:latest' of images.slurmd has the tag 'latest'/);
    expect(refused({ images: { sidecar: 'alpine' } })).toThrow(/IMG-002: 'alpine' of images.sidecar has no tag/);
    expect(refused({ images: { slurmd: SlurmImage.of('not an image') } })).toThrow('IMG-001');
  });

  test('with a daemon newer than slurmctld, or slurmdbd older', () => {
    const newer = SlurmImage.of('example.com/slurm:slurmd-nvml-26.05.1-ubuntu26.04');
    expect(refused({ slurmVersion: SlurmVersion.V25_11 }, cluster => cluster.addNodeSet('gpu', { image: newer }))).toThrow(/\[hpc\/slurm\/gpu\] IMG-005: slurmd image .* holds Slurm 26.05.1 and slurmctld is 25.11.6/);
    expect(refused({ accounting: { image: SlurmImage.of('example.com/slurmdbd:25.11.6') } })).toThrow(/IMG-005: slurmdbd image/);
    expect(refused({ slurmVersion: SlurmVersion.V26_05 }, cluster => cluster.addNodeSet('gpu', { image: SlurmImage.of('example.com/slurmd:25.11.6') }))).not.toThrow();
  });
});

describe('a slurmctld outside Kubernetes', () => {
  const keys = (chart: Chart) => ({ secret: Secret.fromSecretName(chart, 'Keys', 'keys'), key: 'k' });
  const hybrid = (props: SlurmClusterProps = {}, more: (cluster: SlurmCluster) => void = cluster => cluster.addNodeSet('burst')) => manifests(chart => {
    const key = keys(chart);
    more(new SlurmCluster(chart, 'slurm', {
      clusterName: 'campus', externalController: { host: 'ctl.example.com' }, authKeys: AuthKeys.existing({ slurmKey: key, jwtKey: key }), ...props,
    }));
  });

  test('is named with its keys, and gets nothing that it would ignore', () => {
    expect(pick(hybrid(), 'Controller').spec).toEqual({
      clusterName: 'campus', external: true, externalConfig: { host: 'ctl.example.com', port: 6817 }, slurmKeyRef: { name: 'keys', key: 'k' }, jwtKeyRef: { name: 'keys', key: 'k' },
    });
    expect(pick(hybrid(), 'RestApi').spec.controllerRef).toEqual({ name: 'slurm' });
  });

  test('takes GPU node sets without files that would never reach it', () => {
    expect(hybrid({}, cluster => cluster.addGpuNodeSet('burst', { gpu: Gpu.L40S })).filter(object => object.kind === 'ConfigMap')).toEqual([]);
  });

  test.each<[string, SlurmClusterProps, string]>([
    ['settings it would ignore', { slurmConf: { returnToService: ReturnToService.NON_RESPONDING } }, 'CTLD-001'],
    ['a host that is none', { externalController: { host: 'http://ctl' } }, 'CTLD-004'],
    ['a port that slurmrestd cannot use', { externalController: { host: 'ctl', port: 7000 } }, 'CTLD-005'],
    ['no name', { clusterName: undefined }, 'CTLD-006'],
    ['new keys', { authKeys: AuthKeys.createOnce() }, 'AUTH-001'],
  ])('is refused with %s', (_what, props, rule) => {
    expect(() => hybrid(props)).toThrow(rule);
  });

  test('refuses partitions, files and scripts', () => {
    expect(() => hybrid({}, cluster => cluster.addPartition('all'))).toThrow(/CTLD-003: .*PartitionName=all/);
    expect(() => hybrid({}, cluster => cluster.addConfigFile('mpi.conf', 'x'))).toThrow('CTLD-002');
  });
});

describe('the rules run at synthesis', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  const restarting = { controller: { inplaceReconfigure: false } };

  test('and stop it when an escape hatch brings in what a daemon refuses', () => {
    expect(() => manifests(chart => {
      const cluster = new SlurmCluster(chart, 'slurm');
      const cpu = cluster.addNodeSet('cpu');
      cluster.addPartition('all');
      cpu.resource.addJsonPatch(JsonPatch.add('/spec/extraConf', 'Weight=1  Features=a'));
    })).toThrow(/OPR-001: at 'hpc\/slurm\/cpu': /);
  });

  test('and print a warning once', () => {
    manifests(chart => smallCluster(chart, 'slurm', restarting));
    expect(warn.mock.calls.filter(([line]) => String(line).includes('OPR-015'))).toHaveLength(1);
  });

  test('and keep quiet about an acknowledged one', () => {
    manifests(chart => smallCluster(chart, 'slurm', { ...restarting, acknowledgedWarnings: [{ ruleId: 'OPR-015', reason: 'a trial cluster' }] }));
    expect(warn).not.toHaveBeenCalled();
  });

  test('and warn of users who have homes on login hosts alone', () => {
    const identity = Identity.ldap({ uri: 'ldaps://ldap.example.com', searchBase: 'dc=example,dc=com' });
    manifests(chart => smallCluster(chart, 'slurm', { identity, sharedFileSystems: [SharedFileSystem.claimName('home', '/home')] }));
    manifests(chart => smallCluster(chart, 'slurm', { identity, acknowledgedWarnings: [{ ruleId: 'STOR-010', reason: 'homes are in the image' }] }));
    expect(warn).not.toHaveBeenCalled();
    manifests(chart => smallCluster(chart, 'slurm', { identity }));
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/^warning STOR-010: at 'hpc\/slurm': users have their homes below '\/home'/));
  });

  test('and want a reason', () => {
    expect(() => manifests(chart => smallCluster(chart, 'slurm', { ...restarting, acknowledgedWarnings: [{ ruleId: 'OPR-015', reason: ' ' }] }))).toThrow('LINT-001');
  });
});

test('an escape-hatch patch that changes nothing is refused', () => {
  const patched = (declare: (cluster: SlurmCluster) => void) => () => manifests(chart => declare(smallCluster(chart, 'slurm')));
  expect(patched(cluster => cluster.controller.addJsonPatch(JsonPatch.replace('/spec/inplaceReconfigure', true)))).toThrow(/ESC-00\d/);
  expect(patched(cluster => cluster.controller.addJsonPatch(JsonPatch.replace('/spec/inplaceReconfigure', false)))).not.toThrow();
});

test('an error of ours shows the frames of the user and none of ours', () => {
  try {
    new SlurmCluster(new Chart(new App(), 'hpc'), 'slurm');
    throw new Error('not refused');
  } catch (error) {
    const frames = (error as Error).stack!.split('\n').filter(line => line.startsWith('    at '));
    expect(frames[0]).toContain('slurm-cluster.test.ts');
    expect(frames.filter(frame => /[\\/]src[\\/]/.test(frame))).toEqual([]);
  }
});
