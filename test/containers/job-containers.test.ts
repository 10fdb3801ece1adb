import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Size } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import {
  AuthKeys, Gpu, GpuNetwork, JobContainers, LoginSetOptions, NodeSetOptions, NodeStorage, OciRuntime, PyxisOptions, PyxisScope, Script, SlurmCluster,
  SlurmClusterProps, SlurmImage,
} from '../../src';
import { Manifest, manifests, pick } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

interface Declared {
  readonly props?: SlurmClusterProps;
  readonly nodes?: NodeSetOptions;
  readonly login?: LoginSetOptions;
}

function objectsOf({ props, nodes, login }: Declared): Manifest[] {
  return manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', props);
    cluster.addNodeSet('cpu', nodes);
    cluster.addPartition('all', { isDefault: true });
    cluster.addLoginSet('main', login);
  });
}

const pyxis = (options: PyxisOptions = {}, rest: Declared = {}) =>
  objectsOf({ ...rest, props: { ...rest.props, jobContainers: JobContainers.pyxis(options) } });
const workerOf = (objects: Manifest[]) => pick(objects, 'NodeSet').spec;
const files = (objects: Manifest[]) => pick(objects, 'ConfigMap', 'slurm-pyxis').data;
const mountsOf = (container: Manifest): string[] => (container.volumeMounts ?? []).map(({ mountPath }: { mountPath: string }) => mountPath);
const volume = (objects: Manifest[], name: string) => workerOf(objects).template.spec.volumes.find((each: { name: string }) => each.name === name);

