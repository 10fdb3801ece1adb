import { SecretValue } from 'cdk8s-plus-28';
import { CaCertificate } from './ca-certificate';
import { accessOptions, DirectoryOptions } from './directory-options';
import { directorySetup, setOption } from './directory-setup';
import { IdentitySetup } from './identity-setup';
import { domainNameProblems, enrolmentProblems, keytabFile } from './kerberos';
import { connectionProblems, LdapConnection, ldapProvider, LdapSchema } from './ldap';
import { SssdOptions } from './sssd-conf';
import { secretValueProblems } from './sssd-secrets';
import { Problem } from '../errors/refuse';

/** Whether Group Policy decides who may log in. SSSD: `ad_gpo_access_control`. */
export enum GpoAccessControl {
  /** Group Policy is obeyed. Policies made for desktops often deny sshd. */
  ENFORCING = 'enforcing',
  /** Group Policy is read and only logged. */
  PERMISSIVE = 'permissive',
  /** Group Policy is not read. */
  DISABLED = 'disabled',
}

/** Users of an Active Directory that the cluster has joined: a computer account exists and its keytab is in a Secret. */
export interface ActiveDirectoryOptions extends DirectoryOptions {
  /** DNS name of the domain, e.g. `ad.example.com`. SSSD: `ad_domain`. */
  readonly domain: string;

  /**
   * Keytab of the computer account, made where the domain was joined. All pods share it, so SSSD is told never to renew the account's password.
   * SSSD: `krb5_keytab`.
   */
  readonly keytab: SecretValue;

  /** Full host name that the computer account was joined with; pods have names of their own. SSSD: `ad_hostname`. */
  readonly hostname: string;

  /** Domain controllers, asked in this order. SSSD: `ad_server`. @default - found through DNS */
  readonly servers?: string[];

  /** Kerberos realm. SSSD: `krb5_realm`. @default - the domain in upper case */
  readonly realm?: string;

  /**
   * Computes ids from security identifiers, alike in every pod; false takes `uidNumber` and `gidNumber` of the directory.
   * Changing it changes the owner of every file. SSSD: `ldap_id_mapping`.
   *
   * @default true
   */
  readonly idMapping?: boolean;

  /**
   * LDAP filter that a user must match to log in, in parentheses. Not together with `allowedGroups`. SSSD: `ad_access_filter`.
   *
   * @default - every user may log in
   */
  readonly accessFilter?: string;

  /** Whether Group Policy decides who may log in. @default GpoAccessControl.DISABLED */
  readonly gpoAccessControl?: GpoAccessControl;

  /** Talks to port 636 rather than signing on port 389; either is encrypted. SSSD: `ad_use_ldaps`. @default false */
  readonly useLdaps?: boolean;

  /** Authorities that signed the servers' certificates, for `useLdaps`. @default - those the image trusts */
  readonly ca?: CaCertificate;

  /** Attribute that holds users' public keys. SSSD: `ldap_user_ssh_public_key`. @default 'altSecurityIdentities' */
  readonly sshPublicKeyAttribute?: string;
}

/** Users of an Active Directory, read with an ordinary account over LDAP: nothing is joined. The simplest way from pods. */
export interface ActiveDirectoryLdapOptions extends LdapConnection, DirectoryOptions {
  /** DNS name of the domain, e.g. `ad.example.com`. */
  readonly domain: string;

  /** Account that SSSD uses to look users up, as a distinguished name or `user@domain`. SSSD: `ldap_default_bind_dn`. */
  readonly bindDn: string;

  /** Password of `bindDn`, in a Secret of the cluster's namespace. It never stands in a manifest. */
  readonly bindPassword: SecretValue;

  /** Subtree that holds users and groups. SSSD: `ldap_search_base`. @default - the whole domain, such as `DC=ad,DC=example,DC=com` */
  readonly searchBase?: string;

  /**
   * Computes ids from security identifiers, alike in every pod; false takes `uidNumber` and `gidNumber` of the directory.
   * Changing it changes the owner of every file. SSSD: `ldap_id_mapping`.
   *
   * @default true
   */
  readonly idMapping?: boolean;

