import { App, Chart, Size } from 'cdk8s';
import { Cpu, DeploymentStrategy, EmptyDirMedium, EnvValue, Secret, ServiceType, Volume } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SlurmCluster } from '../../src/cluster/slurm-cluster';
import { CaCertificate, Identity } from '../../src/identity';
import { SharedFileSystem } from '../../src/storage';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

const ca = CaCertificate.pem('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----');
const secretValue = (scope: Construct, id: string) => ({ secret: Secret.fromSecretName(scope, id, id.toLowerCase()), key: 'value' });

const identities: [string, (scope: Construct) => Identity][] = [
  ['local files', () => Identity.localFiles()],
  ['LDAP', scope => Identity.ldap({
    uri: 'ldaps://ldap.example.com', searchBase: 'dc=example,dc=com', bindDn: 'cn=sssd,dc=example,dc=com', bindPassword: secretValue(scope, 'Password'), ca, sshPublicKeys: true,
  })],
  ['Active Directory', scope => Identity.activeDirectory({ domain: 'ad.example.com', hostname: 'slurm.ad.example.com', keytab: secretValue(scope, 'Keytab'), ca })],
  ['FreeIPA', scope => Identity.freeIpa({
    domain: 'ipa.example.com', hostname: 'slurm.ipa.example.com', keytab: secretValue(scope, 'Keytab'), ca: CaCertificate.fromSecret(Secret.fromSecretName(scope, 'Ca', 'ca')),
  })],
];

describeWithCrds('login hosts and workers with ssh', () => {
  test.each(identities)('are valid with %s and every kind of file system', (_case, identity) => {
    const chart = new Chart(new App(), 'hpc', { namespace: 'slurm' });
    const cluster = new SlurmCluster(chart, 'slurm', {
      clusterName: 'hpc',
      identity: identity(chart),
      sharedFileSystems: [
        SharedFileSystem.claimName('slurm-home', '/home', { subPath: 'staff' }),
        SharedFileSystem.nfs({ server: 'nfs', path: '/export', mountPath: '/software', readOnly: true }),
        SharedFileSystem.nfs({ server: 'nfs', path: '/data', mountPath: '/data', mountOptions: ['nconnect=8'] }),
        SharedFileSystem.csi({ driver: 'csi.weka.io', volumeHandle: 'dir/v1/fs', mountPath: '/weka', nodeStageSecret: { name: 'weka' } }),
        SharedFileSystem.dynamic({ storageClassName: 'weka', size: Size.tebibytes(1), mountPath: '/scratch' }),
        SharedFileSystem.hostPath({ path: '/lustre', mountPath: '/lustre' }),
      ],
    });
    cluster.addNodeSet('cpu', { ssh: {} });
    cluster.addPartition('all', { isDefault: true });
    const login = cluster.addLoginSet('login', {
      replicas: 2,
      resources: { cpu: { request: Cpu.millis(500) }, memory: { limit: Size.gibibytes(4) } },
      env: { LANG: EnvValue.fromValue('C.UTF-8') },
      service: { type: ServiceType.LOAD_BALANCER, annotations: { lb: 'nlb' }, loadBalancerSourceRanges: ['10.0.0.0/8'] },
      rootSshAuthorizedKeys: ['# none yet'],
      extraSshdConfig: ['PermitRootLogin no'],
      strategy: DeploymentStrategy.recreate(),
      securityContext: { privileged: true },
    });
    login.mount('/tmp', Volume.fromEmptyDir(chart, 'Tmp', 'tmp', { medium: EmptyDirMedium.MEMORY, sizeLimit: Size.gibibytes(16) }));
    const objects: { kind: string }[] = chart.toJson();
    expect(validateManifests(objects)).toEqual([]);
    expect(objects.filter(each => ['PersistentVolume', 'PersistentVolumeClaim', 'LoginSet', 'NodeSet'].includes(each.kind)).length).toBeGreaterThanOrEqual(7);
  });
});
