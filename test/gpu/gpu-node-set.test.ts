import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { AutoDetect, Gpu, GpuDevices, GpuNodeSetOptions, Mig, Scaling, SlurmCluster, SlurmImage } from '../../src';
import { manifests, pick } from '../cluster/cluster-manifests';

function withSets(declare: (cluster: SlurmCluster) => void) {
  return manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm');
    declare(cluster);
    cluster.addPartition('all');
  });
}

const gpuSet = (options: GpuNodeSetOptions) => pick(withSets(cluster => cluster.addGpuNodeSet('gpu', options)), 'NodeSet').spec;
const gresConf = (declare: (cluster: SlurmCluster) => void) => pick(withSets(declare), 'ConfigMap', 'slurm-config-extra').data['gres.conf'];

test('one number of GPUs becomes limit, Gres, toleration and shared memory', () => {
  const spec = gpuSet({ gpu: Gpu.H100_80GB, gpusPerNode: 8, scaling: Scaling.fixed(4) });
  expect(spec).toMatchObject({
    replicas: 4,
    extraConf: 'Gres=gpu:h100:8',
    slurmd: {
      resources: { limits: { 'nvidia.com/gpu': 8 }, requests: { 'nvidia.com/gpu': 8 } },
      volumeMounts: [{ name: 'shm', mountPath: '/dev/shm' }],
    },
    template: { spec: { hostname: 'gpu-', volumes: [{ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '64Gi' } }] } },
  });
  expect(spec.template.spec.tolerations).toContainEqual({ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' });
});

test('the memory of a node divides into jobs, shared memory and headroom', () => {
  const spec = gpuSet({ gpu: Gpu.H100_80GB, cpu: Cpu.units(184), memory: Size.gibibytes(1900) });
  expect(spec.slurmd.resources.limits).toEqual({ 'cpu': '184', 'memory': '1900Gi', 'nvidia.com/gpu': 8 });
  // 1900 GiB less 64 GiB of /dev/shm and 8 GiB for slurmd.
  expect(spec.slurmd.env).toEqual([{ name: 'POD_MEMORY', value: String((1900 - 64 - 8) * 1024) }]);
});

test('a budget that leaves jobs too little is refused', () => {
  expect(() => gpuSet({ gpu: Gpu.H100_80GB, memory: Size.gibibytes(72) })).toThrow(/\[hpc\/slurm\/gpu\] MEM-001: of 73728 MiB memory, 65536 MiB go to \/dev\/shm .*raise 'memory' or lower 'sharedMemory'/);
});

test('arm64 superchips are selected and their taint accepted', () => {
  const { template } = gpuSet({ gpu: Gpu.GB200 });
  expect(template.spec.nodeSelector).toEqual({ 'kubernetes.io/arch': 'arm64', 'kubernetes.io/os': 'linux' });
  expect(template.spec.tolerations).toContainEqual({ key: 'kubernetes.io/arch', operator: 'Equal', value: 'arm64', effect: 'NoSchedule' });
});

test('GPUs from elsewhere are declared to Slurm without asking the device plugin', () => {
  const spec = gpuSet({ gpu: Gpu.custom({ resourceName: 'gpu.example.com/gpu', gresType: 'fake' }), gpusPerNode: 2, requestDevices: false });
  expect(spec.extraConf).toBe('Gres=gpu:fake:2');
  expect(spec.slurmd.resources).toBeUndefined();
});

test('a GPU without type is counted without one', () => {
  expect(gpuSet({ gpu: Gpu.custom({ resourceName: 'nvidia.com/gpu' }), gpusPerNode: 4 }).extraConf).toBe('Gres=gpu:4');
});

describe('MIG', () => {
  const image = SlurmImage.of('example.com/slurmd-nvml:26.05.1');

  test('a uniform cut counts every device as a GPU and selects nodes that are cut so', () => {
    const spec = gpuSet({ gpu: Gpu.H100_80GB, mig: Mig.uniform('1g.10gb'), image });
    expect(spec.extraConf).toBe('Gres=gpu:1g.10gb:56');
    expect(spec.slurmd.resources.limits).toEqual({ 'nvidia.com/gpu': 56 });
    expect(spec.template.spec.nodeSelector['nvidia.com/mig.config']).toBe('all-1g.10gb');
  });

  test('a mixed cut asks for each profile by name', () => {
    const spec = gpuSet({ gpu: Gpu.H100_80GB, mig: Mig.mixed([{ profile: '3g.40gb', count: 1 }, { profile: '1g.10gb', count: 4 }]), image });
    expect(spec.extraConf).toBe('Gres=gpu:3g.40gb:8,gpu:1g.10gb:32');
    expect(spec.slurmd.resources.limits).toEqual({ 'nvidia.com/mig-3g.40gb': 8, 'nvidia.com/mig-1g.10gb': 32 });
  });

  test.each<[string, Gpu, string, string]>([
    ['media engines', Gpu.H100_80GB, '1g.10gb+me', 'all-1g.10gb.me'],
    ['media engines', Gpu.GB200, '1g.23gb+me', 'all-1g.23gb.me'],
    ['media engines', Gpu.GB300, '1g.35gb+me', 'all-1g.35gb.me'],
    ['all media engines', Gpu.RTX_PRO_6000, '1g.24gb+me.all', 'all-1g.24gb.me.all'],
    ['no media engines', Gpu.RTX_PRO_6000, '2g.48gb-me', 'all-2g.48gb-me'],
    ['graphics', Gpu.RTX_PRO_6000, '1g.24gb+gfx', 'all-1g.24gb.gfx'],
    ['the sizes that other boards tell', Gpu.GB200, '3g.95gb', 'all-3g.95gb'],
    ['a size whose stock cut makes fewer', Gpu.GB200, '1g.24gb', '7x1g.24gb'],
  ])('devices with %s of %s are cut by %s with a configuration of that name', (_what, gpu, profile, config) => {
    const spec = gpuSet({ gpu, gpusPerNode: 2, mig: Mig.uniform(profile), image });
    const count = gpu._migProfiles[profile] * 2;
    expect([spec.extraConf, spec.slurmd.resources.limits]).toEqual([`Gres=gpu:${profile}:${count}`, { 'nvidia.com/gpu': count }]);
    expect(spec.template.spec.nodeSelector['nvidia.com/mig.config']).toBe(config);
  });

  test('resources of Kubernetes have a dot where the profile has a plus', () => {
    const mig = Mig.mixed([{ profile: '2g.48gb+me.all', count: 1 }, { profile: '1g.24gb-me', count: 2 }]);
    const spec = gpuSet({ gpu: Gpu.RTX_PRO_6000, gpusPerNode: 8, mig, image });
    expect(spec.slurmd.resources.limits).toEqual({ 'nvidia.com/mig-2g.48gb.me.all': 8, 'nvidia.com/mig-1g.24gb-me': 16 });
    expect(spec.template.spec.nodeSelector['nvidia.com/mig.config']).toBe('1x2g.48gb.me.all-2x1g.24gb-me');
    expect(spec.extraConf).toBe('Gres=gpu:2g.48gb+me.all:8,gpu:1g.24gb-me:16');
  });

  test('a GPU that is not in the catalogue is cut as its user says, with a configuration of its own', () => {
    const gpu = Gpu.custom({ resourceName: 'nvidia.com/gpu', gresType: 'a30', migProfiles: { '4g.24gb': 1, '1g.6gb': 4, '2g.12gb': 2 } });
    const spec = gpuSet({ gpu, gpusPerNode: 1, mig: Mig.mixed([{ profile: '2g.12gb', count: 1 }, { profile: '1g.6gb', count: 2 }]), image });
    expect(spec.slurmd.resources.limits).toEqual({ 'nvidia.com/mig-2g.12gb': 1, 'nvidia.com/mig-1g.6gb': 2 });
    expect(spec.template.spec.nodeSelector['nvidia.com/mig.config']).toBe('1x2g.12gb-2x1g.6gb');
    expect(Mig.uniform('1g.6gb').configName(gpu)).toBe('4x1g.6gb');
  });

  const a30 = (migProfiles: { [profile: string]: number }) => Gpu.custom({ resourceName: 'nvidia.com/gpu', migProfiles });

  test.each<[string, GpuNodeSetOptions, string | RegExp]>([
    ['graphics on a GPU for computing', { gpu: Gpu.H100_80GB, mig: Mig.uniform('1g.10gb+gfx') }, /GPU-012: NVIDIA H100 80GB HBM3 has no MIG profile '1g.10gb\+gfx'; use one of 1g.10gb, 1g.10gb\+me,/],
    ['media engines twice', { gpu: Gpu.H100_80GB, mig: Mig.uniform('1g.10gb+me', 2) }, /GPU-013: 2 devices of MIG profile 1g.10gb\+me are asked for, and NVIDIA H100 80GB HBM3 holds 1 to 1; use 1,/],
    ['all media engines beside some', { gpu: Gpu.RTX_PRO_6000, mig: Mig.mixed([{ profile: '1g.24gb+me.all', count: 1 }, { profile: '2g.48gb+gfx', count: 1 }]) },
      /GPU-017: '1g.24gb\+me.all' takes all media engines of NVIDIA RTX PRO 6000 .*; use '2g.48gb-me' beside it/],
    ['sizes of two kinds of boards', { gpu: Gpu.GB200, mig: Mig.mixed([{ profile: '3g.93gb', count: 1 }, { profile: '2g.47gb', count: 1 }, { profile: '1g.24gb', count: 1 }]) },
      /GPU-018: '3g.93gb' and '1g.24gb' are sizes of two kinds of boards with NVIDIA GB200/],
    ['two profiles with the one set of media engines', {
      gpu: a30({ '1g.6gb': 4, '1g.6gb+me': 1, '2g.12gb': 2, '2g.12gb+me': 1, '4g.24gb': 1 }), gpusPerNode: 1, mig: Mig.mixed([{ profile: '1g.6gb+me', count: 1 }, { profile: '2g.12gb+me', count: 1 }]),
    }, /GPU-017: '1g.6gb\+me' and '2g.12gb\+me' each have .*; use '2g.12gb' without it/],
    ['a profile that is none', { gpu: a30({ '1g.6': 4 }), gpusPerNode: 1, mig: Mig.uniform('1g.6') }, /GPU-003: 'migProfiles' says that 4 devices '1g.6' fit on a GPU/],
    ['more devices than any GPU has', { gpu: a30({ '1g.6gb': 8 }), gpusPerNode: 1 }, /GPU-003: 'migProfiles' says that 8 devices '1g.6gb' fit/],
    ['more devices than fit', { gpu: Gpu.H100_80GB, mig: Mig.uniform('2g.20gb', 5) }, /GPU-013: 5 devices of MIG profile 2g.20gb are asked for, and NVIDIA H100 80GB HBM3 holds 1 to 3; use 3 or fewer/],
    ['a profile of another GPU', { gpu: Gpu.H100_80GB, mig: Mig.uniform('1g.5gb') }, /GPU-012: .*use one of 1g.10gb/],
    ['a GPU that cannot be cut', { gpu: Gpu.L40S, mig: Mig.uniform('1g.10gb') }, 'GPU-010'],
    ['devices that do not fit together', { gpu: Gpu.H100_80GB, mig: Mig.mixed([{ profile: '4g.40gb', count: 1 }, { profile: '2g.20gb', count: 3 }]) }, /GPU-014: .*10 compute and 10 memory slices/],
    ['no device', { gpu: Gpu.H100_80GB, mig: Mig.mixed([]) }, 'GPU-011'],
    ['a profile that is named twice', { gpu: Gpu.H100_80GB, mig: Mig.mixed([{ profile: '1g.10gb', count: 3 }, { profile: '1g.10gb', count: 4 }]) },
      /GPU-016: 'mig' names profile '1g.10gb' twice.*join the two entries/],
  ])('%s is refused', (_what, options, message) => {
    expect(() => gpuSet({ ...options, image })).toThrow(message);
  });

  test.each([
    ['one kind', [{ profile: '3g.95gb', count: 1 }, { profile: '2g.47gb', count: 1 }, { profile: '1g.24gb', count: 1 }]],
    ['the other', [{ profile: '3g.93gb', count: 1 }, { profile: '1g.47gb', count: 1 }, { profile: '1g.23gb+me', count: 1 }]],
  ])('sizes of boards of %s go together', (_what, devices) => {
    expect(gpuSet({ gpu: Gpu.GB200, gpusPerNode: 1, mig: Mig.mixed(devices), image }).slurmd.resources.limits).toHaveProperty([`nvidia.com/mig-${devices[0].profile}`], 1);
  });

  test('a type may be written as the profile', () => {
    expect(gpuSet({ gpu: Gpu.H100_80GB, gpusPerNode: 1, gresType: '1g.10gb+me', mig: Mig.uniform('1g.10gb+me'), image }).extraConf).toBe('Gres=gpu:1g.10gb+me:1');
  });

  test('devices of several profiles under one type are counted together', () => {
    const mig = Mig.mixed([{ profile: '3g.40gb', count: 1 }, { profile: '1g.10gb', count: 4 }]);
    expect(gpuSet({ gpu: Gpu.H100_80GB, gresType: 'h100', mig, image }).extraConf).toBe('Gres=gpu:h100:40');
  });

  test('needs an image with NVML', () => {
    expect(() => gpuSet({ gpu: Gpu.H100_80GB, mig: Mig.uniform('1g.10gb') })).toThrow(/GPU-023: AutoDetect=nvml needs an slurmd that is built with it/);
  });
});

describe('gres.conf', () => {
  test('names device files for every node when all nodes have them', () => {
    expect(gresConf(cluster => cluster.addGpuNodeSet('mi', { gpu: Gpu.MI300X }))).toBe('Name=gpu Type=mi300x File=/dev/dri/renderD[128,136,144,152,160,168,176,184]\n');
  });

  test('names the nodes where node sets differ', () => {
    expect(gresConf(cluster => {
      cluster.addGpuNodeSet('mi', { gpu: Gpu.MI300X, scaling: Scaling.fixed(12), ordinalPadding: 2 });
      cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB, scaling: Scaling.daemonSet() });
    })).toBe('AutoDetect=nvidia\nNodeName=mi-[00-11] AutoDetect=off Name=gpu Type=mi300x File=/dev/dri/renderD[128,136,144,152,160,168,176,184]\n');
  });

  test('cannot name nodes that only Kubernetes knows', () => {
    expect(() => withSets(cluster => {
      cluster.addNodeSet('cpu');
      cluster.addGpuNodeSet('mi', { gpu: Gpu.MI300X, scaling: Scaling.daemonSet() });
    })).toThrow(/GPU-030: at 'hpc\/slurm\/mi': the device files of node set 'mi' differ/);
  });
});

