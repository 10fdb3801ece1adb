import { Chart, Duration } from 'cdk8s';
import { load } from 'js-yaml';
import { cutCluster, gpuCluster, platform } from './platform';
import {
  CertManager, DcgmJobMapping, DcgmMetricsList, Gpu, GpuDriver, GpuNodeSetOptions, GpuOperator, GpuOperatorProps, GpuSharing, Installer, Keda, KedaProps,
  KubePrometheusStack, KubePrometheusStackProps, MariaDbOperator, Mig, MigStrategy, NvidiaDraDriver, SlurmCluster, SlurmImage, SlurmOperator,
  SlurmOperatorProps, Topograph, TopographProps, TopographProvider, TopographTopology, Topology,
} from '../../src';
import { pinnedCharts } from '../../src/install/chart-versions';
import { parseTopologyYaml } from '../../src/slurm/topology-yaml-parser';
import { Manifest, manifests, pick } from '../cluster/cluster-manifests';

const installer = Installer.flux();

/** Values of a release, as a chart gets them. */
function values(name: string, declare: (chart: Chart) => void): Manifest {
  return pick(manifests(declare), 'HelmRelease', name).spec.values ?? {};
}

describe('versions', () => {
  test.each(Object.entries(pinnedCharts))('of %s are exact and not older than they may be', (_, { version, oldest, repository }) => {
    expect(version).toMatch(/^v?\d+\.\d+\.\d+$/);
    expect(version.startsWith('v')).toBe(oldest.startsWith('v'));
    expect(repository).toMatch(/^(https|oci):\/\/[^/].*[^/]$/);
  });

  test('of a CRDs chart are those of its operator', () => {
    expect(pinnedCharts.slurmOperatorCrds.version).toBe(pinnedCharts.slurmOperator.version);
    expect(pinnedCharts.mariadbOperatorCrds.version).toBe(pinnedCharts.mariadbOperator.version);
  });

  test.each<[string, (chart: Chart) => void, string]>([
    ['a slurm-operator without the fields that clusters use', chart => new SlurmOperator(chart, 'O', { installer, version: '1.1.0' }), "INST-011: 'version' is 1.1.0, and versions of chart 'slurm-operator-crds' before 1.2.0 lack fields"],
    ['a Topograph with other names', chart => {
      new Topograph(chart, 'T', { installer, version: '0.9.0', cluster: gpuCluster(chart), provider: TopographProvider.aws(), topologies: [TopographTopology.tree()] });
    }, "INST-011: 'version' is 0.9.0"],
    ['a cert-manager without CRDs', chart => new CertManager(chart, 'C', { installer, version: 'v1.14.7' }), "versions of chart 'cert-manager' before v1.15.0 lack the value 'crds.enabled'"],
    ['no installer', chart => new CertManager(chart, 'C', JSON.parse('{}')), "[hpc/C] KIND-002: 'installer' is missing; use e.g. Installer.flux()"],
  ])('refuse %s', (_, declare, message) => {
    expect(() => manifests(declare)).toThrow(message);
  });

  test('may be the user\'s, as may the address and any value', () => {
    const objects = manifests(chart => new Keda(chart, 'Keda', {
      installer,
      version: '2.19.0',
      repository: 'oci://registry.example.com/charts',
      releaseName: 'scaler',
      namespace: 'scaling',
      watchNamespace: 'slurm',
      values: { operator: { replicaCount: 3 }, logging: { operator: { level: 'debug' } } },
    }));
    expect(pick(objects, 'OCIRepository').spec).toMatchObject({ url: 'oci://registry.example.com/charts/keda', ref: { tag: '2.19.0' } });
    expect(pick(objects, 'HelmRelease', 'scaler').spec).toMatchObject({
      targetNamespace: 'scaling', values: { watchNamespace: 'slurm', operator: { replicaCount: 3 }, logging: { operator: { level: 'debug' } } },
    });
  });
});

