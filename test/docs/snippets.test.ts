import * as fs from 'fs';
import * as path from 'path';
import { Chart, Duration, Size } from 'cdk8s';
import { load } from 'js-yaml';
import {
  Autoscaler, CertManager, DcgmJobMapping, DcgmMetricsList, FairShare, Gpu, GpuDevices, GpuNetwork, GpuOperator, GpuSharing, Installer, JobContainers,
  JobNamespaces, KubePrometheusStack, Mig, Mpi, NodeHealth, NodeProblemRules, NodeStorage, NvlinkComputeDomain, OkeShape, PreemptMode, PreemptType,
  QosPreemptMode, Scaling, SlurmAlerts, SlurmCluster, SlurmDashboards, SlurmImage, SlurmOperator, Topograph, TopographProvider, TopographTopology, Topology,
  TopologyMembers,
} from '../../src';
import { manifests, pick, smallCluster } from '../cluster/cluster-manifests';

const docs = path.join(__dirname, '../../docs');
const programs = fs.readdirSync(docs).flatMap(page => [...fs.readFileSync(path.join(docs, page), 'utf8').matchAll(/^```(?:ts|typescript)\n([\s\S]*?)^```$/gm)]
  .map((match, index): [string, number, string] => [page, index + 1, match[1]]));

/** The lines of a program, wherever it stands; those with which only a module begins and ends say nothing here. */
function lines(program: string): string {
  return program.split('\n').map(line => line.trim().replace(/^export /, '')).filter(line => line !== '' && !line.startsWith('import ')).join('\n');
}

const tried = fs.readdirSync(__dirname).map(file => lines(fs.readFileSync(path.join(__dirname, file), 'utf8')));

test.each(programs)('%s: program %d stands in a test of this folder, where the compiler sees it and it runs', (_page, _number, program) => {
  expect(tried.filter(file => file.includes(lines(program)))).toHaveLength(1);
});

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

test('gpu-metrics.md: the exporter reads where prologs write', () => {
  const objects = manifests(chart => {
    const [cluster, platform, installer] = [smallCluster(chart, 'slurm'), chart, Installer.flux()];
    cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB });
    const jobMapping = new DcgmJobMapping(cluster, 'Dcgm', { cluster });
    new GpuOperator(platform, 'gpu-operator', { installer, clusters: [cluster], jobMapping });
  });
  const { directory } = pick(objects, 'HelmRelease', 'gpu-operator').spec.values.dcgmExporter.hpcJobMapping;
  expect(pick(objects, 'NodeSet', 'slurm-worker-h100').spec.slurmd.volumeMounts).toContainEqual({ name: 'dcgm-job-mapping', mountPath: directory });
});

test('gpu-metrics.md: alerts know of what the exporter collects beyond the usual', () => {
  const objects = manifests(chart => {
    const [cluster, platform, installer] = [new SlurmCluster(chart, 'slurm', { metrics: { serviceMonitor: {} } }), chart, Installer.flux()];
    cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB });
    cluster.addPartition('all', { isDefault: true });
    const jobMapping = new DcgmJobMapping(cluster, 'Dcgm', { cluster });
    const metricsList = new DcgmMetricsList(platform, 'Metrics');
    new GpuOperator(platform, 'gpu-operator', { installer, clusters: [cluster], jobMapping, metricsList });
    new SlurmAlerts(chart, 'Alerts', { cluster, gpuMetrics: { metricsList } });
  });
  expect(pick(objects, 'ConfigMap', 'dcgm-metrics').data['dcgm-metrics.csv']).toContain('DCGM_FI_DEV_ECC_DBE_VOL_TOTAL');
  expect(JSON.stringify(pick(objects, 'PrometheusRule'))).toContain('DCGM_FI_DEV_ECC_DBE_VOL_TOTAL');
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

test('network.md: the type of machine tells how many EFA devices there are', () => {
  const objects = manifests(chart => {
    const cluster = smallCluster(chart, 'slurm');
    cluster.addGpuNodeSet('h200', { gpu: Gpu.H200, memory: Size.gibibytes(1900), network: GpuNetwork.efa({ instanceType: 'p5en.48xlarge' }) });
  });
  expect(pick(objects, 'NodeSet', 'slurm-worker-h200').spec.slurmd.resources.limits['vpc.amazonaws.com/efa']).toBe(16);
});

