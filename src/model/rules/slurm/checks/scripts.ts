import { logicalLines, scanFields } from '../../../../slurm/conf-scanner';
import { LintSeverity } from '../../../../slurm/finding';
import { effectiveFiles } from '../../../config-files';
import { readLogicalLines } from '../../../slurm-text';
import { ClusterCheck, finding, hidesFiles } from '../cluster-check';

/** Checks of scripts and of the files that say where jobs keep their private data. */
export const SCRIPT_CHECKS: readonly ClusterCheck[] = [
  {
    id: 'PRO-011',
    severity: LintSeverity.ERROR,
    title: 'BasePath of job_container.conf lies outside of its Dirs',
    find: cluster => {
      const file = effectiveFiles(cluster.files).get('job_container.conf');
      return file === undefined ? [] : logicalLines(file.text).flatMap(({ text }) => {
        const { fields } = scanFields(text);
        const value = (key: string): string | undefined => fields.find(field => field.key.toLowerCase() === key)?.value;
        const base = withSlash(value('basepath') ?? '');
        const inside = (value('dirs') ?? '').split(',').filter(dir => dir !== '').find(dir => withSlash(dir).startsWith(base));
        return base === '/' || inside === undefined ? [] : [{
          subject: file.configMap.ref,
          field: 'data["job_container.conf"]',
          message: `BasePath=${value('basepath')} is or holds ${inside} of Dirs, over which a job's own folder is mounted: every slurmd exits`,
          fix: 'use a BasePath elsewhere, such as /var/nvme/slurm',
        }];
      });
    },
  },
  {
    id: 'PRO-019',
    severity: LintSeverity.ERROR,
    title: 'prolog and epilog of nodes are files that nodes have',
    find: cluster => !/prolog|epilog/i.test(cluster.controller.extraConf) ? [] : readLogicalLines(cluster.controller.extraConf).flatMap(({ pairs: [{ key, value }] }) => {
      if (!/^(prolog|epilog)$/i.test(key) || /[*?[]/.test(value)) {
        return [];
      }
      const line = cluster.settings.all(key).find(setting => setting.value === value)?.line;
      const wrong = (why: string): ReturnType<typeof finding>[] => [finding(
        cluster, line, `${key}=${value} ${why}: every node is drained at its first job`, `reference a ConfigMap with the script in '${key.toLowerCase()}ScriptRefs', and remove the line`,
      )];
      const isMounted = cluster.nodeSets.some(({ pod }) => pod.container.mounts.some(({ mountPath }) => mountPath.startsWith('/etc/slurm')));
      if (value.startsWith('/etc/slurm/') && !isMounted) {
        return wrong('lies in a folder where slurmd pods have nothing but their key');
      }
      if (value.startsWith('/')) {
        return [];
      }
      return value.includes('/') ? wrong('is no absolute path') : hidesFiles(cluster) || effectiveFiles(cluster.files).has(value) ? [] : wrong('is a file that no ConfigMap of the Controller holds');
    }),
  },
];

function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}
