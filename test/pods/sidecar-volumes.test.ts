import { Chart } from 'cdk8s';
import { Volume } from 'cdk8s-plus-28';
import { NodeSet, NodeSetOptions, SlurmCluster } from '../../src';
import { Manifest, manifests, pick } from '../cluster/cluster-manifests';

function directory(chart: Chart, name: string, path = `/srv/${name}`, id = name): Volume {
  return Volume.fromHostPath(chart, id, name, { path });
}

function nodeSet(options: (chart: Chart) => NodeSetOptions, then: (cpu: NodeSet, chart: Chart) => void = () => undefined): Manifest {
  return pick(manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm');
    then(cluster.addNodeSet('cpu', options(chart)), chart);
    cluster.addPartition('all');
  }), 'NodeSet');
}

describe('volumes for sidecars', () => {
  test('are in the pod and not in the daemon', () => {
    const { spec } = nodeSet(chart => ({
      sidecars: [{ name: 'exporter', image: 'exporter:1', volumeMounts: [{ name: 'spool', mountPath: '/spool' }] }],
      volumes: [directory(chart, 'spool')],
    }));
    expect(spec.template.spec.volumes).toEqual([{ name: 'spool', hostPath: { path: '/srv/spool', type: '' } }]);
    expect(spec.slurmd.volumeMounts).toBeUndefined();
  });

  test('may be those that the daemon mounts too', () => {
    const { spec } = nodeSet(chart => ({ volumes: [directory(chart, 'spool')] }), (cpu, chart) => cpu.mount('/spool', directory(chart, 'spool', '/srv/spool', 'again')));
    expect(spec.template.spec.volumes).toHaveLength(1);
    expect(spec.slurmd.volumeMounts).toEqual([{ name: 'spool', mountPath: '/spool' }]);
  });

  test('reach every component with a pod', () => {
    const objects = manifests(chart => {
      const volumes = [directory(chart, 'spool')];
      const cluster = new SlurmCluster(chart, 'slurm', { controller: { volumes }, restApi: { volumes }, accounting: { volumes } });
      cluster.addNodeSet('cpu');
      cluster.addLoginSet('login', { volumes });
      cluster.addPartition('all');
    });
    for (const kind of ['Controller', 'RestApi', 'Accounting', 'LoginSet']) {
      expect(pick(objects, kind).spec.template.spec.volumes).toContainEqual({ name: 'spool', hostPath: { path: '/srv/spool', type: '' } });
    }
  });

  test.each<[string, (chart: Chart) => Volume[], string]>([
    ['two of one name', chart => [directory(chart, 'spool'), directory(chart, 'spool', '/srv/other', 'other')], "STOR-003: two volumes are named 'spool'"],
    ['one of the operator', chart => [directory(chart, 'slurm-etc')], "STOR-004: volume 'slurm-etc' has the name of one of slurm-operator's own"],
  ])('%s are refused', (_, volumes, message) => {
    expect(() => nodeSet(chart => ({ volumes: volumes(chart) }))).toThrow(message);
  });

  test('that differ from one that the daemon mounts under the same name are refused', () => {
    expect(() => nodeSet(chart => ({ volumes: [directory(chart, 'spool')] }), (cpu, chart) => cpu.mount('/spool', directory(chart, 'spool', '/elsewhere', 'other'))))
      .toThrow("STOR-003: two volumes are named 'spool'");
  });
});
