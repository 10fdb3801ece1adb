import { App, Chart, Duration } from 'cdk8s';
import { ConfigMap, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CaCertificate, GpoAccessControl, Identity, LdapOptions, LdapSchema } from '../../src/identity';

const images = { sidecar: 'docker.io/library/alpine:3.23.3', pullPolicy: 'IfNotPresent' };
const host = { name: 'slurm', _images: images };
const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

interface Manifest { kind: string; metadata: { name: string }; stringData?: { [key: string]: string }; data?: { [key: string]: string } }

function bind(identity: (scope: Construct) => Identity) {
  const chart = new Chart(new App(), 'hpc', { namespace: 'slurm' });
  const scope = new Construct(chart, 'slurm');
  const bound = identity(scope)._bind(scope, host);
  const manifests: Manifest[] = chart.toJson();
  const conf = manifests.find(manifest => manifest.metadata.name === 'slurm-sssd-conf')?.stringData?.['sssd.conf'];
  return { bound, manifests, conf, lines: (conf ?? '').split('\n') };
}

function refusal(identity: (scope: Construct) => Identity): string {
  try {
    bind(identity);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}

const secretValue = (scope: Construct) => ({ secret: Secret.fromSecretName(scope, 'Ldap', 'ldap'), key: 'password' });
const ldap = (options: Partial<LdapOptions>) => () => Identity.ldap({ uri: 'ldaps://ldap.example.com', searchBase: 'dc=example,dc=com', ...options });

describe('Identity.localFiles', () => {
  test('is the sssd.conf of the official chart, to the byte', () => {
    const { conf, bound, manifests } = bind(() => Identity.localFiles());
    expect(conf).toMatchInlineSnapshot(`
"[sssd]
services = nss,pam
domains = DEFAULT

[nss]
filter_groups = root,slurm
filter_users = root,slurm

[pam]

[domain/DEFAULT]
id_provider = proxy
proxy_lib_name = files
auth_provider = proxy
proxy_pam_target = sssd-shadowutils
"
`);
    expect(bound).toMatchObject({ sssdConfRef: { name: 'slurm-sssd-conf', key: 'sssd.conf' }, extraSshdConfig: [], volumes: [], volumeMounts: [], initContainers: [] });
    expect(manifests).toMatchObject([{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'slurm-sssd-conf', namespace: 'slurm' }, type: 'Opaque' }]);
    expect(Identity.localFiles()._homeBase).toBeUndefined();
  });
});

