import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { FileRole } from '../../config-files';
import { ILintRule, RuleFinding } from '../../rule';

/** User config files are ones that Slurm reads. */
export class UnknownConfigFiles implements ILintRule {
  public readonly id = 'OPR-031';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'user config files are ones that Slurm reads';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(({ files, settings, slurmConf }) => files
      .filter(({ name, role }) => role === FileRole.CONFIG && !KNOWN.includes(name) && name !== 'slurm.conf' && name !== 'slurmdbd.conf')
      .filter(({ name }) => !slurmConf.text.includes(name) && !files.some(other => other.text.includes(name)) && settings.value('PlugStackConfig') !== name)
      .map(({ name, configMap }) => ({
        subject: configMap.ref,
        field: `data["${name}"]`,
        message: `Slurm reads no file '${name}', and no other file names it`,
        fix: `use one of ${KNOWN.join(', ')}, or name the file where it is read`,
      })));
  }
}

const KNOWN = [
  'acct_gather.conf', 'burst_buffer.conf', 'cgroup.conf', 'cli_filter.lua', 'gres.conf', 'helpers.conf', 'job_container.conf', 'job_submit.lua',
  'mpi.conf', 'namespace.yaml', 'oci.conf', 'plugstack.conf', 'topology.conf', 'topology.yaml',
];
