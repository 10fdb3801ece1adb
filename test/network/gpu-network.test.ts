import { Size } from 'cdk8s';
import {
  AzureInfinibandDevices, Gpu, GpuNetwork, GpuNodeSetOptions, NodeSetOptions, NvlinkComputeDomain, OkeRdmaAccess, OkeShape, RdmaFabric, Scaling, SlurmCluster,
} from '../../src';
import { Manifest, manifests, pick } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

const memory = Size.gibibytes(1800);

function declared(declare: (cluster: SlurmCluster) => void): Manifest[] {
  return manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm');
    declare(cluster);
    cluster.addPartition('all', { isDefault: true });
  });
}

const objectsWith = (options: Partial<GpuNodeSetOptions>) => declared(cluster => cluster.addGpuNodeSet('gpu', { gpu: Gpu.H100_80GB, memory, ...options }));
const worker = (options: Partial<GpuNodeSetOptions>) => pick(objectsWith(options), 'NodeSet').spec;
const ncclOf = (objects: Manifest[]): string => objects.find(({ kind, data }) => kind === 'ConfigMap' && data['nccl.conf'] !== undefined)?.data['nccl.conf'] ?? '';
const nccl = (options: Partial<GpuNodeSetOptions>) => ncclOf(objectsWith(options)).split('\n');

test('without a network, or with none, nothing is added', () => {
  const silent = objectsWith({});
  expect(objectsWith({ network: GpuNetwork.none() })).toEqual(silent);
  expect(ncclOf(silent)).toBe('');
});

describe('EFA', () => {
  test('devices follow from the GPU where one type of machine has it, huge pages from the images of EKS', () => {
    const spec = worker({ network: GpuNetwork.efa() });
    expect(spec.slurmd.resources.limits).toEqual({ 'memory': '1800Gi', 'nvidia.com/gpu': 8, 'vpc.amazonaws.com/efa': 32, 'hugepages-2Mi': '5120Mi' });
    expect(spec.slurmd.resources.requests).toEqual(spec.slurmd.resources.limits);
  });

  test('huge pages are no memory of jobs and take none from them', () => {
    const budget = (network?: GpuNetwork) => worker({ network }).slurmd.env.find(({ name }: { name: string }) => name === 'POD_MEMORY').value;
    expect(budget(GpuNetwork.efa())).toBe(budget());
  });

  test('the type of machine tells the devices and where workers go', () => {
    const spec = worker({ gpu: Gpu.H200, network: GpuNetwork.efa({ instanceType: 'p5en.48xlarge' }) });
    expect(spec.slurmd.resources.limits['vpc.amazonaws.com/efa']).toBe(16);
    expect(spec.template.spec.nodeSelector['node.kubernetes.io/instance-type']).toBe('p5en.48xlarge');
  });

  test('NCCL uses the NVLink of racks, and libfabric does without huge pages that are not there', () => {
    expect(nccl({ gpu: Gpu.GB200, network: GpuNetwork.efa({ hugePages: Size.mebibytes(0) }), memory: undefined })).toEqual([
      'FI_EFA_USE_HUGE_PAGE=0', 'NCCL_MNNVL_ENABLE=1', 'NCCL_NVLS_ENABLE=1', 'NCCL_SOCKET_IFNAME=^docker,lo', '',
    ]);
  });

  test('nodes without GPUs may have it, with a number of devices', () => {
    const objects = declared(cluster => cluster.addNodeSet('hpc', { memory, network: GpuNetwork.efa({ interfaces: 1 }) }));
    expect(pick(objects, 'NodeSet').spec.slurmd.resources.limits['vpc.amazonaws.com/efa']).toBe(1);
    expect(pick(objects, 'Controller').spec.extraConf).toContain('PropagateResourceLimitsExcept=MEMLOCK\n');
  });
});

