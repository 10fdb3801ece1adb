import { Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  AccountingPolicy, AccountingPolicyOptions, AdminLevel, FairShare, Gpu, PreemptMode, PreemptType, Qos, QosFlag, QosPreemptMode, Scaling, SlurmCluster,
  SlurmClusterProps,
} from '../../src';

/** A cluster with GPUs and accounting, on which policies are tried. */
export function policyCluster(chart: Chart, props: SlurmClusterProps = {}): SlurmCluster {
  const cluster = new SlurmCluster(chart, 'slurm', {
    clusterName: 'training',
    accounting: {},
    ...props,
    slurmConf: { preemptType: PreemptType.QOS, preemptMode: [PreemptMode.REQUEUE], defMemPerGpu: Size.gibibytes(60), ...props.slurmConf },
  });
  const h100 = cluster.addGpuNodeSet('h100', {
    gpu: Gpu.H100_80GB, gpusPerNode: 8, scaling: Scaling.fixed(4), cpu: Cpu.units(64), memory: Size.gibibytes(500),
  });
  cluster.addPartition('train', { nodeSets: [h100], isDefault: true });
  return cluster;
}

/** A policy with something of everything. */
export function researchPolicy(cluster: SlurmCluster, options: AccountingPolicyOptions = {}): AccountingPolicy {
  const policy = cluster.addAccountingPolicy('policy', options);
  const low = policy.addQos('low', {
    description: 'fills gaps', preemptMode: QosPreemptMode.REQUEUE, preemptExemptTime: Duration.minutes(20), graceTime: Duration.seconds(90), usageFactor: 0.5,
  });
  const high = policy.addQos('high', {
    flags: [QosFlag.OVER_PART_QOS, QosFlag.DENY_ON_LIMIT],
    priority: 100,
    preempt: [low],
    maxWall: Duration.days(1),
    maxTresPerUser: { gpus: 16, memory: Size.gibibytes(2000) },
    grpTresMins: { gpus: 60000 },
    maxJobsPerUser: 5,
    limitFactor: 1.5,
    usageThreshold: 0.2,
  });
  const research = policy.addAccount('research', {
    fairShare: FairShare.shares(10), grpTres: { gpus: 24, gpusByType: { h100: 24 }, cpus: 192 }, qos: [low, high, Qos.named('normal')], defaultQos: low,
  });
  const nlp = policy.addAccount('nlp', { parent: research, fairShare: FairShare.parent(), maxJobs: 4, organization: 'Language', grpWall: Duration.hours(100) });
  const vision = policy.addAccount('vision', { parent: research, description: 'Images: all of them', maxTresPerJob: { nodes: 1 } });
  policy.addUser('alice', { accounts: [nlp, vision], adminLevel: AdminLevel.OPERATOR, coordinates: [vision], maxSubmitJobs: 10 });
  policy.addUser('bob', { accounts: [vision], defaultQos: low });
  return policy;
}
