import { ConfEditor, Substitution } from './conf-editor';
import { keyword, KeywordTable } from '../slurm/catalog';

/** What the sandbox puts in the place of the pods' machine. */
export interface SandboxPlace {
  /** Private folder of the sandbox. */
  readonly folder: string;
  /** Short name of this machine. */
  readonly hostName: string;
  /** User who runs every daemon. */
  readonly user: string;
  readonly controllerPort: number;
  /** Port of the sandbox' slurmdbd; absent when it has none. */
  readonly databasePort?: number;
  /** Folder of Slurm's plugins, when it is not the one Slurm was built for. */
  readonly pluginDir?: string;
  /** Whether this Slurm has a plugin, by a name such as `proctrack/cgroup`; undefined when nobody can tell. */
  readonly hasPlugin: (name: string) => boolean | undefined;
  /** Whether a file exists on this machine. */
  readonly hasFile: (path: string) => boolean;
}

/** A file for the sandbox, and where it differs from the declared one. */
export interface SubstitutedConf {
  readonly text: string;
  readonly substitutions: readonly Substitution[];
}

const HERE = 'one machine';
const PRIVATE = 'the folder of the sandbox';
const SLURMDBD = 'no slurmdbd runs in the sandbox';
/** Why limits are stricter in a sandbox. */
export const REFUSED_AT_ONCE = 'sbatch says at once what a job would wait for in vain';
const NO_POWER = 'nodes of the sandbox have no power to save';

/**
 * The slurm.conf that slurmctld and the clients of the sandbox read: everything about scheduling stays as declared.
 *
 * @param leastNodes nodes there must be room for, when they are not those that are declared
 */
export function controllerConf(declared: string, place: SandboxPlace, leastNodes: number): SubstitutedConf {
  const conf = new ConfEditor(declared, 'slurm.conf');
  setAddresses(conf, place);
  setFolders(conf, place);
  setJobCompletion(conf, place);
  setKeys(conf, place);
  if (place.databasePort === undefined) {
    dropAccounting(conf);
  } else {
    setAccounting(conf, place, place.databasePort);
  }
  setLimits(conf);
  dropPower(conf);
  dropAbsent(conf, place);
  setRecordLines(conf, place);
  if (Number(conf.value('MaxNodeCount') ?? 0) < leastNodes) {
    conf.set('MaxNodeCount', String(leastNodes), 'the number of nodes that was asked for');
  }
  return { text: conf.text, substitutions: conf.substitutions };
}

/** The slurm.conf of the sandbox's slurmds: that of slurmctld without what needs cgroups, root or hardware. */
export function workerConf(controllerText: string, place: SandboxPlace): SubstitutedConf {
  const conf = new ConfEditor(controllerText, 'slurm.conf of running nodes');
  const noCgroup = 'a machine that is no Slurm node may have no cgroup to give away';
  conf.dropWords('AuthInfo', word => word === 'disable_sack', 'srun within jobs asks slurmd for its credential');
  conf.set('ProctrackType', 'proctrack/linuxproc', noCgroup);
  conf.change('TaskPlugin', 'task/none', noCgroup);
  conf.change('JobAcctGatherType', 'jobacct_gather/linux', noCgroup);
  conf.dropWords('PrologFlags', word => word.toLowerCase() === 'x11', noCgroup);
  for (const key of ['NamespaceType', 'NamespacePlugin', 'JobContainerType', 'SwitchType', 'HealthCheckProgram']) {
    conf.drop(key, 'it acts on the hosts of the pods');
  }
  for (const key of conf.keys().filter(each => /^AcctGather.*Type$/.test(each))) {
    conf.drop(key, 'it measures hardware of the pods');
  }
  for (const key of ['Prolog', 'Epilog']) {
    conf.setAll(key, conf.values(key).map(path => path.startsWith('/') ? path : `${place.folder}/etc/${path}`), PRIVATE);
  }
  return { text: conf.text, substitutions: conf.substitutions };
}

