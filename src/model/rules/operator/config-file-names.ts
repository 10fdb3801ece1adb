import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ConfigFile, FileRole } from '../../config-files';
import { ILintRule, RuleFinding } from '../../rule';

/** No two files of a Controller share a name in /etc/slurm. */
export class ConfigFileNames implements ILintRule {
  public readonly id = 'OPR-009';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'no two files of a Controller share a name in /etc/slurm';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(({ controller, files }) => {
      const byName = new Map<string, ConfigFile[]>();
      files.forEach(file => byName.set(file.name, [...byName.get(file.name) ?? [], file]));
      return [...byName].flatMap(([name, same]): RuleFinding[] => {
        const maps = [...new Set(same.map(file => file.configMap.ref.name))];
        const operators = OPERATOR_FILES.includes(name) ? ['the operator'] : [];
        const sources = [...operators, ...maps.map(map => `ConfigMap ${map}`)];
        return sources.length < 2 ? [] : [{
          subject: controller.ref,
          field: `spec.${same[same.length - 1].role}`,
          message: `file '${name}' comes from ${sources.join(' and ')}, but /etc/slurm is one flat folder: that of ${sources[sources.length - 1]} silently wins everywhere`,
          fix: `give each file its own name, e.g. ${PREFIXES[same[same.length - 1].role]}${name}`,
        }];
      });
    });
  }
}

const OPERATOR_FILES = ['jwt.key', 'slurm.key'];

const PREFIXES: { readonly [role in FileRole]: string } = {
  [FileRole.CONFIG]: 'site-',
  [FileRole.PROLOG]: 'prolog-',
  [FileRole.EPILOG]: 'epilog-',
  [FileRole.PROLOG_SLURMCTLD]: 'prolog-slurmctld-',
  [FileRole.EPILOG_SLURMCTLD]: 'epilog-slurmctld-',
};