describe('Pyxis', () => {
  test('workers and login hosts have the images that hold it', () => {
    const objects = pyxis();
    expect(workerOf(objects).slurmd.image).toBe('ghcr.io/slinkyproject/slurmd-pyxis:26.05.1-ubuntu26.04');
    expect(pick(objects, 'LoginSet').spec.login.image).toBe('ghcr.io/slinkyproject/login-pyxis:26.05.1-ubuntu26.04');
    expect(pick(objects, 'Controller').spec.slurmctld.image).toBe('ghcr.io/slinkyproject/slurmctld:26.05.1-ubuntu26.04');
  });

  test('its plugin is included by a pattern, since slurmctld has no such file', () => {
    expect(pick(pyxis(), 'ConfigMap', 'slurm-config-extra').data['plugstack.conf']).toBe('include /usr/share/pyxis/*\n');
  });

  test('images, layers and what is made of them lie in a volume and not on the root of the pod', () => {
    const objects = pyxis();
    expect(volume(objects, 'enroot')).toEqual({ name: 'enroot', emptyDir: {} });
    expect(mountsOf(workerOf(objects).slurmd)).toEqual(['/var/lib/enroot', '/usr/share/pyxis', '/etc/enroot/enroot.conf.d']);
    expect(files(objects)).toEqual({
      'pyxis.conf': 'required spank_pyxis.so runtime_path=/var/lib/enroot/pyxis\n',
      'enroot.conf': [
        'ENROOT_CACHE_PATH /var/lib/enroot/${UID}/cache',
        'ENROOT_DATA_PATH /var/lib/enroot/${UID}/data',
        'ENROOT_RUNTIME_PATH /var/lib/enroot/${UID}/run',
        'ENROOT_TEMP_PATH /var/lib/enroot',
        '',
      ].join('\n'),
    });
  });

  test('a small container lets users write there, with no more rights than that takes', () => {
    const [opened] = workerOf(pyxis()).template.spec.initContainers;
    expect(opened).toMatchObject({
      name: 'job-containers',
      args: ['/var/lib/enroot'],
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'], add: ['FOWNER'] } },
      volumeMounts: [{ name: 'enroot', mountPath: '/var/lib/enroot' }],
    });
  });

  test('login hosts know the options of srun and are not privileged', () => {
    const { login, template } = pick(pyxis(), 'LoginSet').spec;
    expect(mountsOf(login)).toEqual(['/usr/share/pyxis']);
    expect([login.securityContext, template.spec.initContainers]).toEqual([undefined, undefined]);
  });

  test('users import on login hosts where they may', () => {
    const { login, template } = pick(pyxis({ importOnLogins: true }), 'LoginSet').spec;
    expect(login.securityContext).toEqual({ privileged: true });
    expect(mountsOf(login)).toEqual(['/var/lib/enroot', '/usr/share/pyxis', '/etc/enroot/enroot.conf.d']);
    expect(template.spec.initContainers).toHaveLength(1);
  });

  test('every option reaches its file', () => {
    const objects = pyxis({
      scope: PyxisScope.JOB,
      sbatchSupport: false,
      executeEntrypoint: true,
      useSquashfuse: true,
      importer: '/usr/local/bin/import',
      cachePath: '/scratch/enroot/${UID}',
      writable: true,
      mountHome: false,
      remapRoot: true,
      enrootConf: { ENROOT_MAX_PROCESSORS: '8' },
      otherPlugins: ['optional lua.so'],
    });
    expect(files(objects)['pyxis.conf']).toBe(
      'required spank_pyxis.so runtime_path=/var/lib/enroot/pyxis container_scope=job sbatch_support=0 execute_entrypoint=1 use_squashfuse=1 importer=/usr/local/bin/import\n',
    );
    expect(files(objects)['enroot.conf'].split('\n')).toEqual(expect.arrayContaining([
      'ENROOT_CACHE_PATH /scratch/enroot/${UID}', 'ENROOT_MAX_PROCESSORS 8', 'ENROOT_MOUNT_HOME no', 'ENROOT_REMAP_ROOT yes', 'ENROOT_ROOTFS_WRITABLE yes',
    ]));
    expect(pick(objects, 'ConfigMap', 'slurm-config-extra').data['plugstack.conf']).toBe('optional lua.so\ninclude /usr/share/pyxis/*\n');
  });

  test('logins for registries come from a Secret that only the pods read', () => {
    const objects = manifests(chart => {
      const registryCredentials = { secret: Secret.fromSecretName(chart, 'Ngc', 'ngc'), key: 'netrc' };
      const cluster = new SlurmCluster(chart, 'slurm', { jobContainers: JobContainers.pyxis({ registryCredentials }) });
      cluster.addNodeSet('cpu');
      cluster.addPartition('all');
    });
    expect(volume(objects, 'enroot-registries').secret).toEqual({ secretName: 'ngc', items: [{ key: 'netrc', path: '.credentials' }], defaultMode: 0o444 });
    expect(mountsOf(workerOf(objects).slurmd)).toContain('/etc/enroot/registries');
    expect(files(objects)['enroot.conf']).toContain('ENROOT_CONFIG_PATH /etc/enroot/registries\n');
  });

  test('hooks are programs beside those of the image, and another text rolls the workers', () => {
    const withHook = (text: string) => pyxis({ hooks: { '98-nvidia.sh': Script.inline(text) } });
    const objects = withHook('#!/bin/sh\n');
    expect(workerOf(objects).slurmd.volumeMounts).toContainEqual({ name: 'enroot-files', mountPath: '/etc/enroot/hooks.d/98-nvidia.sh', subPath: '98-nvidia.sh', readOnly: true });
    expect(volume(objects, 'enroot-files').configMap.defaultMode).toBe(0o755);
    expect(volume(withHook('#!/bin/bash\n'), 'enroot-files').configMap.name).not.toBe(volume(objects, 'enroot-files').configMap.name);
  });

  test('containers see what the network of the GPUs needs', () => {
    const objects = manifests(chart => {
      const cluster = new SlurmCluster(chart, 'slurm', { jobContainers: JobContainers.pyxis() });
      cluster.addGpuNodeSet('a4', { gpu: Gpu.B200, network: GpuNetwork.gkeA4() });
      cluster.addPartition('all');
    });
    const { configMap } = volume(objects, 'enroot-files');
    expect(workerOf(objects).slurmd.volumeMounts).toContainEqual({
      name: 'enroot-files', mountPath: '/etc/enroot/mounts.d/50-cluster.fstab', subPath: 'cluster.fstab', readOnly: true,
    });
    expect(pick(objects, 'ConfigMap', configMap.name).data['cluster.fstab'].split('\n').map((line: string) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      '/etc/nccl.conf /etc/nccl.conf', '/usr/local/gib /usr/local/gib', '/usr/local/nvidia /usr/local/nvidia', '',
    ]);
  });

  test('node sets may keep images elsewhere, or run no containers with an image that needs nothing for them', () => {
    const objects = (imageStorage: NodeStorage) => pyxis({}, { nodes: { imageStorage } });
    expect(volume(objects(NodeStorage.hostPath('/mnt/nvme/enroot')), 'enroot')).toEqual({ name: 'enroot', hostPath: { path: '/mnt/nvme/enroot', type: 'DirectoryOrCreate' } });
    expect(volume(objects(NodeStorage.claim({ size: Size.gibibytes(100), storageClassName: 'local' })), 'enroot').ephemeral.volumeClaimTemplate.spec).toEqual({
      accessModes: ['ReadWriteOnce'], storageClassName: 'local', resources: { requests: { storage: '100Gi' } },
    });
    const { slurmd, template } = workerOf(objects(NodeStorage.none()));
    expect(slurmd.image).toBe('ghcr.io/slinkyproject/slurmd:26.05.1-ubuntu26.04');
    expect([slurmd.volumeMounts, template.spec.initContainers]).toEqual([undefined, undefined]);
  });

  test('images in memory are taken from the memory of jobs', () => {
    const jobs = (storage?: NodeStorage) => Number(workerOf(pyxis({ storage }, { nodes: { memory: Size.gibibytes(100) } })).slurmd.env.find(({ name }: { name: string }) => name === 'POD_MEMORY').value);
    expect(jobs() - jobs(NodeStorage.memory(Size.gibibytes(20)))).toBe(20 * 1024);
  });

  test('images of the user\'s own are taken as they are', () => {
    const image = (name: string) => SlurmImage.of(`example.com/${name}:26.05.1`);
    const objects = pyxis({}, { props: { images: { slurmd: image('slurmd-nccl'), login: image('login-nccl') } } });
    expect([workerOf(objects).slurmd.image, pick(objects, 'LoginSet').spec.login.image]).toEqual(['example.com/slurmd-nccl:26.05.1', 'example.com/login-nccl:26.05.1']);
    expect(workerOf(pyxis({}, { props: { images: { registry: 'example.com/slurm' } } })).slurmd.image).toBe('example.com/slurm/slurmd-pyxis:26.05.1-ubuntu26.04');
  });
});

