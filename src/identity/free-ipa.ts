import { SecretValue } from 'cdk8s-plus-28';
import { CaCertificate } from './ca-certificate';
import { accessOptions, DirectoryOptions } from './directory-options';
import { directorySetup, setOption } from './directory-setup';
import { IdentitySetup } from './identity-setup';
import { enrolmentProblems, keytabFile } from './kerberos';
import { SssdOptions } from './sssd-conf';

/**
 * Users of a FreeIPA or Red Hat Identity Management domain in which a host is enrolled for the cluster. Without enrolment use `Identity.ldap`
 * with `LdapSchema.IPA`.
 */
export interface FreeIpaOptions extends DirectoryOptions {
  /** DNS name of the domain, e.g. `ipa.example.com`. SSSD: `ipa_domain`. */
  readonly domain: string;

  /** Keytab of the enrolled host, as `ipa-getkeytab` writes it. SSSD: `krb5_keytab`. */
  readonly keytab: SecretValue;

  /** Full name of the enrolled host; host-based access rules are those of this name. SSSD: `ipa_hostname`. */
  readonly hostname: string;

  /** IPA servers, asked in this order. SSSD: `ipa_server`. @default - found through DNS */
  readonly servers?: string[];

  /** Certificate of the domain's own authority, `/etc/ipa/ca.crt` of any enrolled host. SSSD: `ldap_tls_cacert`. @default - those the image trusts */
  readonly ca?: CaCertificate;

  /** Kerberos realm. SSSD: `krb5_realm`. @default - the domain in upper case */
  readonly realm?: string;
}

/** FreeIPA as SSSD's ipa provider wants it. */
export function freeIpaSetup(options: FreeIpaOptions): IdentitySetup {
  const own: SssdOptions = { id_provider: 'ipa', ...accessOptions(options), ipa_domain: options.domain, ipa_hostname: options.hostname };
  setOption(own, 'ipa_server', options.servers?.join(','));
  Object.assign(own, { krb5_realm: options.realm ?? options.domain.toUpperCase(), krb5_keytab: keytabFile, dyndns_update: 'false' });
  return directorySetup(options, {
    domain: options.domain,
    own,
    ca: options.ca,
    keytab: options.keytab,
    problems: enrolmentProblems(options),
  });
}
