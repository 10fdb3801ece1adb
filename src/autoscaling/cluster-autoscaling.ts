import { elasticLimit, elasticProblems, gpusOf, heldBy } from './elastic-partitions';
import { ElasticPolicy, ElasticQos, elasticQos } from './elastic-qos';
import { SizedPartition, submitCheckScript } from './submit-check';
import type { ConfigFiles } from '../cluster/config-files';
import type { ConfLine } from '../cluster/controller-conf';
import type { Partition } from '../cluster/partition';
import type { PartitionValue } from '../cluster/partition-values';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import type { WorkerSet } from '../cluster/worker-set';
import { Problem, refuse } from '../errors/refuse';

const script = 'job_submit.lua';

/** What node sets that grow and shrink ask of the cluster as a whole. */
export class ClusterAutoscaling {
  private checksJobs = false;
  private policy?: ElasticPolicy;

  public constructor(
    private readonly cluster: SlurmCluster,
    private readonly files: ConfigFiles,
    private readonly ownConf: readonly ConfLine[],
    private readonly workers: () => readonly WorkerSet[],
    private readonly partitions: () => readonly Partition[],
  ) {}

  /** Takes note of a node set. */
  public add(workers: WorkerSet): void {
    if (!workers.scaling._auto?.checksJobsAtSubmit || this.checksJobs || this.cluster.isExternal) {
      return;
    }
    const own = this.ownConf.find(({ key }) => key.toLowerCase() === 'jobsubmitplugins')?.value;
    if (own !== undefined && !/(^|,)(job_submit\/)?lua(,|$)/.test(own)) {
      refuse(workers.owner, {
        id: 'AUTO-017', what: `'checksJobsAtSubmit' needs the plugin 'lua', and JobSubmitPlugins is '${own}'`, fix: "add 'lua' to it, or leave 'checksJobsAtSubmit' out",
      });
    }
    if (this.files.has(script)) {
      refuse(workers.owner, secondScript);
    }
    this.checksJobs = true;
    this.files.add(script, () => submitCheckScript(this.sizedPartitions()));
  }

  /** Refuses a file that would replace ours. */
  public refuseSecondFile(file: string): void {
    if (this.checksJobs && file === script) {
      refuse(this.cluster, secondScript);
    }
  }

  /** Lines of slurm.conf. */
  public conf(): ConfLine[] {
    return this.checksJobs ? [{ key: 'JobSubmitPlugins', value: 'lua' }] : [];
  }

  /** Takes note of the accounting policy, which keeps the QOS of partitions that grow. */
  public follow(policy: ElasticPolicy): void {
    this.policy = policy;
  }

  /** The QOS that the accounting policy is to keep. */
  public elasticQos(): ElasticQos[] {
    return this.partitions().flatMap(partition => this.qosOf(partition) ?? []);
  }

  /** What the node sets of a partition that grow ask of its line. */
  public valuesOf(partition: Partition): PartitionValue[] {
    const qos = this.policy?.isNamed ? this.qosOf(partition) : undefined;
    return [...elasticLimit(partition, this.workers()), ...qos === undefined ? [] : [{ key: 'QOS', value: qos.qosName }]];
  }

  private qosOf(partition: Partition): ElasticQos | undefined {
    return this.policy && elasticQos({
      clusterName: this.cluster.clusterName,
      clusterSuspends: /suspend|gang/i.test(this.cluster._ownConfValue('PreemptMode') ?? ''),
      partition,
      workers: this.workers(),
      policy: this.policy,
    });
  }

  public problems(): Problem[] {
    return elasticProblems(this.partitions(), this.workers());
  }

  private sizedPartitions(): SizedPartition[] {
    return this.partitions().flatMap(partition => {
      const held = heldBy(partition, this.workers());
      const cpus = held.map(workers => workers.cpus);
      return !held.some(({ scaling }) => scaling._auto?.checksJobsAtSubmit) ? [] : [{
        name: partition.partitionName,
        // One node of unknown size may be the largest.
        cpus: cpus.every(each => each !== undefined) ? Math.max(...cpus) : undefined,
        gpus: Math.max(...held.map(gpusOf)),
      }];
    });
  }
}

const secondScript: Problem = {
  id: 'AUTO-016',
  what: `'${script}' is a configuration file of the cluster, and 'checksJobsAtSubmit' of Scaling.auto() writes one: slurmctld runs one alone`,
  fix: "leave 'checksJobsAtSubmit' out, and see docs/autoscaling.md for what to add to your own",
};
