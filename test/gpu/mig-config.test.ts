import { load } from 'js-yaml';
import { Gpu, GpuDevices, GpuNodeSetOptions, Mig, MigDeviceFiles, SlurmCluster } from '../../src';
import { manifests, pick } from '../cluster/cluster-manifests';

function objectsWith(options: Partial<GpuNodeSetOptions>) {
  return manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm');
    cluster.addGpuNodeSet('gpu', { gpu: Gpu.H100_80GB, gpusPerNode: 1, ...options });
    cluster.addPartition('all', { isDefault: true });
  });
}

const capabilities = (profile: string, gpu: number, instance: number): MigDeviceFiles => ({
  profile, files: [`/dev/nvidia${gpu}`, `/dev/nvidia-caps/nvidia-cap${instance}`, `/dev/nvidia-caps/nvidia-cap${instance + 1}`],
});

describe('the configuration of the MIG manager', () => {
  test.each<[string, Mig, Gpu, string]>([
    ['as many of one profile as fit', Mig.uniform('1g.10gb'), Gpu.H100_80GB, 'all-1g.10gb'],
    ['the balanced cut of seven slices', Mig.mixed([{ profile: '3g.40gb', count: 1 }, { profile: '2g.20gb', count: 1 }, { profile: '1g.10gb', count: 2 }]), Gpu.H100_80GB, 'all-balanced'],
    ['the balanced cut of four slices', Mig.mixed([{ profile: '1g.24gb', count: 2 }, { profile: '2g.48gb', count: 1 }]), Gpu.RTX_PRO_6000, 'all-balanced'],
    ['fewer than fit', Mig.uniform('1g.10gb', 4), Gpu.H100_80GB, '4x1g.10gb'],
    ['profiles of one\'s choice', Mig.mixed([{ profile: '3g.40gb', count: 1 }, { profile: '1g.10gb', count: 4 }]), Gpu.H100_80GB, '1x3g.40gb-4x1g.10gb'],
    ['a name of one\'s own', Mig.uniform('1g.10gb', 7, { configName: 'small' }), Gpu.H100_80GB, 'small'],
  ])('of %s has a name', (_what, mig, gpu, name) => {
    expect(mig.configName(gpu)).toBe(name);
  });

  test('is what workers look for and what the chart gets', () => {
    const mig = Mig.mixed([{ profile: '3g.40gb', count: 1 }, { profile: '1g.10gb', count: 4 }]);
    const devices = GpuDevices.migFiles([capabilities('3g.40gb', 0, 12), ...[66, 75, 84, 93].map(instance => capabilities('1g.10gb', 0, instance))]);
    expect(pick(objectsWith({ mig, devices }), 'NodeSet').spec.template.spec.nodeSelector['nvidia.com/mig.config']).toBe('1x3g.40gb-4x1g.10gb');
    expect(load(mig.managerConfig(Gpu.H100_80GB))).toEqual({
      'version': 'v1',
      'mig-configs': {
        'all-disabled': [{ 'devices': 'all', 'mig-enabled': false }],
        '1x3g.40gb-4x1g.10gb': [{ 'devices': 'all', 'mig-enabled': true, 'mig-devices': { '3g.40gb': 1, '1g.10gb': 4 } }],
      },
    });
  });
});

test('only GB200 has boards of two kinds, and every profile of the catalogue alone is a cut', () => {
  const catalogue = Object.values(Gpu).filter((gpu): gpu is Gpu => gpu instanceof Gpu && Object.keys(gpu._migProfiles).length > 0);
  expect(catalogue).toHaveLength(11);
  const told = catalogue.flatMap(gpu => Object.keys(gpu._migProfiles).flatMap(one => [
    ...Mig.uniform(one)._problems(gpu),
    ...Object.keys(gpu._migProfiles).filter(other => other !== one)
      .flatMap(other => Mig.mixed([one, other].map(profile => ({ profile, count: 1 })))._problems(gpu)),
  ].map(({ id }) => `${id} ${gpu.name}`)));
  expect([...new Set(told.filter(text => !text.startsWith('GPU-014')))].sort()).toEqual([
    'GPU-017 NVIDIA GB200', 'GPU-017 NVIDIA RTX PRO 6000 Blackwell Server Edition', 'GPU-018 NVIDIA GB200',
  ]);
});

describe('device files of MIG devices', () => {
  const mig = Mig.uniform('3g.40gb');
  const both = [capabilities('3g.40gb', 0, 12), capabilities('3g.40gb', 0, 21)];

  test('let stock images serve, one line a device', () => {
    expect(pick(objectsWith({ mig, devices: GpuDevices.migFiles(both) }), 'ConfigMap', 'slurm-config-extra').data['gres.conf']).toBe([
      'Name=gpu Type=3g.40gb MultipleFiles=/dev/nvidia0,/dev/nvidia-caps/nvidia-cap12,/dev/nvidia-caps/nvidia-cap13',
      'Name=gpu Type=3g.40gb MultipleFiles=/dev/nvidia0,/dev/nvidia-caps/nvidia-cap21,/dev/nvidia-caps/nvidia-cap22',
      '',
    ].join('\n'));
  });

  test('carry the type that jobs ask for', () => {
    expect(pick(objectsWith({ mig, gresType: 'half', devices: GpuDevices.migFiles(both) }), 'ConfigMap', 'slurm-config-extra').data['gres.conf']).toMatch(/^(Name=gpu Type=half MultipleFiles=\S+\n){2}$/);
  });

  test.each<[string, Partial<GpuNodeSetOptions>, RegExp]>([
    ['files of whole GPUs', { mig, devices: GpuDevices.files('/dev/nvidia0') }, /GPU-026: .*use an image with NVML/],
    ['a device without files', { mig, devices: GpuDevices.migFiles([both[0], { profile: '3g.40gb', files: [] }]) }, /GPU-027: a MIG device without files/],
    ['a relative file', { mig, devices: GpuDevices.migFiles([both[0], { profile: '3g.40gb', files: ['nvidia0'] }]) }, /GPU-027: 'nvidia0'/],
    ['one device twice', { mig, devices: GpuDevices.migFiles([both[0], { profile: '3g.40gb', files: [...both[0].files].reverse() }]) }, /GPU-029: GpuDevices.migFiles names a MIG device with the files .*nvidia-cap13, .* twice/],
    ['fewer devices than the cut has', { mig, devices: GpuDevices.migFiles([both[0]]) }, /GPU-028: files of 1 MIG devices 3g.40gb are named, and a node has 2.*name those of 2/],
    ['devices of another profile', { mig, devices: GpuDevices.migFiles([...both, capabilities('1g.10gb', 0, 66)]) }, /GPU-028: files of 1 MIG devices 1g.10gb are named, and a node has 0.*leave them out/],
    ['MIG devices of GPUs that are whole', { devices: GpuDevices.migFiles([both[0]]) }, /GPU-028/],
    ['a name that no label can hold', { mig: Mig.uniform('1g.10gb', 7, { configName: 'a b' }) }, /GPU-015/],
  ])('%s are refused', (_what, options, message) => {
    expect(() => objectsWith(options)).toThrow(message);
  });
});
