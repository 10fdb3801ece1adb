import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { AutoScalingOptions } from './auto-scaling-options';
import { clusterProblems } from './auto-scaling-problems';
import { partitionsOf } from './elastic-partitions';
import { horizontalPodAutoscaler, wantedNodesRule } from './horizontal-pod-autoscaler';
import { scaledObject, triggerAuthentication } from './scaled-object';
import { wantedNodesQuery } from './wanted-nodes';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import type { WorkerSet } from '../cluster/worker-set';
import { Problem, problemText, refuseAll } from '../errors/refuse';

/** The autoscaler of one node set. */
export class NodeSetAutoscaler extends Construct {
  public constructor(
    scope: Construct, id: string, private readonly workers: WorkerSet, private readonly cluster: SlurmCluster, private readonly options: AutoScalingOptions,
  ) {
    super(scope, id);
    refuseAll(scope, clusterProblems(cluster, options));
    const name = `${cluster.name}-worker-${workers.name}`;
    const prometheus = options.autoscaler._prometheus;
    const query = Lazy.any({ produce: () => this.query });
    const target = { apiVersion: 'slinky.slurm.net/v1beta1', kind: 'NodeSet', name };
    const wanted = prometheus !== undefined
      ? triggerAuthentication(this, name, prometheus)
      : wantedNodesRule(this, name, { query, labels: options.autoscaler._ruleLabels, namespace: cluster.namespace, options });
    const scaler = prometheus !== undefined
      ? scaledObject(this, name, { target, query, prometheus, options })
      : horizontalPodAutoscaler(this, name, { target, namespace: cluster.namespace, options });
    scaler.addDependency(workers.resource, ...wanted === undefined ? [] : [wanted]);
    this.node.addValidation({ validate: () => this.problems().map(problemText) });
  }

  private get query(): string {
    const { selector, max, jobsPerNode, checksJobsAtSubmit, wantedNodes } = this.options;
    return wantedNodes ?? wantedNodesQuery({
      selector: selector ?? { job: `${this.cluster.name}-controller`, namespace: this.cluster.namespace },
      partitions: partitionsOf(this.workers.name, this.cluster.partitions).map(({ partitionName }) => partitionName),
      nodeSet: this.workers.name,
      max,
      jobsPerNode: jobsPerNode ?? 1,
      jobsSayNodes: checksJobsAtSubmit ?? false,
    });
  }

  private problems(): Problem[] {
    return this.options.wantedNodes !== undefined || partitionsOf(this.workers.name, this.cluster.partitions).length > 0 ? [] : [{
      id: 'AUTO-014',
      what: `node set '${this.workers.name}' is in no partition, so no job ever asks for its nodes`,
      fix: `add it to a partition: cluster.addPartition('${this.workers.name}', { nodeSets: [...] })`,
    }];
  }
}