function setAddresses(conf: ConfEditor, { hostName, controllerPort }: SandboxPlace): void {
  conf.setAll('SlurmctldHost', [`${hostName}(127.0.0.1)`], HERE);
  conf.drop('SlurmctldAddr', HERE);
  conf.set('SlurmctldPort', String(controllerPort), 'a port nobody else uses');
  conf.drop('SlurmdPort', 'every slurmd of the sandbox has its own port');
  conf.addWord('CommunicationParameters', 'NoCtldInAddrAny', 'only this machine may talk to the sandbox');
  for (const key of ['TLSType', 'TLSParameters', 'CertmgrType', 'CertmgrParameters', 'CertgenType', 'CertgenParameters']) {
    conf.drop(key, 'the certificates are in the cluster');
  }
}

function setFolders(conf: ConfEditor, { folder, user, pluginDir }: SandboxPlace): void {
  conf.set('SlurmUser', user, 'the user who started the sandbox');
  conf.set('SlurmdUser', user, 'the user who started the sandbox');
  conf.set('StateSaveLocation', `${folder}/state`, PRIVATE);
  conf.set('SlurmdSpoolDir', `${folder}/spool/%n`, PRIVATE);
  conf.set('SlurmctldLogFile', `${folder}/log/slurmctld.log`, PRIVATE);
  conf.change('SlurmSchedLogFile', `${folder}/log/slurmctld-sched.log`, PRIVATE);
  conf.set('SlurmdLogFile', `${folder}/log/slurmd-%n.log`, PRIVATE);
  conf.set('SlurmctldPidFile', `${folder}/run/slurmctld.pid`, PRIVATE);
  conf.set('SlurmdPidFile', `${folder}/run/slurmd-%n.pid`, PRIVATE);
  if (pluginDir === undefined) {
    conf.drop('PluginDir', 'plugins come with the Slurm of this machine');
  } else {
    conf.set('PluginDir', pluginDir, 'plugins come with the Slurm of the sandbox');
  }
}

// A file of text may as well be here. What every other plugin is given belongs to the cluster: a script of its images, a database, a server of records.
function setJobCompletion(conf: ConfEditor, { folder }: SandboxPlace): void {
  const type = conf.value('JobCompType') ?? '';
  if (/^jobcomp\/(elasticsearch|kafka|mysql|script)$/i.test(type)) {
    for (const key of ['JobCompType', 'JobCompLoc', 'JobCompHost', 'JobCompParams', 'JobCompPass', 'JobCompPassScript', 'JobCompPort', 'JobCompUser']) {
      conf.drop(key, 'nobody outside is told of jobs of the sandbox');
    }
  } else {
    conf.change('JobCompLoc', `${folder}/log/jobcomp`, PRIVATE);
  }
}

function setKeys(conf: ConfEditor, { folder }: SandboxPlace): void {
  conf.addWord('AuthAltTypes', 'auth/jwt', 'commands use a token');
  conf.set('AuthAltParameters', `jwt_key=${folder}/etc/jwt.key`, 'a key made for the sandbox');
  conf.addWord('AuthInfo', 'disable_sack', 'the socket in /run may belong to a Slurm of this machine; commands use a token');
  conf.addWord('SlurmdParameters', 'config_overrides', 'a running node has the declared hardware, whatever this machine has');
}

function setAccounting(conf: ConfEditor, { hostName }: SandboxPlace, port: number): void {
  conf.set('AccountingStorageHost', hostName, HERE);
  conf.set('AccountingStoragePort', String(port), 'a port nobody else uses');
  conf.drop('AccountingStorageBackupHost', HERE);
  conf.drop('AccountingStorageExternalHost', HERE);
  conf.drop('AccountingStoragePass', 'a key made for the sandbox');
}

// Otherwise sbatch --test-only names nodes and a start even for a job that MaxTime or MaxNodes of its partition keep waiting for ever.
function setLimits(conf: ConfEditor): void {
  if (/^(no)?$/i.test(conf.value('EnforcePartLimits') ?? '')) {
    conf.set('EnforcePartLimits', 'ANY', REFUSED_AT_ONCE);
  }
}

