import { clusterYaml } from './cluster-yaml';
import { clusterOf } from './declared-clusters';
import { describeWithSlurm, slurm } from './real-slurm';
import { Sandbox } from '../src/sandbox';
import { Hostlist } from '../src/slurm/hostlist';

const topologyYaml = [
  '- topology: racks',
  '  cluster_default: true',
  '  block:',
  '    block_sizes: [4, 8]',
  '    blocks:',
  ...['gpu-[0-3]', 'gpu-[4-7]', 'gpu-[8-11]', 'gpu-[12-15]'].map((nodes, index) => `    - { block: b${index}, nodes: "${nodes}" }`),
  '',
].join('\n');

describeWithSlurm('topology of a sandbox', () => {
  test('blocks hold the declared nodes, and jobs are placed by them', async () => {
    const yaml = clusterYaml([{ name: 'gpu', replicas: 16 }], { extraConf: 'TopologyPlugin=topology/block', configFiles: { 'topology.yaml': topologyYaml } });
    const sandbox = await Sandbox.start(clusterOf(yaml), { slurm: slurm() });
    try {
      const { stdout } = await sandbox.exec('scontrol', ['show', 'topology']);
      expect(stdout).toMatch(/^BlockName=b2 BlockIndex=2 Nodes=gpu-\[8-11\] BlockSize=4$/m);
      const wholeBlocks = async () => {
        const { stderr } = await sandbox.exec('sbatch', ['--test-only', '--nodes=8', '--segment=4', '--wrap=true']);
        const numbers = Hostlist.of(/ on nodes (\S+) in /.exec(stderr)?.[1] ?? '').expand().map(name => Number(name.replace('gpu-', '')));
        const blocks = [...new Set(numbers.map(number => Math.floor(number / 4)))];
        expect(numbers).toEqual(blocks.flatMap(block => [0, 1, 2, 3].map(place => block * 4 + place)));
        return blocks;
      };
      const [block, ...others] = await wholeBlocks();
      expect(others).toHaveLength(1);
      await sandbox.exec('scontrol', ['update', `NodeName=gpu-${block * 4 + 1}`, 'State=DOWN', 'Reason=test']);
      const without = await wholeBlocks();
      expect(without).toHaveLength(2);
      expect(without).not.toContain(block);
    } finally {
      await sandbox.stop();
    }
  });
});