describe('SlurmOperator', () => {
  const declared = (props: Partial<SlurmOperatorProps> = {}) => (chart: Chart) => new SlurmOperator(chart, 'Operator', { installer, ...props });

  test('comes after its CRDs, which outlive it', () => {
    const objects = manifests(declared());
    expect(pick(objects, 'HelmRelease', 'slurm-operator').spec.dependsOn).toEqual([{ name: 'slurm-operator-crds' }]);
    expect(pick(objects, 'HelmRelease', 'slurm-operator-crds').metadata.annotations).toMatchObject({ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' });
    expect(pick(manifests(declared({ installCrds: false })), 'HelmRelease').metadata.name).toBe('slurm-operator');
  });

  test('is hardened, which the chart leaves to others', () => {
    const { operator, webhook, certManager } = values('slurm-operator', declared());
    expect([operator, webhook]).toMatchObject([1, 2].map(() => ({ securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } }, podSecurityContext: { runAsNonRoot: true } })));
    expect(certManager).toEqual({ enabled: true });
    expect(operator).not.toHaveProperty('replicas');
  });

  test('writes its props where the chart reads them', () => {
    expect(values('slurm-operator', declared({ watchNamespaces: ['b', 'a'], replicas: 2, propagatedNodeConditions: ['GpuUnhealthy'], priorityClassName: 'high' }))).toMatchObject({
      priorityClassName: 'high',
      propagatedNodeConditions: ['GpuUnhealthy'],
      operator: { namespaces: 'a,b', replicas: 2, pdb: { enabled: true } },
      webhook: { namespaces: 'a,b', replicas: 2, pdb: { enabled: true } },
    });
  });

  test.each<[string, Partial<SlurmOperatorProps>, string]>([
    ['nobody to make the certificate where it would change each time', { installer: Installer.argoCd(), usesCertManager: false }, "INST-015: 'usesCertManager' is false, and Argo CD renders the chart anew each time"],
    ['no namespace to watch', { watchNamespaces: [] }, "INST-016: 'watchNamespaces' is empty, which the chart takes for all namespaces"],
    ['no replica', { replicas: 0 }, "INST-017: 'replicas' is 0"],
  ])('refuses %s', (_, props, message) => {
    expect(() => manifests(declared(props))).toThrow(message);
  });

  test('refuses a cluster where it never looks', () => {
    expect(() => manifests(chart => {
      gpuCluster(chart);
      declared({ watchNamespaces: ['research'] })(chart);
    })).toThrow("INST-013: 'watchNamespaces' is [research], and 'hpc/slurm/");
  });

  test('refuses a second one', () => {
    expect(() => manifests(chart => ['a', 'b'].forEach(id => new SlurmOperator(chart, id, { installer, releaseName: id })))).toThrow("INST-012: 'hpc/a' installs the same already");
  });

  test('refuses a cert-manager that it does not use', () => {
    expect(() => manifests(chart => declared({ certManager: new CertManager(chart, 'C', { installer }), usesCertManager: false })(chart))).toThrow("INST-014: 'certManager' is given");
  });
});