describe('Network Operator', () => {
  test('one of a shared resource stands for all cards', () => {
    const network = GpuNetwork.infiniband({ resourceName: 'rdma/rdma_shared_device_a' });
    const { slurmd, template } = worker({ network });
    expect(slurmd.resources.limits['rdma/rdma_shared_device_a']).toBe(1);
    expect(template.metadata).toBeUndefined();
    expect(nccl({ network })).toEqual(['NCCL_IB_HCA=mlx5', 'NCCL_SOCKET_IFNAME=eth0', '']);
  });

  test('each rail is a network and a card', () => {
    const networks = Array.from({ length: 8 }, (_, rail) => `default/rail-${rail}`);
    const network = GpuNetwork.infiniband({ resourceName: 'nvidia.com/rail', networks, fabric: RdmaFabric.ROCE, sharp: true, hcas: '=mlx5_0,mlx5_1' });
    const { slurmd, template } = worker({ network });
    expect(slurmd.resources.limits['nvidia.com/rail']).toBe(8);
    expect(template.metadata.annotations['k8s.v1.cni.cncf.io/networks']).toBe(networks.join(','));
    expect(nccl({ network })).toEqual(['NCCL_COLLNET_ENABLE=1', 'NCCL_IB_GID_INDEX=3', 'NCCL_IB_HCA==mlx5_0,mlx5_1', 'NCCL_SOCKET_IFNAME=eth0', '']);
  });
});

describe('GKE', () => {
  const interfaces = (spec: Manifest) => JSON.parse(spec.template.metadata.annotations['networking.gke.io/interfaces']).map((each: { interfaceName: string; network: string }) => `${each.interfaceName} ${each.network}`);

  test('A3 High has a daemon beside slurmd, and both see its socket', () => {
    const spec = worker({ network: GpuNetwork.gkeA3High() });
    const [daemon] = spec.template.spec.containers;
    expect(daemon).toMatchObject({ name: 'tcpx-daemon', securityContext: { capabilities: { add: ['NET_ADMIN'] } } });
    for (const container of [daemon, spec.slurmd]) {
      expect(container.volumeMounts).toContainEqual({ name: 'tcpx-socket', mountPath: '/run/tcpx' });
    }
    expect(spec.template.metadata.annotations['devices.gke.io/container.tcpx-daemon']).toMatch(/^- path: \/dev\/nvidia0\n(- path: .*\n){9}$/);
    expect(interfaces(spec)).toEqual(['eth0 default', 'eth1 vpc1', 'eth2 vpc2', 'eth3 vpc3', 'eth4 vpc4']);
  });

  test('A3 Mega is what the official chart makes of it', () => {
    const spec = worker({ network: GpuNetwork.gkeA3Mega() });
    expect(spec.template.spec.containers).toMatchObject([{
      name: 'tcpxo-daemon',
      image: 'us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpxo/tcpgpudmarxd-dev:v1.0.21',
      securityContext: { capabilities: { add: ['NET_ADMIN', 'NET_BIND_SERVICE'] } },
      volumeMounts: [
        { name: 'nvidia-libraries', mountPath: '/usr/local/nvidia/lib64' }, { name: 'host-sys', mountPath: '/hostsysfs' }, { name: 'host-proc-sys', mountPath: '/hostprocsysfs' },
      ],
    }]);
    expect(spec.slurmd.env).toEqual(expect.arrayContaining([
      { name: 'LD_LIBRARY_PATH', value: '/usr/local/nvidia/lib64' }, { name: 'NCCL_FASTRAK_LLCM_DEVICE_DIRECTORY', value: '/dev/aperture_devices' },
    ]));
    expect(spec.template.metadata.annotations['devices.gke.io/container.tcpxo-daemon']).toContain('- path: /dev/dmabuf_import_helper\n');
    expect(interfaces(spec)).toHaveLength(9);
    expect(spec.template.spec.nodeSelector['cloud.google.com/gke-accelerator']).toBe('nvidia-h100-mega-80gb');
  });

  test.each([
    ['A3 Ultra', GpuNetwork.gkeA3Ultra(), Gpu.H200, 'nvidia-h200-141gb', 'a3u'],
    ['A4', GpuNetwork.gkeA4(), Gpu.B200, 'nvidia-b200', 'a4'],
  ])('%s has eight RDMA networks and Google\'s plugin', (_what, network, gpu, accelerator, tuner) => {
    const spec = worker({ gpu, network });
    expect(interfaces(spec)).toEqual(['eth0 default', ...Array.from({ length: 8 }, (_, rail) => `eth${rail + 2} rdma-${rail}`)]);
    expect(spec.slurmd.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual(expect.arrayContaining(['/usr/local/gib', '/usr/local/nvidia', '/etc/nccl.conf']));
    expect(spec.template.spec.nodeSelector['cloud.google.com/gke-accelerator']).toBe(accelerator);
    expect(nccl({ gpu, network })).toEqual(['NCCL_NET=gIB', 'NCCL_SOCKET_IFNAME=eth0,eth1', `NCCL_TUNER_CONFIG_PATH=/usr/local/gib/configs/tuner_config_${tuner}.txtpb`, '']);
  });
});

test('A4X of GKE has four RDMA networks beside the NVLink of its rack', () => {
  const objects = manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm');
    cluster.addGpuNodeSet('gb200', { gpu: Gpu.GB200, memory, network: GpuNetwork.gkeA4X(), computeDomain: new NvlinkComputeDomain(chart, 'nvlink') });
    cluster.addPartition('all', { isDefault: true });
  });
  const { slurmd, template } = pick(objects, 'NodeSet').spec;
  expect(JSON.parse(template.metadata.annotations['networking.gke.io/interfaces'])).toEqual([
    { interfaceName: 'eth0', network: 'default' },
    ...[0, 1, 2, 3].map(card => ({ interfaceName: `eth${card + 2}`, network: `rdma-${card}` })),
  ]);
  expect(template.spec.nodeSelector).toMatchObject({ 'cloud.google.com/gke-accelerator': 'nvidia-gb200', 'kubernetes.io/arch': 'arm64' });
  expect(template.spec.tolerations).toContainEqual({ key: 'kubernetes.io/arch', operator: 'Equal', value: 'arm64', effect: 'NoSchedule' });
  expect(slurmd.resources).toMatchObject({ claims: [{ name: 'compute-domain-channel' }], limits: { 'nvidia.com/gpu': 4 } });
  expect(ncclOf(objects).split('\n')).toEqual(['NCCL_NET=gIB', 'NCCL_SOCKET_IFNAME=eth0', '']);
});

