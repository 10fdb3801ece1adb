import { LintSeverity } from '../../../../slurm/finding';
import { cgroupConf, files, partition, slurmConf } from '../condition';
import { SubjectKind } from '../conf-subject';
import { Conflict, ConflictRow } from '../conflict-rule';
import { UNITS_WITHOUT_MEMORY } from './scheduling-conflicts';

// X11 and RunInJob include Contain.
const CONTAINING = ['Contain', 'RunInJob', 'X11'];

const CONSTRAINTS = ['ConstrainCores', 'ConstrainDevices', 'ConstrainRAMSpace', 'ConstrainSwapSpace'];

const BINDING_UNITS = ['cores', 'none', 'sockets', 'threads'];

const NO_CONTAINER = slurmConf.hasNone('PrologFlags', ...CONTAINING);

/** Conflicts about the processes of jobs: cgroups, binding, namespaces, prolog and health checks. */
export const PROCESS_CONFLICTS: readonly ConflictRow[] = [
  {
    id: 'CG-007',
    severity: LintSeverity.WARNING,
    title: 'cgroup plugins come with proctrack/cgroup',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.isNot('ProctrackType', 'proctrack/cgroup'), slurmConf.has('TaskPlugin', 'task/cgroup', 'cgroup')],
    effect: 'processes that leave their process group escape the limits of the job',
    fix: 'write ProctrackType=proctrack/cgroup',
    also: [{
      in: SubjectKind.CLUSTER,
      when: [slurmConf.isNot('ProctrackType', 'proctrack/cgroup'), slurmConf.is('JobAcctGatherType', 'jobacct_gather/cgroup'), slurmConf.hasNone('TaskPlugin', 'task/cgroup', 'cgroup')],
      effect: 'processes that leave their process group are not counted',
      fix: 'write ProctrackType=proctrack/cgroup',
    }],
  },
  {
    id: 'CG-008',
    severity: LintSeverity.WARNING,
    title: 'limits of cgroup.conf come with task/cgroup',
    in: SubjectKind.CLUSTER,
    when: [cgroupConf.finds('ConstrainCores', keys => {
      const key = CONSTRAINTS.find(each => /^(yes|true|up|1)$/i.test(keys.value(each) ?? ''));
      return key === undefined ? undefined : `${key}=${keys.value(key)} in cgroup.conf`;
    }), slurmConf.reads('TaskPlugin', (_, keys) => !keys.words('TaskPlugin').some(plugin => plugin === 'task/cgroup' || plugin === 'cgroup'))],
    effect: 'no limit is set, since task/cgroup sets them',
    fix: 'write TaskPlugin=task/affinity,task/cgroup',
  },
  {
    id: 'CG-009',
    severity: LintSeverity.WARNING,
    title: 'default binding comes with task/affinity',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('TaskPluginParam', 'autobind', 'cores', 'sockets', 'threads'), slurmConf.hasNone('TaskPlugin', 'task/affinity', 'affinity')],
    effect: 'no task is bound',
    fix: 'add task/affinity to TaskPlugin',
    also: [{
      in: SubjectKind.PARTITION,
      when: [partition.isNot('CpuBind', 'none'), slurmConf.hasNone('TaskPlugin', 'task/affinity', 'affinity')],
      effect: 'no task is bound',
      fix: 'add task/affinity to TaskPlugin',
    }],
  },
  {
    id: 'CG-010',
    severity: LintSeverity.WARNING,
    title: 'none stands alone in TaskPlugin',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.hasBesideOthers('TaskPlugin', 'none', 'task/none')],
    effect: 'it switches all task plugins off without a word',
    fix: 'remove none',
  },
  {
    id: 'CG-012',
    severity: LintSeverity.ERROR,
    title: 'TaskPluginParam has one binding unit',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.hasSeveral('TaskPluginParam', ...BINDING_UNITS)],
    effect: 'slurmctld exits at a second unit',
    fix: 'keep one of them',
  },
  {
    id: 'CG-013',
    severity: LintSeverity.ERROR,
    title: 'OOMKillStep comes with task/cgroup',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('TaskPluginParam', 'OOMKillStep'), slurmConf.hasNone('TaskPlugin', 'task/cgroup', 'cgroup')],
    effect: 'slurmctld exits',
    fix: 'add task/cgroup to TaskPlugin',
  },
  {
    id: 'CG-014',
    severity: LintSeverity.ERROR,
    title: 'daemons stay off specialized cores, or take over those of their cgroup',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.hasSeveral('TaskPluginParam', 'SlurmdOffSpec', 'SlurmdSpecOverride')],
    effect: 'slurmctld exits',
    fix: 'keep one of them',
  },
  {
    id: 'CG-021',
    severity: LintSeverity.ERROR,
    title: 'SlurmdSpecOverride comes with task/cgroup',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('TaskPluginParam', 'SlurmdSpecOverride'), slurmConf.hasNone('TaskPlugin', 'task/cgroup', 'cgroup')],
    effect: 'slurmctld exits',
    fix: 'add task/cgroup to TaskPlugin',
  },
  {
    id: 'CG-017',
    severity: LintSeverity.WARNING,
    title: 'ConstrainSwapSpace comes with ConstrainRAMSpace',
    in: SubjectKind.CLUSTER,
    when: [cgroupConf.yes('ConstrainSwapSpace'), cgroupConf.notYes('ConstrainRAMSpace')],
    effect: 'swap is limited but memory is not, so the limit is never reached',
    fix: 'add ConstrainRAMSpace=yes',
  },
  {
    id: 'CG-018',
    severity: LintSeverity.WARNING,
    title: 'ConstrainRAMSpace has memory to go by',
    in: SubjectKind.CLUSTER,
    when: [cgroupConf.yes('ConstrainRAMSpace'), slurmConf.has('SelectTypeParameters', ...UNITS_WITHOUT_MEMORY)],
    effect: 'jobs without --mem are limited by the whole node only',
    fix: 'write SelectTypeParameters=CR_Core_Memory',
  },
  {
    id: 'CG-019',
    severity: LintSeverity.WARNING,
    title: 'VSizeFactor comes with OverMemoryKill',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.positive('VSizeFactor'), slurmConf.hasNone('JobAcctGatherParams', 'OverMemoryKill')],
    effect: 'it has no effect',
    fix: 'remove VSizeFactor; ConstrainRAMSpace=yes in cgroup.conf limits memory',
  },
  {
    id: 'PRO-002',
    severity: LintSeverity.ERROR,
    title: 'NoHold comes without Contain, X11 and RunInJob',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('PrologFlags', 'NoHold'), slurmConf.has('PrologFlags', ...CONTAINING)],
    effect: 'slurmctld exits, since the container of the job waits for the prolog',
    fix: 'remove NoHold',
  },
  {
    id: 'PRO-003',
    severity: LintSeverity.ERROR,
    title: 'PrologFlags=X11 comes with proctrack/cgroup',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('PrologFlags', 'X11'), slurmConf.is('ProctrackType', 'proctrack/linuxproc')],
    effect: 'slurmctld exits',
    fix: 'write ProctrackType=proctrack/cgroup',
  },
  {
    id: 'PRO-004',
    severity: LintSeverity.WARNING,
    title: 'PrologFlags=Contain comes with proctrack/cgroup',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('PrologFlags', 'Contain', 'RunInJob'), slurmConf.isNot('ProctrackType', 'proctrack/cgroup')],
    effect: 'slurmctld logs an error, and pam_slurm_adopt finds no container to put a session into',
    fix: 'write ProctrackType=proctrack/cgroup',
  },
  {
    id: 'PRO-005',
    severity: LintSeverity.WARNING,
    title: 'Serial comes without RunInJob',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.hasSeveral('PrologFlags', 'RunInJob', 'Serial')],
    effect: 'slurmctld logs an error, since a prolog in the job cannot wait for others',
    fix: 'keep one of them',
  },
  {
    id: 'PRO-007',
    severity: LintSeverity.ERROR,
    title: 'job namespaces come with PrologFlags=Contain',
    ...namespaced('NamespaceType'),
    also: [namespaced('JobContainerType')],
  },
  {
    id: 'PRO-008',
    severity: LintSeverity.ERROR,
    title: 'namespace/tmpfs has its job_container.conf',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('NamespaceType', 'namespace/tmpfs', 'job_container/tmpfs', 'tmpfs'), files.lacks('job_container.conf')],
    effect: 'every slurmd exits',
    fix: "reference a ConfigMap with job_container.conf in 'configFileRefs', e.g. BasePath=/var/nvme/slurm",
    also: [{
      in: SubjectKind.CLUSTER,
      when: [slurmConf.is('JobContainerType', 'job_container/tmpfs'), files.lacks('job_container.conf')],
      effect: 'every slurmd exits',
      fix: "reference a ConfigMap with job_container.conf in 'configFileRefs', e.g. BasePath=/var/nvme/slurm",
    }],
  },
  {
    id: 'PRO-009',
    severity: LintSeverity.ERROR,
    title: 'namespace/linux has its namespace.yaml',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('NamespaceType', 'namespace/linux', 'linux'), files.lacks('namespace.yaml')],
    effect: 'every slurmd exits',
    fix: "reference a ConfigMap with namespace.yaml in 'configFileRefs'",
  },
  {
    id: 'PRO-012',
    severity: LintSeverity.ERROR,
    title: 'enable_stepmgr comes with PrologFlags=Contain',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.has('SlurmctldParameters', 'enable_stepmgr'), NO_CONTAINER],
    effect: 'slurmctld exits, since the step manager lives in the container of the job',
    fix: 'add PrologFlags=Contain',
  },
  {
    id: 'PRO-014',
    severity: LintSeverity.WARNING,
    title: 'HealthCheckTimeout is below HealthCheckInterval',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.reads('HealthCheckInterval', (interval, keys) => Number(interval) > 0 && (keys.count('HealthCheckTimeout', 60) ?? 0) >= Number(interval)), slurmConf.sets('HealthCheckProgram')],
    effect: 'a check may still run when the next starts (HealthCheckTimeout is 60 unless set), at which Slurm 26.05 logs an error',
    fix: 'raise HealthCheckInterval above HealthCheckTimeout',
  },
  {
    id: 'PRO-015',
    severity: LintSeverity.ERROR,
    title: 'START_ONLY and REBOOT_ONLY stand alone in HealthCheckNodeState',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.hasBesideOthers('HealthCheckNodeState', 'START_ONLY', 'REBOOT_ONLY')],
    effect: 'slurmctld exits',
    fix: 'keep START_ONLY or REBOOT_ONLY alone, or remove it',
  },
  {
    id: 'PRO-017',
    severity: LintSeverity.WARNING,
    title: 'HealthCheckProgram runs at intervals',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.sets('HealthCheckProgram'), slurmConf.notPositive('HealthCheckInterval')],
    effect: 'the program runs when slurmd starts and never again',
    fix: 'add HealthCheckInterval=300',
  },
  {
    id: 'PRO-023',
    severity: LintSeverity.WARNING,
    title: 'InteractiveStepOptions come with use_interactive_step',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.sets('InteractiveStepOptions'), slurmConf.hasNone('LaunchParameters', 'use_interactive_step')],
    effect: 'salloc gives a shell on the login pod, and the options have no effect',
    fix: 'add LaunchParameters=use_interactive_step',
  },
  {
    id: 'PRO-024',
    severity: LintSeverity.WARNING,
    title: 'X11Parameters come with PrologFlags=X11',
    in: SubjectKind.CLUSTER,
    when: [slurmConf.sets('X11Parameters'), slurmConf.hasNone('PrologFlags', 'X11')],
    effect: 'it has no effect, since X11 forwarding is off',
    fix: 'add X11 to PrologFlags',
  },
];

function namespaced(key: string): Conflict {
  return {
    in: SubjectKind.CLUSTER,
    when: [slurmConf.isNot(key, 'none'), NO_CONTAINER],
    effect: 'slurmctld exits, since the namespace is made with the container of the job',
    fix: 'add PrologFlags=Contain',
  };
}