test.each<[string, GpuNodeSetOptions, string | RegExp]>([
  ['no model', {} as GpuNodeSetOptions, "[hpc/slurm/gpu] KIND-002: 'gpu' is missing; use e.g. Gpu.H100_80GB"],
  ['no GPU', { gpu: Gpu.H100_80GB, gpusPerNode: 0 }, /GPU-021: 'gpusPerNode' is 0, and a GPU node has 1 to 64/],
  ['a fraction of one', { gpu: Gpu.H100_80GB, gpusPerNode: 1.5 }, 'GPU-021'],
  ['an unknown number', { gpu: Gpu.custom({ resourceName: 'a.b/c' }) }, /GPU-021: how many a.b\/c sit in a node is not known/],
  ['a resource without domain', { gpu: Gpu.custom({ resourceName: 'gpu' }), gpusPerNode: 1 }, 'GPU-001'],
  ['a type with a blank', { gpu: Gpu.custom({ resourceName: 'a.b/c', gresType: 'a b' }), gpusPerNode: 1 }, 'GPU-002'],
  ['another type with a colon', { gpu: Gpu.H100_80GB, gresType: 'a:b' }, 'GPU-002'],
  ['a type of another GPU', { gpu: Gpu.H100_80GB, gresType: 'h200' },
    /GPU-032: 'gresType' is 'h200', which is no part of 'nvidia_h100_80gb_hbm3', as which slurmd finds NVIDIA H100 80GB HBM3: every node would register without GPUs; .*such as 'h100'/],
  ['device files that are none', { gpu: Gpu.H100_80GB, devices: GpuDevices.files('nvidia0') }, 'GPU-020'],
  ['unknown device files', { gpu: Gpu.MI300X, gpusPerNode: 4 }, 'GPU-022'],
  ['GPUs said twice', { gpu: Gpu.H100_80GB, gres: [{ name: 'gpu', count: 8 }] }, 'GPU-024'],
  ['a detection that stock images lack', { gpu: Gpu.MI300X, devices: GpuDevices.autoDetect(AutoDetect.RSMI) }, 'GPU-023'],
])('%s is refused', (_what, options, message) => {
  expect(() => gpuSet(options)).toThrow(message);
});