test('A4X Max of GKE claims its eight cards beside the channel of its compute domain', () => {
  const objects = manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm');
    cluster.addGpuNodeSet('gb300', { gpu: Gpu.GB300, memory, network: GpuNetwork.gkeA4XMax(), computeDomain: new NvlinkComputeDomain(chart, 'nvlink') });
    cluster.addPartition('all', { isDefault: true });
  });
  const { slurmd, template } = pick(objects, 'NodeSet').spec;
  expect(template.spec.resourceClaims).toEqual([
    { name: 'compute-domain-channel', resourceClaimTemplateName: 'nvlink-channel' }, { name: 'rdma', resourceClaimTemplateName: 'slurm-rdma-gb300' },
  ]);
  expect(slurmd.resources.claims).toEqual([{ name: 'compute-domain-channel' }, { name: 'rdma' }]);
  expect(pick(objects, 'ResourceClaimTemplate', 'slurm-rdma-gb300').spec.spec.devices.requests).toEqual([
    { name: 'cards', exactly: { deviceClassName: 'mrdma.google.com', allocationMode: 'ExactCount', count: 8 } },
  ]);
  expect(objects.findIndex(({ kind }) => kind === 'ResourceClaimTemplate')).toBeLessThan(objects.findIndex(({ kind }) => kind === 'NodeSet'));
  expect(template.spec.nodeSelector['cloud.google.com/gke-accelerator']).toBe('nvidia-gb300');
  expect(pick(objects, 'Controller').spec.extraConf).toContain('PropagateResourceLimitsExcept=MEMLOCK\n');
});

