import { chunks, run } from './fake-io';
import { yamlStream } from './manifest-yaml';
import { ExitCode } from '../../src/cli/io';
import { controller, cpuCluster, gpuCluster, HEALTHY_CONF, nodeSet } from '../model/slinky-objects';

const LIMIT_MS = 1000;

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
  ['ten thousand unknown words', yamlStream(...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\nSchedulerParameters=${'a,'.repeat(10_000)}` } }))],
  ['twenty thousand continued lines', yamlStream(...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\n${'a \\\n'.repeat(20_000)}` } }))],
];

beforeAll(async () => {
  await run(['lint', '-'], { stdin: chunks(yamlStream(...gpuCluster())) });
});

describe.each(['lint', 'explain'])('%s answers within a second', verb => {
  test.each(BOMBS)('about %s', async (_, text) => {
    const start = performance.now();
    const { code, stdout } = await run([verb, '-'], { stdin: chunks(text) });
    expect(performance.now() - start).toBeLessThan(LIMIT_MS);
    expect([ExitCode.FINE, ExitCode.FINDINGS]).toContain(code);
    expect(stdout).not.toBe('');
  });
});
