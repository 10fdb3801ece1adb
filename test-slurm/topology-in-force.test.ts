import { clusterYaml } from './cluster-yaml';
import { clusterOf } from './declared-clusters';
import { describeWithSlurm, slurm } from './real-slurm';
import { Sandbox } from '../src/sandbox';

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
      expect((await sandbox.exec('sbatch', ['--test-only', '--nodes=8', '--segment=4', '--wrap=true'])).stderr).toContain('on nodes gpu-[0-7]');
      await sandbox.exec('scontrol', ['update', 'NodeName=gpu-1', 'State=DOWN', 'Reason=test']);
      expect((await sandbox.exec('sbatch', ['--test-only', '--nodes=8', '--segment=4', '--wrap=true'])).stderr).not.toContain('gpu-0');
    } finally {
      await sandbox.stop();
    }
  });
});
