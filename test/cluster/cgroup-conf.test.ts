import { Manifest, manifests, pick, smallCluster } from './cluster-manifests';
import { CgroupOptions, Gpu, SlurmCluster, SlurmClusterProps, SlurmPreset } from '../../src';

function cgroupConf(cgroup: CgroupOptions, preset?: SlurmPreset): string {
  return pick(manifests(chart => smallCluster(chart, 'slurm', { cgroup, preset })), 'ConfigMap', 'slurm-config-extra').data['cgroup.conf'];
}

function withGpus(props: SlurmClusterProps): Manifest[] {
  return manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', props);
    cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB });
    cluster.addPartition('all');
  });
}

describe('cgroup.conf', () => {
  beforeEach(() => {
    // The operator preset is warned of, and that is tested with the rules.
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  });

  test('holds what is said, everything else on, with any preset', () => {
    const expected = 'CgroupPlugin=cgroup/v2\nIgnoreSystemd=YES\nConstrainCores=YES\nConstrainDevices=YES\nConstrainRAMSpace=NO\nConstrainSwapSpace=YES\nAllowedRAMSpace=95\n';
    for (const preset of Object.values(SlurmPreset)) {
      expect(cgroupConf({ constrainRamSpace: false, extra: { AllowedRAMSpace: '95' } }, preset)).toBe(expected);
    }
  });

  test("says a key once when it replaces one of the operator's", () => {
    const text = cgroupConf({ extra: { CgroupPlugin: 'autodetect' } });
    expect(text.match(/CgroupPlugin=/g)).toHaveLength(1);
    expect(text).toContain('CgroupPlugin=autodetect\n');
  });

  test.each(['ConstrainDevices', 'constraincores', 'ConstrainRAMSpace'])('refuses %s beside the prop of that name', key => {
    expect(() => cgroupConf({ extra: { [key]: 'no' } })).toThrow(/CONF-106: .* has a prop of its own; use 'constrain(Devices|Cores|RamSpace)'/);
  });

  test('is refused from two places', () => {
    expect(() => manifests(chart => smallCluster(chart, 'slurm', { cgroup: { constrainCores: false }, configFiles: { 'cgroup.conf': 'ConstrainCores=yes\n' } })))
      .toThrow("CONF-107: 'cgroup' is set and 'configFiles' holds a 'cgroup.conf'");
  });

  test('cannot leave devices open where there are GPUs', () => {
    expect(() => withGpus({ cgroup: { constrainDevices: false } })).toThrow(/^\[hpc\/slurm\/h100\] GPU-031: .* every job would see all GPUs/);
    expect(cgroupConf({ constrainDevices: false })).toContain('ConstrainDevices=NO\n');
  });
});
