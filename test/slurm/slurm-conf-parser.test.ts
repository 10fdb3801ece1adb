import * as fc from 'fast-check';
import { KeywordTable } from '../../src/slurm/catalog';
import { ConfLineKind } from '../../src/slurm/conf-line';
import { findingText } from '../../src/slurm/finding';
import { parseConf } from '../../src/slurm/slurm-conf-parser';
import { measured, MOMENT_MS } from '../processor-time';

const told = (text: string, file = 'slurm.conf', release?: string) =>
  parseConf(text, { file, release }).findings.map(each => `${each.line}:${each.column} ${each.ruleId}`);

describe('configuration file', () => {
  test.each<[string, string, string | undefined]>([
    ['KillWait=30', 'killwait', '30'],
    ['  KillWait  =  30  ', 'KillWait', '30'],
    ['KILLWAIT=30 # seconds', 'KillWait', '30'],
    ['KillWait=30\nKillWait=40', 'KillWait', '40'],
    ['KillWait=\\\n30', 'KillWait', '30'],
    ['SchedulerParameters=defer,\\\nbf_continue', 'SchedulerParameters', 'defer,bf_continue'],
    ['SchedulerParameters=defer,\\ \t\r\nbf_continue\r\n', 'SchedulerParameters', 'defer,bf_continue'],
    ['MailDomain=a\\#b', 'MailDomain', 'a#b'],
    ['MailDomain=a\\\\b', 'MailDomain', 'a\\b'],
    ['MailProg="/bin/my mail"', 'MailProg', '/bin/my mail'],
    ["MailDomain='x'", 'MailDomain', "'x'"],
    ['MailDomain=""', 'MailDomain', ''],
    ['MailDomain="a"b', 'MailDomain', '"a"b'],
    ['DebugFlags+=Gres', 'DebugFlags', 'Gres'],
    ['# KillWait=30', 'KillWait', undefined],
    ['# comment \\\nKillWait=30', 'KillWait', '30'],
    ['', 'KillWait', undefined],
  ])('%j says %s is %j', (text, key, value) => {
    expect(parseConf(text).conf.value(key)).toBe(value);
  });

  test.each<[string, string[]]>([
    ['KillWait=30\n', []],
    ['KilWait=30', ['1:1 CONF-001']],
    ['KillWait=30 InactiveLimit=0', ['1:13 CONF-002']],
    ['Nodes=a PartitionName=b', ['1:1 CONF-001', '1:9 CONF-002']],
    ['KillWait=30\nTreeWidth=8\nkillwait=40', ['3:1 CONF-003']],
    ['Prolog=/a\nProlog=/b', []],
    ['MailProg=/bin/my mail', ['1:18 CONF-004']],
    ['\n\n  nonsense', ['3:3 CONF-004']],
    ['KillWait=x', ['1:10 CONF-005']],
    ['TreeWidth=8\nSchedulerParameters=defer,\\\nbf_contine', ['2:21 CONF-014']],
    ['UsePAM=on', ['1:8 CONF-006']],
    ['KillWait=', ['1:1 CONF-020']],
    ['MailDomain="abc', ['1:12 CONF-022']],
    ['MailDomain="abc def', ['1:12 CONF-022', '1:17 CONF-004']],
    ['CheckpointType=checkpoint/none', ['1:1 CONF-025']],
    ['FastSchedule=1', ['1:1 CONF-027']],
    ['FastSchedule=2', ['1:1 CONF-027', '1:14 CONF-008']],
    ['SallocDefaultCommand=x', ['1:1 CONF-027']],
    ['PartitionName=a Nodes=ALL OverSubscribe=YES:4', []],
    ['PartitionName=a Nodes=ALL OverSubscribe=MAYBE', ['1:41 CONF-064']],
    ['CryptoType=crypto/munge', ['1:1 CONF-028']],
    ['PartitionName=a Nodes=ALL State=OPEN', ['1:33 CONF-012']],
    ['PartitionName=a Nodes=ALL State=drained', []],
    ['PartitionName=a Nodes=ALL Shared=MAYBE', ['1:34 CONF-064']],
    ['PartitionName=a Nodes=ALL SelectTypeParameters=CR_CPU', ['1:48 CONF-012']],
    ['PartitionName=a Nodes=ALL SuspendTime=4294967296', ['1:39 CONF-005']],
    ['PartitionName=a PartitionName=b', ['1:17 CONF-002']],
    ['NodeName=n1 NodeName=n2', ['1:13 CONF-002']],
    ['NodeName=n[1-3] NodeAddr=a[1-2]', ['1:26 CONF-065']],
    ['NodeName=n[1-3] NodeAddr=a1 Port=[1-3] BcastAddr=b[1-3]', []],
    ['NodeName=n1 Port=[1-2]', ['1:18 CONF-065']],
    ['NodeName=n1 Port=A1', ['1:18 CONF-064']],
    ['NodeName=n1 State=FAILING', []],
    ['DownNodes=n1 State=SICK', ['1:20 CONF-012']],
    ['KillWait="30', ['1:10 CONF-005', '1:10 CONF-022']],
    ['KillWait=""', []],
    ['MaxJobCount=00', ['1:13 CONF-008']],
    ['FirstJobId=UNLIMITED', ['1:12 CONF-008']],
    ['GetEnvTimeout=soon', ['1:1 CONF-027']],
    ['LogTimeFormat=iso8601_ms,format_stderr', []],
    ['DebugFlags=-Gres', ['1:12 CONF-014']],
    ['PropagateResourceLimits=cpu', ['1:25 CONF-014']],
    ['PropagateResourceLimits=NONE,CPU', ['1:25 CONF-014']],
    ['TaskPluginParam=cores=1', ['1:17 CONF-014']],
    ['JobAcctGatherType=cgroup', ['1:19 CONF-013']],
    ['AccountingStorageType=none', []],
    ['PartitionName=a Nodes=ALL nodes=b', ['1:27 CONF-003']],
    ['NodeName=n CPUs=2 Procs=2', ['1:19 CONF-003']],
    ['NodeName=n RealMemory=x', ['1:23 CONF-005']],
    ['include  nodes.conf', []],
    ['Include nodes.conf more', ['1:20 CONF-004']],
    ['Include conf.d/*.conf', ['1:9 CONF-054']],
    [' Include nodes.conf', ['1:2 CONF-004']],
    ['Included=1', ['1:1 CONF-001']],
    ['KillWait=30\0', ['1:12 CONF-050']],
  ])('%j gives %j', (text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  test.each<[string, string, string[]]>([
    ['cgroup.conf', 'ConstrainDevices=yes\nCgroupReleaseAgentDir=/x', ['2:1 CONF-025']],
    ['gres.conf', 'AutoDetect=nvidia\nNodeName=n[0-3] Name=gpu Type=h100 File=/dev/nvidia[0-7]', []],
    ['gres.conf', 'Name=gpu Fil=/dev/nvidia0', ['1:10 CONF-001']],
    ['gres.conf', 'Name=gpu RealMemory=5', ['1:10 CONF-001']],
    ['slurmdbd.conf', 'DbdHost=db\nPurgeJobAfter=12months\nKillWait=3', ['3:1 CONF-001']],
    ['job_container.conf', 'NodeName=n[0-3] BasePath=/scratch AutoBasePath=true', []],
    ['mpi.conf', 'PMIxDirectConn=true', []],
    ['oci.conf', 'RunTimeQuery="runc --rootless=true state %n.%u.%j.%s.%t"', []],
    ['plugstack.conf', 'required spank_pyxis.so\noptional /usr/lib/x.so a=b\ninclude /etc/slurm/plugstack.conf.d/*', []],
    ['plugstack.conf', 'requierd x.so', ['1:1 CONF-052']],
    ['plugstack.conf', 'required', ['1:1 CONF-052']],
    ['burst_buffer_lua.conf', 'DefaultPool=x', []],
    ['helpers.conf', 'Feature=a,b Helper=/usr/bin/h\nBootTime=60', []],
    ['acct_gather.conf', 'ProfileInfluxDBHost=h:1', []],
  ])('%s %j gives %j', (file, text, expected) => {
    expect(told(text, file)).toEqual(expected);
  });

  test('a key of a newer release is refused for an older one', () => {
    expect(told('HealthCheckTimeout=30', 'slurm.conf', '25.11')).toEqual(['1:1 CONF-026']);
    expect(told('HealthCheckTimeout=30', 'slurm.conf', '26.05')).toEqual([]);
  });

  test.each([
    ['KilWait=30', "slurm.conf:1:1 CONF-001: Slurm 26.05 knows no key 'KilWait' in slurm.conf: every daemon that reads it stops; did you mean 'KillWait'?"],
    ['RealMemory=512', "slurm.conf:1:1 CONF-001: 'RealMemory' belongs on a NodeName line, and daemons stop at it elsewhere; start the line with NodeName=<name>"],
    ['PartitionName=a KillWait=3', "slurm.conf:1:17 CONF-001: 'KillWait' does not belong on a PartitionName line, and daemons stop at it there; put it on a line of its own"],
    ['SchedulerPort=7321', 'slurm.conf:1:1 CONF-025: SchedulerPort was removed in Slurm 21.08, and daemons stop at it; remove it'],
    ['MailProg=/bin/my mail', "slurm.conf:1:18 CONF-004: 'mail' is no key with a value, and Slurm stops at the line; put the value of MailProg into double quotes, or start a comment with #"],
  ])('%s is told in words that help', (text, words) => {
    expect(parseConf(text, { file: 'slurm.conf' }).findings.map(findingText)).toEqual([words]);
  });

  test('unedited text is rendered byte for byte, whatever it is', () => {
    const pieces = fc.constantFrom('KillWait', '=', '30', ' ', '\t', '\n', '\r\n', '#', '\\', '"', 'NodeName', 'Include x', 'PartitionName=a', ',', 'é', '\\#', '\\\n');
    fc.assert(fc.property(fc.array(pieces, { maxLength: 40 }), words => {
      const text = words.join('');
      expect(parseConf(text).conf.toString()).toBe(text);
    }), { seed: 5, numRuns: 2000 });
  });

  test('every place told lies in the text', () => {
    const pieces = fc.constantFrom('KilWait=3', 'UsePAM=on', 'NodeName=n Foo=1', ' ', '\n', '\\\n', '"', '# c', 'x y', 'KillWait=\\\n  x');
    fc.assert(fc.property(fc.array(pieces, { maxLength: 30 }), words => {
      const text = words.join('');
      const lines = text.split('\n');
      for (const { line, column } of parseConf(text).findings) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeLessThanOrEqual((lines[(line ?? 1) - 1] ?? '').length + 1);
      }
    }), { seed: 6, numRuns: 1000 });
  });

  test('gives records with the defaults that stood above them', () => {
    const { conf } = parseConf([
      'NodeName=DEFAULT CPUs=64 RealMemory=1000 GresConf="x"', 'NodeName=a RealMemory=2000', 'NodeName=DEFAULT RealMemory=3000', 'nodename=b Procs=8', '',
    ].join('\n'));
    expect(conf.recordsWithDefaults(KeywordTable.NODE)).toEqual([
      { name: 'a', fields: [{ key: 'RealMemory', value: '2000' }, { key: 'CPUs', value: '64' }] },
      { name: 'b', fields: [{ key: 'CPUs', value: '8' }, { key: 'RealMemory', value: '3000' }] },
    ]);
    expect(conf.records(KeywordTable.NODE)).toHaveLength(4);
  });

  test('an edit changes its value and nothing else', () => {
    const text = '# head\nKillWait = 30 # why\nTreeWidth=8\nkillwait=\\\n 40   # last\n';
    expect(parseConf(text).conf.with('KillWait', 60).toString()).toBe('# head\nTreeWidth=8\nkillwait=\\\n 60   # last\n');
    expect(parseConf(text).conf.with('MailProg', '/bin/my mail').toString()).toBe(`${text}MailProg="/bin/my mail"\n`);
    expect(parseConf('TreeWidth=8').conf.with('KillWait', 60).toString()).toBe('TreeWidth=8\nKillWait=60\n');
    expect(parseConf(text).conf.without('KillWait').toString()).toBe('# head\nTreeWidth=8\n');
    expect(parseConf(text).conf.with('KillWait', 60).value('KillWait')).toBe('60');
  });

  test('an edit that Slurm would refuse is an error', () => {
    expect(() => parseConf('').conf.with('KillWait', 'x\ny')).toThrow(/KillWait/);
  });

  test('keeps what each line is', () => {
    const { conf } = parseConf('# c\n\nInclude a.conf\nKillWait=3\nNodeName=n\nfoo\n');
    expect(conf.lines.map(line => line.kind)).toEqual([
      ConfLineKind.BLANK, ConfLineKind.BLANK, ConfLineKind.INCLUDE, ConfLineKind.SCALAR, ConfLineKind.RECORD, ConfLineKind.UNREADABLE,
    ]);
    expect(conf.includes()).toEqual(['a.conf']);
  });
});

describe('absurd input', () => {
  test.each<[string, string]>([
    ['a line of a million characters', `MailDomain=${'x'.repeat(1_000_000)}`],
    ['a million backslashes', '\\'.repeat(1_000_000)],
    ['a hundred thousand continuations', 'KillWait=\\\n'.repeat(100_000)],
    ['a million hash marks', '\\#'.repeat(500_000)],
    ['a hundred thousand bad lines', 'x y\n'.repeat(100_000)],
    ['a hundred thousand blanks before nothing', `KillWait${' '.repeat(100_000)}`],
  ])('%s is answered in a moment', async (_, text) => {
    const { result: { conf, findings }, processorMs } = await measured(() => parseConf(text));
    expect(processorMs).toBeLessThan(MOMENT_MS);
    expect(conf.toString()).toBe(text);
    expect(findings.length).toBeLessThanOrEqual(1001);
  });

  test('a file of 50 MB is refused by its size', () => {
    expect(parseConf('#'.repeat(50_000_000)).findings.map(each => each.ruleId)).toEqual(['CONF-051']);
  });
});
