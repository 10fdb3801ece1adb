import { App, Chart, Size } from 'cdk8s';
import { Cpu, DeploymentStrategy, EmptyDirMedium, EnvValue, PercentOrAbsolute, Secret, ServiceType, Volume } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SlurmCluster } from '../../src/cluster/slurm-cluster';
import { Identity } from '../../src/identity';
import { LoginSet, LoginSetOptions } from '../../src/login';
import { SharedFileSystem } from '../../src/storage';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleExampleExampleExampleExampleExampleEx user@example.com';

interface Setup { identity?: (scope: Construct) => Identity; sharedFileSystems?: SharedFileSystem[] }

function setup(props: Setup = {}) {
  const chart = new Chart(new App(), 'hpc', { namespace: 'slurm' });
  const cluster = new SlurmCluster(chart, 'slurm', { clusterName: 'hpc', ...props, identity: props.identity?.(chart) });
  cluster.addNodeSet('cpu', { ssh: {} });
  cluster.addPartition('all', { isDefault: true });
  return { chart, cluster };
}

const home = SharedFileSystem.claimName('slurm-home', '/home', { name: 'home' });

interface Manifest { kind: string; metadata: { name: string }; spec: { [key: string]: never } }

function loginSets(chart: Chart): Manifest[] {
  return (chart.toJson() as Manifest[]).filter(manifest => manifest.kind === 'LoginSet');
}

function spec(options: LoginSetOptions = {}, props: Setup = {}) {
  const { chart, cluster } = setup(props);
  cluster.addLoginSet('login', options);
  return loginSets(chart)[0].spec;
}

function annotations(of: { template?: { metadata?: { annotations?: { [name: string]: string } } } }) {
  return of.template?.metadata?.annotations;
}

