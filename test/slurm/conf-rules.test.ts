import * as fs from 'fs';
import * as path from 'path';
import { confRules } from '../../src/slurm/conf-rules';
import { LintFinding } from '../../src/slurm/finding';
import { parseConf } from '../../src/slurm/slurm-conf-parser';

const folder = path.join(__dirname, '..', '..', 'src', 'slurm');
const idsInSource = fs.readdirSync(folder)
  .filter(name => name.endsWith('.ts') && name !== 'conf-rules.ts')
  .flatMap(name => [...fs.readFileSync(path.join(folder, name), 'utf8').matchAll(/'(CONF-\d{3})'/g)].map(([, id]) => id));

test('the list of rules names every id that the code reports, and no other', () => {
  expect(confRules.map(rule => rule.id)).toEqual([...new Set(idsInSource)].sort());
});

test('findings have the severity that the list names', () => {
  const text = [
    'KilWait=3', 'KillWait=3 x=3', 'KillWait=3', 'nonsense', 'TreeWidth=x', 'UsePAM=on', 'TCPTimeout=010', 'LogTimeFormat=x', 'SelectType=x', 'JobCompType=x',
    'PrologFlags=x', 'SchedulerParameters=x,enable_job_state_cache,bf_window,bf_interval=99999', 'SlurmctldParameters=Enable_Stepmgr', 'MailProg=',
    'MailDomain="x', 'CheckpointType=x', 'FastSchedule=1', 'ExtSensorsFreq=1', 'CryptoType=x', 'Include *.conf', 'PreemptExemptTime=x', 'NodeName=n[', '',
  ].join('\n');
  const severities = new Map(confRules.map(rule => [rule.id, rule.severity]));
  const differs = ({ ruleId, severity }: LintFinding) => severities.get(ruleId) !== 'varies' && severities.get(ruleId) !== severity;
  const { findings } = parseConf(text, { file: 'slurm.conf', release: '26.05' });
  expect(new Set(findings.map(finding => finding.ruleId)).size).toBeGreaterThan(15);
  expect(findings.filter(differs)).toEqual([]);
});
