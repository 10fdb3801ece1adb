import { SecretValue } from 'cdk8s-plus-28';
import { CaCertificate } from './ca-certificate';
import { accessOptions, DirectoryOptions } from './directory-options';
import { directorySetup, setOption } from './directory-setup';
import { IdentitySetup } from './identity-setup';
import { clearTextLdap, SssdOptions } from './sssd-conf';
import { secretValueProblems } from './sssd-secrets';
import { Problem } from '../errors/refuse';

/** How a directory writes users and groups down. SSSD: `ldap_schema`. */
export enum LdapSchema {
  /** Groups list their members by name, in `memberUid`. The usual OpenLDAP. */
  RFC2307 = 'rfc2307',
  /** Groups list their members by distinguished name, in `member`. */
  RFC2307BIS = 'rfc2307bis',
  /** The tree of FreeIPA. */
  IPA = 'IPA',
  /** The tree of Active Directory. */
  AD = 'AD',
}

/** Where an LDAP directory is and how to talk to it. */
export interface LdapConnection {
  /**
   * Address of the directory, such as `ldaps://ldap.example.com`. With `ldap://` StartTLS is required.
   * SSSD: `ldap_uri`.
   */
  readonly uri: string;

  /** Further servers with the same content, asked in this order when the ones before do not answer. @default - none */
  readonly replicaUris?: string[];

  /**
   * Encrypts the connection to `ldap://` addresses before anything is said. SSSD: `ldap_id_use_start_tls`.
   *
   * @default false
   */
  readonly startTls?: boolean;

  /** Authorities that signed the servers' certificates. SSSD: `ldap_tls_cacert`. @default - those the image trusts */
  readonly ca?: CaCertificate;

  /** Where to look for users, when it is not all of `searchBase`. SSSD: `ldap_user_search_base`. @default - `searchBase` */
  readonly userSearchBase?: string;

  /** Where to look for groups, when it is not all of `searchBase`. SSSD: `ldap_group_search_base`. @default - `searchBase` */
  readonly groupSearchBase?: string;

  /**
   * LDAP filter that a user must match to log in, in parentheses. Not together with `allowedGroups`. SSSD: `ldap_access_filter`.
   *
   * @default - every user may log in
   */
  readonly accessFilter?: string;

  /**
   * Attribute that holds users' public keys. SSSD: `ldap_user_ssh_public_key`.
   *
   * @default 'sshPublicKey'
   */
  readonly sshPublicKeyAttribute?: string;
}

/** Users of an LDAP directory. */
export interface LdapOptions extends LdapConnection, DirectoryOptions {
  /** Subtree that holds users and groups, e.g. `dc=example,dc=com`. SSSD: `ldap_search_base`. */
  readonly searchBase: string;

  /** Account that SSSD uses to look users up. SSSD: `ldap_default_bind_dn`. @default - none, the directory answers anybody */
  readonly bindDn?: string;

  /**
   * Password of `bindDn`, in a Secret of the cluster's namespace. It is written into the pods' memory when they start and never stands in a manifest.
   *
   * @default - none
   */
  readonly bindPassword?: SecretValue;

  /** How the directory writes users and groups down. @default LdapSchema.RFC2307 */
  readonly schema?: LdapSchema;
}

/** An LDAP directory as SSSD's ldap provider wants it. */
export function ldapSetup(options: LdapOptions): IdentitySetup {
  const own: SssdOptions = {
    ...ldapProvider(options, options.searchBase),
    ldap_schema: options.schema ?? LdapSchema.RFC2307,
  };
  setOption(own, 'ldap_default_bind_dn', options.bindDn);
  setOption(own, 'ldap_user_ssh_public_key', options.sshPublicKeys ? options.sshPublicKeyAttribute ?? 'sshPublicKey' : undefined);
  return directorySetup(options, {
    domain: 'LDAP',
    own,
    accessFilter: options.accessFilter,
    ca: options.ca,
    bindPassword: options.bindPassword,
    problems: [...connectionProblems(options, options.searchBase), ...bindProblems(options)],
  });
}

/** Options of the ldap provider that name the servers, the subtree and who may log in. */
export function ldapProvider(options: LdapConnection & DirectoryOptions, searchBase: string): SssdOptions {
  const own: SssdOptions = {
    id_provider: 'ldap',
    auth_provider: 'ldap',
    ...accessOptions(options, options.accessFilter === undefined ? {} : { access_provider: 'ldap', ldap_access_filter: options.accessFilter }),
    ldap_uri: [options.uri, ...options.replicaUris ?? []].join(','),
  };
  setOption(own, 'ldap_id_use_start_tls', options.startTls);
  setOption(own, 'ldap_search_base', searchBase);
  setOption(own, 'ldap_user_search_base', options.userSearchBase);
  setOption(own, 'ldap_group_search_base', options.groupSearchBase);
  return own;
}

export function connectionProblems(options: LdapConnection, searchBase: string): Problem[] {
  const problems: Problem[] = [];
  for (const [prop, uri] of [['uri', options.uri], ...(options.replicaUris ?? []).map(replica => ['replicaUris', replica])]) {
    if (!/^ldaps?:\/\/[^\s,/]+\/?$/i.test(uri)) {
      problems.push({ id: 'ID-004', what: `'${uri}' of '${prop}' is not the address of an LDAP server`, fix: "write 'ldaps://ldap.example.com'" });
    } else if (/^ldap:/i.test(uri) && !options.startTls) {
      problems.push(clearTextLdap(`'${prop}' is '${uri}'`, `use '${uri.replace(/^ldap:/i, 'ldaps:')}', or set 'startTls: true'`));
    }
  }
  const bases = [['searchBase', searchBase], ['userSearchBase', options.userSearchBase], ['groupSearchBase', options.groupSearchBase]] as const;
  for (const [prop, base] of bases) {
    if (base !== undefined && !/^[A-Za-z][\w.-]*\s*=\s*\S/.test(base)) {
      problems.push({ id: 'ID-003', what: `'${prop}' is '${base}', which names no subtree: SSSD would find no user`, fix: "write a distinguished name such as 'dc=example,dc=com'" });
    }
  }
  return problems;
}

function bindProblems(options: LdapOptions): Problem[] {
  if (options.bindPassword !== undefined && options.bindDn === undefined) {
    return [{ id: 'ID-006', what: "there is a 'bindPassword' and no 'bindDn': SSSD would not use it", fix: "name the account, such as 'cn=sssd,dc=example,dc=com'" }];
  }
  if (options.bindDn !== undefined && options.bindPassword === undefined) {
    return [{
      id: 'ID-006',
      what: `'bindDn' is '${options.bindDn}' and there is no 'bindPassword': directories take that for an anonymous bind, and most refuse it`,
      fix: "give { secret: Secret.fromSecretName(this, 'Ldap', 'ldap'), key: 'password' }, or leave bindDn out",
    }];
  }
  return options.bindPassword ? secretValueProblems('bindPassword', options.bindPassword) : [];
}
