import { Chart, Size } from 'cdk8s';
import { load } from 'js-yaml';
import {
  DcgmJobMapping, DcgmMetricsList, Gpu, GpuDevices, GpuNetwork, GpuOperator, GpuSharing, Installer, Mig, NvlinkComputeDomain, OkeShape, Scaling,
  SlurmAlerts, SlurmCluster, Topology, TopologyMembers,
} from '../../src';
import { manifests, pick, smallCluster } from '../cluster/cluster-manifests';

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
