import { App, Chart, Size } from 'cdk8s';
import { HostPathVolumeType, MountPropagation, PersistentVolumeClaim } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SharedFileSystem } from '../../src/storage';
import { homeFindings } from '../../src/storage/home-findings';
import { bindFileSystems } from '../../src/storage/shared-file-system';

const host = { name: 'training', namespace: 'slurm' };

function bind(make: (scope: Construct) => SharedFileSystem[]) {
  const chart = new Chart(new App(), 'hpc', { namespace: 'slurm' });
  const scope = new Construct(chart, 'slurm');
  const bound = bindFileSystems(scope, host, make(scope));
  return { bound, manifests: chart.toJson() };
}

function refusal(...fileSystems: SharedFileSystem[]): string {
  try {
    bind(() => fileSystems);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}

const claim = (mountPath: string, name?: string) => SharedFileSystem.claimName('data', mountPath, { name });

describe('SharedFileSystem', () => {
  test('mounts a claim by its name, and makes nothing', () => {
    const { bound, manifests } = bind(() => [SharedFileSystem.claimName('slurm-home', '/home', { subPath: 'staff', readOnly: true })]);
    expect(bound[0].volume).toEqual({ name: 'home', persistentVolumeClaim: { claimName: 'slurm-home' } });
    expect(bound[0].mount).toMatchObject({ name: 'home', mountPath: '/home', subPath: 'staff', readOnly: true });
    expect(manifests).toEqual([]);
  });

  test('mounts a claim of the same program and waits for it', () => {
    const { bound } = bind(scope => [SharedFileSystem.persistentVolumeClaim(new PersistentVolumeClaim(scope, 'Home', { metadata: { name: 'home-claim' } }), '/home')]);
    expect(bound[0].volume).toEqual({ name: 'home', persistentVolumeClaim: { claimName: 'home-claim' } });
    expect(bound[0].dependencies.map(each => each.node.id)).toEqual(['Home']);
  });

  test('mounts NFS in the pod itself', () => {
    const { bound, manifests } = bind(() => [SharedFileSystem.nfs({ server: 'nfs.example.com', path: '/export/home', mountPath: '/home' })]);
    expect(bound[0].volume).toEqual({ name: 'home', nfs: { server: 'nfs.example.com', path: '/export/home' } });
    expect(manifests).toEqual([]);
  });

  test('makes a PersistentVolume for NFS with mount options, which a pod cannot name', () => {
    const { bound, manifests } = bind(() => [SharedFileSystem.nfs({ server: 'nfs', path: '/e', mountPath: '/home', mountOptions: ['nfsvers=4.1', 'nconnect=8'] })]);
    expect(bound[0].volume).toEqual({ name: 'home', persistentVolumeClaim: { claimName: 'training-home' } });
    expect(manifests[0]).toMatchObject({ kind: 'PersistentVolume', spec: { nfs: { server: 'nfs', path: '/e' }, mountOptions: ['nfsvers=4.1', 'nconnect=8'] } });
  });

  test('binds an existing CSI volume and its claim to each other', () => {
    const { bound, manifests } = bind(() => [SharedFileSystem.csi({
      driver: 'fsx.csi.aws.com',
      volumeHandle: 'fs-0123456789abcdef0',
      mountPath: '/fsx',
      volumeAttributes: { dnsname: 'fs-0123456789abcdef0.fsx.eu-west-1.amazonaws.com', mountname: 'abcdefgh' },
      mountOptions: ['flock'],
      capacity: Size.gibibytes(1200),
      nodeStageSecret: { name: 'fsx', namespace: 'kube-system' },
      nodePublishSecret: { name: 'fsx' },
    })]);
    expect(bound[0].volume).toEqual({ name: 'fsx', persistentVolumeClaim: { claimName: 'training-fsx' } });
    expect(manifests).toEqual([
      {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: 'slurm-training-fsx' },
        spec: {
          accessModes: ['ReadWriteMany'],
          capacity: { storage: '1200Gi' },
          claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'slurm', name: 'training-fsx' },
          mountOptions: ['flock'],
          persistentVolumeReclaimPolicy: 'Retain',
          storageClassName: '',
          volumeMode: 'Filesystem',
          csi: {
            driver: 'fsx.csi.aws.com',
            volumeHandle: 'fs-0123456789abcdef0',
            volumeAttributes: { dnsname: 'fs-0123456789abcdef0.fsx.eu-west-1.amazonaws.com', mountname: 'abcdefgh' },
            nodeStageSecretRef: { name: 'fsx', namespace: 'kube-system' },
            nodePublishSecretRef: { name: 'fsx', namespace: 'slurm' },
          },
        },
      },
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'training-fsx', namespace: 'slurm' },
        spec: {
          accessModes: ['ReadWriteMany'],
          resources: { requests: { storage: '1200Gi' } },
          storageClassName: '',
          volumeMode: 'Filesystem',
          volumeName: 'slurm-training-fsx',
        },
      },
    ]);
  });

  test('asks a storage class for a new volume that many nodes may write', () => {
    const { manifests } = bind(() => [SharedFileSystem.dynamic({ storageClassName: 'weka', size: Size.tebibytes(10), mountPath: '/scratch/shared' })]);
    expect(manifests).toMatchObject([{
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'training-scratch-shared' },
      spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '10Ti' } }, storageClassName: 'weka' },
    }]);
  });

  test('mounts what the Kubernetes node has mounted, and sees it when that happens later', () => {
    const plain = bind(() => [SharedFileSystem.hostPath({ path: '/lustre', mountPath: '/lustre' })]).bound[0];
    expect(plain.volume).toEqual({ name: 'lustre', hostPath: { path: '/lustre', type: 'Directory' } });
    expect(plain.mount.mountPropagation).toBe('HostToContainer');
    const own = bind(() => [SharedFileSystem.hostPath({
      path: '/lustre', mountPath: '/lustre', type: HostPathVolumeType.DIRECTORY_OR_CREATE, propagation: MountPropagation.BIDIRECTIONAL,
    })]).bound[0];
    expect(own).toMatchObject({ volume: { hostPath: { type: 'DirectoryOrCreate' } }, mount: { mountPropagation: 'Bidirectional' } });
  });

  test.each([['/home', 'home'], ['/fsx/Data_1', 'fsx-data-1']])('takes its name from the mount path %s', (path, name) => {
    expect(claim(path).name).toBe(name);
    expect(claim(path, 'fsx-lustre').name).toBe('fsx-lustre');
  });

  test.each([
    ['a relative path', claim('home'), 'STOR-001'],
    ['a path with a colon', claim('/a:b'), 'STOR-001'],
    ['a path that climbs', claim('/home/../etc'), 'STOR-001'],
    ['a slash at the end', claim('/home/'), 'STOR-001'],
    ['the root', claim('/'), 'STOR-007'],
    ['a directory of the image', claim('/etc'), 'STOR-007'],
    ['the configuration of Slurm', claim('/etc/slurm'), 'STOR-005'],
    ['a place inside it', claim('/etc/slurm/scripts'), 'STOR-005'],
    ['the socket of sackd on login hosts', claim('/run/slurm'), 'STOR-005'],
    ['the log of slurmd', claim('/var/log/slurm'), 'STOR-005'],
    ['the spool of every slurmd at once', claim('/var/spool/slurmd'), 'STOR-006'],
    ['a name that the operator uses', claim('/data', 'slurm-etc'), 'STOR-004'],
    ['a name that Kubernetes does not take', claim('/data', 'My_Data'), 'STOR-004'],
    ['a path that gives no name', claim('/_'), 'STOR-004'],
    ['a claim without a name', SharedFileSystem.claimName('', '/home'), 'STOR-008'],
    ['a server without a name', SharedFileSystem.nfs({ server: '', path: '/e', mountPath: '/home' }), 'STOR-008'],
    ['an export that is not absolute', SharedFileSystem.nfs({ server: 'a', path: 'e', mountPath: '/home' }), 'STOR-008'],
    ['a driver without a name', SharedFileSystem.csi({ driver: '', volumeHandle: 'a', mountPath: '/home' }), 'STOR-008'],
    ['no storage class', SharedFileSystem.dynamic({ storageClassName: '', size: Size.gibibytes(1), mountPath: '/home' }), 'STOR-008'],
    ['a part that climbs out', SharedFileSystem.claimName('a', '/home', { subPath: '../b' }), 'STOR-009'],
  ])('refuses %s', (_case, fileSystem, id) => {
    const message = refusal(fileSystem);
    expect(message).toMatch(new RegExp(`^\\[hpc/slurm\\] ${id}: `));
    expect(message.split('\n')).toHaveLength(1);
  });

  test('refuses two at one path, and two of one name', () => {
    expect(refusal(claim('/home'), claim('/home', 'other'))).toBe(
      "[hpc/slurm] STOR-002: two of 'sharedFileSystems' are mounted at '/home', and the API server takes one; choose another path for one of them");
    expect(refusal(claim('/a/b'), claim('/a-b'))).toContain("STOR-003: two of 'sharedFileSystems' are named 'a-b'");
    expect(refusal(claim('/home'), claim('/home/projects'))).toBe('');
  });
});

describe('homes', () => {
  test.each<[string, string | undefined, string[], number]>([
    ['nothing to check', undefined, [], 0],
    ['mounted', '/home', ['/data', '/home'], 0],
    ['inside a mount', '/shared/home', ['/shared'], 0],
    ['not shared', '/home', ['/data'], 1],
    ['beside a mount of a similar name', '/home2', ['/home'], 1],
  ])('that are %s', (_case, base, paths, findings) => {
    expect(homeFindings(base, paths).map(each => each.id)).toEqual(Array(findings).fill('STOR-010'));
  });
});
