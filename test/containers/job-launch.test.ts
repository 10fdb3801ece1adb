import { Duration, Size } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { load } from 'js-yaml';
import { AuthKeys, Gpu, GpuSharing, JobNamespaces, Mpi, MpiDefault, NodeStorage, PmixFence, SlurmCluster, SlurmClusterProps, SlurmPreset } from '../../src';
import { Manifest, manifests, pick, smallCluster } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

const objectsOf = (props: SlurmClusterProps): Manifest[] => manifests(chart => smallCluster(chart, 'slurm', props));
const conf = (props: SlurmClusterProps) => pick(objectsOf(props), 'Controller').spec.extraConf;
const file = (props: SlurmClusterProps, name: string) => pick(objectsOf(props), 'ConfigMap', 'slurm-config-extra').data[name];

describe('private directories', () => {
  test('of tmpfs namespaces are /tmp and /dev/shm, on a volume of the worker', () => {
    const props = { jobNamespaces: JobNamespaces.tmpfs() };
    expect(file(props, 'job_container.conf')).toBe('BasePath=/var/lib/job-namespaces AutoBasePath=true Dirs=/tmp,/dev/shm\n');
    expect(conf(props)).toMatch(/^NamespaceType=namespace\/tmpfs$/m);
    const { slurmd, template } = pick(objectsOf(props), 'NodeSet').spec;
    expect(slurmd.volumeMounts).toEqual([{ name: 'job-namespaces', mountPath: '/var/lib/job-namespaces' }]);
    expect(template.spec.volumes).toEqual([{ name: 'job-namespaces', emptyDir: {} }]);
  });

  test('of Linux namespaces stand in namespace.yaml', () => {
    const props = { jobNamespaces: JobNamespaces.linux({ directories: ['/tmp', '/var/tmp', '/dev/shm'], privateProcesses: true, initScript: '/usr/local/sbin/init', shared: true }) };
    expect(load(file(props, 'namespace.yaml'))).toEqual({
      defaults: {
        auto_base_path: true, base_path: '/var/lib/job-namespaces', dirs: '/tmp,/var/tmp,/dev/shm', init_script: '/usr/local/sbin/init', clone_ns_flags: ['CLONE_NEWPID'], shared: true,
      },
    });
    expect(conf(props)).toMatch(/^NamespaceType=namespace\/linux$/m);
  });

  test('need the step that jobs are contained in, also where the preset asks for none', () => {
    expect(conf({ preset: SlurmPreset.OPERATOR, jobNamespaces: JobNamespaces.tmpfs() })).toMatch(/^PrologFlags=Contain$/m);
  });

  test('in memory are taken from the memory of jobs', () => {
    const jobs = (jobNamespaces?: JobNamespaces) => Number(pick(manifests(chart => {
      const cluster = new SlurmCluster(chart, 'slurm', { jobNamespaces });
      cluster.addNodeSet('cpu', { memory: Size.gibibytes(64) });
      cluster.addPartition('all');
    }), 'NodeSet').spec.slurmd.env[0].value);
    expect(jobs() - jobs(JobNamespaces.tmpfs({ storage: NodeStorage.memory(Size.gibibytes(8)) }))).toBe(8192);
  });
});

describe('MPI', () => {
  test('PMIx is the default of srun, with no file as long as nothing is set', () => {
    const props = { mpi: Mpi.pmix() };
    expect(conf(props)).toMatch(/^MpiDefault=pmix$/m);
    expect(file(props, 'mpi.conf')).toBeUndefined();
  });

  test('settings of PMIx stand in mpi.conf', () => {
    const mpi = Mpi.pmix({
      directConnections: true,
      directConnectionsByUcx: true,
      ucxTransports: 'rc,self',
      ucxDevices: 'mlx5_0:1',
      fence: PmixFence.TREE,
      timeout: Duration.minutes(10),
      directory: '/run/pmix',
      extra: { PMIxDebug: '1' },
    });
    expect(file({ mpi }, 'mpi.conf').split('\n')).toEqual([
      'PMIxCliTmpDirBase=/run/pmix', 'PMIxCollFence=tree', 'PMIxDebug=1', 'PMIxDirectConn=YES', 'PMIxDirectConnUCX=YES', 'PMIxNetDevicesUCX=mlx5_0:1', 'PMIxTimeout=600', 'PMIxTlsUCX=rc,self', '',
    ]);
  });

  test('PMI-2 needs nothing else', () => {
    expect(conf({ mpi: Mpi.pmi2() })).toMatch(/^MpiDefault=pmi2$/m);
  });
});

