import { chunks, run } from './fake-io';
import { yamlStream } from './manifest-yaml';
import { ExitCode } from '../../src/cli/io';
import { controller, core, cpuCluster, gpuCluster, HEALTHY_CONF, nodeSet } from '../model/slinky-objects';
import { measured, MOMENT_MS } from '../processor-time';

function numbered(count: number, before: string, after = ''): string[] {
  return Array.from({ length: count }, (_, index) => `${before}${index}${after}`);
}

/** Texts that are much more work than they look. */
const BOMBS: [string, string][] = [
  ['a billion nodes of a partition', yamlStream(...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\nPartitionName=x Nodes=n[0-999999999]` } }))],
  ['a billion nodes of a partition in several brackets', yamlStream(...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\nPartitionName=x Nodes=n[0-99999][0-99999][0-99999]` } }))],
  ['a billion nodes that slurm.conf defines', yamlStream(...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\nNodeName=n[0-999999999] CPUs=1\nDownNodes=n[1-999999999] State=DOWN` } }))],
  ['a billion replicas', yamlStream(...cpuCluster({ nodeSet: { replicas: 2_147_483_647 } }))],
  ['a billion GPUs', yamlStream(...gpuCluster({ nodeSet: { extraConf: 'Gres=gpu:h100:99999999999999999999' } }))],
  ['a billion GPU device files', yamlStream(...gpuCluster({ files: { 'gres.conf': 'NodeName=n[0-999999999] Name=gpu File=/dev/nvidia[0-999999999]\n' } }))],
  ['a billion switches', yamlStream(...gpuCluster({ files: { 'topology.conf': 'SwitchName=s[0-999999999] Nodes=n[0-999999999]\n' } }))],
  ['a billion blocks', yamlStream(...gpuCluster({ files: { 'topology.yaml': '- topology: t\n  block:\n    block_sizes: [4]\n    blocks:\n    - {block: b, nodes: "n[0-999999999]"}\n' } }))],
  ['billions of nodes whose names may clash', yamlStream(controller(), nodeSet({ replicas: 2_000_000_000 }, 'slurm-worker-n'), nodeSet({ replicas: 2_000_000_000 }, 'slurm-worker-n0'))],
  ['a billion values in every place of a line of nodes', yamlStream(...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\n${['NodeAddr', 'NodeHostname', 'BcastAddr', 'Port'].map(key => `NodeName=${key}[1-9] ${key}=[0-999999999]`).join('\n')}` } }))],
  ['a billion nodes of the other lines', yamlStream(...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\nNodeSet=s Nodes=n[0-999999999]\nPartitionName=y Nodes=s AllocNodes=n[0-999999999]\nSuspendExcNodes=n[0-999999999]:4` } }))],
  ['a billion values in what a node set says', yamlStream(...cpuCluster({ nodeSet: { extraConf: 'NodeAddr=n[0-999999999] CPUSpecList=0-999999999 Topology=t:s[0-999999999]', partition: { enabled: true, config: 'AllocNodes=n[0-999999999]' } } }))],
  ['a billion nodes of private folders', yamlStream(...gpuCluster({ files: { 'job_container.conf': 'NodeName=n[0-999999999] BasePath=/a\n' } }))],
  ['a billion cores and links', yamlStream(...gpuCluster({ files: { 'gres.conf': 'Name=gpu File=/dev/a Cores=0-999999999 Links=0-999999999\n' } }))],
  ['a billion ring members and coordinates', yamlStream(...gpuCluster({ files: { 'topology.yaml': '- topology: t\n  ring:\n    rings:\n    - {ring: r, nodes: "n[0-999999999]"}\n' } }))],
  ['files that include each other', yamlStream(...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\nInclude a.conf`, configFileRefs: [{ name: 'circle' }] } }), core('ConfigMap', 'circle', { data: { 'a.conf': 'Include b.conf\n', 'b.conf': 'Include a.conf\n' } }))],
  ['a NUL, a byte order mark and ends of lines of Windows', yamlStream(...cpuCluster({ controller: { extraConf: `\ufeff${HEALTHY_CONF}\0\r\nKillWait=30\r\n` } }))],
  ['a line of two million characters', yamlStream(...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\nMailDomain=${'a'.repeat(2_000_000)}` } }))],
  ['a line of a million brackets', yamlStream(...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\nPartitionName=z Nodes=${'n['.repeat(500_000)}` } }))],
  ['a line of eight million characters', yamlStream(...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\nMailDomain=${'a'.repeat(8_000_000)}` } }))],
  ['a line of a million fields', yamlStream(...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\nNodeName=n1 ${'CPUs=1 '.repeat(1_000_000)}` } }))],
  ...([
    ['a hundred thousand fields of one line', `NodeName=n1 ${'CPUs=1 '.repeat(100_000)}`],
    ['fifty thousand unknown keys of one line', `NodeName=n1 ${numbered(50_000, 'Foo', '=1').join(' ')}`],
    ['fifty thousand unknown words', `SchedulerParameters=${numbered(50_000, 'a').join(',')}`],
    ['fifty thousand words whose values cannot be', `SchedulerParameters=${numbered(50_000, 'bf_interval=x').join(',')}`],
    ['fifty thousand node names', `NodeName=${numbered(50_000, 'n').join(',')} CPUs=1`],
    ['fifty thousand node names of a partition', `PartitionName=x Nodes=${numbered(50_000, 'n').join(',')}`],
    ['five thousand lines of nodes', numbered(5_000, 'NodeName=n').join('\n')],
    ['five thousand lines of node sets', numbered(5_000, 'NodeSet=s', ' Nodes=n').join('\n')],
    ['five thousand lines of partitions', numbered(5_000, 'PartitionName=p', ' Nodes=ALL').join('\n')],
    ['ten thousand unknown keys', numbered(10_000, 'Foo', '=1').join('\n')],
    ['twenty-five thousand kinds of GPUs', `NodeName=n1 Gres=${numbered(25_000, 'gpu:t', ':1').join(',')}`],
    ...['\r', ' ', '\t', '\\', '#', '"', ',', '=', '%', ',['].map(text => [`a hundred thousand times ${JSON.stringify(text)}`, `MailDomain=${text.repeat(100_000)}x`]),
  ] as const).map(([about, lines]): [string, string] => [about, yamlStream(...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\n${lines}` } }))]),
  ['twenty thousand continued lines', yamlStream(...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\n${'a \\\n'.repeat(20_000)}` } }))],
];

beforeAll(async () => {
  await run(['lint', '-'], { stdin: chunks(yamlStream(...gpuCluster())) });
});

describe.each(['lint', 'explain'])('%s answers in a moment', verb => {
  test.each(BOMBS)('about %s', async (_, text) => {
    const { result: { code, stdout }, processorMs } = await measured(async () => run([verb, '-'], { stdin: chunks(text) }));
    expect(processorMs).toBeLessThan(MOMENT_MS);
    expect([ExitCode.FINE, ExitCode.FINDINGS]).toContain(code);
    expect(stdout).not.toBe('');
  });
});
