import { App, Chart } from 'cdk8s';
import { Scaling, SlurmCluster, SlurmImage, SlurmPreset } from 'slurm-constructs';

const gresConf = `NodeName=kind-worker[4-9] Name=gpu Type=gpu.example.com File=/dev/tty[10-17] Count=8
`;

const topologyYaml = `---
- topology: topo-switch
  cluster_default: true
  tree:
    switches:
      - switch: sw_root
        children: s[1-2]
      - switch: s1
      - switch: s2
`;

/** Nodes that slurm-bridge shares between Slurm and Kubernetes, with terminals in the place of GPUs. */
export function build(app: App): void {
  const chart = new Chart(app, 'slurm', { namespace: 'slurm' });

  const cluster = new SlurmCluster(chart, 'slurm', {
    preset: SlurmPreset.OPERATOR,
    configFiles: { 'gres.conf': gresConf, 'topology.yaml': topologyYaml },
  });

  const bridge = cluster.addNodeSet('slurm-bridge', {
    scaling: Scaling.daemonSet(),
    image: SlurmImage.of('ghcr.io/slinkyproject/slurmd:25.11-ubuntu24.04'),
    gres: [{ name: 'gpu', type: 'gpu.example.com', count: 8 }],
    nodeSelector: { 'scheduler.slinky.slurm.net/slurm-bridge': 'worker' },
    tolerations: [{ key: 'slinky.slurm.net/managed-node', operator: 'Equal', value: 'slurm-bridge-scheduler', effect: 'NoExecute' }],
  });
  cluster.addPartition('slurm-bridge', { nodeSets: [bridge] });
}
