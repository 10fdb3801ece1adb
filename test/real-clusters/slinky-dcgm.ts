import { App, Chart } from 'cdk8s';
import { Scaling, Script, SlurmCluster, SlurmPreset } from 'slurm-constructs';

const jobMapping = '/var/lib/dcgm-exporter/job-mapping';

const prolog = `#!/bin/bash
# Tells dcgm-exporter which job has which GPU.
[ -n "$SLURM_JOB_GPUS" ] || exit 0
mkdir -p ${jobMapping}
for gpu in \${SLURM_JOB_GPUS//,/ }; do
  printf '%s' "$SLURM_JOB_ID" > "${jobMapping}/$gpu"
done
`;

const epilog = `#!/bin/bash
for gpu in \${SLURM_JOB_GPUS//,/ }; do
  rm -f "${jobMapping}/$gpu"
done
`;

/**
 * Jobs told to dcgm-exporter. The values name an image, two GPUs and memory at a place where the chart does not read them, so what runs is a
 * plain node set; so it is here.
 */
export function build(app: App): void {
  const chart = new Chart(app, 'slurm', { namespace: 'slurm' });

  const cluster = new SlurmCluster(chart, 'slurm', {
    preset: SlurmPreset.OPERATOR,
    prologs: { '90-dcgm.sh': Script.inline(prolog) },
    epilogs: { '90-dcgm.sh': Script.inline(epilog) },
  });

  cluster.addNodeSet('gpu-nodes', { scaling: Scaling.fixed(1) });
  cluster.addPartition('all');
}