describe('the container that opens volumes', () => {
  const script = workerOf(pyxis()).template.spec.initContainers[0].command[2] as string;
  const machine = (limit: string) => {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'open-'));
    fs.writeFileSync(path.join(home, 'limit'), limit);
    fs.mkdirSync(path.join(home, 'images'), { mode: 0o755 });
    return home;
  };
  const run = (home: string) => spawnSync('/bin/sh', ['-euc', script.replace('/proc/sys/user/max_user_namespaces', path.join(home, 'limit')).replace(/ \/proc\/\S+;/, ';'), 'open', path.join(home, 'images')], { encoding: 'utf8' });

  test('lets every user make directories of their own', () => {
    const home = machine('127000\n');
    expect(run(home).status).toBe(0);
    expect(fs.statSync(path.join(home, 'images')).mode.toString(8)).toMatch(/1777$/);
    fs.rmSync(home, { recursive: true });
  });

  test('stops on a machine that forbids user namespaces, and says so', () => {
    const home = machine('0\n');
    const { status, stderr } = run(home);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/limit is 0 on this machine, so no user can start a container/)]);
    fs.rmSync(home, { recursive: true });
  });
});

test('enroot.conf is what a shell makes of it for each user', () => {
  const conf = files(pyxis({ cachePath: '${HOME}/.cache/enroot' }))['enroot.conf'];
  const values = execFileSync('/bin/bash', ['-c', 'while read -r key value; do echo "$key=$(eval echo "$value")"; done'], { input: conf, encoding: 'utf8', env: { HOME: '/home/ada' } });
  const { uid } = os.userInfo();
  expect(values.split('\n')).toEqual(expect.arrayContaining(['ENROOT_CACHE_PATH=/home/ada/.cache/enroot', `ENROOT_DATA_PATH=/var/lib/enroot/${uid}/data`]));
});

