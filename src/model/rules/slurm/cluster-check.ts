import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { FileRole } from '../../config-files';
import { DeclaredCluster } from '../../declared-cluster';
import { PredictedLine } from '../../predict/predicted-file';
import { ILintRule, RuleFinding } from '../../rule';

/** A rule as one function over the clusters whose slurm.conf the operator writes. */
export interface ClusterCheck {
  readonly id: string;
  readonly severity: LintSeverity;
  readonly title: string;
  readonly find: (cluster: DeclaredCluster) => RuleFinding[];
}

/** Runs a check on every cluster. */
export class ClusterRule implements ILintRule {
  public readonly id: string;
  public readonly severity: LintSeverity;
  public readonly title: string;

  constructor(private readonly rule: ClusterCheck) {
    this.id = rule.id;
    this.severity = rule.severity;
    this.title = rule.title;
  }

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(cluster => this.rule.find(cluster));
  }
}

/** A finding about a line of a predicted file, or about the cluster as a whole. */
export function finding(cluster: DeclaredCluster, line: PredictedLine | undefined, message: string, fix: string): RuleFinding {
  const { object = cluster.controller.ref, field = 'spec.extraConf', fieldLine } = line?.origin ?? {};
  return { subject: object, field, ...(fieldLine === undefined ? {} : { fieldLine }), message, fix };
}

/** Whether ConfigMaps are out of sight that may hold any of slurmctld's files. */
export function hidesFiles(cluster: DeclaredCluster): boolean {
  return cluster.missingConfigMaps.some(({ role }) => role === FileRole.CONFIG);
}
