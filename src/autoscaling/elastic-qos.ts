import { heldBy, roomOf } from './elastic-partitions';
import type { TresCounts } from '../accounting';
import type { Partition } from '../cluster/partition';
import type { WorkerSet } from '../cluster/worker-set';

/** A QOS by which a partition refuses jobs at submission that all its nodes could not hold. */
export interface ElasticQos {
  readonly partitionName: string;
  readonly qosName: string;
  /**
   * What jobs of one account may have together: all that the partition can ever have, so it keeps nobody waiting. It is not said of each job, since what the
   * QOS of a partition says of jobs goes before what accounts and the job's own QOS say of them, and would loosen it.
   */
  readonly maxTresPerAccount: TresCounts;
}

/** What a policy says about the QOS of partitions that grow. */
export interface ElasticPolicy {
  /** Whether partitions name it. */
  readonly isNamed: boolean;
  /** Limits of the policy's own QOS that one of a partition would go before: TRES of which they limit what an account may have. */
  readonly ownPerAccount: () => (keyof TresCounts)[];
}

/** What the QOS of a partition follows from. */
export interface ElasticQosProps {
  readonly clusterName: string;
  /** Whether jobs of the cluster may be suspended for others. */
  readonly clusterSuspends: boolean;
  readonly partition: Partition;
  readonly workers: readonly WorkerSet[];
  readonly policy: ElasticPolicy;
}

/** Words of a partition with which its jobs can have more CPUs and GPUs together than there are: a node still counts once. */
const shares = [{ key: 'OverSubscribe', pattern: /^(YES|FORCE)/ }, { key: 'PreemptMode', pattern: /SUSPEND|GANG/ }];

/** The QOS of a partition with a node set that grows, unless something else looks at the size of its jobs. */
export function elasticQos({ clusterName, clusterSuspends, partition, workers, policy }: ElasticQosProps): ElasticQos | undefined {
  const room = roomOf(partition, workers);
  const isCheckedElsewhere = partition._values.some(({ key }) => key === 'QOS') || heldBy(partition, workers).some(({ scaling }) => scaling._auto?.checksJobsAtSubmit);
  if (room === undefined || isCheckedElsewhere) {
    return undefined;
  }
  const own = policy.ownPerAccount();
  const countsNodesOnly = clusterSuspends || partition._values.some(({ key, value }) => shares.some(each => each.key === key && each.pattern.test(value)));
  const left = Object.entries(room).filter(([tres]) => !own.includes(tres as keyof TresCounts) && (tres === 'nodes' || !countsNodesOnly));
  return left.length === 0 ? undefined : {
    partitionName: partition.partitionName,
    // QOS belong to the database, which clusters may share, and have names in lower case.
    qosName: `elastic-${clusterName}-${partition.partitionName}`.toLowerCase(),
    maxTresPerAccount: Object.fromEntries(left),
  };
}
