import { Chart } from 'cdk8s';
import { Secret, Volume } from 'cdk8s-plus-28';
import { AuthKeys, DcgmJobMapping, DcgmJobMappingOptions, Gpu, SlurmCluster, Script, SlurmClusterProps } from '../../src';
import { manifests, pick } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

// Warnings of rules are none of these tests' business.
beforeAll(() => { jest.spyOn(console, 'warn').mockImplementation(); });

function declared(options: DcgmJobMappingOptions = {}, more?: (cluster: SlurmCluster, chart: Chart) => void, props: SlurmClusterProps = {}) {
  return manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', props);
    cluster.addGpuNodeSet('before', { gpu: Gpu.H100_80GB });
    new DcgmJobMapping(chart, 'Dcgm', { cluster, ...options });
    cluster.addGpuNodeSet('after', { gpu: Gpu.H200 });
    cluster.addGpuNodeSet('amd', { gpu: Gpu.MI300X });
    cluster.addNodeSet('cpu');
    cluster.addPartition('all');
    more?.(cluster, chart);
  });
}

const mountsOf = (objects: ReturnType<typeof declared>, nodeSet: string) => {
  const { slurmd, template } = pick(objects, 'NodeSet', `slurm-worker-${nodeSet}`).spec;
  return {
    volumes: (template.spec.volumes ?? []).filter((volume: { name: string }) => volume.name === 'dcgm-job-mapping'),
    mounts: (slurmd.volumeMounts ?? []).filter((mount: { name: string }) => mount.name === 'dcgm-job-mapping'),
  };
};

describe('a job mapping', () => {
  test.each(['before', 'after'])('is mounted where NVIDIA GPUs are, also in the node set that was declared %s it', nodeSet => {
    expect(mountsOf(declared(), nodeSet)).toEqual({
      volumes: [{ name: 'dcgm-job-mapping', hostPath: { path: '/var/lib/dcgm-exporter/job-mapping', type: 'DirectoryOrCreate' } }],
      mounts: [{ name: 'dcgm-job-mapping', mountPath: '/var/lib/dcgm-exporter/job-mapping' }],
    });
  });

  test.each(['amd', 'cpu'])('is not mounted on %s nodes', nodeSet => {
    expect(mountsOf(declared(), nodeSet)).toEqual({ volumes: [], mounts: [] });
  });

  test('brings a prolog and an epilog that run last', () => {
    const objects = declared();
    expect(Object.keys(pick(objects, 'ConfigMap', 'slurm-prolog-scripts').data)).toEqual(['prolog-90-dcgm.sh']);
    expect(Object.keys(pick(objects, 'ConfigMap', 'slurm-epilog-scripts').data)).toEqual(['epilog-90-dcgm.sh']);
    expect(pick(objects, 'Controller').spec).toMatchObject({ prologScriptRefs: [{ name: 'slurm-prolog-scripts' }], epilogScriptRefs: [{ name: 'slurm-epilog-scripts' }] });
  });

  test('may lie in another directory and have another place among the scripts', () => {
    const objects = declared({ directory: '/run/dcgm', scriptPriority: 5 });
    expect(pick(objects, 'ConfigMap', 'slurm-prolog-scripts').data['prolog-05-dcgm.sh']).toContain('\ndirectory=/run/dcgm\n');
    expect(mountsOf(objects, 'after').mounts).toEqual([{ name: 'dcgm-job-mapping', mountPath: '/run/dcgm' }]);
  });

  test('gives the same manifests whether it is declared before a node set and its mounts or after them', () => {
    const inOrder = (isFirst: boolean) => manifests(chart => {
      const cluster = new SlurmCluster(chart, 'slurm');
      const map = () => new DcgmJobMapping(chart, 'Dcgm', { cluster });
      isFirst && map();
      const h100 = cluster.addGpuNodeSet('h100', { gpu: Gpu.H100_80GB });
      h100.mount('/data', Volume.fromHostPath(chart, 'Data', 'data', { path: '/data' }));
      isFirst || map();
      cluster.addPartition('all');
    });
    expect(inOrder(true)).toEqual(inOrder(false));
  });

  test('lets a file hold several jobs only where jobs share GPUs', () => {
    const script = (objects: ReturnType<typeof declared>) => pick(objects, 'ConfigMap', 'slurm-prolog-scripts').data['prolog-90-dcgm.sh'] as string;
    expect(script(declared())).not.toContain('slurmstepd');
    expect(script(declared({}, cluster => cluster.addGpuNodeSet('shards', { gpu: Gpu.L4, gres: [{ name: 'shard', count: 8 }] })))).toContain('slurmstepd');
  });

  test('needs the prolog when a job starts, not when its first step does', () => {
    expect(pick(declared(), 'Controller').spec.extraConf).toContain('PrologFlags=Contain\n');
  });
});

test.each<[string, DcgmJobMappingOptions, RegExp]>([
  ['a relative directory', { directory: 'job-mapping' }, /\[hpc\/Dcgm\] DCGM-001: 'directory' is 'job-mapping', which is no plain absolute path/],
  ['a directory that a shell would read', { directory: '/tmp/$(id)' }, /DCGM-001/],
  ['a directory of the system', { directory: '/var/lib' }, /DCGM-001/],
  ['a place of three digits', { scriptPriority: 100 }, /DCGM-002: 'scriptPriority' is 100/],
  ['half a place', { scriptPriority: 1.5 }, /DCGM-002/],
])('a job mapping with %s is refused', (_what, options, message) => {
  expect(() => declared(options)).toThrow(message);
});

test('a job mapping is refused where there is nothing to map', () => {
  expect(() => manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm');
    cluster.addGpuNodeSet('amd', { gpu: Gpu.MI300X });
    cluster.addPartition('all');
    new DcgmJobMapping(chart, 'Dcgm', { cluster });
  })).toThrow(/\[hpc\/Dcgm\] DCGM-003: the cluster has no node set with NVIDIA GPUs/);
});

test('a second job mapping of a cluster is refused', () => {
  expect(() => declared({}, (cluster, chart) => new DcgmJobMapping(chart, 'Again', { cluster, scriptPriority: 10 }))).toThrow(/DCGM-004: the jobs of 'slurm' are mapped already at 'hpc\/Dcgm'/);
});

test('a job mapping beside a script of its name is refused', () => {
  expect(() => declared({}, undefined, { prologs: { '90-dcgm.sh': Script.inline('#!/bin/sh\n') } })).toThrow(/SCR-005: there are two prolog scripts named '90-dcgm.sh'/);
});

test('a job mapping for a slurmctld elsewhere is refused', () => {
  expect(() => manifests(chart => {
    const key = { secret: Secret.fromSecretName(chart, 'Keys', 'keys'), key: 'slurm.key' };
    const cluster = new SlurmCluster(chart, 'slurm', {
      clusterName: 'campus', externalController: { host: 'slurmctld.example.com' }, authKeys: AuthKeys.existing({ slurmKey: key, jwtKey: { ...key, key: 'jwt.key' } }),
    });
    new DcgmJobMapping(chart, 'Dcgm', { cluster });
  })).toThrow(/DCGM-005/);
});

test('workers that may share a machine are refused', () => {
  expect(() => declared({}, cluster => cluster.addGpuNodeSet('half', { gpu: Gpu.L4, oversubscribeNode: true })))
    .toThrow(/DCGM-006: workers of node set 'half' may share a machine/);
});

describeWithCrds('manifests with a job mapping', () => {
  test('are taken by the API server', () => {
    expect(validateManifests(declared())).toEqual([]);
  });
});