test.each<[string, () => unknown, RegExp]>([
  ['directories that outlive their worker', () => objectsOf({ jobNamespaces: JobNamespaces.tmpfs({ storage: NodeStorage.hostPath('/mnt/jobs') }) }), /\[hpc\/slurm\] JNS-001: 'storage' of JobNamespaces.tmpfs is a directory of the machine/],
  ['directories nowhere', () => objectsOf({ jobNamespaces: JobNamespaces.linux({ storage: NodeStorage.none() }) }), /JNS-001/],
  ['no directory', () => objectsOf({ jobNamespaces: JobNamespaces.tmpfs({ directories: [] }) }), /JNS-002: 'directories' is empty/],
  ['a relative directory', () => objectsOf({ jobNamespaces: JobNamespaces.tmpfs({ directories: ['tmp'] }) }), /JNS-002: 'tmp'/],
  ['a directory that holds those of all jobs', () => objectsOf({ jobNamespaces: JobNamespaces.tmpfs({ directories: ['/var/lib'] }) }), /JNS-002/],
  ['a program without folder', () => objectsOf({ jobNamespaces: JobNamespaces.tmpfs({ initScript: 'init' }) }), /JNS-003/],
  ['MPS behind a private /tmp', () => manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', { jobNamespaces: JobNamespaces.tmpfs() });
    cluster.addGpuNodeSet('gpu', { gpu: Gpu.L40S, sharing: GpuSharing.mps() });
  }), /\[hpc\/slurm\/gpu\] JNS-004/],
  ['a file of one\'s own beside ours', () => objectsOf({ mpi: Mpi.pmix({ fence: PmixFence.RING }), configFiles: { 'mpi.conf': 'PMIxDebug=1\n' } }), /CTR-002: 'mpi.conf' .*'mpi' too.*keep one of them/],
  ['two defaults of MPI', () => objectsOf({ mpi: Mpi.pmix(), slurmConf: { mpiDefault: MpiDefault.PMI2 } }), /CTR-003: MpiDefault=pmi2 is set in slurm.conf, and 'mpi' says pmix/],
  ['half a second', () => objectsOf({ mpi: Mpi.pmix({ timeout: Duration.millis(500) }) }), /MPI-001/],
  ['UCX for connections that are not made', () => objectsOf({ mpi: Mpi.pmix({ directConnections: false, directConnectionsByUcx: true }) }), /MPI-002/],
  ['an unknown key of mpi.conf', () => objectsOf({ mpi: Mpi.pmix({ extra: { PMIxFences: 'tree' } }) }), /CONF-001/],
])('%s is refused', (_what, declare, message) => {
  expect(declare).toThrow(message);
});

test('a slurmctld outside Kubernetes has its own slurm.conf', () => {
  expect(() => manifests(chart => {
    const key = { secret: Secret.fromSecretName(chart, 'Keys', 'keys'), key: 'slurm.key' };
    new SlurmCluster(chart, 'slurm', {
      clusterName: 'campus',
      externalController: { host: 'ctld.example.com' },
      authKeys: AuthKeys.existing({ slurmKey: key, jwtKey: { ...key, key: 'jwt.key' } }),
      mpi: Mpi.pmix(),
    });
  })).toThrow(/CTR-008: 'mpi' is a matter of slurmctld/);
});

describeWithCrds('private directories and MPI', () => {
  test('give objects that the API server takes', () => {
    expect(validateManifests(objectsOf({
      mpi: Mpi.pmix({ fence: PmixFence.RING }), jobNamespaces: JobNamespaces.linux({ storage: NodeStorage.memory(Size.gibibytes(1)) }),
    }))).toEqual([]);
  });
});