test.each<[Gpu, string, string]>([
  [Gpu.A100_40GB, 'nvidia_a100-sxm4-40gb', 'NVIDIA-A100-SXM4-40GB'],
  [Gpu.H100_80GB, 'nvidia_h100_80gb_hbm3', 'NVIDIA-H100-80GB-HBM3'],
  [Gpu.H100_94GB, 'nvidia_h100_nvl', 'NVIDIA-H100-NVL'],
  [Gpu.B300, 'nvidia_b300_sxm6_ac', 'NVIDIA-B300-SXM6-AC'],
  [Gpu.GB200, 'nvidia_gb200', 'NVIDIA-GB200'],
  [Gpu.RTX_PRO_6000.untyped(), 'nvidia_rtx_pro_6000_blackwell_server_edition', 'NVIDIA-RTX-PRO-6000-Blackwell-Server-Edition'],
])('%#: what slurmd and GPU Feature Discovery call a GPU is known', (gpu, type, product) => {
  expect(gpu.detectedGresType).toBe(type);
  expect(gpu.nodeLabels).toEqual({ 'nvidia.com/gpu.product': product });
});

test('a type of the catalogue is part of what slurmd finds', () => {
  for (const gpu of Object.values(Gpu).filter((value): value is Gpu => value instanceof Gpu && value.vendor === 'nvidia')) {
    expect(gpu.detectedGresType).toContain(gpu.gresType);
  }
});