  /**
   * Security identifier of the domain, such as `S-1-5-21-1004336348-1177238915-682003330`: pins the range of computed ids.
   * SSSD: `ldap_idmap_default_domain_sid`.
   *
   * @default - the first domain that SSSD meets gets its range from a hash
   */
  readonly domainSid?: string;
}

/** The options with which users without POSIX attributes get a home and a shell. */
const fallbacks: SssdOptions = { fallback_homedir: '/home/%u', default_shell: '/bin/bash' };

/** Active Directory as SSSD's ad provider wants it. */
export function activeDirectorySetup(options: ActiveDirectoryOptions): IdentitySetup {
  const filter = options.accessFilter;
  const own: SssdOptions = {
    id_provider: 'ad',
    access_provider: 'ad',
    ...accessOptions(options, filter === undefined ? {} : { ad_access_filter: filter }),
    ad_domain: options.domain,
    ad_hostname: options.hostname,
  };
  setOption(own, 'ad_server', options.servers?.join(','));
  Object.assign(own, {
    krb5_realm: options.realm ?? options.domain.toUpperCase(),
    krb5_keytab: keytabFile,
    ad_maximum_machine_account_password_age: '0',
    dyndns_update: 'false',
    ad_gpo_access_control: options.gpoAccessControl ?? GpoAccessControl.DISABLED,
    ldap_id_mapping: String(options.idMapping ?? true),
    use_fully_qualified_names: 'false',
    ...fallbacks,
  });
  setOption(own, 'ad_use_ldaps', options.useLdaps);
  setOption(own, 'ldap_user_ssh_public_key', options.sshPublicKeys ? options.sshPublicKeyAttribute ?? 'altSecurityIdentities' : undefined);
  return directorySetup(options, {
    domain: options.domain,
    own,
    accessFilter: filter,
    ca: options.ca,
    keytab: options.keytab,
    problems: enrolmentProblems(options),
  });
}

/** Active Directory as SSSD's ldap provider wants it. */
export function activeDirectoryLdapSetup(options: ActiveDirectoryLdapOptions): IdentitySetup {
  const searchBase = options.searchBase ?? options.domain.split('.').map(label => `DC=${label}`).join(',');
  const own: SssdOptions = {
    ...ldapProvider(options, searchBase),
    ldap_schema: LdapSchema.AD,
    ldap_default_bind_dn: options.bindDn,
    ldap_id_mapping: String(options.idMapping ?? true),
  };
  setOption(own, 'ldap_idmap_default_domain_sid', options.domainSid);
  // Referrals to other partitions of the forest would each be asked, slowly.
  Object.assign(own, { ldap_referrals: 'false', ...fallbacks });
  setOption(own, 'ldap_user_ssh_public_key', options.sshPublicKeys ? options.sshPublicKeyAttribute ?? 'altSecurityIdentities' : undefined);
  return directorySetup(options, {
    domain: options.domain,
    own,
    accessFilter: options.accessFilter,
    ca: options.ca,
    bindPassword: options.bindPassword,
    problems: [
      ...domainNameProblems(options.domain),
      ...connectionProblems(options, searchBase),
      ...bindProblems(options),
      ...sidProblems(options.domainSid),
    ],
  });
}

function bindProblems(options: ActiveDirectoryLdapOptions): Problem[] {
  return [
    ...options.bindDn ? [] : [{ id: 'ID-006', what: "'bindDn' is empty, and Active Directory answers no stranger", fix: "name an account, such as 'sssd@ad.example.com'" }],
    ...secretValueProblems('bindPassword', options.bindPassword),
  ];
}

function sidProblems(sid: string | undefined): Problem[] {
  return sid === undefined || /^S-1-5-21-\d+-\d+-\d+$/.test(sid)
    ? []
    : [{ id: 'ID-016', what: `'domainSid' is '${sid}', which is not the identifier of a domain`, fix: "write it like 'S-1-5-21-1004336348-1177238915-682003330'" }];
}