describe('GpuOperator', () => {
  const declared = (props: Partial<GpuOperatorProps> = {}) => (chart: Chart) => new GpuOperator(chart, 'GpuOperator', { installer, ...props });

  test('never takes the driver from under running jobs, unless told to', () => {
    expect(values('gpu-operator', declared()).driver).toEqual({ upgradePolicy: { autoUpgrade: false } });
    expect(values('gpu-operator', declared({ driver: GpuDriver.container({ upgradesByItself: true }) })).driver).toEqual({ upgradePolicy: { autoUpgrade: true } });
  });

  test.each<[string, GpuDriver, object]>([
    ['a driver of the image', GpuDriver.onHost(), { driver: { enabled: false } }],
    ['a driver and a toolkit of the image', GpuDriver.onHost(true), { driver: { enabled: false }, toolkit: { enabled: false } }],
    ['GKE', GpuDriver.gkeContainerOptimizedOs(), { driver: { enabled: false }, hostPaths: { driverInstallDir: '/home/kubernetes/bin/nvidia' }, toolkit: { installDir: '/home/kubernetes/bin/nvidia' } }],
  ])('knows %s', (_, driver, expected) => {
    expect(values('gpu-operator', declared({ driver }))).toMatchObject(expected);
  });

  test('accepts the taints of the clusters\' GPU nodes, also of those that come later', () => {
    const { daemonsets } = values('gpu-operator', chart => {
      const cluster = new SlurmCluster(chart, 'slurm');
      declared({ clusters: [cluster] })(chart);
      cluster.addGpuNodeSet('late', { gpu: Gpu.L40S, gpusPerNode: 4, tolerations: [{ key: 'late', operator: 'Exists' }] });
      cluster.addPartition('all');
    });
    expect(daemonsets.tolerations).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }, { key: 'late', operator: 'Exists' }]);
    const tainted = values('gpu-operator', chart => declared({ clusters: [gpuCluster(chart)], tolerations: [{ key: 'own', operator: 'Exists' }] })(chart));
    expect(tainted.daemonsets.tolerations).toEqual([
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }, { key: 'slurm', operator: 'Exists', effect: 'NoSchedule' }, { key: 'own', operator: 'Exists' },
    ]);
  });

  test.each<[string, Mig[], string]>([
    ['whole GPUs', [], 'single'],
    ['devices of one profile', [Mig.uniform('1g.10gb')], 'single'],
    ['devices of several', [Mig.mixed([{ profile: '3g.40gb', count: 1 }, { profile: '1g.10gb', count: 2 }])], 'mixed'],
  ])('counts %s as the node sets ask for them', (_, cuts, strategy) => {
    expect(values('gpu-operator', chart => declared({ clusters: [cuts.length > 0 ? cutCluster(chart, ...cuts) : gpuCluster(chart)] })(chart)).mig).toEqual({ strategy });
  });

  test('refuses two ways to count', () => {
    expect(() => manifests(chart => declared({ clusters: [cutCluster(chart, Mig.uniform('1g.10gb'), Mig.mixed([{ profile: '3g.40gb', count: 1 }]))] })(chart)))
      .toThrow('INST-021: node sets cut their GPUs both by Mig.uniform() and by Mig.mixed()');
    expect(() => manifests(chart => declared({ migStrategy: MigStrategy.SINGLE, clusters: [cutCluster(chart, Mig.mixed([{ profile: '3g.40gb', count: 1 }]))] })(chart)))
      .toThrow("INST-022: 'migStrategy' is 'single', and node sets of its clusters ask for devices as 'mixed' counts them");
  });

  describe('brings what cuts and replicates GPUs', () => {
    const of = (sets: Omit<GpuNodeSetOptions, 'gpu'>[], gpu = Gpu.H100_80GB) => values('gpu-operator', chart => {
      const cluster = new SlurmCluster(chart, 'slurm');
      declared({ clusters: [cluster] })(chart);
      sets.forEach((options, index) => cluster.addGpuNodeSet(`set-${index}`, { gpu, image: SlurmImage.of('example.com/slurmd-nvml:26.05.1'), ...options }));
      cluster.addPartition('all');
    });

    test('the cut that no stock configuration makes, with all others that workers look for', () => {
      const { create, name, data } = of([{ mig: Mig.mixed([{ profile: '3g.40gb', count: 1 }, { profile: '1g.10gb', count: 4 }]) }, {
        mig: Mig.mixed([{ profile: '3g.40gb', count: 1 }, { profile: '2g.20gb', count: 1 }, { profile: '1g.10gb', count: 2 }]),
      }]).migManager.config;
      expect({ create, name, config: load(data['config.yaml']) }).toEqual({
        create: true,
        name: 'slurm-mig-parted',
        config: {
          'version': 'v1',
          'mig-configs': {
            'all-disabled': [{ 'devices': 'all', 'mig-enabled': false }],
            '1x3g.40gb-4x1g.10gb': [{ 'devices': 'all', 'mig-enabled': true, 'mig-devices': { '3g.40gb': 1, '1g.10gb': 4 } }],
            'all-balanced': [{ 'devices': 'all', 'mig-enabled': true, 'mig-devices': { '3g.40gb': 1, '2g.20gb': 1, '1g.10gb': 2 } }],
          },
        },
      });
    });

    test('replicas of GPUs, under the names by which workers look for machines', () => {
      const sharing = GpuSharing.timeSlicing({ replicas: 4 });
      expect(of([{ sharing }, { sharing: GpuSharing.timeSlicing({ replicas: 2 }) }, {}], Gpu.L40S).devicePlugin.config).toEqual({
        create: true,
        name: 'slurm-device-plugin',
        data: { 'time-slicing-2': GpuSharing.timeSlicing({ replicas: 2 }).devicePluginConfig, 'time-slicing-4': sharing.devicePluginConfig },
      });
    });

    test('nothing where stock configurations serve', () => {
      const stock = of([{ mig: Mig.uniform('1g.10gb') }, {}]);
      expect(stock).not.toHaveProperty('migManager');
      expect(stock).not.toHaveProperty('devicePlugin');
    });

    test.each<[string, Omit<GpuNodeSetOptions, 'gpu'>[], RegExp]>([
      ['two cuts', [{ mig: Mig.uniform('1g.10gb', 3, { configName: 'mine' }) }, { mig: Mig.uniform('1g.10gb', 4, { configName: 'mine' }) }], /INST-034: .*configuration 'mine' of the MIG manager/],
      ['two numbers of replicas', [2, 3].map(replicas => ({ sharing: GpuSharing.timeSlicing({ replicas, configName: 'mine' }) })), /INST-034: .*'mine' of the device plugin/],
    ])('but no name for %s', (_what, sets, message) => {
      expect(() => of(sets)).toThrow(message);
    });
  });

  test('shows dcgm-exporter where the jobs of GPUs are, and what to collect', () => {
    const { dcgmExporter } = values('gpu-operator', chart => {
      const cluster = gpuCluster(chart);
      declared({
        jobMapping: new DcgmJobMapping(chart, 'Mapping', { cluster, directory: '/var/lib/jobs' }),
        metricsList: new DcgmMetricsList(chart, 'Metrics'),
        serviceMonitorLabels: { release: 'monitoring' },
        honorLabels: true,
      })(chart);
    });
    expect(dcgmExporter).toEqual({
      hpcJobMapping: { enabled: true, directory: '/var/lib/jobs' },
      config: { name: 'dcgm-metrics' },
      serviceMonitor: { additionalLabels: { release: 'monitoring' }, honorLabels: true },
    });
  });

  test('refuses a version that would not look there', () => {
    expect(() => manifests(chart => {
      declared({ version: 'v25.10.1', jobMapping: new DcgmJobMapping(chart, 'Mapping', { cluster: gpuCluster(chart) }) })(chart);
    })).toThrow("INST-020: 'jobMapping' needs version v26.3.0 of the GPU Operator, and 'version' is v25.10.1");
  });

  test('refuses a driver that NVIDIA does not count so', () => {
    expect(() => manifests(declared({ driver: GpuDriver.container({ version: 'latest' }) }))).toThrow("INST-023: 'version' of the driver is 'latest'");
  });
});