test.each(['nvidia_h100_80gb_hbm3', 'H100', '80gb', 'h100_pcie'])('nodes may offer an H100 as %s', gresType => {
  expect(gpuSet({ gpu: Gpu.H100_80GB, gresType }).extraConf).toBe(`Gres=gpu:${gresType}:8`);
});

test.each<[string, GpuNodeSetOptions]>([
  ['of a GPU that is not in the catalogue', { gpu: Gpu.custom({ resourceName: 'nvidia.com/gpu' }), gpusPerNode: 8, gresType: 'vr200' }],
  ['where files are named', { gpu: Gpu.H100_80GB, devices: GpuDevices.files('/dev/nvidia[0-7]'), gresType: 'big' }],
])('any type will do %s', (_what, options) => {
  expect(gpuSet(options).extraConf).toBe(`Gres=gpu:${options.gresType}:8`);
});

test('labels and detected types of other GPUs are not guessed', () => {
  expect(Gpu.MI300X.nodeLabels).toEqual({});
  expect(Gpu.custom({ resourceName: 'nvidia.com/gpu', gresType: 'x' })).toMatchObject({ nodeLabels: {}, detectedGresType: undefined });
});

test('every GPU of the catalogue can be declared', () => {
  const catalogue = Object.values(Gpu).filter((value): value is Gpu => value instanceof Gpu);
  expect(catalogue.length).toBeGreaterThanOrEqual(15);
  for (const gpu of catalogue) {
    expect(gpuSet({ gpu }).extraConf).toBe(`Gres=gpu:${gpu.gresType}:${gpu.usualGpusPerNode}`);
    expect(Object.keys(gpuSet({ gpu }).slurmd.resources.limits)).toEqual([gpu.resourceName]);
  }
});
