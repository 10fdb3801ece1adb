import { Secret } from 'cdk8s-plus-28';
import { load } from 'js-yaml';
import { AuthKeys, Gpu, GpuNodeSetOptions, GpuSharing, Mig, SlurmCluster, SlurmClusterProps, SlurmImage } from '../../src';
import { Manifest, manifests, pick } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

const image = SlurmImage.of('example.com/slurmd-nvml:26.05.1');

function objectsWith(options: Partial<GpuNodeSetOptions>, props: SlurmClusterProps = {}): Manifest[] {
  return manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', props);
    cluster.addGpuNodeSet('gpu', { gpu: Gpu.L40S, gpusPerNode: 4, ...options });
    cluster.addPartition('all', { isDefault: true });
  });
}

const worker = (options: Partial<GpuNodeSetOptions>) => pick(objectsWith(options), 'NodeSet').spec;
const slurmConf = (options: Partial<GpuNodeSetOptions>) => pick(objectsWith(options, { accounting: {} }), 'Controller').spec.extraConf;

describe('shards', () => {
  const sharing = GpuSharing.shards(8);

  test('are counted by Slurm alone', () => {
    const { extraConf, slurmd } = worker({ sharing });
    expect(extraConf).toBe('Gres=gpu:l40s:4,shard:32');
    expect(slurmd.resources.limits).toEqual({ 'nvidia.com/gpu': 4 });
  });

  test('are a type of GRES and accounted for', () => {
    expect(slurmConf({ sharing })).toMatch(/^GresTypes=gpu,shard$/m);
    expect(slurmConf({ sharing })).toMatch(/^AccountingStorageTRES=gres\/gpu,gres\/gpu:l40s,gres\/shard$/m);
  });

  test('need no line of gres.conf, since slurmd spreads them over the GPUs of its node', () => {
    expect(pick(objectsWith({ sharing }), 'ConfigMap', 'slurm-config-extra').data['gres.conf']).toBe('AutoDetect=nvidia\n');
  });

  test('are parts of MIG devices where GPUs are cut', () => {
    expect(worker({ gpu: Gpu.H100_80GB, gpusPerNode: 2, mig: Mig.uniform('1g.10gb'), image, sharing: GpuSharing.shards(2) }).extraConf).toBe('Gres=gpu:1g.10gb:14,shard:28');
  });
});

describe('time-slicing', () => {
  const sharing = GpuSharing.timeSlicing({ replicas: 4 });

  test('a worker takes every replica under the name that the device plugin gives them, and jobs see shards', () => {
    const { extraConf, slurmd, template } = worker({ sharing });
    expect(slurmd.resources.limits).toEqual({ 'nvidia.com/gpu.shared': 16 });
    expect(extraConf).toBe('Gres=gpu:l40s:4,shard:16');
    expect(template.spec.nodeSelector['nvidia.com/device-plugin.config']).toBe(sharing.devicePluginConfigName);
  });

  test('the configuration of the device plugin says the same', () => {
    expect(sharing.devicePluginConfigName).toBe('time-slicing-4');
    expect(load(sharing.devicePluginConfig!)).toEqual({
      version: 'v1',
      sharing: { timeSlicing: { renameByDefault: true, failRequestsGreaterThanOne: false, resources: [{ name: 'nvidia.com/gpu', replicas: 4 }] } },
    });
  });

  test('replicas may keep the name of whole GPUs', () => {
    const plain = GpuSharing.timeSlicing({ replicas: 2, renameByDefault: false, configName: 'twice' });
    expect(worker({ sharing: plain }).slurmd.resources.limits).toEqual({ 'nvidia.com/gpu': 8 });
    expect(load(plain.devicePluginConfig!)).toMatchObject({ sharing: { timeSlicing: { renameByDefault: false } } });
    expect(worker({ sharing: plain }).template.spec.nodeSelector['nvidia.com/device-plugin.config']).toBe('twice');
  });
});

