import { LintSeverity } from '../../../../slurm/finding';
import { Tres } from '../../../../slurm/tres';
import { cgroupConf, files, partition, slurmConf, slurmdbdConf } from '../condition';
import { SubjectKind } from '../conf-subject';
import { ConflictRow } from '../conflict-rule';

const DATABASE = slurmConf.lacksValue('AccountingStorageType', 'accounting_storage/slurmdbd');

const ARCHIVES: readonly (readonly [archive: string, purge: string])[] = [
  ['ArchiveEvents', 'PurgeEventAfter'],
  ['ArchiveJobEnv', 'PurgeJobEnvAfter'],
  ['ArchiveJobs', 'PurgeJobAfter'],
  ['ArchiveJobScript', 'PurgeJobScriptAfter'],
  ['ArchiveResvs', 'PurgeResvAfter'],
  ['ArchiveSteps', 'PurgeStepAfter'],
  ['ArchiveSuspend', 'PurgeSuspendAfter'],
  ['ArchiveTXN', 'PurgeTXNAfter'],
  ['ArchiveUsage', 'PurgeUsageAfter'],
];

const PURGES = ['PurgeEventAfter', 'PurgeJobAfter', 'PurgeJobEnvAfter', 'PurgeJobScriptAfter', 'PurgeResvAfter', 'PurgeStepAfter', 'PurgeSuspendAfter', 'PurgeTXNAfter', 'PurgeUsageAfter'];