describe('Identity.ldap', () => {
  test('writes the documented defaults', () => {
    const { lines, bound } = bind(ldap({}));
    expect(lines.slice(lines.indexOf('[domain/LDAP]'))).toEqual([
      '[domain/LDAP]', 'id_provider = ldap', 'auth_provider = ldap', 'ldap_uri = ldaps://ldap.example.com', 'ldap_search_base = dc=example,dc=com',
      'ldap_schema = rfc2307', 'cache_credentials = true', '',
    ]);
    expect(bound.volumes).toEqual([]);
  });

  test('writes every option it is given', () => {
    const { lines } = bind(ldap({
      replicaUris: ['ldaps://b.example.com:3636'],
      schema: LdapSchema.RFC2307BIS,
      accessFilter: '(memberOf=cn=hpc,dc=example,dc=com)',
      userSearchBase: 'ou=people,dc=example,dc=com',
      groupSearchBase: 'ou=groups,dc=example,dc=com',
      homeDirectory: '/shared/home/%u',
      shell: '/bin/zsh',
      cacheCredentials: false,
      cacheTimeout: Duration.minutes(10),
      autoPrivateGroups: true,
      minId: 1000,
      maxId: 60000,
      extraSssdConf: { 'domain/LDAP': { ldap_page_size: '500' }, 'ifp': { allowed_uids: '0' } },
    }));
    expect(lines).toEqual(expect.arrayContaining([
      'ldap_uri = ldaps://ldap.example.com,ldaps://b.example.com:3636', 'ldap_schema = rfc2307bis',
      'access_provider = ldap', 'ldap_access_filter = (memberOf=cn=hpc,dc=example,dc=com)',
      'ldap_user_search_base = ou=people,dc=example,dc=com', 'ldap_group_search_base = ou=groups,dc=example,dc=com',
      'override_homedir = /shared/home/%u', 'override_shell = /bin/zsh', 'cache_credentials = false', 'entry_cache_timeout = 600',
      'auto_private_groups = true', 'min_id = 1000', 'max_id = 60000', 'ldap_page_size = 500', '[ifp]', 'allowed_uids = 0',
    ]));
  });

  test('limits logins to groups', () => {
    const { lines } = bind(ldap({ allowedGroups: ['hpc users', 'staff'] }));
    expect(lines).toEqual(expect.arrayContaining(['access_provider = simple', 'simple_allow_groups = hpc users,staff']));
  });

  test('offers keys of the directory to sshd', () => {
    const { lines, bound } = bind(ldap({ sshPublicKeys: true }));
    expect(lines).toEqual(expect.arrayContaining(['services = nss,pam,ssh', 'ldap_user_ssh_public_key = sshPublicKey']));
    expect(bound.extraSshdConfig).toEqual(['AuthorizedKeysCommand /usr/bin/sss_ssh_authorizedkeys', 'AuthorizedKeysCommandUser nobody']);
    expect(bound.offersSshKeys).toBe(true);
  });

  test('keeps the bind password out of every manifest and mounts it for the init container only', () => {
    const { bound, conf } = bind(scope => ldap({ bindDn: 'cn=sssd,dc=example,dc=com', bindPassword: secretValue(scope) })());
    expect(conf).toContain('ldap_default_bind_dn = cn=sssd,dc=example,dc=com\n');
    expect(conf).not.toContain('authtok');
    expect(bound.volumes).toMatchObject([
      { name: 'sssd-conf-d', emptyDir: { medium: 'Memory' } },
      { name: 'sssd-secrets', projected: { defaultMode: 0o400, sources: [{ secret: { name: 'ldap', items: [{ key: 'password', path: '0' }] } }] } },
    ]);
    expect(bound.volumeMounts).toEqual([{ name: 'sssd-conf-d', mountPath: '/etc/sssd/conf.d', readOnly: true }]);
    expect(bound.initContainers).toMatchObject([{
      image: images.sidecar,
      args: ['domain/LDAP', 'ldap_default_authtok', '/run/sssd-secrets/0'],
      securityContext: { runAsUser: 0, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
    }]);
  });

  test('carries an inline CA in a ConfigMap whose name changes with it', () => {
    const one = bind(ldap({ ca: CaCertificate.pem(pem) }));
    const other = bind(ldap({ ca: CaCertificate.pem(pem.replace('MIIB', 'MIIC')) }));
    expect(one.lines).toContain('ldap_tls_cacert = /etc/sssd/ca/ca.crt');
    expect(one.bound.volumeMounts).toEqual([{ name: 'sssd-ca', mountPath: '/etc/sssd/ca', readOnly: true }]);
    const map = one.manifests.find(manifest => manifest.kind === 'ConfigMap')!;
    expect(map.data).toEqual({ 'ca.crt': pem });
    expect(one.bound.volumes).toEqual([{ name: 'sssd-ca', configMap: { name: map.metadata.name, items: [{ key: 'ca.crt', path: 'ca.crt' }] } }]);
    expect(other.manifests.find(manifest => manifest.kind === 'ConfigMap')!.metadata.name).not.toBe(map.metadata.name);
  });

  test('mounts an existing CA from a ConfigMap or a Secret', () => {
    const map = bind(scope => ldap({ ca: CaCertificate.fromConfigMap(ConfigMap.fromConfigMapName(scope, 'Ca', 'trust'), 'root.pem') })());
    expect(map.bound.volumes).toEqual([{ name: 'sssd-ca', configMap: { name: 'trust', items: [{ key: 'root.pem', path: 'ca.crt' }] } }]);
    const secret = bind(scope => ldap({ ca: CaCertificate.fromSecret(Secret.fromSecretName(scope, 'Ca', 'tls')) })());
    expect(secret.bound.volumes).toEqual([{ name: 'sssd-ca', secret: { secretName: 'tls', items: [{ key: 'ca.crt', path: 'ca.crt' }] } }]);
  });

  test.each<[string, Partial<LdapOptions>, string]>([
    ['clear text', { uri: 'ldap://ldap.example.com' }, 'ID-005'],
    ['clear text on a replica', { replicaUris: ['ldap://b.example.com'] }, 'ID-005'],
    ['something that is no address', { uri: 'ldap.example.com' }, 'ID-004'],
    ['two addresses in one', { uri: 'ldaps://a,ldaps://b' }, 'ID-004'],
    ['an empty search base', { searchBase: '' }, 'ID-003'],
    ['a search base that is no name', { searchBase: 'example.com' }, 'ID-003'],
    ['a search base with a line break', { searchBase: 'dc=x\nldap_default_authtok = y' }, 'ID-001'],
    ['a bind name without a password', { bindDn: 'cn=sssd' }, 'ID-006'],
    ['a CA that is none', { ca: CaCertificate.pem('MIIB') }, 'ID-010'],
    ['a private key for a CA', { ca: CaCertificate.pem(pem.replace(/CERTIFICATE/g, 'PRIVATE KEY')) }, 'ID-010'],
    ['a filter and groups', { accessFilter: '(a=b)', allowedGroups: ['a'] }, 'ID-011'],
    ['no groups at all', { allowedGroups: [] }, 'ID-011'],
    ['groups in one text', { allowedGroups: ['a,b'] }, 'ID-011'],
    ['a filter without parentheses', { accessFilter: 'a=b' }, 'ID-013'],
    ['an unbalanced filter', { accessFilter: '(&(a=b)(c=d)' }, 'ID-013'],
    ['two filters', { accessFilter: '(a=b)(c=d)' }, 'ID-013'],
    ['a relative home', { homeDirectory: 'home/%u' }, 'ID-014'],
    ['one home for all', { homeDirectory: '/home' }, 'ID-014'],
    ['a relative shell', { shell: 'bash' }, 'ID-014'],
    ['a fraction of an id', { minId: 1.5 }, 'ID-015'],
    ['ids in the wrong order', { minId: 2000, maxId: 1000 }, 'ID-015'],
    ['a fraction of a second', { cacheTimeout: Duration.millis(1500) }, 'ID-015'],
    ['an extra option that changes nothing', { extraSssdConf: { sssd: { domains: 'LDAP' } } }, 'ESC-011'],
    ['the bind password as an extra option', { extraSssdConf: { 'domain/LDAP': { ldap_default_authtok: 'x' } } }, 'ID-002'],
    ['an extra option that takes pam away', { extraSssdConf: { sssd: { services: 'nss' } } }, 'ID-008'],
  ])('refuses %s', (_case, options, id) => {
    const message = refusal(ldap(options));
    expect(message).toMatch(new RegExp(`^\\[hpc/slurm\\] ${id}: `));
    expect(message.split('\n')).toHaveLength(1);
  });

  test('refuses a password without an account, and a reference that names nothing', () => {
    expect(refusal(scope => ldap({ bindPassword: secretValue(scope) })())).toContain("ID-006: there is a 'bindPassword' and no 'bindDn'");
    expect(refusal(scope => ldap({ bindDn: 'cn=a', bindPassword: { ...secretValue(scope), key: '' } })())).toContain("ID-007: 'bindPassword' names no key");
    expect(refusal(scope => ldap({ bindDn: 'cn=a', bindPassword: { secret: Secret.fromSecretName(scope, 'Ldap', ''), key: 'a' } })()))
      .toContain("ID-007: 'bindPassword' names no Secret");
    expect(refusal(scope => ldap({ ca: CaCertificate.fromSecret(Secret.fromSecretName(scope, 'Ca', 'ca'), '') })())).toContain("ID-010: 'ca' names no key of its Secret");
  });

  test('tells what to write instead', () => {
    expect(refusal(ldap({ uri: 'ldap://ldap.example.com' }))).toBe(
      "[hpc/slurm] ID-005: 'uri' is 'ldap://ldap.example.com' without StartTLS: the bind password and all answers travel in clear text, and SSSD refuses logins over such "
      + "a connection; use 'ldaps://ldap.example.com', or set 'startTls: true'");
  });

  test('lets ldap:// pass with StartTLS', () => {
    expect(bind(ldap({ uri: 'ldap://ldap.example.com', startTls: true })).lines).toContain('ldap_id_use_start_tls = true');
  });
});

describe('Identity.activeDirectory', () => {
  const options = (scope: Construct) => ({ domain: 'ad.example.com', hostname: 'slurm.ad.example.com', keytab: { secret: Secret.fromSecretName(scope, 'Keytab', 'ad'), key: 'krb5.keytab' } });

  test('writes the documented defaults and mounts the keytab for root alone', () => {
    const { lines, bound } = bind(scope => Identity.activeDirectory(options(scope)));
    expect(lines.slice(lines.indexOf('[domain/ad.example.com]'))).toEqual([
      '[domain/ad.example.com]', 'id_provider = ad', 'access_provider = ad', 'ad_domain = ad.example.com', 'ad_hostname = slurm.ad.example.com',
      'krb5_realm = AD.EXAMPLE.COM', 'krb5_keytab = /etc/sssd/keytab/krb5.keytab', 'ad_maximum_machine_account_password_age = 0', 'dyndns_update = false',
      'ad_gpo_access_control = disabled', 'ldap_id_mapping = true', 'use_fully_qualified_names = false', 'fallback_homedir = /home/%u',
      'default_shell = /bin/bash', 'cache_credentials = true', '',
    ]);
    expect(bound.volumes).toEqual([{ name: 'sssd-keytab', secret: { secretName: 'ad', defaultMode: 0o400, items: [{ key: 'krb5.keytab', path: 'krb5.keytab' }] } }]);
    expect(bound.volumeMounts).toEqual([{ name: 'sssd-keytab', mountPath: '/etc/sssd/keytab', readOnly: true }]);
    expect(bound.initContainers).toEqual([]);
  });

  test('writes every option it is given', () => {
    const { lines } = bind(scope => Identity.activeDirectory({
      ...options(scope),
      servers: ['dc1.ad.example.com', 'dc2.ad.example.com'],
      realm: 'EXAMPLE.COM',
      idMapping: false,
      accessFilter: '(memberOf=CN=hpc,DC=ad,DC=example,DC=com)',
      gpoAccessControl: GpoAccessControl.ENFORCING,
      useLdaps: true,
      sshPublicKeys: true,
    }));
    expect(lines).toEqual(expect.arrayContaining([
      'ad_server = dc1.ad.example.com,dc2.ad.example.com', 'krb5_realm = EXAMPLE.COM', 'ldap_id_mapping = false',
      'ad_access_filter = (memberOf=CN=hpc,DC=ad,DC=example,DC=com)', 'ad_gpo_access_control = enforcing', 'ad_use_ldaps = true',
      'ldap_user_ssh_public_key = altSecurityIdentities', 'services = nss,pam,ssh',
    ]));
  });

  test.each([
    ['a short domain', { domain: 'example' }, 'ID-012'],
    ['a short host name', { hostname: 'slurm' }, 'ID-012'],
    ['servers in one text', { servers: ['dc1.example.com,dc2.example.com'] }, 'ID-012'],
  ])('refuses %s', (_case, wrong, id) => {
    expect(refusal(scope => Identity.activeDirectory({ ...options(scope), ...wrong }))).toContain(`[hpc/slurm] ${id}: `);
  });

  test('refuses a keytab without a key', () => {
    expect(refusal(scope => Identity.activeDirectory({ ...options(scope), keytab: { ...secretValue(scope), key: '' } }))).toContain("ID-007: 'keytab' names no key");
  });
});

describe('Identity.activeDirectoryLdap', () => {
  const options = (scope: Construct) => ({
    domain: 'ad.example.com', uri: 'ldaps://dc1.ad.example.com', bindDn: 'sssd@ad.example.com', bindPassword: secretValue(scope),
  });

  test('derives the search base from the domain and reads the password from its Secret', () => {
    const { lines, bound } = bind(scope => Identity.activeDirectoryLdap({ ...options(scope), domainSid: 'S-1-5-21-1004336348-1177238915-682003330' }));
    expect(lines).toEqual(expect.arrayContaining([
      'id_provider = ldap', 'ldap_schema = AD', 'ldap_search_base = DC=ad,DC=example,DC=com', 'ldap_default_bind_dn = sssd@ad.example.com',
      'ldap_id_mapping = true', 'ldap_idmap_default_domain_sid = S-1-5-21-1004336348-1177238915-682003330', 'ldap_referrals = false',
    ]));
    expect(bound.initContainers[0].args).toEqual(['domain/ad.example.com', 'ldap_default_authtok', '/run/sssd-secrets/0']);
  });

  test.each([
    ['clear text', { uri: 'ldap://dc1.ad.example.com' }, 'ID-005'],
    ['a name without an account', { bindDn: '' }, 'ID-006'],
    ['a security identifier that is none', { domainSid: 'S-1-5-32' }, 'ID-016'],
  ])('refuses %s', (_case, wrong, id) => {
    expect(refusal(scope => Identity.activeDirectoryLdap({ ...options(scope), ...wrong }))).toContain(`[hpc/slurm] ${id}: `);
  });
});

describe('Identity.freeIpa', () => {
  const options = (scope: Construct) => ({
    domain: 'ipa.example.com', hostname: 'slurm.ipa.example.com', keytab: { secret: Secret.fromSecretName(scope, 'Keytab', 'ipa'), key: 'krb5.keytab' },
  });

  test('writes the enrolled host, the realm and the CA', () => {
    const { lines, bound } = bind(scope => Identity.freeIpa({ ...options(scope), ca: CaCertificate.pem(pem), servers: ['a.ipa.example.com'], sshPublicKeys: true }));
    expect(lines.slice(lines.indexOf('[domain/ipa.example.com]'))).toEqual([
      '[domain/ipa.example.com]', 'id_provider = ipa', 'ipa_domain = ipa.example.com', 'ipa_hostname = slurm.ipa.example.com', 'ipa_server = a.ipa.example.com',
      'krb5_realm = IPA.EXAMPLE.COM', 'krb5_keytab = /etc/sssd/keytab/krb5.keytab', 'dyndns_update = false', 'ldap_tls_cacert = /etc/sssd/ca/ca.crt',
      'cache_credentials = true', '',
    ]);
    expect(bound.volumes.map(volume => volume.name)).toEqual(['sssd-ca', 'sssd-keytab']);
  });

  test('refuses a host name that is not full', () => {
    expect(refusal(scope => Identity.freeIpa({ ...options(scope), hostname: 'slurm' }))).toContain("ID-012: 'slurm' of 'hostname'");
  });
});

describe('Identity.sssdConf', () => {
  // As a team runs it on EKS.
  const text = '[sssd]\nconfig_file_version = 2\nservices = nss,pam\ndomains = LOCAL\n\n[nss]\nfilter_groups = root,slurm\n\n[pam]\n\n[domain/LOCAL]\nid_provider = files\nauth_provider = files\n';

  test('keeps the text to the byte', () => {
    expect(bind(() => Identity.sssdConf(text)).conf).toBe(text);
  });

  test('adds passwords from Secrets to a section of the text', () => {
    const { bound } = bind(scope => Identity.sssdConf(text, { secretOptions: [{ section: 'domain/LOCAL', option: 'ldap_default_authtok', value: secretValue(scope) }] }));
    expect(bound.initContainers[0].args).toEqual(['domain/LOCAL', 'ldap_default_authtok', '/run/sssd-secrets/0']);
  });

  test('refuses a password in the text', () => {
    expect(refusal(() => Identity.sssdConf(`${text}ldap_default_authtok = s3cret\n`))).toContain("[hpc/slurm] ID-002: sssd.conf holds 'ldap_default_authtok' in [domain/LOCAL]");
  });

  test('refuses a password for a section that the text does not have', () => {
    expect(refusal(scope => Identity.sssdConf(text, { secretOptions: [{ section: 'domain/LDAP', option: 'ldap_default_authtok', value: secretValue(scope) }] })))
      .toContain("ID-008: 'secretOptions' adds 'ldap_default_authtok' to [domain/LDAP], a section that the text does not have; use one of 'sssd', 'nss', 'pam', 'domain/LOCAL'");
  });

  test('refuses an option name with a line break in it', () => {
    expect(refusal(scope => Identity.sssdConf(text, { secretOptions: [{ section: 'pam', option: 'a\nb', value: secretValue(scope) }] }))).toContain('ID-001');
  });

  test('refuses keys from a directory when the text starts no ssh service', () => {
    expect(refusal(() => Identity.sssdConf(text, { sshPublicKeys: true }))).toContain('ID-009');
    expect(refusal(() => Identity.sssdConf(text.replace('nss,pam', 'nss,pam,ssh'), { sshPublicKeys: true }))).toBe('');
  });
});

describe('Identity.fromSecret', () => {
  test('refers to the Secret and creates nothing', () => {
    const { bound, manifests } = bind(scope => Identity.fromSecret(Secret.fromSecretName(scope, 'Sssd', 'my-sssd'), 'conf'));
    expect(bound).toMatchObject({ sssdConfRef: { name: 'my-sssd', key: 'conf' }, annotations: {} });
    expect(bound.offersSshKeys).toBeUndefined();
    expect(manifests).toEqual([]);
  });

  test('refuses an empty key', () => {
    expect(refusal(scope => Identity.fromSecret(Secret.fromSecretName(scope, 'Sssd', 'my-sssd'), ''))).toContain("[hpc/slurm] ID-007: 'identity' names no key");
  });
});

describe('any identity', () => {
  test('rolls workers when sssd.conf changes, and only then', () => {
    const hash = (identity: () => Identity) => bind(identity).bound.annotations['slurm-constructs/sssd-conf-hash'];
    expect(hash(ldap({}))).toBe(hash(ldap({})));
    expect(hash(ldap({}))).not.toBe(hash(ldap({ minId: 1000 })));
  });

  test.each<[string, Identity, string | undefined]>([
    ['the default', ldap({})(), '/home'],
    ['an own template', ldap({ homeDirectory: '/shared/home/%u' })(), '/shared/home'],
    ['a template with the domain', ldap({ homeDirectory: '/home/%d/%u' })(), '/home'],
    ['a text that says so', Identity.sssdConf('', { homeBase: '/home' }), '/home'],
    ['a text that does not', Identity.sssdConf(''), undefined],
  ])('knows where homes lie: %s', (_case, identity, base) => {
    expect(identity._homeBase).toBe(base);
  });

  test('serves two clusters of one chart', () => {
    const chart = new Chart(new App(), 'hpc', { namespace: 'slurm' });
    const identity = ldap({ ca: CaCertificate.pem(pem) })();
    for (const name of ['a', 'b']) {
      identity._bind(new Construct(chart, name), { name, _images: images });
    }
    const names = (chart.toJson() as Manifest[]).map(manifest => manifest.metadata.name);
    expect(new Set(names).size).toBe(4);
  });
});
