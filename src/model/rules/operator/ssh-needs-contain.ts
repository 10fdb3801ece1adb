import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ILintRule, RuleFinding } from '../../rule';

/** Ssh to workers comes with PrologFlags=Contain. */
export class SshNeedsContain implements ILintRule {
  public readonly id = 'OPR-038';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'ssh to workers comes with PrologFlags=Contain';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(({ nodeSets, settings }) => settings.words('PrologFlags').some(flag => CONTAINING.includes(flag)) ? [] : nodeSets
      .filter(({ ssh }) => ssh?.enabled)
      .map(({ ref }) => ({
        subject: ref,
        field: 'spec.ssh.enabled',
        message: 'ssh is on but slurm.conf has no PrologFlags=Contain, so pam_slurm_adopt finds no job to put a session into and refuses everybody',
        fix: 'add PrologFlags=Contain to extraConf of the Controller',
      })));
  }
}

// X11 and RunInJob include Contain.
const CONTAINING = ['contain', 'runinjob', 'x11'];