function dropAccounting(conf: ConfEditor): void {
  if (conf.value('AccountingStorageType')?.toLowerCase() === 'accounting_storage/slurmdbd') {
    conf.set('AccountingStorageType', 'accounting_storage/none', SLURMDBD);
  }
  for (const key of ['AccountingStorageHost', 'AccountingStorageBackupHost', 'AccountingStorageExternalHost', 'AccountingStoragePort', 'AccountingStoragePass', 'AccountingStorageEnforce', 'AccountingStorageTRES']) {
    conf.drop(key, SLURMDBD);
  }
  // Without slurmdbd these are no TRES, and slurmctld stops at a weight of one.
  conf.dropWords('PriorityWeightTRES', word => /^(gres|license|bb|fs|ic)\//i.test(word), SLURMDBD);
}

function dropPower(conf: ConfEditor): void {
  for (const key of ['SuspendProgram', 'ResumeProgram', 'ResumeFailProgram', 'SuspendTime', 'RebootProgram']) {
    conf.drop(key, NO_POWER);
  }
}

function dropAbsent(conf: ConfEditor, place: SandboxPlace): void {
  const inFolder = (path: string): string => path.replace(/^\/etc\/slurm\//, `${place.folder}/etc/`);
  conf.drop('PlugStackConfig', 'its plugins are in the images of the cluster');
  if (!['/bin/mail', '/usr/bin/mail'].some(place.hasFile)) {
    conf.set('MailProg', '/bin/true', 'this machine sends no mail');
  }
  for (const key of conf.keys()) {
    const known = keyword(KeywordTable.SLURM_CONF, key);
    if (known?.kind === 'plugin' || known?.kind === 'plugin-list') {
      conf.dropWords(key, word => !isBuiltIn(word) && place.hasPlugin(pluginName(key, word)) === false, 'this Slurm has no such plugin');
    } else if (known?.kind === 'program' && !/^(Prolog|Epilog)$/.test(key)) {
      const present = conf.values(key).map(inFolder).filter(path => place.hasFile(path.split(' ')[0]));
      if (present.length === 0) {
        conf.drop(key, 'the program is in the images of the cluster');
      } else {
        conf.setAll(key, present, PRIVATE);
      }
    }
  }
}

// What no plugin file stands for: choices of Slurm itself, and the credential that comes with auth/slurm.
function isBuiltIn(word: string): boolean {
  return /^((.*\/)?(none|default)|cred\/slurm)$/i.test(word);
}

const CATEGORIES: { readonly [key: string]: string } = {
  CliFilterPlugins: 'cli_filter', JobSubmitPlugins: 'job_submit', MpiDefault: 'mpi', NodeFeaturesPlugins: 'node_features',
};

/** The full name of a plugin, where a key may also give the bare one. */
function pluginName(key: string, word: string): string {
  return word.includes('/') || CATEGORIES[key] === undefined ? word : `${CATEGORIES[key]}/${word}`;
}

function setRecordLines(conf: ConfEditor, { hasFile, databasePort }: SandboxPlace): void {
  conf.editLines(line => {
    const include = /^\s*include\s+(\/\S+)/i.exec(line);
    if (include !== null && !hasFile(include[1])) {
      conf.note('Include', [include[1]], undefined, 'the file is in the images of the cluster');
      return undefined;
    }
    if (/^\s*downnodes\s*=/i.test(line)) {
      conf.note('DownNodes', [line.trim()], undefined, 'no host of the cluster is reachable from here');
      return undefined;
    }
    if (/^\s*partitionname\s*=/i.test(line) && databasePort === undefined) {
      const bare = line.replace(/\s+(AllowQos|DenyQos|QOS)\s*=\s*\S+/gi, '');
      if (bare !== line) {
        conf.note('PartitionName', [line.trim()], bare.trim(), `QOS are in the database and ${SLURMDBD}`);
      }
      return bare;
    }
    if (!/^\s*nodename\s*=/i.test(line)) {
      return line;
    }
    const bare = line.replace(/\r?\n$/, '');
    const changed = /\bState\s*=/i.test(bare) ? bare.replace(/\bState\s*=\s*\S+/i, 'State=CLOUD') : `${bare} State=CLOUD`;
    if (changed !== bare) {
      conf.note('NodeName', [bare.trim()], changed.trim(), 'no host of the cluster is reachable from here');
    }
    return `${changed}\n`;
  });
}
