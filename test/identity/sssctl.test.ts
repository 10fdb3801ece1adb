import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Chart, Duration } from 'cdk8s';
import { ConfigMap, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { loadAll } from 'js-yaml';
import { exampleManifests, examples } from '../../scripts/example-manifests';
import { CaCertificate, GpoAccessControl, Identity, LdapSchema } from '../../src/identity';
import { snippetScript } from '../../src/identity/sssd-secrets';

const present = spawnSync('sssctl', ['--help']).error === undefined && process.getuid?.() === 0;

function describeWithSssctl(name: string, tests: () => void): void {
  if (present) {
    describe(name, tests);
  } else if (process.env.CI === 'true') {
    test(name, () => {
      throw new Error('sssctl is not on the PATH, or this is not root: run .ci/prepare-tools');
    });
  } else {
    describe.skip(`${name} (needs root, and sssctl on the PATH: .ci/prepare-tools installs it)`, tests);
  }
}

const host = { name: 'slurm', _images: { sidecar: 'docker.io/library/alpine:3.23.3', pullPolicy: 'IfNotPresent' } };
const ca = (scope: Construct) => CaCertificate.fromConfigMap(ConfigMap.fromConfigMapName(scope, 'Ca', 'ca'), 'ca.crt');
const password = (scope: Construct) => ({ secret: Secret.fromSecretName(scope, 'Ldap', 'ldap'), key: 'password' });
const keytab = (scope: Construct) => ({ secret: Secret.fromSecretName(scope, 'Keytab', 'keytab'), key: 'krb5.keytab' });

const everyDirectoryOption = {
  allowedGroups: ['hpc users', 'staff'],
  homeDirectory: '/shared/home/%u',
  shell: '/bin/zsh',
  cacheCredentials: false,
  cacheTimeout: Duration.minutes(10),
  autoPrivateGroups: true,
  minId: 1000,
  maxId: 60000,
  sshPublicKeys: true,
};

const identities: [string, (scope: Construct) => Identity][] = [
  ['local files', () => Identity.localFiles()],
  ['LDAP', () => Identity.ldap({ uri: 'ldaps://ldap.example.com', searchBase: 'dc=example,dc=com' })],
  ['LDAP with every option', scope => Identity.ldap({
    uri: 'ldap://ldap.example.com',
    searchBase: 'dc=example,dc=com',
    replicaUris: ['ldap://b.example.com'],
    startTls: true,
    ca: ca(scope),
    bindDn: 'cn=sssd,dc=example,dc=com',
    bindPassword: password(scope),
    schema: LdapSchema.RFC2307BIS,
    userSearchBase: 'ou=people,dc=example,dc=com',
    groupSearchBase: 'ou=groups,dc=example,dc=com',
    sshPublicKeyAttribute: 'sshKey',
    ...everyDirectoryOption,
  })],
  ['LDAP with a filter', () => Identity.ldap({ uri: 'ldaps://ldap.example.com', searchBase: 'dc=example,dc=com', accessFilter: '(memberOf=cn=hpc,dc=example,dc=com)' })],
  ['Active Directory', scope => Identity.activeDirectory({ domain: 'ad.example.com', hostname: 'slurm.ad.example.com', keytab: keytab(scope) })],
  ['Active Directory with every option', scope => Identity.activeDirectory({
    domain: 'ad.example.com',
    hostname: 'slurm.ad.example.com',
    keytab: keytab(scope),
    servers: ['dc1.ad.example.com'],
    realm: 'AD.EXAMPLE.COM',
    idMapping: false,
    gpoAccessControl: GpoAccessControl.PERMISSIVE,
    useLdaps: true,
    ca: ca(scope),
    sshPublicKeyAttribute: 'altSecurityIdentities',
    ...everyDirectoryOption,
    allowedGroups: undefined,
    accessFilter: '(memberOf=cn=hpc,dc=ad,dc=example,dc=com)',
  })],
  ['Active Directory over LDAP', scope => Identity.activeDirectoryLdap({
    uri: 'ldaps://dc1.ad.example.com', domain: 'ad.example.com', bindDn: 'cn=sssd,dc=ad,dc=example,dc=com', bindPassword: password(scope), ...everyDirectoryOption,
  })],
  ['FreeIPA', scope => Identity.freeIpa({ domain: 'ipa.example.com', hostname: 'slurm.ipa.example.com', keytab: keytab(scope), ca: ca(scope), servers: ['ipa1.ipa.example.com'] })],
  ['sections of the user\'s own', () => Identity.ldap({
    uri: 'ldaps://ldap.example.com', searchBase: 'dc=example,dc=com', extraSssdConf: { 'domain/LDAP': { ldap_page_size: '500' }, 'ifp': { allowed_uids: '0' } },
  })],
];

/** What the pods of an identity have in /etc/sssd: sssd.conf from its Secret, and what the init container writes beside it. */
function filesOf(identity: (scope: Construct) => Identity): { conf: string; snippetArgs: string[] } {
  const chart = new Chart(new App(), 'hpc', { namespace: 'slurm' });
  const scope = new Construct(chart, 'slurm');
  const bound = identity(scope)._bind(scope, host);
  const objects = chart.toJson() as { metadata: { name: string }; stringData?: { [key: string]: string } }[];
  const conf = objects.find(({ metadata }) => metadata.name === 'slurm-sssd-conf')!.stringData!['sssd.conf'];
  return { conf, snippetArgs: bound.initContainers.find(({ name }) => name.includes('sssd'))?.args ?? [] };
}

describeWithSssctl('sssctl config-check', () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sssd-'));
    fs.mkdirSync(path.join(folder, 'conf.d'), { mode: 0o711 });
  });

  afterEach(() => fs.rmSync(folder, { recursive: true }));

  /** What SSSD says of the files; it must find no issue. */
  function check(conf: string): string {
    fs.writeFileSync(path.join(folder, 'sssd.conf'), conf, { mode: 0o600 });
    const { stdout, stderr } = spawnSync('sssctl', ['config-check', '--config', path.join(folder, 'sssd.conf')], { encoding: 'utf8' });
    return `${stdout}${stderr}`;
  }

  test.each(identities)('takes the sssd.conf of %s', (_name, identity) => {
    const { conf, snippetArgs } = filesOf(identity);
    if (snippetArgs.length > 0) {
      fs.writeFileSync(path.join(folder, 'secret'), 's3cret');
      const args = snippetArgs.map(arg => arg.startsWith('/run/sssd-secrets/') ? path.join(folder, 'secret') : arg);
      execFileSync('sh', ['-ec', snippetScript, 'sssd-secrets', path.join(folder, 'conf.d'), ...args]);
      expect(fs.readdirSync(path.join(folder, 'conf.d'))).toEqual(['90-secrets.conf']);
    }
    const answer = check(conf);
    expect(answer).toContain('Issues identified by validators: 0');
    expect(answer).toContain(`Used configuration snippet files: ${snippetArgs.length > 0 ? 1 : 0}`);
  });

  test('refuses what it must refuse', () => {
    expect(check(filesOf(() => Identity.ldap({ uri: 'ldaps://ldap.example.com', searchBase: 'dc=x', extraSssdConf: { 'domain/LDAP': { ldap_serch_base: 'dc=y' } } })).conf))
      .toContain('Issues identified by validators: 1');
  });

  test.each(examples)('takes every sssd.conf of example %s', async example => {
    const objects = loadAll(await exampleManifests(example)) as { kind: string; stringData?: { [key: string]: string } }[];
    const confs = objects.filter(({ kind }) => kind === 'Secret').flatMap(({ stringData }) => stringData?.['sssd.conf'] ?? []);
    expect(confs.length > 0).toBe(objects.some(({ kind }) => kind === 'LoginSet'));
    expect(confs.map(check).filter(answer => !answer.includes('Issues identified by validators: 0'))).toEqual([]);
  }, 30_000);
});