describe('NvidiaDraDriver', () => {
  test('looks for the driver where the GPU Operator puts it, and waits for it', () => {
    const objects = manifests(chart => new NvidiaDraDriver(chart, 'Dra', { installer, gpuOperator: new GpuOperator(chart, 'GpuOperator', { installer }) }));
    expect(pick(objects, 'HelmRelease', 'dra-driver-nvidia-gpu').spec).toMatchObject({
      dependsOn: [{ name: 'gpu-operator' }], values: { nvidiaDriverRoot: '/run/nvidia/driver', resources: { gpus: { enabled: false }, computeDomains: { enabled: true } } },
    });
    expect(pick(objects, 'Namespace', 'dra-driver-nvidia-gpu').metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'privileged' });
  });

  test('hands out GPUs only on request, which the chart wants to hear twice', () => {
    expect(values('dra-driver-nvidia-gpu', chart => new NvidiaDraDriver(chart, 'Dra', { installer, handsOutGpus: true })))
      .toMatchObject({ nvidiaDriverRoot: '/', resources: { gpus: { enabled: true } }, gpuResourcesEnabledOverride: true });
  });
});

describe('KubePrometheusStack', () => {
  const declared = (props: Partial<KubePrometheusStackProps> = {}) => (chart: Chart) => new KubePrometheusStack(chart, 'Monitoring', { installer, ...props });

  test('takes the monitors of every cluster, whatever their labels', () => {
    expect(values('kube-prometheus-stack', declared()).prometheus.prometheusSpec).toEqual({
      podMonitorSelectorNilUsesHelmValues: false,
      probeSelectorNilUsesHelmValues: false,
      ruleSelectorNilUsesHelmValues: false,
      scrapeConfigSelectorNilUsesHelmValues: false,
      serviceMonitorSelectorNilUsesHelmValues: false,
    });
  });

  test('refuses labels that a cluster\'s monitor lacks', () => {
    expect(() => manifests(chart => {
      gpuCluster(chart);
      declared({ monitorLabels: { release: 'prometheus' } })(chart);
    })).toThrow("INST-018: 'monitorLabels' of this Prometheus ask for release=prometheus, which the ServiceMonitor of 'hpc/slurm/Controller' does not have");
  });

  test.each([
    [undefined, 'http://kube-prometheus-stack-prometheus.monitoring:9090'],
    ['prometheus', 'http://prometheus-kube-prometheus-prometheus.monitoring:9090'],
    ['my-kube-prometheus-stack', 'http://my-kube-prometheus-stack-prometheus.monitoring:9090'],
  ])('knows the address of its Prometheus as release %s', (releaseName, url) => {
    manifests(chart => expect(declared({ releaseName })(chart).prometheus.url).toBe(url));
  });

  test('has a webhook only where somebody makes its certificate', () => {
    expect(values('kube-prometheus-stack', declared())).not.toHaveProperty('prometheusOperator');
    expect(values('kube-prometheus-stack', chart => declared({ certManager: new CertManager(chart, 'C', { installer }) })(chart)).prometheusOperator)
      .toEqual({ admissionWebhooks: { certManager: { enabled: true } } });
  });

  test('refuses half an hour of samples', () => {
    expect(() => manifests(declared({ retention: Duration.minutes(30) }))).toThrow("INST-019: 'retention' is 0.5 hours");
  });
});

