import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** A ServiceMonitor has metrics to scrape. */
export class ServiceMonitorNeedsMetrics implements ILintRule {
  public readonly id = 'OPR-036';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'a ServiceMonitor has metrics to scrape';

  public check(model: ClusterModel): RuleFinding[] {
    return model.facts.controllers.filter(({ metricsEnabled, serviceMonitorEnabled }) => serviceMonitorEnabled && !metricsEnabled).map(({ ref }) => ({
      subject: ref,
      field: 'spec.metrics.serviceMonitor.enabled',
      message: '\'metrics.serviceMonitor\' is on but \'metrics.enabled\' is off: the operator makes no ServiceMonitor',
      fix: 'set \'metrics.enabled: true\'',
    }));
  }
}
