import { Gpu, SlurmCluster } from '../../src';
import { manifests, pick } from '../cluster/cluster-manifests';

describe('a GPU without a type', () => {
  test('is offered, accounted for and found without one', () => {
    const objects = manifests(chart => {
      const cluster = new SlurmCluster(chart, 'slurm', { accounting: {} });
      cluster.addGpuNodeSet('mi300x', { gpu: Gpu.MI300X.untyped() });
      cluster.addPartition('all');
    });
    const nodeSet = pick(objects, 'NodeSet');
    expect(nodeSet.spec.extraConf).toBe('Gres=gpu:8');
    expect(nodeSet.spec.slurmd.resources.limits).toEqual({ 'amd.com/gpu': 8 });
    expect(pick(objects, 'ConfigMap', 'slurm-config-extra').data['gres.conf']).toBe('Name=gpu File=/dev/dri/renderD[128,136,144,152,160,168,176,184]\n');
    expect(pick(objects, 'Controller').spec.extraConf).toMatch(/^AccountingStorageTRES=gres\/gpu$/m);
  });

  test('is otherwise the same model, which stays as it is', () => {
    const untyped = Gpu.GB200.untyped();
    expect(untyped.gresType).toBeUndefined();
    expect(Gpu.GB200.gresType).toBe('gb200');
    for (const field of ['name', 'resourceName', 'vendor', 'memory', 'usualGpusPerNode', 'cpuArchitecture'] as const) {
      expect(untyped[field]).toEqual(Gpu.GB200[field]);
    }
    expect(untyped._migProfiles).toEqual(Gpu.GB200._migProfiles);
  });
});
