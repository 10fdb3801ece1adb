import * as fc from 'fast-check';
import { KeywordTable } from '../../src/slurm/catalog';
import { assignment, assignments, ConfValue } from '../../src/slurm/slurm-conf-line';
import { parseConf } from '../../src/slurm/slurm-conf-parser';

const ids = (key: string, value: ConfValue, table?: KeywordTable) => assignment(key, value, table).findings.map(each => each.ruleId);

describe('assignment', () => {
  test.each<[string, ConfValue, string]>([
    ['killwait', 30, 'KillWait=30'],
    ['JOBREQUEUE', true, 'JobRequeue=1'],
    ['PriorityFavorSmall', false, 'PriorityFavorSmall=NO'],
    ['SchedulerParameters', ['bf_continue', 'defer'], 'SchedulerParameters=bf_continue,defer'],
    ['InteractiveStepOptions', '--interactive --pty $SHELL', 'InteractiveStepOptions="--interactive --pty $SHELL"'],
    ['InteractiveStepOptions', '"--interactive --pty"', 'InteractiveStepOptions="--interactive --pty"'],
    ['JobSubmitPlugins', 'lua', 'JobSubmitPlugins=lua'],
    ['JobCompType', 'jobcomp/none', 'JobCompType=jobcomp/none'],
    ['TaskPlugin', ['affinity', 'cgroup'], 'TaskPlugin=affinity,cgroup'],
    ['OverTimeLimit', 'UNLIMITED', 'OverTimeLimit=UNLIMITED'],
    ['SlurmdDebug', '5', 'SlurmdDebug=5'],
    ['DebugFlags', 'NO_CONF_HASH,Gres', 'DebugFlags=NO_CONF_HASH,Gres'],
    ['MaxJobCount', '10k', 'MaxJobCount=10k'],
    ['KillWait', '0x1F', 'KillWait=0x1F'],
    ['SchedulerParameters', 'bf_interval=-1', 'SchedulerParameters=bf_interval=-1'],
    ['SchedulerParameters', 'bf_min_prio_reserve=4294967295', 'SchedulerParameters=bf_min_prio_reserve=4294967295'],
    ['SlurmctldParameters', 'rl_log_freq=-1,node_reg_mem_percent=97.5', 'SlurmctldParameters=rl_log_freq=-1,node_reg_mem_percent=97.5'],
    ['JobAcctGatherFrequency', '30', 'JobAcctGatherFrequency=30'],
    ['EnforcePartLimits', 'all', 'EnforcePartLimits=all'],
    ['RequeueExit', '1,10-20', 'RequeueExit=1,10-20'],
    ['SuspendTime', 'INFINITE', 'SuspendTime=INFINITE'],
  ])('of %s and %j is %s', (key, value, text) => {
    expect(assignment(key, value)).toEqual({ text, findings: [] });
  });

  test.each<[string, ConfValue, string]>([
    ['KilWait', 30, 'CONF-001'],
    ['KillWait', -1, 'CONF-005'],
    ['KillWait', 65536, 'CONF-005'],
    ['KillWait', '1k', 'CONF-005'],
    ['KillWait', '08', 'CONF-005'],
    ['KillWait', '010', 'CONF-007'],
    ['UsePAM', 'on', 'CONF-006'],
    ['MailDomain', 'a#b', 'CONF-009'],
    ['EnforcePartLimits', 'ALL\nSlurmUser=root', 'CONF-021'],
    ['MailDomain', 'a\\b', 'CONF-023'],
    ['MailDomain', 'say "hi" now', 'CONF-022'],
    ['SchedulerParameters', [], 'CONF-020'],
    ['SchedulerParameters', ['defer', ''], 'CONF-019'],
    ['SchedulerParameters', ['defer,bf_continue'], 'CONF-019'],
    ['SelectType', 'select/cons_res', 'CONF-013'],
    ['JobCompType', 'jobcomp/mine', 'CONF-013'],
    ['ReturnToService', 3, 'CONF-012'],
    ['TreeWidth', 0, 'CONF-008'],
    ['MaxNodeCount', 65537, 'CONF-008'],
    ['MaxDBDMsgs', 100, 'CONF-008'],
    ['MailDomain', "'x'", 'CONF-010'],
    ['EnforcePartLimits', 'SOME', 'CONF-012'],
    ['Licenses', 'matlab:many', 'CONF-064'],
    ['SrunPortRange', '60001', 'CONF-064'],
    ['JobAcctGatherFrequency', 'cpu=3', 'CONF-064'],
    ['SuspendTime', 'soon', 'CONF-064'],
    ['SchedulerParameters', 'max_job_bf=10', 'CONF-015'],
    ['SlurmctldParameters', 'rl_enable,rl_table_size=0', 'CONF-018'],
    ['SlurmctldParameters', 'max_dbd_msg_action=stop', 'CONF-018'],
    ['TaskPluginParam', 'autobind=x', 'CONF-018'],
    ['SlurmctldParameters', 'validate_nodeaddr_threads=65', 'CONF-018'],
    ['SchedulerParameters', 'max_script_size=999999999', 'CONF-018'],
    ['SchedulerParameters', 'bf_interval=-2', 'CONF-018'],
    ['LogTimeFormat', 'iso', 'CONF-012'],
    ['PrologFlags', 'Contian', 'CONF-014'],
    ['SchedulerParameters', 'enable_job_state_cache', 'CONF-015'],
    ['SlurmctldParameters', 'Enable_Stepmgr', 'CONF-016'],
    ['SchedulerParameters', 'bf_window', 'CONF-017'],
    ['SchedulerParameters', 'bf_window=long', 'CONF-017'],
    ['SchedulerParameters', 'bf_window=999999', 'CONF-018'],
    ['SchedulerParameters', 'bf_hetjob_prio=most', 'CONF-018'],
    ['SlurmctldParameters', 'rl_table_size=0', 'CONF-018'],
  ])('of %s and %j is told as %s', (key, value, id) => {
    expect(ids(key, value)).toContain(id);
  });

  test.each<[KeywordTable, string, string, string[]]>([
    [KeywordTable.CGROUP_CONF, 'MaxRAMPercent', '95.5', []],
    [KeywordTable.CGROUP_CONF, 'MaxRAMPercent', 'unlimited', []],
    [KeywordTable.CGROUP_CONF, 'MaxRAMPercent', '95%', ['CONF-005']],
    [KeywordTable.CGROUP_CONF, 'MemoryLimitEnforcement', 'off', ['CONF-006']],
    [KeywordTable.GRES_CONF, 'Count', '2k', []],
    [KeywordTable.GRES_CONF, 'Count', '+2', []],
    [KeywordTable.GRES_CONF, 'Count', '0x10', ['CONF-005']],
    [KeywordTable.GRES_CONF, 'Count', '-1', ['CONF-005']],
  ])('of %s %s=%s is told as %j', (table, key, value, expected) => {
    expect(assignment(key, value, table).findings.map(({ ruleId }) => ruleId)).toEqual(expected);
  });

  test('knows the keys of other files', () => {
    expect(assignment('constraindevices', true, KeywordTable.CGROUP_CONF)).toEqual({ text: 'ConstrainDevices=YES', findings: [] });
    expect(ids('KillWait', 30, KeywordTable.CGROUP_CONF)).toEqual(['CONF-001']);
  });

  test('says what slips by in silence and what was meant', () => {
    expect(assignment('SchedulerParameters', ['bf_contine']).findings).toEqual([{
      ruleId: 'CONF-014',
      severity: 'warning',
      message: "SchedulerParameters knows no word 'bf_contine': Slurm ignores it without a word",
      fix: "did you mean 'bf_continue'?",
      subject: 'SchedulerParameters',
    }]);
  });

  test('a value without findings is read back as it was', () => {
    fc.assert(fc.property(fc.string({ maxLength: 20 }), value => {
      const { text, findings } = assignment('MailDomain', value);
      fc.pre(findings.length === 0 && value.trim() === value && !value.startsWith('"'));
      expect(parseConf(`${text}\n`).conf.value('MailDomain')).toBe(value);
    }), { seed: 11, numRuns: 500 });
  });

  test('many are lines in the given order', () => {
    expect(assignments([{ key: 'treewidth', value: 64 }, { key: 'KillWait', value: 30 }]).text).toBe('TreeWidth=64\nKillWait=30\n');
  });
});
