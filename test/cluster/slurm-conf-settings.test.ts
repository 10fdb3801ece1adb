import * as fs from 'fs';
import * as path from 'path';
import { Duration, Size } from 'cdk8s';
import * as daemonEnums from '../../src/cluster/slurm-conf-daemon-enums';
import * as jobEnums from '../../src/cluster/slurm-conf-job-enums';
import { slurmConfAssignments } from '../../src/cluster/slurm-conf-lines';
import * as schedulingEnums from '../../src/cluster/slurm-conf-scheduling-enums';
import { SlurmConfSettings } from '../../src/cluster/slurm-conf-settings';
import { keyword, KeywordTable } from '../../src/slurm/catalog';
import { assignment } from '../../src/slurm/slurm-conf-line';

const folder = path.join(__dirname, '..', '..', 'src', 'cluster');
const enums: { [name: string]: { [member: string]: string } } = { ...daemonEnums, ...jobEnums, ...schedulingEnums };

/** Every prop of the settings with its type and doc comment, read from the source. */
const props = ['scheduling', 'priority', 'limits', 'timeouts', 'job-accounting', 'job-launch', 'node-upkeep', 'daemons'].flatMap(name => {
  const source = fs.readFileSync(path.join(folder, `slurm-conf-${name}.ts`), 'utf8');
  const settings = source.slice(source.search(/export interface \w+Settings/));
  return [...settings.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s+readonly (\w+)\?: (.+);/g)].map(([, doc, prop, type]) => ({ prop, type, doc }));
});

