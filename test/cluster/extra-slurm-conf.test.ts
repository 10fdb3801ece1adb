import { Duration } from 'cdk8s';
import { parseExtraSlurmConf } from '../../src/cluster/extra-slurm-conf';
import { SlurmConfSettings } from '../../src/cluster/slurm-conf-settings';
import { KeywordTable } from '../../src/slurm/catalog';
import { findingText } from '../../src/slurm/finding';

const ids = (lines: string[], settings: SlurmConfSettings = {}) => parseExtraSlurmConf(lines, settings).findings.map(each => each.ruleId);

describe('raw lines of slurm.conf', () => {
  test('become assignments in the spelling of the catalog', () => {
    const { assignments, findings } = parseExtraSlurmConf(['# ours', 'killwait=60', 'GresTypes=gpu']);
    expect(findings).toEqual([]);
    expect(assignments).toEqual([{ key: 'KillWait', value: '60' }, { key: 'GresTypes', value: 'gpu' }]);
  });

  test('keep their partitions and nodes as records', () => {
    const { conf, findings } = parseExtraSlurmConf(['PartitionName=all Nodes=cpu,gpu Default=YES State=UP', 'NodeName=x[0-3] State=FUTURE']);
    expect(findings).toEqual([]);
    expect(conf.records(KeywordTable.PARTITION)[0].name).toBe('all');
    expect(conf.records(KeywordTable.NODE)[0]).toEqual({ name: 'x[0-3]', fields: [{ key: 'State', value: 'FUTURE' }] });
  });

  test.each([
    'ClusterName=x', 'SlurmctldHost=other', 'SlurmctldPort=7000', 'SlurmdPort=7001', 'StateSaveLocation=/state', 'SlurmUser=root', 'AuthType=auth/munge',
    'CredType=cred/munge', 'AuthAltTypes=auth/jwt', 'SlurmctldLogFile=/log', 'SlurmdLogFile=/log', 'SlurmSchedLogFile=/log',
  ])('%s contradicts the operator and is refused', line => {
    expect(ids([line])).toContain('CONF-043');
  });

  test.each([
    ['SlurmctldParameters=enable_stepmgr, idle_on_node_suspend', ['CONF-004']],
    ['SlurmctldParameters="enable_stepmgr, idle_on_node_suspend"', ['CONF-040']],
    ['SlurmctldParameters="enable_stepmgr"', ['CONF-040']],
    ['SlurmctldParameters=Idle_On_Node_Suspend', ['CONF-042']],
    ['AuthAltParameters=userclaimfield=preferredUserName', ['CONF-042']],
    ['AuthAltParameters=jwt_key=/tmp/x', ['CONF-041']],
    ['SlurmctldParameters=enable_stepmgr', []],
  ])('the managed key in %s gives %j', (line, expected) => {
    expect(ids([line])).toEqual(expected);
  });

  test('a key that slurmConf sets as well is refused', () => {
    expect(ids(['killwait=60'], { killWait: Duration.seconds(30) })).toEqual(['CONF-044']);
  });

  test('an unknown key is told with its line and what was meant', () => {
    const [finding] = parseExtraSlurmConf(['GresTypes=gpu', 'ShedulerType=sched/backfill']).findings;
    expect(findingText({ ...finding, file: 'extraSlurmConf' }))
      .toBe("extraSlurmConf:2:1 CONF-001: Slurm 26.05 knows no key 'ShedulerType' in slurm.conf: every daemon that reads it stops; did you mean 'SchedulerType'?");
  });

  test('lines that add up are kept as lines, without comments and continuations', () => {
    const { assignments, otherLines } = parseExtraSlurmConf([
      'NodeName=x[0-3] \\', '  State=FUTURE # later', 'Prolog=/etc/slurm/a.sh', 'Prolog=/etc/slurm/b.sh', 'KillWait=30', 'Include more.conf',
    ]);
    expect(assignments).toEqual([{ key: 'KillWait', value: '30' }]);
    expect(otherLines).toEqual(['NodeName=x[0-3]   State=FUTURE', 'Prolog=/etc/slurm/a.sh', 'Prolog=/etc/slurm/b.sh', 'Include more.conf']);
  });

  test('an escaped # stays escaped', () => {
    expect(parseExtraSlurmConf(['NodeName=x Reason="no \\#1"']).otherLines).toEqual(['NodeName=x Reason="no \\#1"']);
  });

  test('an error is a problem that names its line, a warning is none', () => {
    const { problems, findings } = parseExtraSlurmConf(['JobSubmitPlugins=mysite', 'SlurmdPort=1']);
    expect(findings).toHaveLength(2);
    expect(problems).toEqual([{ id: 'CONF-043', what: expect.stringMatching(/^line 2 of 'extraSlurmConf': the operator writes SlurmdPort itself/), fix: 'remove it' }]);
  });

  test('an entry of several lines counts as several lines', () => {
    expect(parseExtraSlurmConf(['KillWait=30\nNonsense']).findings[0]).toMatchObject({ ruleId: 'CONF-004', line: 2, column: 1 });
  });
});
