import { LintSeverity } from '../../../../slurm/finding';
import { Tres } from '../../../../slurm/tres';
import { DeclaredCluster } from '../../../declared-cluster';
import { lastValue } from '../../../partition-facts';
import { includesFiles } from '../../../slurm-text';
import { ClusterCheck, finding } from '../cluster-check';

/** Checks of weights that stand for TRES. */
export const TRES_WEIGHTS: readonly ClusterCheck[] = [
  {
    id: 'PRIO-008',
    severity: LintSeverity.ERROR,
    title: 'PriorityWeightTRES weighs TRES that are recorded',
    find: cluster => {
      const setting = cluster.settings.find('PriorityWeightTRES');
      const unknown = setting === undefined ? undefined : unrecorded(cluster, setting.value);
      return unknown === undefined ? [] : [finding(cluster, setting?.line, `PriorityWeightTRES weighs ${unknown}, which AccountingStorageTRES does not list: slurmctld exits`, fixFor(unknown))];
    },
  },
  {
    id: 'PART-120',
    severity: LintSeverity.ERROR,
    title: 'TRESBillingWeights weigh TRES that are recorded',
    find: cluster => cluster.partitions.flatMap(({ name, options, line }) => {
      const unknown = unrecorded(cluster, lastValue(options, 'TRESBillingWeights') ?? '');
      return unknown === undefined ? [] : [finding(cluster, line, `TRESBillingWeights of partition '${name}' weigh ${unknown}, which AccountingStorageTRES does not list: slurmctld exits`, fixFor(unknown))];
    }),
  },
];

function unrecorded({ settings, controller }: DeclaredCluster, weights: string): string | undefined {
  if (includesFiles(controller.extraConf)) {
    return undefined;
  }
  const recorded = settings.words('AccountingStorageTRES');
  const names = Tres.parseWeights(weights.replace(/=-/g, '=')).value ?? [];
  return names.find(({ tres }) => !tres.isBuiltIn && !recorded.includes(tres.toString().toLowerCase()))?.tres.toString();
}

function fixFor(name: string): string {
  return `add ${name} to AccountingStorageTRES, which needs slurmdbd, or remove the weight`;
}