describe('OCI bundles', () => {
  const image = SlurmImage.of('example.com/slurmd-crun:26.05.1');
  const oci = (options = {}) => objectsOf({ props: { jobContainers: JobContainers.oci(options) }, nodes: { image } });

  test('run by a runtime without root, each task under a name of its own', () => {
    const conf = pick(oci(), 'ConfigMap', 'slurm-config-extra').data['oci.conf'];
    expect(conf).toContain('RunTimeRun="crun --rootless=true --root=/run/job-containers/%U run --bundle %b %n.%u.%j.%s.%t"\n');
    expect(conf.split('\n').map((line: string) => line.split('=')[0])).toEqual(['EnvExclude', 'RunTimeDelete', 'RunTimeEnvExclude', 'RunTimeKill', 'RunTimeQuery', 'RunTimeRun', '']);
    expect(mountsOf(workerOf(oci()).slurmd)).toEqual(['/run/job-containers']);
  });

  test('options and further keys reach oci.conf', () => {
    const conf = pick(oci({ runtime: OciRuntime.RUNC, containerPath: '/images/%u', disableHooks: ['prestart'], extra: { CreateEnvFile: 'newline', EnvExclude: '^SECRET=' } }), 'ConfigMap', 'slurm-config-extra').data['oci.conf'];
    for (const line of ['ContainerPath=/images/%u', 'DisableHooks=prestart', 'CreateEnvFile=newline', 'EnvExclude=^SECRET=']) {
      expect(conf.replace(/"/g, '').split('\n')).toContain(line);
    }
    expect(conf).toContain('runc --rootless=true');
  });
});

test.each<[string, () => unknown, RegExp]>([
  ['no place for images', () => pyxis({ storage: NodeStorage.none() }), /\[hpc\/slurm\] CTR-001/],
  ['storage of no size', () => pyxis({ storage: NodeStorage.memory(Size.gibibytes(0)) }), /STOR-011/],
  ['a plugstack.conf beside ours', () => pyxis({}, { props: { configFiles: { 'plugstack.conf': 'optional lua.so\n' } } }), /CTR-002: 'plugstack.conf' is in 'configFiles' and follows from 'jobContainers' too.*'otherPlugins'/],
  ['a place for images of containers that do not run', () => objectsOf({ nodes: { imageStorage: NodeStorage.disk() } }), /\[hpc\/slurm\/cpu\] CTR-004/],
  ['two workers that unpack to one place', () => pyxis({}, { nodes: { oversubscribeNode: true, imageStorage: NodeStorage.hostPath('/mnt/enroot') } }), /CTR-005/],
  ['a stock worker without a runtime', () => objectsOf({ props: { jobContainers: JobContainers.oci() } }), /CTR-006: JobContainers.oci needs a program in the worker image, and no stock image holds crun/],
  ['a worker image without Pyxis', () => pyxis({}, { nodes: { image: SlurmImage.of('ghcr.io/slinkyproject/slurmd:26.05.1-ubuntu26.04') } }), /\[hpc\/slurm\/cpu\] CTR-007: .*containers of jobs would not start; use slurmd-pyxis of the same release/],
  ['a login image without Pyxis', () => pyxis({}, { props: { images: { login: SlurmImage.of('ghcr.io/slinkyproject/login:26.05.1-ubuntu26.04') } } }), /\[hpc\/slurm\/LoginSets\/main\] CTR-007: .*would not know --container-image/],
  ['a key of Enroot that has a prop', () => pyxis({ enrootConf: { ENROOT_DATA_PATH: '/x' } }), /CTR-010: .*use 'storage'/],
  ['a key that Enroot skips', () => pyxis({ enrootConf: { DATA: '/x' } }), /CTR-011/],
  ['a value that would run', () => pyxis({ enrootConf: { ENROOT_GZIP_PROGRAM: '$(id)' } }), /CTR-012/],
  ['a cache that would run', () => pyxis({ cachePath: '/x/$USER' }), /CTR-012/],
  ['a relative cache', () => pyxis({ cachePath: 'x' }), /CTR-013/],
  ['a relative importer', () => pyxis({ importer: 'import' }), /CTR-014/],
  ['a hook without number', () => pyxis({ hooks: { 'nvidia.sh': Script.inline('#!/bin/sh\n') } }), /CTR-015/],
  ['a hook that cannot run', () => pyxis({ hooks: { '10-a.sh': Script.inline('true') } }), /SCR-003/],
  ['a line that is none of plugstack.conf', () => pyxis({ otherPlugins: ['lua.so'] }), /CTR-016/],
  ['a plugin that slurmctld would miss', () => pyxis({ otherPlugins: ['required lua.so'] }), /CTR-017/],
  ['an unknown key of oci.conf', () => objectsOf({ props: { jobContainers: JobContainers.oci({ extra: { RunTimeRuns: 'x' } }) } }), /CONF-001: .*did you mean 'RunTimeRun'/],
])('%s is refused', (_what, declare, message) => {
  expect(declare).toThrow(message);
});

test('a Secret without key is refused', () => {
  expect(() => manifests(chart => {
    const registryCredentials = { secret: Secret.fromSecretName(chart, 'Ngc', 'ngc'), key: '' };
    new SlurmCluster(chart, 'slurm', { jobContainers: JobContainers.pyxis({ registryCredentials }) });
  })).toThrow(/CTR-018: 'registryCredentials' names no key/);
});

test('node sets of a slurmctld outside Kubernetes run containers, and its plugstack.conf is left to it', () => {
  const objects = manifests(chart => {
    const key = { secret: Secret.fromSecretName(chart, 'Keys', 'keys'), key: 'slurm.key' };
    const cluster = new SlurmCluster(chart, 'slurm', {
      clusterName: 'campus',
      externalController: { host: 'ctld.example.com' },
      authKeys: AuthKeys.existing({ slurmKey: key, jwtKey: { ...key, key: 'jwt.key' } }),
      jobContainers: JobContainers.pyxis(),
    });
    cluster.addNodeSet('cpu');
  });
  expect(workerOf(objects).slurmd.image).toContain('slurmd-pyxis');
  expect(objects.filter(({ kind, data }) => kind === 'ConfigMap' && data['plugstack.conf'])).toEqual([]);
});

describeWithCrds('containers of jobs', () => {
  test.each<[string, () => Manifest[]]>([
    ['Pyxis', () => pyxis({ importOnLogins: true, hooks: { '10-a.sh': Script.inline('#!/bin/sh\n') } })],
    ['Pyxis on a volume', () => pyxis({ storage: NodeStorage.claim({ size: Size.gibibytes(1) }) })],
    ['OCI', () => objectsOf({ props: { jobContainers: JobContainers.oci() }, nodes: { image: SlurmImage.of('example.com/slurmd-crun:26.05.1') } })],
  ])('by %s give objects that the API server takes', (_name, declare) => {
    expect(validateManifests(declare())).toEqual([]);
  });
});