describe('Keda and MariaDbOperator', () => {
  test('are there once', () => {
    const props: KedaProps = { installer };
    expect(() => manifests(chart => ['a', 'b'].forEach(id => new Keda(chart, id, { ...props, namespace: id })))).toThrow("INST-012: 'hpc/a' installs the same already");
    expect(() => manifests(chart => ['a', 'b'].forEach(id => new MariaDbOperator(chart, id, { installer, namespace: id })))).toThrow('INST-012');
  });

  test('leave the objects of their kinds alone when they go', () => {
    expect(values('keda', chart => new Keda(chart, 'Keda', { installer })).crds).toEqual({ install: true, additionalAnnotations: { 'helm.sh/resource-policy': 'keep' } });
    expect(pick(manifests(chart => new MariaDbOperator(chart, 'M', { installer })), 'HelmRelease', 'mariadb-operator').spec.dependsOn).toEqual([{ name: 'mariadb-operator-crds' }]);
  });
});

test('the DRA driver hands out no GPUs that the device plugin hands out', () => {
  const both = (operator: Partial<GpuOperatorProps>) => () => manifests(chart => {
    const gpuOperator = new GpuOperator(chart, 'Operator', { installer, ...operator });
    new NvidiaDraDriver(chart, 'Dra', { installer, gpuOperator, handsOutGpus: true });
    gpuCluster(chart);
  });
  expect(both({})).toThrow("[hpc/Dra] INST-037: 'handsOutGpus' is true beside the device plugin of 'hpc/Operator'");
  expect(both({ values: { devicePlugin: { enabled: false } } })).not.toThrow();
});

