import { LintSeverity } from '../../../../slurm/finding';
import { files, slurmConf } from '../condition';
import { SubjectKind } from '../conf-subject';
import { Conflict, ConflictRow } from '../conflict-rule';
import { isActive } from './partition-conflicts';

/** Conflicts about power saving, submit plugins, licenses, metrics and GRES types. */
export const PLUGIN_CONFLICTS: readonly ConflictRow[] = [
  {
    id: 'GRES-004',
    severity: LintSeverity.ERROR,
    title: 'mps and shard come with gpu',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('GresTypes', 'mps', 'shard'), slurmConf.hasNone('GresTypes', 'gpu')],
    effect: 'slurmctld exits, since they share the GPUs that gpu counts',
    fix: 'add gpu to GresTypes',
  },
  {
    id: 'GRES-006',
    severity: LintSeverity.WARNING,
    title: 'GresTypes names each GRES once',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.reads('GresTypes', (_, keys) => new Set(keys.words('GresTypes')).size < keys.words('GresTypes').length)],
    effect: 'slurmctld logs an error at a word that stands twice',
    fix: 'remove the second one',
  },
  {
    id: 'NVL-101',
    severity: LintSeverity.WARNING,
    title: 'jobs with IMEX channels have no private directories by tmpfs',
    ...channelless('NamespaceType'),
    also: [channelless('JobContainerType')],
  },
  {
    id: 'PLG-002',
    severity: LintSeverity.WARNING,
    title: 'each license is named once and counts at least 1',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.reads('Licenses', (_, keys) => {
      const names = keys.words('Licenses').map(word => word.split(':')[0]);
      return new Set(names).size < names.length || keys.words('Licenses').some(word => /:0+$/.test(word));
    })],
    effect: 'without a word Slurm adds up the counts of equal names, and leaves out a license with a count of 0',
    fix: 'write each license once, with the number there is',
  },
  {
    id: 'PLG-003',
    severity: LintSeverity.ERROR,
    title: 'job_submit/lua has a script with both its functions',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('JobSubmitPlugins', 'lua', 'job_submit/lua'), files.lacks('job_submit.lua')],
    effect: 'slurmctld exits, since it does not find the script',
    fix: "reference a ConfigMap with job_submit.lua in 'configFileRefs'",
    also: [{
      in: SubjectKind.CLUSTER,
      when: [slurmConf.has('JobSubmitPlugins', 'lua', 'job_submit/lua'), files.finds('job_submit.lua', keys => {
        const text = keys.value('job_submit.lua');
        const missing = ['slurm_job_submit', 'slurm_job_modify'].filter(name => text !== undefined && !text.includes(name));
        return missing.length === 0 ? undefined : `a job_submit.lua that has no ${missing.join(' and no ')}`;
      })],
      effect: 'slurmctld exits, since it needs both functions',
      fix: 'define slurm_job_submit and slurm_job_modify; they may return slurm.SUCCESS at once',
    }],
  },
  {
    id: 'PLG-005',
    severity: LintSeverity.ERROR,
    title: 'cli_filter/lua has its script',
    in: SubjectKind.CLUSTER,
    when: [
      slurmConf.has('CliFilterPlugins', 'lua', 'cli_filter/lua'),
      slurmConf.hasNone('CliFilterParameters', 'cli_filter_lua_path'),
      files.lacks('cli_filter.lua'),
    ],
    effect: 'slurmctld starts, but sbatch, srun and salloc fail',
    fix: "reference a ConfigMap with cli_filter.lua in 'configFileRefs'",
  },
  {
    id: 'PLG-006',
    severity: LintSeverity.ERROR,
    title: 'MCSParameters come with an MCSPlugin',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.sets('MCSParameters'), slurmConf.misses('MCSPlugin', keys => /^(mcs\/)?none$/i.test(keys.value('MCSPlugin') ?? 'none') ? 'MCSPlugin' : undefined)],
    effect: 'slurmctld exits',
    fix: 'add MCSPlugin=mcs/user (or mcs/account, mcs/group), or remove MCSParameters',
  },
  {
    id: 'PLG-007',
    severity: LintSeverity.ERROR,
    title: 'mcs/group has its groups',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.is('MCSPlugin', 'mcs/group'), slurmConf.lacks('MCSParameters')],
    effect: 'slurmctld exits',
    fix: 'add MCSParameters=enforced,select:<group>|<group>',
  },
  {
    id: 'PLG-010',
    severity: LintSeverity.WARNING,
    title: 'MpiDefault names a plugin that does something',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.is('MpiDefault', 'openmpi')],
    effect: 'it means none, so the tasks of an MPI program do not find each other',
    fix: 'write MpiDefault=pmix',
  },
  {
    id: 'PLG-016',
    severity: LintSeverity.WARNING,
    title: 'metrics stay open where data are private',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.sets('MetricsType'), slurmConf.isNot('PrivateData', 'none'), slurmConf.hasNone('MetricsParameters', 'ignore_private_data')],
    effect: 'slurmctld answers 401 to Prometheus, which sends no token',
    fix: 'add MetricsParameters=ignore_private_data (26.05), or let Prometheus send a JWT of user slurm',
  },
  {
    id: 'PLG-019',
    severity: LintSeverity.WARNING,
    title: 'ScronParameters switch scrontab on',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.sets('ScronParameters'), slurmConf.hasNone('ScronParameters', 'enable')],
    effect: 'scrontab is refused',
    fix: 'add enable',
  },
  {
    id: 'PWR-001',
    severity: LintSeverity.WARNING,
    title: 'SuspendTime comes with the programs that power nodes down and up',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.reads('SuspendTime', isActive), slurmConf.lacksAny('ResumeProgram', 'SuspendProgram')],
    effect: 'power saving is off',
    fix: 'add both programs, or remove SuspendTime; pods are scaled by the NodeSet, not by slurmctld',
  },
  {
    id: 'PWR-004',
    severity: LintSeverity.ERROR,
    title: 'SuspendTime fits into 32 bits',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.reads('SuspendTime', seconds => Number(seconds) > 2 ** 32 - 1)],
    effect: 'slurmctld exits',
    fix: 'write INFINITE to keep nodes powered',
  },
  {
    id: 'PWR-009',
    severity: LintSeverity.WARNING,
    title: 'nodes are given longer to be idle than to boot',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.reads('SuspendTime', (seconds, keys) => isActive(seconds) && Number(seconds) < (keys.count('ResumeTimeout', 60) ?? 0)), slurmConf.sets('ResumeProgram'), slurmConf.sets('SuspendProgram')],
    effect: 'it is below ResumeTimeout (60 unless set), so nodes may be powered down right after they have booted',
    fix: 'raise SuspendTime above ResumeTimeout',
  },
  {
    id: 'PWR-013',
    severity: LintSeverity.WARNING,
    title: 'features that need a reboot have a program for it',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('NodeFeaturesPlugins', 'helpers', 'node_features/helpers'), slurmConf.lacks('RebootProgram')],
    effect: 'jobs that ask for a feature which needs a reboot are refused',
    fix: 'add RebootProgram',
  },
  {
    id: 'PWR-014',
    severity: LintSeverity.ERROR,
    title: 'node_features/helpers has its helpers.conf',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('NodeFeaturesPlugins', 'helpers', 'node_features/helpers'), files.lacks('helpers.conf')],
    effect: 'slurmctld looks for it for 60 seconds and exits',
    fix: "reference a ConfigMap with helpers.conf in 'configFileRefs'",
  },
  {
    id: 'TOPO-226',
    severity: LintSeverity.WARNING,
    title: 'messages are not routed by topology',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('TopologyParam', 'RouteTree')],
    effect: 'it does not work with dynamic nodes, and all nodes of Slinky are dynamic',
    fix: 'remove RouteTree from TopologyParam',
  },
];

function channelless(key: string): Conflict {
  return {
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('SwitchType', 'switch/nvidia_imex', 'nvidia_imex'), slurmConf.holds(key, 'tmpfs')],
    effect: 'slurmstepd then gives no job its channel, so GPUs of different nodes do not reach each other\'s memory over NVLink',
    fix: 'write NamespaceType=namespace/linux with a namespace.yaml, or do without private directories',
  };
}
