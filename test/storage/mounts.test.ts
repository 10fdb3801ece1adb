import { App, Chart, Size } from 'cdk8s';
import { AwsElasticBlockStorePersistentVolume, EmptyDirMedium, MountPropagation, PersistentVolumeClaim, Volume } from 'cdk8s-plus-28';
import { loginMounts, workerMounts } from '../../src/storage/mount-paths';
import { Mounts } from '../../src/storage/mounts';

function setup(operator = workerMounts) {
  const chart = new Chart(new App(), 'hpc', { namespace: 'slurm' });
  return { chart, mounts: new Mounts(chart, operator) };
}

describe('Mounts', () => {
  test('mounts a volume made with cdk8s-plus', () => {
    const { chart, mounts } = setup();
    mounts.add('/tmp', Volume.fromEmptyDir(chart, 'Tmp', 'enroot-tmp', { medium: EmptyDirMedium.MEMORY, sizeLimit: Size.gibibytes(16) }));
    expect(mounts.volumes).toMatchObject([{ name: 'enroot-tmp', emptyDir: { medium: 'Memory', sizeLimit: { value: '16384Mi' } } }]);
    expect(mounts.volumeMounts).toEqual([{ name: 'enroot-tmp', mountPath: '/tmp' }]);
  });

  test('mounts a claim as kplus containers do', () => {
    const { chart, mounts } = setup();
    mounts.add('/data', Volume.fromPersistentVolumeClaim(chart, 'V', PersistentVolumeClaim.fromClaimName(chart, 'Claim', 'data')), { readOnly: true, subPath: 'a' });
    mounts.add('/pv', new AwsElasticBlockStorePersistentVolume(chart, 'Pv', { metadata: { name: 'pv' }, volumeId: 'vol-1' }), { propagation: MountPropagation.HOST_TO_CONTAINER });
    expect(mounts.volumeMounts).toEqual([
      { name: 'pvc-data', mountPath: '/data', readOnly: true, subPath: 'a' },
      { name: 'pvc-pvc-pv', mountPath: '/pv', mountPropagation: 'HostToContainer' },
    ]);
  });

  test('one volume may be mounted at two places', () => {
    const { chart, mounts } = setup();
    const config = Volume.fromHostPath(chart, 'Nccl', 'nccl', { path: '/etc/nccl' });
    mounts.add('/etc/nccl.conf', config, { subPath: 'nccl.conf' });
    mounts.add('/etc/rccl.conf', config, { subPath: 'nccl.conf' });
    expect(mounts.volumes).toHaveLength(1);
    expect(mounts.volumeMounts).toHaveLength(2);
  });

  test('a volume without a mount is in the pod only', () => {
    const { mounts } = setup();
    mounts.addRaw({ name: 'secrets', emptyDir: {} });
    expect([mounts.volumes.length, mounts.volumeMounts.length]).toEqual([1, 0]);
  });

  test('a claim template brings its own volume', () => {
    const { mounts } = setup();
    mounts.addClaimMount({ name: 'scratch', mountPath: '/scratch' });
    expect([mounts.volumes, mounts.volumeMounts]).toEqual([[], [{ name: 'scratch', mountPath: '/scratch' }]]);
    expect(() => mounts.addRaw({ name: 'scratch', emptyDir: {} }, { name: 'scratch', mountPath: '/b' })).toThrow('STOR-003');
  });

  test.each([
    ['two volumes of one name', 'a', '/b', 'STOR-003'],
    ['two volumes at one path', 'b', '/a', 'STOR-002'],
    ['a path that is none', 'b', 'b', 'STOR-001'],
    ['a name of the operator', 'slurm-logfile', '/b', 'STOR-004'],
    ['a path of the operator', 'b', '/etc/slurm/prolog.d', 'STOR-005'],
    ['a directory of the image', 'b', '/usr/lib', 'STOR-007'],
  ])('refuses %s and names the construct', (_case, name, path, id) => {
    const { chart, mounts } = setup();
    mounts.add('/a', Volume.fromEmptyDir(chart, 'A', 'a'));
    expect(() => mounts.add(path, Volume.fromHostPath(chart, 'B', name, { path: '/b' }))).toThrow(`[hpc] ${id}: `);
    expect(mounts.volumeMounts).toHaveLength(1);
  });

  test('says how large /dev/shm can be made where it is mounted already', () => {
    const { chart, mounts } = setup();
    mounts.add('/dev/shm', Volume.fromEmptyDir(chart, 'A', 'shm'));
    expect(() => mounts.add('/dev/shm', Volume.fromHostPath(chart, 'B', 'b', { path: '/dev/shm' }))).toThrow("say its size in 'sharedMemory' of the node set");
  });

  test('refuses a claim of a name or path that is taken', () => {
    const { chart, mounts } = setup();
    mounts.add('/a', Volume.fromEmptyDir(chart, 'A', 'a'));
    expect(() => mounts.addClaimMount({ name: 'a', mountPath: '/b' })).toThrow('STOR-003');
    expect(() => mounts.addClaimMount({ name: 'b', mountPath: '/a' })).toThrow('STOR-002');
  });

  test('refuses subPath beside subPathExpr', () => {
    const { chart, mounts } = setup();
    expect(() => mounts.add('/a', Volume.fromEmptyDir(chart, 'A', 'a'), { subPath: 'a', subPathExpr: '$(POD)' })).toThrow('STOR-009');
  });

  test('local storage for slurmd and a file for SSSD are allowed where the operator mounts none', () => {
    const { chart, mounts } = setup();
    mounts.add('/var/spool/slurmd', Volume.fromHostPath(chart, 'Spool', 'spool', { path: '/mnt/nvme' }));
    mounts.add('/etc/sssd/sssd.conf', Volume.fromHostPath(chart, 'Sssd', 'sssd', { path: '/etc/sssd/sssd.conf' }));
    expect(mounts.volumeMounts).toHaveLength(2);
  });

  test.each(['/etc/sssd/sssd.conf', '/etc/ssh/sshd_config', '/etc/ssh/ssh_host_rsa_key', '/root/.ssh/authorized_keys', '/run/slurm'])('a login host keeps %s', path => {
    const { chart, mounts } = setup(loginMounts);
    expect(() => mounts.add(path, Volume.fromEmptyDir(chart, 'A', 'a'))).toThrow('STOR-005');
  });
});
