import { Duration } from 'cdk8s';
import { SssdOptions } from './sssd-conf';
import { Problem } from '../errors/refuse';

/** What holds for users of any directory. */
export interface DirectoryOptions {
  /**
   * Groups whose members may log in, by name; everybody else is turned away. Not together with `accessFilter`.
   * SSSD: `simple_allow_groups`.
   *
   * @default - the directory decides; plain LDAP lets every user in
   * @see https://man.archlinux.org/man/sssd-simple.5
   */
  readonly allowedGroups?: string[];

  /**
   * Home directory of every user, whatever the directory says; `%u` is the user's name. Mount a shared file system there.
   * SSSD: `override_homedir`.
   *
   * @default - the directory's; with Active Directory `/home/%u` for users that have none
   */
  readonly homeDirectory?: string;

  /**
   * Login shell of every user, whatever the directory says. SSSD: `override_shell`.
   *
   * @default - the directory's; with Active Directory `/bin/bash` for users that have none
   */
  readonly shell?: string;

  /**
   * Lets users who have logged in to a pod before log in while the directory is away. SSSD: `cache_credentials`.
   *
   * @default true
   */
  readonly cacheCredentials?: boolean;

  /**
   * How long SSSD answers from its cache before it asks again, in whole seconds. SSSD: `entry_cache_timeout`.
   *
   * @default - SSSD's own, 90 minutes
   */
  readonly cacheTimeout?: Duration;

  /**
   * Gives every user a primary group of the user's own name and id. SSSD: `auto_private_groups`.
   *
   * @default false
   */
  readonly autoPrivateGroups?: boolean;

  /**
   * Lowest user and group id that exists for the cluster. SSSD: `min_id`.
   *
   * @default - SSSD's own, 1
   */
  readonly minId?: number;

  /**
   * Highest user and group id that exists for the cluster. SSSD: `max_id`.
   *
   * @default - no upper bound
   */
  readonly maxId?: number;

  /**
   * Lets sshd take users' public keys from the directory.
   *
   * @default false - keys come from `~/.ssh/authorized_keys` of the users' homes
   * @see https://man.archlinux.org/man/sss_ssh_authorizedkeys.1
   */
  readonly sshPublicKeys?: boolean;

  /**
   * Escape hatch: further options of sssd.conf by section, written over ours. Section names are without brackets, e.g. `nss` or `domain/LDAP`.
   * One that changes nothing, or holds a password, is an error.
   *
   * @default - none
   * @see https://man.archlinux.org/man/sssd.conf.5
   */
  readonly extraSssdConf?: { [section: string]: { [option: string]: string } };
}

/** Which provider decides who may log in, and by what; `byFilter` is what an access filter makes of it. */
export function accessOptions(options: DirectoryOptions, byFilter: SssdOptions = {}): SssdOptions {
  return options.allowedGroups ? { access_provider: 'simple', simple_allow_groups: options.allowedGroups.join(',') } : byFilter;
}

export function directoryProblems(options: DirectoryOptions, accessFilter?: string): Problem[] {
  const problems: Problem[] = [];
  if (options.allowedGroups && accessFilter !== undefined) {
    problems.push({
      id: 'ID-011',
      what: "both 'allowedGroups' and 'accessFilter' say who may log in, and SSSD asks only one",
      fix: 'keep one of them; a filter can name groups too',
    });
  }
  const group = options.allowedGroups?.find(name => name === '' || /[,\n]/.test(name));
  if (options.allowedGroups?.length === 0 || group !== undefined) {
    problems.push({
      id: 'ID-011',
      what: group === undefined ? "'allowedGroups' is empty: nobody could log in" : `'${group}' of 'allowedGroups' is not the name of one group`,
      fix: "name each group on its own, such as ['hpc-users']",
    });
  }
  if (accessFilter !== undefined && !isFilter(accessFilter)) {
    problems.push({
      id: 'ID-013',
      what: `'accessFilter' is '${accessFilter}', which is not an LDAP filter: the directory would refuse every login`,
      fix: "put it in balanced parentheses, such as '(memberOf=cn=hpc,ou=groups,dc=example,dc=com)'",
    });
  }
  for (const [prop, value] of [['homeDirectory', options.homeDirectory], ['shell', options.shell]] as const) {
    if (value !== undefined && !value.startsWith('/')) {
      problems.push({ id: 'ID-014', what: `'${prop}' is '${value}', which is not an absolute path`, fix: `use ${prop === 'shell' ? "'/bin/bash'" : "'/home/%u'"}` });
    }
  }
  if (options.homeDirectory?.startsWith('/') && !/%[ufdUlpPo]/.test(options.homeDirectory)) {
    problems.push({ id: 'ID-014', what: `'homeDirectory' is '${options.homeDirectory}' for every user: all would share one home`, fix: "use '/home/%u'" });
  }
  for (const [prop, value] of [['minId', options.minId], ['maxId', options.maxId]] as const) {
    if (value !== undefined && (!Number.isInteger(value) || value < 0 || value > 4294967295)) {
      problems.push({ id: 'ID-015', what: `'${prop}' is ${value}, and ids are whole numbers from 0 to 4294967295`, fix: 'use a number such as 1000' });
    }
  }
  if (options.minId !== undefined && options.maxId !== undefined && options.maxId < options.minId) {
    problems.push({ id: 'ID-015', what: `'maxId' is ${options.maxId}, below 'minId' ${options.minId}: no user would exist`, fix: 'raise maxId' });
  }
  if (options.cacheTimeout && options.cacheTimeout.toSeconds({ integral: false }) % 1 !== 0) {
    problems.push({ id: 'ID-015', what: "'cacheTimeout' has a fraction of a second, and SSSD counts whole ones", fix: 'use Duration.minutes(10)' });
  }
  return problems;
}

function isFilter(text: string): boolean {
  let depth = 0;
  for (const [index, char] of [...text].entries()) {
    depth += char === '(' ? 1 : char === ')' ? -1 : 0;
    if (depth < 0 || depth === 0 && index < text.length - 1) {
      return false;
    }
  }
  return depth === 0 && text.length > 2;
}
