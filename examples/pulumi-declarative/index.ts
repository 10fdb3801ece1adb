import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { Duration, Size } from 'cdk8s';
import { Gpu, Scaling } from 'slurm-constructs';
import * as slurm from 'slurm-constructs/pulumi';

const config = new pulumi.Config();

// Without the two switches a changed ConfigMap or Secret is deleted and made anew, and slurmctld looks at nothing in between.
const provider = new kubernetes.Provider('kubernetes', { enableConfigMapMutable: true, enableSecretMutable: true });

const namespace = new kubernetes.core.v1.Namespace('research', {
  metadata: { name: 'research', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
}, { provider });

const keys = new slurm.SlurmKeys('research-keys', { namespace: namespace.metadata.name, cluster: 'research' }, { provider });

const research = new slurm.SlurmCluster('research', {
  name: 'research',
  namespace: namespace.metadata.name,
  clusterName: 'research',
  authKeys: keys.authKeys,
  slurmConf: { defMemPerGpu: Size.gibibytes(100), defMemPerCpu: Size.gibibytes(4) },
  nodeSets: {
    cpu: { scaling: Scaling.fixed(config.getNumber('cpuNodes') ?? 4) },
  },
  gpuNodeSets: {
    l40s: { gpu: Gpu.L40S, gpusPerNode: 4, scaling: Scaling.fixed(2), nodeSelector: { 'node-pool': config.get('gpuPool') ?? 'l40s' } },
  },
  partitions: {
    batch: { nodeSets: ['cpu'], isDefault: true, maxTime: Duration.days(1), defaultTime: Duration.hours(1) },
    gpu: { nodeSets: ['l40s'], maxTime: Duration.hours(12) },
  },
  loginSets: { main: {} },
}, { provider });

export const restUrl = research.restUrl;
export const loginServices = research.loginServices;
export const nodeSets = research.nodeSets;