describe('Topograph', () => {
  const declared = (props: Partial<TopographProps> = {}) => (chart: Chart) => new Topograph(chart, 'Topograph', {
    installer,
    cluster: props.cluster ?? gpuCluster(chart),
    provider: TopographProvider.nodeLabel(),
    topologies: [TopographTopology.block({ blockSizes: [18, 36] })],
    ...props,
  });

  test('writes the topology of its cluster, and looks at its workers alone', () => {
    const objects = manifests(declared());
    const workers = { matchLabels: { 'app.kubernetes.io/name': 'slurmd', 'slinky.slurm.net/cluster': 'slurm' } };
    expect(pick(objects, 'HelmRelease', 'topograph').spec.values).toMatchObject({
      provider: { name: 'dra' },
      engine: {
        name: 'slinky',
        params: {
          namespace: 'slurm',
          podSelector: workers,
          topologyConfigmapName: 'slurm-topograph',
          topologyConfigPath: 'topology.yaml',
          useDynamicNodes: true,
          configUpdateMode: 'skeleton-only',
          topologies: { block: { plugin: 'topology/block', blockSizes: [18, 36], clusterDefault: true, podSelector: workers } },
        },
      },
      nodeObserver: { topograph: { trigger: { podSelector: workers } } },
    });
  });

  test('gives slurmctld a topology to start with, which nobody writes over', () => {
    const objects = manifests(declared());
    expect(pick(objects, 'Controller').spec.configFileRefs).toContainEqual({ name: 'slurm-topograph' });
    const { metadata, data } = pick(objects, 'ConfigMap', 'slurm-topograph');
    expect(metadata.annotations).toEqual({ 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' });
    expect(data['topology.yaml']).toContain('nothing-found-yet');
    expect(objects.indexOf(pick(objects, 'ConfigMap', 'slurm-topograph'))).toBeLessThan(objects.indexOf(pick(objects, 'Controller')));
  });

  test('serves partitions of their own topologies', () => {
    const objects = manifests(chart => {
      const cluster = gpuCluster(chart);
      const nvl72 = TopographTopology.block({ name: 'nvl72', blockSizes: [18] });
      const gb200 = cluster.addNodeSet('gb200');
      declared({ cluster, provider: TopographProvider.gcp(), topologies: [nvl72, TopographTopology.tree({ isClusterDefault: true })] })(chart);
      cluster.addPartition('gb200', { nodeSets: [gb200], topology: nvl72.topology });
    });
    expect(pick(objects, 'NodeSet', 'slurm-worker-gb200').spec.partition.config).toContain('Topology=nvl72');
  });

  test('leaves nodes outside the racks to a flat topology, for which it looks at no pods', () => {
    const objects = manifests(chart => {
      const cluster = gpuCluster(chart);
      const gb200 = cluster.addGpuNodeSet('gb200', { gpu: Gpu.GB200 });
      const racks = TopographTopology.block({ name: 'nvl72', blockSizes: [18], nodeSets: [gb200] });
      declared({ cluster, topologies: [racks, TopographTopology.flat({ isClusterDefault: true })] })(chart);
      cluster.addPartition('gb200', { nodeSets: [gb200], topology: racks.topology });
    });
    expect(pick(objects, 'HelmRelease', 'topograph').spec.values.engine.params.topologies).toEqual({
      nvl72: {
        plugin: 'topology/block',
        blockSizes: [18],
        podSelector: {
          matchLabels: { 'app.kubernetes.io/name': 'slurmd', 'slinky.slurm.net/cluster': 'slurm' },
          matchExpressions: [{ key: 'app.kubernetes.io/instance', operator: 'In', values: ['slurm-worker-gb200'] }],
        },
      },
      flat: { plugin: 'topology/flat', clusterDefault: true },
    });
    const { topologies } = parseTopologyYaml(pick(objects, 'ConfigMap', 'slurm-topograph').data['topology.yaml']);
    expect(topologies.map(({ name, kind, isClusterDefault }) => [name, kind, isClusterDefault ?? false])).toEqual([['nvl72', 'block', false], ['flat', 'flat', true]]);
  });

  test('gives InfiniBand all the rights that it needs', () => {
    const objects = manifests(declared({ provider: TopographProvider.infiniband({ acceleratorLabel: 'nvidia.com/gpu.clique' }) }));
    expect(pick(objects, 'HelmRelease', 'topograph').spec.values.nodeDataBroker).toMatchObject({ securityContext: { privileged: true, runAsUser: 0 }, podSecurityContext: { runAsNonRoot: false } });
    expect(pick(objects, 'Namespace', 'topograph').metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'privileged' });
  });

  test('refuses a cluster that has topologies of its own', () => {
    expect(() => manifests(chart => {
      const cluster = gpuCluster(chart);
      cluster.addTopology(Topology.flat());
      declared({ cluster })(chart);
    })).toThrow("INST-033: cluster 'slurm' has topologies of its own");
    expect(() => manifests(chart => {
      const cluster = gpuCluster(chart);
      declared({ cluster })(chart);
      cluster.addTopology(Topology.flat());
    })).toThrow("INST-033: cluster 'slurm' has topologies of its own");
  });

  test.each<[string, Partial<TopographProps>, string]>([
    ['nothing to fill', { topologies: [] }, "INST-028: 'topologies' is empty"],
    ['flat topologies alone', { topologies: [TopographTopology.flat()] }, "INST-035: 'topologies' are flat alone"],
    ['two defaults', { topologies: ['a', 'b'].map(name => TopographTopology.block({ name, blockSizes: [4], isClusterDefault: true })) }, 'INST-029: not exactly one of the topologies is the default'],
    ['switches where only labels tell', { topologies: [TopographTopology.tree()] }, "INST-030: topology 'tree' is made of switches, and labels of nodes tell none"],
    ['sizes that are no multiples', { topologies: [TopographTopology.block({ blockSizes: [18, 54] })] }, "INST-026: 'blockSizes' is [18, 54]"],
    ['a name that annotations cannot carry', { topologies: [TopographTopology.block({ name: 'a:b', blockSizes: [18] })] }, "INST-025: 'a:b' cannot be the name of a topology"],
  ])('refuses %s', (_, props, message) => {
    expect(() => manifests(declared(props))).toThrow(message);
  });
});

test('a platform of everything is one program', () => {
  expect(Object.keys(manifests(chart => platform(chart, installer)).reduce((kinds, { kind }) => ({ ...kinds, [kind]: true }), {}))).toEqual(expect.arrayContaining(['HelmRelease', 'Controller', 'NodeSet']));
});
