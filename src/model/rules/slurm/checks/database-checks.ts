import { LintSeverity } from '../../../../slurm/finding';
import { TimeLimit } from '../../../../slurm/time-limit';
import { predictSlurmdbdConf } from '../../../predict/slurmdbd-conf';
import { Settings } from '../../../settings';
import { ClusterCheck, finding } from '../cluster-check';

const HOURS: { readonly [unit: string]: number } = { h: 1, d: 24, m: 24 * 30 };

/** Checks of the database and of how long it remembers. */
export const DATABASE_CHECKS: readonly ClusterCheck[] = [
  {
    id: 'DBD-020',
    severity: LintSeverity.WARNING,
    title: 'usage is kept as long as it counts',
    find: cluster => {
      const file = cluster.accounting === undefined ? undefined : predictSlurmdbdConf(cluster.accounting);
      const purge = file === undefined ? undefined : Settings.of(file).find('PurgeUsageAfter');
      const [, count, unit] = /^(\d+)\s*([hdm])?/i.exec(purge?.value ?? '') ?? [];
      const halfLife = TimeLimit.parse(cluster.settings.value('PriorityDecayHalfLife', '7-0')).value?.totalMinutes;
      if (count === undefined || halfLife === undefined || Number(count) * HOURS[(unit ?? 'm').toLowerCase()] * 60 >= halfLife) {
        return [];
      }
      return [finding(cluster, purge?.line, `PurgeUsageAfter=${purge?.value} is shorter than PriorityDecayHalfLife (7 days unless set): after a restart of slurmctld fair share has forgotten what was used`, 'keep usage for several half-lives, such as 12months')];
    },
  },
  {
    id: 'DBD-023',
    severity: LintSeverity.ERROR,
    title: 'the database is not looked for in the pod of slurmdbd',
    find: ({ accounting }) => {
      const host = accounting?.storage?.host ?? '';
      return accounting === undefined || accounting.external || !/^(localhost|127(\.\d+){3}|::1)$/i.test(host) || accounting.pod.containers.length + accounting.pod.initContainers.length > 0 ? [] : [{
        subject: accounting.ref,
        field: 'spec.storageConfig.host',
        message: `'storageConfig.host' is ${host}, which is the pod of slurmdbd itself, where no database runs: it never serves${host.toLowerCase() === 'localhost' ? ', and the client takes localhost for a socket file' : ''}`,
        fix: 'write the name of the Service or host of the database, such as mariadb',
      }];
    },
  },
];
