import { PyxisOptions } from './container-options';
import { Problem } from '../errors/refuse';

/** Where workers keep images. */
export const imageDirectory = '/var/lib/enroot';

/** Where logins for registries are mounted. */
export const credentialsDirectory = '/etc/enroot/registries';

/** Keys of enroot.conf that have a prop or follow from one. */
const saidElsewhere: { readonly [key: string]: string } = {
  ENROOT_CACHE_PATH: "'cachePath'",
  ENROOT_DATA_PATH: "'storage'",
  ENROOT_RUNTIME_PATH: "'storage'",
  ENROOT_TEMP_PATH: "'storage'",
  ENROOT_ROOTFS_WRITABLE: "'writable'",
  ENROOT_MOUNT_HOME: "'mountHome'",
  ENROOT_REMAP_ROOT: "'remapRoot'",
};

/** The text of enroot.conf. Of two values Enroot keeps the first, and a variable of the job goes before both. */
export function enrootConf(options: PyxisOptions): string {
  const own = `${imageDirectory}/\${UID}`;
  const values: { [key: string]: string } = {
    ENROOT_CACHE_PATH: options.cachePath ?? `${own}/cache`,
    ENROOT_DATA_PATH: `${own}/data`,
    // A job has no XDG_RUNTIME_DIR, and /run/enroot of the images is root's.
    ENROOT_RUNTIME_PATH: `${own}/run`,
    // Whiteouts of image layers cannot be made on the overlay that is the container's root.
    ENROOT_TEMP_PATH: imageDirectory,
    ...yesNo('ENROOT_ROOTFS_WRITABLE', options.writable),
    ...yesNo('ENROOT_MOUNT_HOME', options.mountHome),
    ...yesNo('ENROOT_REMAP_ROOT', options.remapRoot),
    ...options.registryCredentials ? { ENROOT_CONFIG_PATH: credentialsDirectory } : {},
    ...options.enrootConf,
  };
  return Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, value]) => `${key} ${value}\n`).join('');
}

/** What is wrong with the keys and values. */
export function enrootProblems(options: PyxisOptions): Problem[] {
  const problems: Problem[] = [];
  for (const [key, value] of Object.entries(options.enrootConf ?? {})) {
    if (saidElsewhere[key] !== undefined) {
      problems.push({ id: 'CTR-010', what: `'${key}' of 'enrootConf' is said elsewhere`, fix: `use ${saidElsewhere[key]}` });
    } else if (!/^(ENROOT_[A-Z_]+|(MELLANOX|NVIDIA)_[A-Z_]+|SSL_CERT_(DIR|FILE)|(all|no|http|https)_proxy)$/.test(key)) {
      problems.push({ id: 'CTR-011', what: `'${key}' of 'enrootConf' is a key that Enroot skips without a word`, fix: "use e.g. 'ENROOT_MAX_PROCESSORS'" });
    } else if (isShell(value)) {
      problems.push(shellProblem(`'${value}' of '${key}'`));
    }
  }
  const { cachePath } = options;
  if (cachePath !== undefined && !/^(\/|\$\{HOME\}\/)[A-Za-z0-9._/${}-]+$/.test(cachePath)) {
    problems.push({ id: 'CTR-013', what: `'cachePath' is '${cachePath}', which is no absolute path`, fix: "use e.g. '/scratch/enroot/${UID}'" });
  } else if (cachePath !== undefined && /\$/.test(cachePath.replace(/\$\{(UID|HOME)\}/g, ''))) {
    problems.push(shellProblem(`'${cachePath}' of 'cachePath'`));
  }
  return problems;
}

function shellProblem(what: string): Problem {
  return { id: 'CTR-012', what: `${what} would run as shell on every node, or end the line: Enroot evaluates its configuration`, fix: 'use a plain value; ${UID} and ${HOME} stand for the user' };
}

function isShell(value: string): boolean {
  return value.trim() === '' || /[\n\r`;|&<>()]/.test(value) || /\$/.test(value.replace(/\$\{(UID|HOME)\}/g, ''));
}

function yesNo(key: string, value: boolean | undefined): { [key: string]: string } {
  return value === undefined ? {} : { [key]: value ? 'yes' : 'no' };
}