test('network.md: each cloud has its own', () => {
  const networks = [
    GpuNetwork.infiniband({ resourceName: 'rdma/ib' }),
    GpuNetwork.okeRdma({ shape: OkeShape.BM_GPU_H200_8 }),
    GpuNetwork.azureInfiniband(),
    GpuNetwork.gkeA3Ultra(),
  ];
  const limits = networks.map(network => {
    const objects = manifests(chart => smallCluster(chart, 'slurm').addGpuNodeSet('h200', { gpu: Gpu.H200, memory: Size.gibibytes(1900), network }));
    const { slurmd, template } = pick(objects, 'NodeSet', 'slurm-worker-h200').spec;
    return [Object.keys(slurmd.resources.limits).find(name => /rdma|\/ib/.test(name)), Object.keys(template.metadata?.annotations ?? {})[0]];
  });
  expect(limits).toEqual([
    ['rdma/ib', undefined], ['nvidia.com/rdma-vf', 'k8s.v1.cni.cncf.io/networks'], ['rdma/ib', undefined], [undefined, 'networking.gke.io/default-interface'],
  ]);
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

test('topology.md: racks are blocks and leaf switches hold the CPU nodes', () => {
  const objects = manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm');
    const [cpu, nvlink] = [cluster.addNodeSet('cpu'), new NvlinkComputeDomain(chart, 'nvlink')];
    const racks = ['rack1', 'rack2'].map(rack => cluster.addGpuNodeSet(rack, {
      gpu: Gpu.GB200, scaling: Scaling.fixed(18), nodeSelector: { 'topology.example.com/rack': rack }, computeDomain: nvlink,
    }));
    const nvl72 = Topology.nvl72({ racks: racks.map(rack => ({ name: rack.nodeSetName, members: TopologyMembers.nodeSets(rack) })), isClusterDefault: true });
    const spine = Topology.tree({ switches: [{ name: 'spine', children: [{ name: 'leaf1', members: TopologyMembers.labelled({ 'topology.example.com/leaf': '1' }) }] }] });
    cluster.addTopology(nvl72);
    cluster.addTopology(spine);
    cluster.addPartition('train', { nodeSets: racks, topology: nvl72, isDefault: true });
    cluster.addPartition('cpu', { nodeSets: [cpu], topology: spine });
  });
  expect(pick(objects, 'NodeSet', 'slurm-worker-cpu').spec.partition.config).toContain('Topology=tree');
  expect(pick(objects, 'Deployment', 'slurm-topology').spec.template.spec.containers[0].args).toEqual(expect.arrayContaining(['nvl72:rack1', 'nvl72:rack2', 'tree:spine:leaf1']));
});

test('topology.md: leaves of the network are blocks', () => {
  const objects = manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm');
    const h100 = cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB, scaling: Scaling.fixed(16) });
    const blocks = ['leaf1', 'leaf2', 'leaf3', 'leaf4'].map(leaf => ({ name: leaf, members: TopologyMembers.labelled({ 'topology.example.com/leaf': leaf }) }));
    const leaves = Topology.block({ blocks, blockSizes: [4, 8], isClusterDefault: true });
    cluster.addTopology(leaves);
    cluster.addPartition('train', { nodeSets: [h100], topology: leaves });
  });
  expect(load(pick(objects, 'ConfigMap', 'slurm-config-extra').data['topology.yaml'])).toMatchObject([{ block: { block_sizes: [4, 8] } }]);
});

describe('sharing.md', () => {
  const withCluster = (declare: (cluster: SlurmCluster, chart: Chart) => void) => manifests(chart => declare(smallCluster(chart, 'slurm'), chart));

  test('the device plugin has the configuration that workers look for', () => {
    const told: { [file: string]: string }[] = [];
    const objects = withCluster(cluster => {
      const sharing = GpuSharing.timeSlicing({ replicas: 4 });
      cluster.addGpuNodeSet('l40s', { gpu: Gpu.L40S, sharing });
      // devicePlugin.config of the GPU Operator's chart
      const config = { create: true, name: 'device-plugin', data: { [sharing.devicePluginConfigName!]: sharing.devicePluginConfig! } };
      told.push(config.data);
    });
    const { nodeSelector } = pick(objects, 'NodeSet', 'slurm-worker-l40s').spec.template.spec;
    expect(load(told[0][nodeSelector['nvidia.com/device-plugin.config']])).toMatchObject({ sharing: { timeSlicing: { resources: [{ name: 'nvidia.com/gpu', replicas: 4 }] } } });
  });

  test('a GPU of one\'s own is cut as it says', () => {
    const a30 = Gpu.custom({ resourceName: 'nvidia.com/gpu', gresType: 'a30', migProfiles: { '1g.6gb': 4, '2g.12gb': 2, '4g.24gb': 1 } });
    expect(Mig.uniform('2g.12gb').configName(a30)).toBe('2x2g.12gb');
  });

  test('stock images know MIG devices by their files', () => {
    const objects = withCluster(cluster => {
      cluster.addGpuNodeSet('mig', {
        gpu: Gpu.A100_40GB,
        gpusPerNode: 1,
        mig: Mig.uniform('3g.20gb'),
        devices: GpuDevices.migFiles([
          { profile: '3g.20gb', files: ['/dev/nvidia0', '/dev/nvidia-caps/nvidia-cap12', '/dev/nvidia-caps/nvidia-cap13'] },
          { profile: '3g.20gb', files: ['/dev/nvidia0', '/dev/nvidia-caps/nvidia-cap21', '/dev/nvidia-caps/nvidia-cap22'] },
        ]),
      });
    });
    expect(pick(objects, 'ConfigMap', 'slurm-config-extra').data['gres.conf']).toMatch(/^(NodeName=mig-0 Name=gpu Type=3g\.20gb MultipleFiles=\S+\n){2}$/);
  });
});