/** Conflicts about accounting: what slurmctld records, what slurmdbd keeps. */
export const ACCOUNTING_CONFLICTS: readonly ConflictRow[] = [
  {
    id: 'ACCT-103',
    severity: LintSeverity.WARNING,
    title: 'limits are enforced with the help of slurmdbd',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.isNot('AccountingStorageEnforce', 'none', '0', 'no'), DATABASE],
    effect: 'slurmctld logs an error and enforces nothing',
    fix: "set 'accountingRef' of the Controller, or remove AccountingStorageEnforce",
  },
  {
    id: 'ACCT-105',
    severity: LintSeverity.WARNING,
    title: 'all stands first in AccountingStorageEnforce',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.reads('AccountingStorageEnforce', (_, keys) => {
      const words = keys.words('AccountingStorageEnforce');
      return words.slice(0, Math.max(0, words.indexOf('all'))).some(word => word === 'nojobs' || word === 'nosteps');
    })],
    effect: 'all takes back the words before it, so jobs and steps are recorded',
    fix: 'write all first',
  },
  {
    id: 'ACCT-107',
    severity: LintSeverity.WARNING,
    title: 'limits of a partition QOS are enforced',
    in: SubjectKind.PARTITION,
    when: [partition.sets('QOS'), slurmConf.is('AccountingStorageType', 'accounting_storage/slurmdbd'), slurmConf.hasNone('AccountingStorageEnforce', 'limits', 'safe', 'all', '2')],
    effect: 'no limit of that QOS is enforced',
    fix: 'add limits (or safe) to AccountingStorageEnforce',
  },
  {
    id: 'ACCT-108',
    severity: LintSeverity.ERROR,
    title: 'TRES beside the built-in ones are recorded by slurmdbd',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.reads('AccountingStorageTRES', names => Tres.parseNames(names).value?.some(({ isBuiltIn }) => !isBuiltIn) ?? false), DATABASE],
    effect: 'slurmctld exits, since it records GRES, licenses and burst buffers in slurmdbd only',
    fix: "set 'accountingRef' of the Controller, or remove AccountingStorageTRES",
  },
  {
    id: 'ACCT-109',
    severity: LintSeverity.ERROR,
    title: 'AccountingStorageTRES holds types of TRES that exist',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.reads('AccountingStorageTRES', names => Tres.parseNames(names).value === undefined)],
    effect: 'slurmctld exits at a TRES it does not know',
    fix: 'write names such as gres/gpu,gres/gpu:h100,license/matlab',
  },
  {
    id: 'ACCT-111',
    severity: LintSeverity.WARNING,
    title: 'AccountingStorageTRES lists a GRES with and without its types',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.finds('AccountingStorageTRES', keys => {
      const names = keys.words('AccountingStorageTRES');
      const lone = names.find(name => /^gres\/[^:]+:/.test(name) && !names.includes(name.replace(/:.*$/, '')));
      return lone === undefined ? undefined : `AccountingStorageTRES has ${lone} but not ${lone.replace(/:.*$/, '')}`;
    })],
    effect: 'GRES of jobs that name no type are not counted',
    fix: 'list both, such as gres/gpu,gres/gpu:h100',
  },
  {
    id: 'ACCT-113',
    severity: LintSeverity.ERROR,
    title: 'slurmctld looks for slurmdbd on the port it listens on',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.isNot('AccountingStoragePort', '6819'), slurmdbdConf.is('DbdPort', '6819')],
    effect: 'slurmctld finds nobody there, and at its first start it does not come up',
    fix: 'remove AccountingStoragePort',
  },
  {
    id: 'ACCT-117',
    severity: LintSeverity.ERROR,
    title: 'JobAcctGatherParams counts memory by UsePss or NoShared, not both',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.hasSeveral('JobAcctGatherParams', 'UsePss', 'NoShared')],
    effect: 'slurmctld exits',
    fix: 'keep one of them',
  },
  {
    id: 'ACCT-118',
    severity: LintSeverity.WARNING,
    title: 'UsePss and NoShared come with jobacct_gather/linux',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('JobAcctGatherParams', 'UsePss', 'NoShared'), slurmConf.lacksValue('JobAcctGatherType', 'jobacct_gather/linux')],
    effect: 'slurmctld logs an error, and it has no effect: cgroups count memory themselves',
    fix: 'remove it from JobAcctGatherParams',
  },
  {
    id: 'ACCT-119',
    severity: LintSeverity.ERROR,
    title: 'one mechanism kills jobs that take too much memory',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('JobAcctGatherParams', 'OverMemoryKill'), slurmConf.has('TaskPlugin', 'task/cgroup', 'cgroup'), cgroupConf.yes('ConstrainRAMSpace')],
    effect: 'slurmctld exits, since the kernel kills such jobs already',
    fix: 'remove OverMemoryKill from JobAcctGatherParams',
  },
  {
    id: 'ACCT-120',
    severity: LintSeverity.WARNING,
    title: 'tasks are sampled where their use is gathered',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.reads('JobAcctGatherFrequency', value => /^0+(,|$)|(^|,)task=0+(,|$)/i.test(value)), slurmConf.isNot('JobAcctGatherType', 'jobacct_gather/none')],
    effect: 'the use of memory and CPU is read once, when a task ends',
    fix: 'write task=30, or remove JobAcctGatherFrequency',
  },
  {
    id: 'ACCT-121',
    severity: LintSeverity.WARNING,
    title: 'profiles have samples',
    in: SubjectKind.CLUSTER,
    when: [
      slurmConf.isNot('AcctGatherProfileType', 'acct_gather_profile/none', 'none'),
      slurmConf.reads('JobAcctGatherFrequency', value => /(^|,)(task=|energy=|network=)?0+(,|$)/i.test(value)),
    ],
    effect: 'what has period 0 is missing in the profile',
    fix: 'give every period a number of seconds',
  },
  {
    id: 'ACCT-124',
    severity: LintSeverity.ERROR,
    title: 'scripts of job completion are there',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.is('JobCompType', 'jobcomp/script'), slurmConf.lacks('JobCompLoc')],
    effect: 'slurmctld exits, since it does not know the script',
    fix: 'add JobCompLoc=/etc/slurm/<script>',
    also: [{
      in: SubjectKind.CLUSTER,
      when: [slurmConf.is('JobCompType', 'jobcomp/lua'), slurmConf.lacks('JobCompLoc'), files.lacks('jobcomp.lua')],
      effect: 'slurmctld exits, since it does not find the script',
      fix: "reference a ConfigMap with jobcomp.lua in 'configFileRefs'",
    }, {
      in: SubjectKind.CLUSTER,
      when: [slurmConf.is('JobCompType', 'jobcomp/lua'), slurmConf.lacks('JobCompLoc'), files.finds('jobcomp.lua', keys => {
        const text = keys.value('jobcomp.lua');
        return text === undefined || text.includes('slurm_jobcomp_log_record') ? undefined : 'a jobcomp.lua that has no slurm_jobcomp_log_record';
      })],
      effect: 'slurmctld exits, since it needs that function',
      fix: 'define slurm_jobcomp_log_record, which may return slurm.SUCCESS at once',
    }],
  },
  {
    id: 'ACCT-125',
    severity: LintSeverity.WARNING,
    title: 'TrackWCKey is the same in slurm.conf and slurmdbd.conf',
    in: SubjectKind.CLUSTER,
    when: [slurmdbdConf.yes('TrackWCKey'), slurmConf.notYes('TrackWCKey'), slurmConf.hasNone('AccountingStorageEnforce', 'wckeys', 'all')],
    effect: 'slurmctld sends no wckey, so all use counts under the default one',
    fix: 'add TrackWCKey=yes to extraConf of the Controller',
  },
  {
    id: 'ACCT-126',
    severity: LintSeverity.WARNING,
    title: 'job scripts and environments leave the database again',
    in: SubjectKind.CLUSTER,
    when: [
      slurmConf.has('AccountingStoreFlags', 'job_script', 'job_env'),
      slurmdbdConf.lacks('PurgeJobAfter'),
      slurmdbdConf.misses('PurgeJobScriptAfter', keys => ['PurgeJobScriptAfter', 'PurgeJobEnvAfter'].some(key => keys.value(key) !== undefined) ? undefined : 'PurgeJobScriptAfter'),
    ],
    effect: 'every script ever submitted stays in the database, which grows by them',
    fix: 'add PurgeJobAfter=12months to extraConf of the Accounting (26.05: PurgeJobScriptAfter)',
  },
  {
    id: 'DBD-008',
    severity: LintSeverity.ERROR,
    title: 'ages at which slurmdbd purges are hours, days or months',
    in: SubjectKind.SLURMDBD,
    when: [slurmdbdConf.finds('PurgeJobAfter', keys => {
      const key = PURGES.find(each => !/^\d+\s*((hour|day|month)s?)?$/i.test(keys.value(each) ?? '1'));
      return key === undefined ? undefined : `${key}=${keys.value(key)}`;
    })],
    effect: 'slurmdbd exits at a unit it does not know',
    fix: 'write a number with hours, days or months, such as 12months',
  },
  {
    id: 'DBD-009',
    severity: LintSeverity.WARNING,
    title: 'what slurmdbd archives it also purges',
    in: SubjectKind.SLURMDBD,
    when: [slurmdbdConf.yes(ARCHIVES[0][0]), slurmdbdConf.lacks(ARCHIVES[0][1])],
    effect: 'nothing is archived, since slurmdbd archives what it purges',
    fix: `add ${ARCHIVES[0][1]}=12months`,
    also: ARCHIVES.slice(1).map(([archive, purge]) => ({
      in: SubjectKind.SLURMDBD,
      when: [slurmdbdConf.yes(archive), slurmdbdConf.lacks(purge)],
      effect: 'nothing is archived, since slurmdbd archives what it purges',
      fix: `add ${purge}=12months`,
    })),
  },
];
