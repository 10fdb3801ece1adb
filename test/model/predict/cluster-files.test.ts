import { modelFromObjects } from '../../../src/model/from-objects';
import { originText, predictFiles } from '../../../src/model/predict/cluster-files';
import { accounting, cluster, controller, core, gpuCluster } from '../slinky-objects';

describe('files of a cluster', () => {
  test('are those of the operator, then those of the user', () => {
    const files = predictFiles(cluster(...gpuCluster({ controller: { accountingRef: { name: 'slurm' } } }), accounting()));
    expect(files.map(({ name }) => name)).toEqual(['slurm.conf', 'cgroup.conf', 'slurmdbd.conf', 'gres.conf']);
    expect(files[3].text).toBe('AutoDetect=nvidia\n');
  });

  test('take the last ConfigMap where two hold a name', () => {
    const [, , found] = predictFiles(cluster(
      controller({ prologScriptRefs: [{ name: 'z' }], epilogScriptRefs: [{ name: 'a' }] }),
      core('ConfigMap', 'a', { data: { 'x.sh': 'first' } }),
      core('ConfigMap', 'z', { data: { 'x.sh': 'second' } }),
    ));
    expect(found).toMatchObject({ name: 'x.sh', text: 'second\n' });
  });

  test('of an external controller are what slurmrestd reads', () => {
    const files = predictFiles(cluster(controller({ external: true, externalConfig: { host: 'h', port: 6817 } })));
    expect(files.map(({ name }) => name)).toEqual(['slurm.conf']);
  });
});

describe('the origin of a line', () => {
  const object = controller({ clusterName: 'x' });

  test.each([
    [{ object }, 'AuthType', 'operator'],
    [{ object }, 'ClusterName', 'Controller slurm/slurm spec.clusterName'],
    [{ object, file: 'all.yaml', line: 7 }, 'GresTypes', 'Controller slurm/slurm (all.yaml:7) spec.extraConf line 2'],
    [{ object, origin: 'training/slurm' }, 'GresTypes', 'training/slurm spec.extraConf line 2'],
  ])('in words', (input, key, expected) => {
    const line = modelFromObjects([input]).clusters[0].settings.find(key)?.line;
    expect(line && originText(line.origin)).toBe(expected);
  });
});