describe('OKE', () => {
  test('a virtual function of each card', () => {
    const spec = worker({ network: GpuNetwork.okeRdma({ shape: OkeShape.BM_GPU_H100_8 }) });
    expect(spec.slurmd.resources.limits['nvidia.com/rdma-vf']).toBe(16);
    expect(spec.template.metadata.annotations['k8s.v1.cni.cncf.io/networks'].split(',')).toEqual(Array(16).fill('default/rdma-vf'));
    expect(spec.template.spec.nodeSelector['node.kubernetes.io/instance-type']).toBe('BM.GPU.H100.8');
    expect(spec.template.spec.hostNetwork).toBeUndefined();
    expect(nccl({ network: GpuNetwork.okeRdma({ shape: OkeShape.BM_GPU_H100_8 }) })).toContain('NCCL_IB_HCA=mlx5');
  });

  test('the host network names the cards exactly', () => {
    const network = GpuNetwork.okeRdma({ shape: OkeShape.BM_GPU_GB200_4 });
    expect(worker({ gpu: Gpu.GB200, network }).template.spec).toMatchObject({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' });
    expect(nccl({ gpu: Gpu.GB200, network })).toContain('NCCL_IB_HCA==mlx5_0,mlx5_1,mlx5_3,mlx5_4');
  });

  test.each(Object.values(OkeShape))('%s has one GPU of the catalogue', shape => {
    const catalogue = Object.values(Gpu).filter((gpu): gpu is Gpu => gpu instanceof Gpu);
    const refusals = catalogue.flatMap(gpu => {
      try {
        worker({ gpu, network: GpuNetwork.okeRdma({ shape }) });
        return [];
      } catch (error) {
        return [String(error)];
      }
    });
    expect(refusals).toHaveLength(catalogue.length - 1);
    expect(refusals.filter(refusal => !refusal.includes('NET-031'))).toEqual([]);
  });
});

test.each([
  [undefined, { 'rdma/ib': 8 }],
  [AzureInfinibandDevices.SHARED, { 'rdma/shared_ib': 1 }],
])('Azure hands out InfiniBand as %s', (devices, limits) => {
  const network = GpuNetwork.azureInfiniband({ devices, topologyFile: '/etc/ndv5-topo.xml' });
  expect(worker({ network }).slurmd.resources.limits).toMatchObject(limits);
  expect(nccl({ network })).toContain('NCCL_TOPO_FILE=/etc/ndv5-topo.xml');
});

describe('host network', () => {
  test.each([
    ['a fixed set', Scaling.fixed(2), 'spec.nodeName'],
    ['one worker on every machine', Scaling.daemonSet(), "metadata.labels['nodeset.slinky.slurm.net/pod-hostname']"],
  ])('slurmd of %s calls itself what slurm-operator expects, also when its pod goes', (_what, scaling, fieldPath) => {
    const { slurmd, template } = worker({ scaling, network: GpuNetwork.hostNetwork(), memory: undefined });
    expect(slurmd.args).toEqual(['-N', '$(SLURM_NODE_NAME)']);
    expect(slurmd.env).toEqual([{ name: 'SLURM_NODE_NAME', valueFrom: { fieldRef: { fieldPath } } }]);
    expect(slurmd.lifecycle.preStop.exec.command[2]).toMatch(/^scontrol update nodename="\$SLURM_NODE_NAME" state=down /);
    expect(slurmd.volumeMounts).toContainEqual({ name: 'infiniband', mountPath: '/dev/infiniband' });
    expect(template.spec).toMatchObject({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' });
  });

  test('machines without RDMA cards have no devices of theirs', () => {
    expect(worker({ network: GpuNetwork.hostNetwork({ infiniband: false }) }).slurmd.volumeMounts).toEqual([{ name: 'shm', mountPath: '/dev/shm' }]);
  });

  test('sshd of the worker moves to another port', () => {
    expect(worker({ network: GpuNetwork.hostNetwork(), ssh: { port: 2222, extraSshdConfig: ['X11Forwarding no'] } }).ssh.extraSshdConfig).toBe('Port 2222\nX11Forwarding no');
    expect(worker({ network: GpuNetwork.hostNetwork(), ssh: { extraSshdConfig: ['Port 2222'] } }).ssh.extraSshdConfig).toBe('Port 2222');
  });
});

describe('/etc/nccl.conf', () => {
  const volume = (options: Partial<GpuNodeSetOptions>) => worker(options).template.spec.volumes.find(({ name }: { name: string }) => name === 'nccl-conf').configMap.name;

  test('own variables go over those of the network', () => {
    expect(nccl({ network: GpuNetwork.infiniband({ resourceName: 'rdma/ib', nccl: { NCCL_IB_HCA: 'ibp', NCCL_DEBUG: 'INFO' } }) })).toEqual(['NCCL_DEBUG=INFO', 'NCCL_IB_HCA=ibp', 'NCCL_SOCKET_IFNAME=eth0', '']);
  });

  test('another text is another name, so that workers roll', () => {
    const names = ['mlx5', 'ibp'].map(hcas => volume({ network: GpuNetwork.infiniband({ resourceName: 'rdma/ib', hcas }) }));
    expect(new Set(names).size).toBe(2);
    expect(names[0]).toMatch(/^slurm-nccl-gpu-[0-9a-f]{8}$/);
  });
});

const ib = (options: object) => ({ network: GpuNetwork.infiniband({ resourceName: 'rdma/ib', ...options }) });

test.each<[string, Partial<GpuNodeSetOptions>, RegExp]>([
  ['EFA on GKE', { network: GpuNetwork.efa(), nodeSelector: { 'cloud.google.com/gke-nodepool': 'h100' } }, /NET-050: GpuNetwork.efa is a network of AWS, and only nodes of Google Cloud have the label cloud.google.com\/gke-nodepool=h100 .*use the network of that cloud/],
  ['EFA on a machine of another cloud', { network: GpuNetwork.efa(), nodeSelector: { 'node.kubernetes.io/instance-type': 'a3-highgpu-8g' } }, /NET-050: .*Google Cloud/],
  ['a network of OCI on EKS', { network: GpuNetwork.okeRdma({ shape: OkeShape.BM_GPU_H100_8 }), nodeSelector: { 'eks.amazonaws.com/nodegroup': 'a' } }, /NET-050/],
  ['half an EFA device', { network: GpuNetwork.efa({ interfaces: 0.5 }) }, /NET-001/],
  ['an unknown number of EFA devices', { gpu: Gpu.H200, network: GpuNetwork.efa() }, /NET-002: .*NVIDIA H200 sit in p5e.48xlarge with 32 and p5en.48xlarge with 16; set 'instanceType', e.g. 'p5en.48xlarge'/],
  ['EFA of machines that are not known', { network: GpuNetwork.efa({ instanceType: 'p5.4xlarge' }) }, /NET-002: how many EFA devices p5.4xlarge has is not known.*; set 'interfaces', e.g. 1/],
  ['EFA of a GPU that AWS does not have with it', { gpu: Gpu.L4, network: GpuNetwork.efa() }, /NET-002: .*set 'interfaces'/],
  ['more EFA devices than the machine has', { network: GpuNetwork.efa({ instanceType: 'p5.48xlarge', interfaces: 64 }) }, /NET-003: .*p5.48xlarge has 32 EFA devices: no worker would ever be placed/],
  ['fewer EFA devices than the machine has', { network: GpuNetwork.efa({ instanceType: 'p5.48xlarge', interfaces: 16 }) }, /NET-003: .*lie idle/],
  ['more EFA devices than any machine with the GPU', { gpu: Gpu.B200, network: GpuNetwork.efa({ interfaces: 32 }) }, /NET-003: .*machines with NVIDIA B200 have 8 .*'p6-b200.48xlarge'/],
  ['no type of machine', { network: GpuNetwork.efa({ instanceType: 'p5', interfaces: 1 }) }, /NET-004/],
  ['a machine with other GPUs', { network: GpuNetwork.efa({ instanceType: 'p6-b200.48xlarge' }) }, /NET-005: .*has no NVIDIA H100 80GB HBM3.*use 'p5.48xlarge'/],
  ['more GPUs than the machine has', { gpusPerNode: 16, network: GpuNetwork.efa({ instanceType: 'p5.48xlarge' }) }, /NET-005: nodes have 16 GPUs and p5.48xlarge has 8/],
  ['a resource without domain', ib({ resourceName: 'ib' }), /NET-010/],
  ['no card', ib({ devices: 0 }), /NET-011/],
  ['a network without name', ib({ networks: ['a b'] }), /NET-012/],
  ['fewer cards than networks', ib({ resourceName: 'nvidia.com/rail', devices: 1, networks: ['a/b', 'a/c'] }), /NET-013: 'devices' is 1 and there are 2 networks/],
  ['a topology file without folder', { network: GpuNetwork.azureInfiniband({ topologyFile: 'ndv5.xml' }) }, /NET-020/],
  ['a GPU that Azure has no ND machine with', { gpu: Gpu.B300, network: GpuNetwork.azureInfiniband() }, /NET-021/],
  ['more GPUs than an ND machine has', { gpusPerNode: 16, network: GpuNetwork.azureInfiniband() }, /NET-021: nodes have 16 GPUs/],
  ['an unknown shape', { network: GpuNetwork.okeRdma({ shape: 'BM.GPU.X' as OkeShape }) }, /NET-030: 'shape' is 'BM.GPU.X'/],
  ['a shape with other GPUs', { gpu: Gpu.H200, network: GpuNetwork.okeRdma({ shape: OkeShape.BM_GPU_H100_8 }) }, /NET-031/],
  ['virtual functions where there are none', { gpu: Gpu.GB300, network: GpuNetwork.okeRdma({ shape: OkeShape.BM_GPU_GB300_4, access: OkeRdmaAccess.VIRTUAL_FUNCTIONS }) }, /NET-032/],
  ['an attachment on the host network', { network: GpuNetwork.okeRdma({ shape: OkeShape.BM_GPU_H100_8, access: OkeRdmaAccess.HOST_NETWORK, attachment: 'a/b' }) }, /NET-033: .*the host network has none/],
  ['an attachment without namespace', { network: GpuNetwork.okeRdma({ shape: OkeShape.BM_GPU_H100_8, attachment: 'vf' }) }, /NET-033/],
  ['too few networks of GKE', { network: GpuNetwork.gkeA3Mega({ networks: ['default', 'vpc1'] }) }, /NET-040: 'networks' names 2 networks, and GpuNetwork.gkeA3Mega takes 9/],
  ['a network of GKE twice', { network: GpuNetwork.gkeA3High({ networks: ['default', 'a', 'a', 'b', 'c'] }) }, /NET-041: 'a' of 'networks'/],
  ['GPUs that the machines do not have', { gpu: Gpu.H200, network: GpuNetwork.gkeA3Mega() }, /NET-043/],
  ['another number of GPUs than a tray of GKE has', { gpu: Gpu.GB200, gpusPerNode: 8, network: GpuNetwork.gkeA4X() }, /NET-044: nodes have 8 GPUs, and GpuNetwork.gkeA4X serves the 4 .*set 'gpusPerNode' to 4/],
  ['GB200 on machines with GB300', { gpu: Gpu.GB200, network: GpuNetwork.gkeA4XMax() }, /NET-043: machines of GpuNetwork.gkeA4XMax have no NVIDIA GB200/],
  ['half a machine of GKE', { gpusPerNode: 4, network: GpuNetwork.gkeA3Mega() }, /NET-044: nodes have 4 GPUs/],
  ['host network and networks of GKE', { hostNetwork: true, network: GpuNetwork.gkeA3Mega() }, /NET-045/],
  ['another type of machine than the network is for', { network: GpuNetwork.efa({ instanceType: 'p5.48xlarge' }), nodeSelector: { 'node.kubernetes.io/instance-type': 'p4d.24xlarge' } }, /NET-051/],
  ['a part of a huge page', { network: GpuNetwork.efa({ hugePages: Size.mebibytes(3) }) }, /NET-052: 'hugePages' is 3072 KiB/],
  ['huge pages without a limit of memory', { network: GpuNetwork.efa(), memory: undefined }, /NET-053: .*set 'memory', or 'hugePages: Size.mebibytes\(0\)'/],
  ['devices said twice', { network: GpuNetwork.efa(), extendedResources: { 'vpc.amazonaws.com/efa': 32 } }, /NET-054: 'vpc.amazonaws.com\/efa' stands in 'extendedResources'/],
  ['an annotation said twice', { ...ib({ networks: ['a/b'] }), annotations: { 'k8s.v1.cni.cncf.io/networks': 'a/b' } }, /NET-054: .*'annotations'/],
  ['a variable of two lines', ib({ nccl: { NCCL_DEBUG: 'a\nb' } }), /NET-055: 'NCCL_DEBUG=a'/],
  ['a variable without name', ib({ nccl: { 'A B': 'a' } }), /NET-055/],
  ['sshd on the port of the machine', { network: GpuNetwork.hostNetwork(), ssh: {} }, /NODE-045: .*port 22 belongs to the machine's own sshd.*set 'port' of 'ssh', e.g. 2222/],
  ['a port beyond all ports', { ssh: { port: 70000 } }, /NODE-044/],
])('%s is refused', (_what, options, message) => {
  expect(() => worker(options)).toThrow(message);
});

test('a network of GPU machines on nodes without GPUs is refused', () => {
  expect(() => declared(cluster => cluster.addNodeSet('cpu', { network: GpuNetwork.gkeA4() }))).toThrow(/NET-042: .*node set 'cpu' has no GPUs/);
});

test('networks of two clouds in one cluster are refused', () => {
  expect(() => declared(cluster => {
    cluster.addGpuNodeSet('aws', { gpu: Gpu.H100_80GB, memory, network: GpuNetwork.efa() });
    cluster.addGpuNodeSet('gke', { gpu: Gpu.H100_80GB, network: GpuNetwork.gkeA3Mega() });
  })).toThrow(/\[hpc\/slurm\/gke\] NET-057: its network is one of Google Cloud, and that of node set 'aws' one of AWS/);
});

describeWithCrds('every network', () => {
  const all: [string, NodeSetOptions & { gpu?: Gpu }][] = [
    ['efa', { network: GpuNetwork.efa() }],
    ['infiniband', ib({ networks: ['default/a'] })],
    ['gkeA3High', { network: GpuNetwork.gkeA3High() }],
    ['gkeA3Mega', { network: GpuNetwork.gkeA3Mega() }],
    ['gkeA3Ultra', { gpu: Gpu.H200, network: GpuNetwork.gkeA3Ultra() }],
    ['gkeA4', { gpu: Gpu.B200, network: GpuNetwork.gkeA4() }],
    ['gkeA4X', { gpu: Gpu.GB200, network: GpuNetwork.gkeA4X() }],
    ['gkeA4XMax', { gpu: Gpu.GB300, network: GpuNetwork.gkeA4XMax() }],
    ['okeRdma', { network: GpuNetwork.okeRdma({ shape: OkeShape.BM_GPU_H100_8 }) }],
    ['azureInfiniband', { network: GpuNetwork.azureInfiniband() }],
    ['hostNetwork', { network: GpuNetwork.hostNetwork() }],
  ];
  test.each(all)('%s gives objects that the API server takes', (_name, options) => {
    expect(validateManifests(objectsWith(options))).toEqual([]);
  });
});
