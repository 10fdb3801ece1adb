import { Chart, Duration, JsonPatch, Size } from 'cdk8s';
import {
  Autoscaler, CertManager, FairShare, Gpu, Installer, JobContainers, JobNamespaces, KubePrometheusStack, Mpi, NodeHealth, NodeProblemRules, NodeStorage,
  PreemptMode, PreemptType, QosPreemptMode, Scaling, SlurmAlerts, SlurmCluster, SlurmDashboards, SlurmImage, SlurmOperator, Topograph, TopographProvider,
  TopographTopology,
} from '../../src';
import { manifests, pick, smallCluster } from '../cluster/cluster-manifests';

test('accounting.md: accounts have shares, and one QOS takes nodes from another', () => {
  const objects = manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', { accounting: {}, slurmConf: { preemptType: PreemptType.QOS, preemptMode: [PreemptMode.REQUEUE] } });
    const h100 = cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB, scaling: Scaling.fixed(64), memory: Size.gibibytes(1900) });
    const policy = cluster.addAccountingPolicy('policy');

    const low = policy.addQos('low', { preemptMode: QosPreemptMode.REQUEUE, usageFactor: 0.5 });
    const high = policy.addQos('high', { priority: 100, preempt: [low], maxWall: Duration.days(1), maxTresPerUser: { gpus: 64 } });

    const research = policy.addAccount('research', { fairShare: FairShare.shares(60), grpTres: { gpus: 512 }, qos: [low, high], defaultQos: low });
    const nlp = policy.addAccount('nlp', { parent: research, maxJobs: 20 });
    policy.addUser('alice', { accounts: [nlp] });

    cluster.addPartition('train', { nodeSets: [h100], isDefault: true, allowQos: [low, high], allowAccounts: [research, nlp] });
  });
  const conf = pick(objects, 'Controller').spec.extraConf;
  ['AccountingStorageEnforce=associations,limits,qos', 'PriorityWeightFairshare=10000', 'PriorityWeightQOS=10000'].forEach(line => expect(conf.split('\n')).toContain(line));
  expect(pick(objects, 'ConfigMap', 'slurm-accounting-policy').data['policy.cfg']).toContain('alice');
});

test('autoscaling.md: nodes follow the jobs, and jobs too large for all of them are refused', () => {
  const objects = manifests(chart => {
    const monitoring = new KubePrometheusStack(chart, 'monitoring', { installer: Installer.flux() });
    const cluster = new SlurmCluster(chart, 'slurm', { clusterName: 'training', accounting: {}, metrics: { serviceMonitor: {} } });
    const cpu = cluster.addNodeSet('cpu', {
      scaling: Scaling.auto({ min: 0, max: 64, autoscaler: Autoscaler.keda({ prometheus: monitoring.prometheus }) }),
    });

    const policy = cluster.addAccountingPolicy('policy');
    policy.addUser('alice', { accounts: [policy.addAccount('research')] });
    cluster.addPartition('cpu', { nodeSets: [cpu] });
  });
  expect(pick(objects, 'ScaledObject').spec).toMatchObject({ minReplicaCount: 0, maxReplicaCount: 64 });
  expect(pick(objects, 'NodeSet', 'slurm-worker-cpu').spec.partition.config).toContain('QOS=elastic-training-cpu');
});

test('checks.md: a warning may stay', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation();
  const warningsWith = (clusterIn: (chart: Chart) => SlurmCluster): number => {
    warn.mockClear();
    manifests(chart => {
      const cluster = clusterIn(chart);
      const h100 = cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB, scaling: Scaling.fixed(4) });
      cluster.addPartition('train', { nodeSets: [h100] });
    });
    return warn.mock.calls.length;
  };
  expect(warningsWith(chart => new SlurmCluster(chart, 'slurm'))).toBe(1);
  expect(warningsWith(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', {
      acknowledgedWarnings: [{ ruleId: 'SEL-008', reason: 'jobs take whole nodes here, as they did before' }],
    });
    return cluster;
  })).toBe(0);
});

test('checks.md: what no prop says has its way into the manifests', () => {
  const objects = manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', {
      slurmConf: { schedulerParameters: ['bf_continue', 'bf_window=2880'], slurmdTimeout: Duration.minutes(10) },
      extraSlurmConf: ['SbcastParameters=DestDir=/scratch'],
      configFiles: { 'helpers.conf': 'Feature=nps1,nps2 Helper=/usr/local/bin/nps\n' },
    });
    const cpu = cluster.addNodeSet('cpu', {
      extraNodeConf: { CoreSpecCount: '2' },
      podTemplate: { spec: { runtimeClassName: 'nvidia' } },
      containerTemplate: { terminationMessagePolicy: 'FallbackToLogsOnError' },
    });
    cpu.resource.addJsonPatch(JsonPatch.add('/spec/logfile/resources', { limits: { memory: '64Mi' } }));
    cluster.addPartition('all', { isDefault: true });
  });
  expect(pick(objects, 'Controller').spec.extraConf.split('\n')).toEqual(expect.arrayContaining(['SbcastParameters=DestDir=/scratch', 'SlurmdTimeout=600']));
  const { spec } = pick(objects, 'NodeSet', 'slurm-worker-cpu');
  expect(spec).toMatchObject({
    logfile: { resources: { limits: { memory: '64Mi' } } },
    slurmd: { terminationMessagePolicy: 'FallbackToLogsOnError' },
    template: { spec: { runtimeClassName: 'nvidia' } },
  });
  expect(spec.extraConf).toContain('CoreSpecCount=2');
});

