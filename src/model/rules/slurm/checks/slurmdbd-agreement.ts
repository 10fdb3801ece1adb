import { LintSeverity } from '../../../../slurm/finding';
import { predictSlurmdbdConf } from '../../../predict/slurmdbd-conf';
import { Settings } from '../../../settings';
import { ClusterCheck, finding } from '../cluster-check';

/** Keys that slurmctld and slurmdbd must agree on. */
export const SLURMDBD_AGREEMENT: readonly ClusterCheck[] = [
  agreement('AUTH-107', 'TLSType', 'tls/none'),
  agreement('CTL-057', 'HashPlugin', 'hash/k12'),
];

function agreement(id: string, key: string, byDefault: string): ClusterCheck {
  return {
    id,
    severity: LintSeverity.ERROR,
    title: `${key} is the same in slurm.conf and slurmdbd.conf`,
    find: cluster => {
      const file = cluster.accounting === undefined ? undefined : predictSlurmdbdConf(cluster.accounting);
      if (file === undefined) {
        return [];
      }
      const [ours, theirs] = [cluster.settings, Settings.of(file)].map(settings => settings.value(key, byDefault));
      return ours.toLowerCase() === theirs.toLowerCase() ? [] : [finding(
        cluster,
        (cluster.settings.find(key) ?? Settings.of(file).find(key))?.line,
        `${key} is ${ours} in slurm.conf but ${theirs} in slurmdbd.conf (${byDefault} unless set): slurmdbd refuses every connection of slurmctld`,
        `write ${key}=${ours === byDefault ? theirs : ours} in extraConf of the Controller and of the Accounting`,
      )];
    },
  };
}