describe('typed slurm.conf settings', () => {
  test('cover what people set', () => {
    expect(props.length).toBeGreaterThan(150);
  });

  test.each(props)('$prop is a key of the catalog and its comment names that key', ({ prop, doc }) => {
    const key = keyword(KeywordTable.SLURM_CONF, prop);
    expect(key).toBeDefined();
    expect(doc).toContain(`Slurm: \`${key?.name}\`.`);
    expect(doc).toContain(`#OPT_${key?.name}`);
    expect(doc).toContain('@default');
    expect(key?.obsolete ?? key?.deprecated).toBeUndefined();
  });

  test.each(props)('$prop has the type that its key needs', ({ prop, type }) => {
    const key = keyword(KeywordTable.SLURM_CONF, prop);
    const isTime = key?.unit !== undefined && ['seconds', 'minutes', 'time string'].includes(key.unit) && key.kind !== 'kv';
    expect(type === 'Duration').toBe(isTime);
    expect(type === 'Size').toBe(key?.unit === 'MiB');
    expect(key?.kind !== 'bool' || type === 'boolean').toBe(true);
  });

  test.each(props.filter(({ type }) => enums[type.replace('[]', '')] !== undefined))('every member of $type is a value of $prop', ({ prop, type }) => {
    const findings = Object.values(enums[type.replace('[]', '')]).flatMap(value => assignment(prop, value).findings);
    expect(findings).toEqual([]);
  });

  test.each([
    'clusterName', 'slurmctldHost', 'slurmctldPort', 'slurmdPort', 'slurmUser', 'slurmdUser', 'stateSaveLocation', 'slurmdSpoolDir', 'authType', 'credType',
    'authAltTypes', 'slurmctldLogFile', 'slurmdLogFile', 'slurmSchedLogFile', 'metricsType', 'nodeName', 'partitionName', 'nodeSet', 'accountingStorageHost',
    'accountingStorageType', 'accountingStoragePass', 'jobCompPass',
  ])('%s is not among them', prop => {
    expect(props.map(each => each.prop)).not.toContain(prop);
  });

  test.each<[SlurmConfSettings, string[]]>([
    [{ killWait: Duration.minutes(1) }, ['KillWait=60']],
    [{ overTimeLimit: Duration.hours(1) }, ['OverTimeLimit=60']],
    [{ suspendTime: Duration.minutes(10) }, ['SuspendTime=600']],
    [{ priorityDecayHalfLife: Duration.days(14) }, ['PriorityDecayHalfLife=14-00:00:00']],
    [{ preemptExemptTime: Duration.seconds(90) }, ['PreemptExemptTime=00:01:30']],
    [{ defMemPerCpu: Size.gibibytes(4) }, ['DefMemPerCPU=4096']],
    [{ jobRequeue: true, killOnBadExit: false }, ['JobRequeue=1', 'KillOnBadExit=0']],
    [{ priorityFavorSmall: true, usePam: false }, ['PriorityFavorSmall=YES', 'UsePAM=NO']],
    [{ returnToService: daemonEnums.ReturnToService.ALWAYS }, ['ReturnToService=2']],
    [{ selectTypeParameters: [schedulingEnums.SelectTypeParameter.CR_CORE_MEMORY, schedulingEnums.SelectTypeParameter.CR_LLN] }, ['SelectTypeParameters=CR_Core_Memory,CR_LLN']],
    [{ jobAcctGatherFrequency: { task: Duration.seconds(30), energy: Duration.seconds(0) } }, ['JobAcctGatherFrequency=energy=0,task=30']],
    [{ priorityWeightTres: { 'GRES/gpu': 3000, 'CPU': 1000 } }, ['PriorityWeightTRES=CPU=1000,GRES/gpu=3000']],
    [{ licenses: { matlab: 5, ansys: 2 } }, ['Licenses=ansys:2,matlab:5']],
    [{ requeueExit: [1, 9] }, ['RequeueExit=1,9']],
    [{ treeWidth: 64, killWait: undefined, maxJobCount: 50000 }, ['MaxJobCount=50000', 'TreeWidth=64']],
  ])('%j becomes %j', (settings, lines) => {
    const { assignments, problems, warnings } = slurmConfAssignments(settings);
    expect(problems).toEqual([]);
    expect(warnings).toEqual([]);
    expect(assignments.map(each => `${each.key}=${each.value}`)).toEqual(lines);
  });

  test.each<[SlurmConfSettings, string, RegExp]>([
    [{ killWait: Duration.millis(1500) }, 'CONF-030', /'killWait' is 1.5 seconds/],
    [{ overTimeLimit: Duration.seconds(90) }, 'CONF-030', /'overTimeLimit' is 1.5 minutes/],
    [{ priorityMaxAge: Duration.seconds(90) }, 'CONF-030', /counts whole minutes/],
    [{ killWait: Duration.days(2) }, 'CONF-005', /'killWait': '172800'/],
    [{ maxJobCount: -1 }, 'CONF-005', /'maxJobCount': '-1'/],
    [{ maxArraySize: 1.5 }, 'CONF-005', /'1.5'/],
    [{ defMemPerCpu: Size.kibibytes(100) }, 'CONF-031', /'defMemPerCpu' is 100 KiB/],
    [{ schedulerParameters: ['bf_contine'] }, 'CONF-014', /'schedulerParameters': .*'bf_contine'/],
    [{ schedulerParameters: [] }, 'CONF-020', /empty/],
    [{ debugFlags: ['gress'] }, 'CONF-014', /'gress'/],
    [{ schedulerParameters: ['bf_window=1440,defer'] }, 'CONF-019', /comma/],
    [{ healthCheckProgram: '/usr/bin/nhc # comment' }, 'CONF-009', /'#'/],
    [{ mailDomain: 'a\nSlurmUser=root' }, 'CONF-021', /line end/],
    [{ slurmctldParameters: ['max_dbd_msg_action=EXIT'] }, 'CONF-042', /max_dbd_msg_action=exit/],
    [{ authAltParameters: ['jwt_key=/tmp/x'] }, 'CONF-041', /the operator sets 'jwt_key'/],
    [{ priorityWeightTres: { 'a b': 1 } }, 'CONF-033', /'a b'/],
    [{ licenses: { matlab: 1.5 } }, 'CONF-032', /whole numbers/],
  ])('%j is refused by %s', (settings, id, what) => {
    const { problems } = slurmConfAssignments(settings);
    expect(problems.map(each => each.id)).toContain(id);
    expect(problems.find(each => each.id === id)?.what).toMatch(what);
  });

  test('a plugin that is not Slurm\'s own is a warning, since the image may carry it', () => {
    const { problems, warnings } = slurmConfAssignments({ jobSubmitPlugins: ['lua', 'mysite'] });
    expect(problems).toEqual([]);
    expect(warnings.map(each => each.id)).toEqual(['CONF-013']);
  });

  test('lists are not changed', () => {
    const schedulerParameters = ['defer', 'bf_continue'];
    slurmConfAssignments({ schedulerParameters });
    expect(schedulerParameters).toEqual(['defer', 'bf_continue']);
  });
});
