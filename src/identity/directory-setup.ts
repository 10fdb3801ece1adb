import { SecretValue } from 'cdk8s-plus-28';
import { CaCertificate, caFile } from './ca-certificate';
import { DirectoryOptions, directoryProblems } from './directory-options';
import { IdentitySetup } from './identity-setup';
import { SssdConf, SssdOptions } from './sssd-conf';
import { Problem } from '../errors/refuse';

/** What one kind of directory adds to the options that all share. */
export interface DirectoryParts {
  /** Name of the domain in sssd.conf. */
  readonly domain: string;
  /** Options of the domain's section. */
  readonly own: SssdOptions;
  readonly accessFilter?: string;
  readonly ca?: CaCertificate;
  readonly keytab?: SecretValue;
  readonly bindPassword?: SecretValue;
  /** What this kind of directory finds wrong. */
  readonly problems: Problem[];
}

/** Users of one directory. */
export function directorySetup(options: DirectoryOptions, parts: DirectoryParts): IdentitySetup {
  const ours = sssdConf(parts.domain, { ...parts.own, ...commonOptions(options, parts.ca) }, options.sshPublicKeys ?? false);
  const conf = ours.with(options.extraSssdConf);
  const found = [
    ...parts.problems,
    ...parts.ca?._problems('ca') ?? [],
    ...directoryProblems(options, parts.accessFilter),
    ...withoutEffect(options.extraSssdConf, ours),
  ];
  return {
    conf,
    secretOptions: parts.bindPassword ? [{ section: `domain/${parts.domain}`, option: 'ldap_default_authtok', value: parts.bindPassword }] : [],
    keytab: parts.keytab,
    ca: parts.ca,
    sshPublicKeys: options.sshPublicKeys ?? false,
    hasDirectory: true,
    homeBase: homeBaseOf(options.homeDirectory ?? '/home/%u'),
    // The text repeats what is wrong with the options, so it is only read when they are right.
    problems: found.length > 0 ? found : conf.problems(),
  };
}

/** The sections that every sssd.conf has. Users and groups of the image stay the image's. */
export function sssdConf(domain: string, options: SssdOptions, ssh: boolean): SssdConf {
  return new SssdConf([
    { name: 'sssd', options: { services: ssh ? 'nss,pam,ssh' : 'nss,pam', domains: domain } },
    { name: 'nss', options: { filter_groups: 'root,slurm', filter_users: 'root,slurm' } },
    { name: 'pam', options: {} },
    ...ssh ? [{ name: 'ssh', options: {} }] : [],
    { name: `domain/${domain}`, options },
  ]);
}

/** Adds an option when there is something to say. */
export function setOption(options: SssdOptions, option: string, value: string | number | boolean | undefined): void {
  if (value !== undefined) {
    options[option] = String(value);
  }
}

function commonOptions(options: DirectoryOptions, ca: CaCertificate | undefined): SssdOptions {
  const common: SssdOptions = {};
  setOption(common, 'ldap_tls_cacert', ca && caFile);
  setOption(common, 'override_homedir', options.homeDirectory);
  setOption(common, 'override_shell', options.shell);
  setOption(common, 'cache_credentials', options.cacheCredentials ?? true);
  setOption(common, 'entry_cache_timeout', options.cacheTimeout?.toSeconds({ integral: false }));
  setOption(common, 'auto_private_groups', options.autoPrivateGroups);
  setOption(common, 'min_id', options.minId);
  setOption(common, 'max_id', options.maxId);
  return common;
}

/** Directory below which the homes lie, from a template such as `/home/%u`. */
function homeBaseOf(template: string): string {
  const constant = template.split('%')[0];
  return constant.slice(0, Math.max(constant.lastIndexOf('/'), 1));
}

function withoutEffect(extra: { [section: string]: SssdOptions } = {}, ours: SssdConf): Problem[] {
  return Object.entries(extra).flatMap(([section, options]) => Object.entries(options)
    .filter(([option, value]) => ours.section(section)?.[option] === value)
    .map(([option, value]) => ({
      id: 'ESC-011',
      what: `'extraSssdConf' sets '${option}' in [${section}] to '${value}', which it already is`,
      fix: 'remove it, or correct the option it was meant for',
    })));
}