describe('LoginSet', () => {
  test('has the documented defaults', () => {
    const { chart, cluster } = setup();
    const login = cluster.addLoginSet('login');
    expect(login.name).toBe('slurm-login-login');
    expect(loginSets(chart)).toMatchObject([{
      apiVersion: 'slinky.slurm.net/v1beta1',
      metadata: { name: 'slurm-login-login', namespace: 'slurm' },
      spec: {
        controllerRef: { name: 'slurm' },
        replicas: 1,
        login: { image: expect.stringMatching(/^ghcr\.io\/slinkyproject\/login:26\.05/) },
        initconf: { image: 'docker.io/library/alpine:3.23.3' },
        sssdConfRef: { name: 'slurm-sssd-conf', key: 'sssd.conf' },
        service: { spec: { type: 'ClusterIP' } },
      },
    }]);
    const { extraSshdConfig, rootSshAuthorizedKeys, strategy } = loginSets(chart)[0].spec;
    expect([extraSshdConfig, rootSshAuthorizedKeys, strategy]).toEqual([undefined, undefined, undefined]);
  });

  test('is the same by its constructor', () => {
    const { chart, cluster } = setup();
    new LoginSet(cluster, 'login', { cluster, replicas: 2 });
    expect(loginSets(chart)[0].spec).toEqual(spec({ replicas: 2 }));
  });

  test('renders what pods, containers and Services may say', () => {
    expect(spec({
      resources: { cpu: { request: Cpu.units(2) }, memory: { limit: Size.gibibytes(8) } },
      env: { LANG: EnvValue.fromValue('C.UTF-8') },
      nodeSelector: { pool: 'system' },
      labels: { team: 'hpc' },
      service: { type: ServiceType.LOAD_BALANCER, annotations: { lb: 'nlb' }, externalTrafficPolicy: 'Local' },
      strategy: DeploymentStrategy.rollingUpdate({ maxUnavailable: PercentOrAbsolute.absolute(0), maxSurge: PercentOrAbsolute.absolute(1) }),
    })).toMatchObject({
      login: { resources: { requests: { cpu: '2' }, limits: { memory: '8Gi' } }, env: [{ name: 'LANG', value: 'C.UTF-8' }] },
      template: { metadata: { labels: { team: 'hpc' } }, spec: { nodeSelector: { 'pool': 'system', 'kubernetes.io/os': 'linux' } } },
      service: { metadata: { annotations: { lb: 'nlb' } }, spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Local' } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    });
  });

  test('sees every shared file system, at the path where workers see it', () => {
    const { chart, cluster } = setup({ sharedFileSystems: [SharedFileSystem.claimName('slurm-home', '/home'), SharedFileSystem.claimName('fsx-claim', '/fsx', { name: 'fsx-lustre' })] });
    cluster.addLoginSet('login');
    const manifests: { kind: string; spec: { [name: string]: { volumeMounts?: object } } }[] = chart.toJson();
    const mounts = [{ name: 'home', mountPath: '/home' }, { name: 'fsx-lustre', mountPath: '/fsx' }];
    expect(manifests.find(each => each.kind === 'LoginSet')!.spec.login.volumeMounts).toEqual(mounts);
    expect(manifests.find(each => each.kind === 'NodeSet')!.spec.slurmd.volumeMounts).toEqual(mounts);
  });

  test('mounts volumes of its own, also after it was made', () => {
    const { chart, cluster } = setup();
    const login = cluster.addLoginSet('login');
    login.mount('/tmp', Volume.fromEmptyDir(chart, 'Tmp', 'enroot-tmp', { medium: EmptyDirMedium.MEMORY, sizeLimit: Size.gibibytes(16) }));
    expect(loginSets(chart)[0].spec).toMatchObject({
      login: { volumeMounts: [{ name: 'enroot-tmp', mountPath: '/tmp' }] },
      template: { spec: { volumes: [{ name: 'enroot-tmp', emptyDir: { medium: 'Memory', sizeLimit: '16384Mi' } }] } },
    });
  });

  test('refuses a mount over its own files, at the line that mounts', () => {
    const { chart, cluster } = setup();
    const login = cluster.addLoginSet('login');
    expect(() => login.mount('/etc/slurm', Volume.fromEmptyDir(chart, 'Etc', 'etc'))).toThrow("[hpc/slurm/LoginSets/login] STOR-005: '/etc/slurm' is where slurm-operator mounts");
  });

  test('brings the password of the directory to SSSD without writing it anywhere', () => {
    const identity = (scope: Construct) => Identity.ldap({
      uri: 'ldaps://ldap.example.com',
      searchBase: 'dc=example,dc=com',
      bindDn: 'cn=sssd,dc=example,dc=com',
      bindPassword: { secret: Secret.fromSecretName(scope, 'Ldap', 'ldap'), key: 'password' },
      sshPublicKeys: true,
    });
    const rendered = spec({ extraSshdConfig: ['PasswordAuthentication no'] }, { identity, sharedFileSystems: [home] });
    expect(rendered).toMatchObject({
      login: { volumeMounts: [{ name: 'home' }, { name: 'sssd-conf-d', mountPath: '/etc/sssd/conf.d', readOnly: true }] },
      template: {
        spec: {
          initContainers: [{ name: 'sssd-secrets', resources: { limits: { cpu: '100m', memory: '32Mi' }, requests: { cpu: '100m', memory: '32Mi' } } }],
          volumes: [{ name: 'home' }, { name: 'sssd-conf-d' }, { name: 'sssd-secrets', projected: { sources: [{ secret: { name: 'ldap' } }] } }],
        },
      },
      extraSshdConfig: 'AuthorizedKeysCommand /usr/bin/sss_ssh_authorizedkeys\nAuthorizedKeysCommandUser nobody\nPasswordAuthentication no\n',
    });
  });

  test('binds the identity once for all hosts of a cluster', () => {
    const { chart, cluster } = setup();
    cluster.addLoginSet('a');
    cluster.addLoginSet('b');
    const secrets = (chart.toJson() as Manifest[]).filter(manifest => manifest.metadata.name === 'slurm-sssd-conf');
    expect(secrets).toHaveLength(1);
    expect(loginSets(chart).map(each => each.metadata.name)).toEqual(['slurm-login-a', 'slurm-login-b']);
  });

  test('never shares its ssh ConfigMap with a node set of the same name', () => {
    const { chart, cluster } = setup();
    cluster.addLoginSet('login', { loginSetName: 'cpu' });
    const sshConfigs = (chart.toJson() as Manifest[])
      .filter(each => ['LoginSet', 'NodeSet'].includes(each.kind))
      .map(each => `${each.metadata.name}-ssh-config`);
    expect(sshConfigs.sort()).toEqual(['slurm-login-cpu-ssh-config', 'slurm-worker-cpu-ssh-config']);
  });

  test("rolls when root's keys change, which the operator does not do", () => {
    const hash = (keys?: string[]) => annotations(spec({ rootSshAuthorizedKeys: keys }))?.['slurm-constructs/root-keys-hash'];
    expect(hash()).toBeUndefined();
    expect(hash([key])).toMatch(/^[0-9a-f]{16}$/);
    expect(hash([key])).not.toBe(hash([key, key]));
  });

  test("writes root's keys and lines for sshd one a line", () => {
    expect(spec({ rootSshAuthorizedKeys: ['# admins', key], extraSshdConfig: ['PasswordAuthentication no', 'PermitEmptyPasswords no', 'Port 22'] })).toMatchObject({
      rootSshAuthorizedKeys: `# admins\n${key}\n`,
      extraSshdConfig: 'PasswordAuthentication no\nPermitEmptyPasswords no\nPort 22\n',
    });
  });

  test.each<[string, LoginSetOptions, string]>([
    ['a negative count', { replicas: -1 }, 'LOGIN-002'],
    ['half a host', { replicas: 1.5 }, 'LOGIN-002'],
    ['options of sackd in the environment', { env: { SACKD_OPTIONS: EnvValue.fromValue('--debug') } }, 'LOGIN-003'],
    ['options of sackd in the escape hatch', { containerTemplate: { env: [{ name: 'SACKD_OPTIONS', value: '--debug' }] } }, 'LOGIN-003'],
    ['a private key', { rootSshAuthorizedKeys: ['-----BEGIN OPENSSH PRIVATE KEY-----'] }, 'LOGIN-004'],
    ['keys in one text', { rootSshAuthorizedKeys: [`${key}\n${key}`] }, 'LOGIN-004'],
    ['a key that is none', { rootSshAuthorizedKeys: ['user@example.com'] }, 'LOGIN-004'],
    ['lines in one text', { extraSshdConfig: ['PasswordAuthentication no\nPermitRootLogin yes'] }, 'LOGIN-005'],
    ['a comment that ends early', { extraSshdConfig: ['# a\nPermitRootLogin yes'] }, 'LOGIN-005'],
    ['a line without a value', { extraSshdConfig: ['PasswordAuthentication'] }, 'LOGIN-005'],
    ['another port than the Service knows', { extraSshdConfig: ['Port 2222'] }, 'LOGIN-006'],
    ['a port that sshd does not know', { containerTemplate: { ports: [{ name: 'login', containerPort: 2222 }] } }, 'LOGIN-006'],
    ['a value that comes too late', { extraSshdConfig: ['X11Forwarding no'] }, 'LOGIN-007'],
    ['PAM off', { extraSshdConfig: ['usepam=no'] }, 'LOGIN-007'],
    ['a second sftp', { extraSshdConfig: ['Subsystem sftp /usr/lib/openssh/sftp-server'] }, 'LOGIN-007'],
    ['keys that SSSD does not offer', { extraSshdConfig: ['AuthorizedKeysCommand /usr/bin/sss_ssh_authorizedkeys'] }, 'LOGIN-008'],
  ])('refuses %s', (_case, options, id) => {
    const { cluster } = setup();
    let message = '';
    try {
      cluster.addLoginSet('login', options);
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    expect(message).toMatch(new RegExp(`^\\[hpc/slurm/LoginSets/login\\] ${id}: `));
    expect(message.split('\n')).toHaveLength(1);
  });

  test('refuses a second command for keys', () => {
    const identity = () => Identity.ldap({ uri: 'ldaps://a.example.com', searchBase: 'dc=a', sshPublicKeys: true });
    expect(() => spec({ extraSshdConfig: ['AuthorizedKeysCommand /opt/keys'] }, { identity })).toThrow('LOGIN-008');
  });

  test.each<[string, LoginSetOptions]>([
    ['X11 off in a Match block', { extraSshdConfig: ['Match all', '  X11Forwarding no'] }],
    ['what the operator says too', { extraSshdConfig: ['X11Forwarding yes', 'UsePAM yes'] }],
    ['comments and blank lines', { extraSshdConfig: ['# ours', '', 'MaxSessions 50'] }],
    ['another port on both sides', { extraSshdConfig: ['Port 2222'], containerTemplate: { ports: [{ name: 'login', containerPort: 2222 }] } }],
    ['a key with options before it', { rootSshAuthorizedKeys: [`from="10.0.0.0/8",no-pty ${key}`] }],
  ])('accepts %s', (_case, options) => {
    expect(spec(options)).toBeDefined();
  });

  test('an sssd.conf from a Secret may well offer keys', () => {
    const identity = (scope: Construct) => Identity.fromSecret(Secret.fromSecretName(scope, 'Sssd', 'sssd'));
    expect(spec({ extraSshdConfig: ['AuthorizedKeysCommand /usr/bin/sss_ssh_authorizedkeys'] }, { identity })).toMatchObject({ sssdConfRef: { name: 'sssd' } });
  });

  test('may wait for a Secret of another chart', () => {
    const app = new App();
    const base = new Chart(app, 'base', { namespace: 'slurm' });
    const chart = new Chart(app, 'hpc', { namespace: 'slurm' });
    const cluster = new SlurmCluster(chart, 'slurm', { clusterName: 'hpc', identity: Identity.fromSecret(new Secret(base, 'Sssd', { metadata: { name: 'sssd' } })) });
    cluster.addNodeSet('cpu');
    cluster.addPartition('all', { isDefault: true });
    cluster.addLoginSet('login');
    expect(loginSets(chart)[0].spec).toMatchObject({ sssdConfRef: { name: 'sssd' } });
    expect(app.synthYaml()).toMatch(/kind: Secret[\s\S]+kind: LoginSet/);
  });

  test('refuses a name that Kubernetes does not take', () => {
    const { cluster } = setup();
    expect(() => cluster.addLoginSet('Login_1')).toThrow("[hpc/slurm/LoginSets/Login_1] LOGIN-001: login hosts would be named 'slurm-login-Login_1'");
    expect(() => cluster.addLoginSet('x'.repeat(60))).toThrow('LOGIN-001');
  });

  test('leaves the lists it is given alone', () => {
    const options: LoginSetOptions = { extraSshdConfig: ['MaxSessions 50'], rootSshAuthorizedKeys: [key] };
    const before = JSON.stringify(options);
    spec(options, { identity: () => Identity.ldap({ uri: 'ldaps://a.example.com', searchBase: 'dc=a', sshPublicKeys: true }), sharedFileSystems: [home] });
    expect(JSON.stringify(options)).toBe(before);
  });
});