test('containers.md: jobs run in images, with private directories and PMIx', () => {
  const objects = manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', {
      jobContainers: JobContainers.pyxis({ storage: NodeStorage.hostPath('/mnt/nvme/enroot') }),
      jobNamespaces: JobNamespaces.tmpfs(),
      mpi: Mpi.pmix(),
    });
    cluster.addNodeSet('cpu');
    cluster.addPartition('all', { isDefault: true });
  });
  expect(pick(objects, 'Controller').spec.extraConf).toMatch(/^MpiDefault=pmix$/m);
  expect(pick(objects, 'ConfigMap', 'slurm-config-extra').data['plugstack.conf']).toContain('pyxis');
});

test('containers.md: jobs run bundles with an image that holds a runtime', () => {
  const objects = manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', { jobContainers: JobContainers.oci({ containerPath: '/scratch/%u' }) });
    cluster.addNodeSet('cpu', { image: SlurmImage.of('registry.example.com/slurmd-crun:26.05.1') });
    cluster.addPartition('all', { isDefault: true });
  });
  expect(pick(objects, 'ConfigMap', 'slurm-config-extra').data['oci.conf']).toContain('ContainerPath=/scratch/%u\n');
});

test('health.md: checks drain nodes, and the operator tells what Kubernetes knows', () => {
  const told: unknown[] = [];
  const objects = manifests(chart => {
    const [cluster, operators, installer] = [smallCluster(chart, 'slurm'), chart, Installer.flux()];
    const health = new NodeHealth(chart, 'Health', { cluster });
    new SlurmOperator(operators, 'SlurmOperator', { installer, propagatedNodeConditions: health.nodeConditions });
    const rules = new NodeProblemRules();
    told.push(rules.monitorDefinitions, health.nodeConditions);
  });
  expect(pick(objects, 'Controller').spec.extraConf).toMatch(/^HealthCheckProgram=/m);
  expect(JSON.stringify(told)).toContain('GpuXid');
});

test('install.md: operators come before the cluster', () => {
  const objects = manifests(chart => {
    const [cluster, platform] = [smallCluster(chart, 'slurm'), chart];
    const installer = Installer.flux();
    const certManager = new CertManager(platform, 'cert-manager', { installer });
    const operator = new SlurmOperator(platform, 'slurm-operator', { installer, certManager });
    cluster.node.addDependency(operator);
  });
  const kinds = objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  expect(kinds.indexOf('HelmRelease/cert-manager')).toBeLessThan(kinds.indexOf('HelmRelease/slurm-operator'));
  expect(kinds.indexOf('HelmRelease/slurm-operator')).toBeLessThan(kinds.indexOf('Controller/slurm'));
});

test('install.md: Topograph fills the racks', () => {
  const objects = manifests(chart => {
    const [cluster, installer] = [smallCluster(chart, 'slurm'), Installer.flux()];
    const gb200 = cluster.addGpuNodeSet('gb200', { gpu: Gpu.GB200 });
    const racks = TopographTopology.block({ name: 'nvl72', blockSizes: [18], nodeSets: [gb200] });
    new Topograph(chart, 'topograph', {
      installer, cluster, provider: TopographProvider.nodeLabel(), topologies: [racks, TopographTopology.flat({ isClusterDefault: true })],
    });
    cluster.addPartition('gb200', { nodeSets: [gb200], topology: racks.topology });
  });
  expect(pick(objects, 'NodeSet', 'slurm-worker-gb200').spec.partition.config).toContain('Topology=nvl72');
});

test('observability.md: alerts and dashboards are about the cluster', () => {
  const objects = manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', { clusterName: 'training', metrics: { serviceMonitor: { labels: { release: 'prometheus' } } } });

    new SlurmAlerts(chart, 'Alerts', { cluster });
    new SlurmDashboards(chart, 'Dashboards', { cluster, folder: 'Slurm' });

    cluster.addNodeSet('cpu');
    cluster.addPartition('all', { isDefault: true });
  });
  expect(pick(objects, 'PrometheusRule').metadata.labels).toMatchObject({ release: 'prometheus' });
  expect(objects.filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.annotations?.grafana_folder === 'Slurm')).not.toHaveLength(0);
});