describe('MPS', () => {
  const sharing = GpuSharing.mps();

  test('every GPU is a hundred percent, and whole for Kubernetes', () => {
    const { extraConf, slurmd } = worker({ sharing });
    expect(extraConf).toBe('Gres=gpu:l40s:4,mps:400');
    expect(slurmd.resources.limits).toEqual({ 'nvidia.com/gpu': 4 });
    expect(slurmConf({ sharing })).toMatch(/^GresTypes=gpu,mps$/m);
  });

  test('a prolog starts its daemon, once for all node sets', () => {
    const objects = manifests(chart => {
      const cluster = new SlurmCluster(chart, 'slurm');
      ['a', 'b'].forEach(id => cluster.addGpuNodeSet(id, { gpu: Gpu.L40S, sharing }));
      cluster.addPartition('all', { isDefault: true });
    });
    expect(Object.keys(pick(objects, 'ConfigMap', 'slurm-prolog-scripts').data)).toEqual(['prolog-20-mps.sh']);
  });
});

test('only time-slicing configures the device plugin', () => {
  for (const { devicePluginConfig, devicePluginConfigName } of [GpuSharing.shards(2), GpuSharing.mps()]) {
    expect([devicePluginConfig, devicePluginConfigName]).toEqual([undefined, undefined]);
  }
});

test.each<[string, Partial<GpuNodeSetOptions>, RegExp]>([
  ['a GPU in one part', { sharing: GpuSharing.shards(1) }, /GPU-041: every GPU would have 1 parts, .*leave 'sharing' out/],
  ['half a replica', { sharing: GpuSharing.timeSlicing({ replicas: 2.5 }) }, /GPU-041/],
  ['shards said twice', { sharing: GpuSharing.shards(2), gres: [{ name: 'shard', count: 8 }] }, /GPU-042: 'gres' names shard, and GpuSharing.shards declares/],
  ['time-slicing of AMD GPUs', { gpu: Gpu.MI300X, gpusPerNode: 8, sharing: GpuSharing.timeSlicing({ replicas: 2 }) }, /GPU-043: GpuSharing.timeSlicing is NVIDIA's/],
  ['time-slicing of MIG devices', { gpu: Gpu.H100_80GB, image, mig: Mig.uniform('1g.10gb'), sharing: GpuSharing.timeSlicing({ replicas: 2 }) }, /GPU-044/],
  ['MPS on MIG devices', { gpu: Gpu.H100_80GB, image, mig: Mig.uniform('1g.10gb'), sharing: GpuSharing.mps() }, /GPU-044: .*MPS serves whole GPUs/],
  ['replicas that no pod asks for', { requestDevices: false, sharing: GpuSharing.timeSlicing({ replicas: 2 }) }, /GPU-045/],
  ['a configuration that no label can name', { sharing: GpuSharing.timeSlicing({ replicas: 2, configName: 'a b' }) }, /GPU-046/],
])('%s is refused', (_what, options, message) => {
  expect(() => worker(options)).toThrow(message);
});

test('MPS under a slurmctld outside Kubernetes, which gets no prolog, is refused', () => {
  expect(() => manifests(chart => {
    const key = { secret: Secret.fromSecretName(chart, 'Keys', 'keys'), key: 'slurm.key' };
    const cluster = new SlurmCluster(chart, 'slurm', {
      clusterName: 'campus',
      externalController: { host: 'ctld.example.com' },
      authKeys: AuthKeys.existing({ slurmKey: key, jwtKey: { ...key, key: 'jwt.key' } }),
    });
    cluster.addGpuNodeSet('gpu', { gpu: Gpu.L40S, sharing: GpuSharing.mps() });
  })).toThrow(/\[hpc\/slurm\/gpu\] GPU-047/);
});

describeWithCrds('sharing', () => {
  test.each([
    ['shards', GpuSharing.shards(8)],
    ['time-slicing', GpuSharing.timeSlicing({ replicas: 4 })],
    ['MPS', GpuSharing.mps()],
  ])('%s gives objects that the API server takes', (_name, sharing) => {
    expect(validateManifests(objectsWith({ sharing }))).toEqual([]);
  });
});
