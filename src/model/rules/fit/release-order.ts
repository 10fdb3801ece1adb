import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { parseImage } from '../../image-version';
import { ObjectRef } from '../../object-ref';
import { PodFacts } from '../../pod-facts';
import { ILintRule, RuleFinding } from '../../rule';

/** Slurmdbd is not older, and slurmd, login and slurmrestd are not newer, than slurmctld. */
export class ReleaseOrder implements ILintRule {
  public readonly id = 'FIT-011';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'slurmdbd is not older, and slurmd, login and slurmrestd are not newer, than slurmctld';

  public check(model: ClusterModel): RuleFinding[] {
    return model.ownClusters.flatMap(({ controller, accounting, nodeSets, loginSets, restApis }) => {
      const slurmctld = release(controller.pod);
      if (slurmctld === undefined) {
        return [];
      }
      const found = (subject: ObjectRef, pod: PodFacts, message: string, fix: string): RuleFinding => ({ subject, field: `spec.${pod.daemon}.image`, message, fix });
      const clients = [...nodeSets, ...loginSets, ...restApis].flatMap(({ ref, pod }) => {
        const own = release(pod);
        if (own === undefined) {
          return [];
        }
        if (ordinal(own) > ordinal(slurmctld)) {
          return [found(ref, pod, `${pod.daemon} is of release ${own} but slurmctld of ${slurmctld}: an older slurmctld refuses newer peers`, `use a ${slurmctld} image, or upgrade slurmdbd and slurmctld to ${own} first`)];
        }
        return ordinal(slurmctld) - ordinal(own) <= WINDOW ? [] : [found(ref, pod, `${pod.daemon} is of release ${own}, more than three before that of slurmctld (${slurmctld}), which refuses it`, `use a ${slurmctld} image`)];
      });
      const slurmdbd = accounting === undefined || accounting.external ? undefined : release(accounting.pod);
      const database = accounting === undefined || slurmdbd === undefined || ordinal(slurmdbd) >= ordinal(slurmctld) ? [] : [found(
        accounting.ref, accounting.pod, `slurmdbd is of release ${slurmdbd} but slurmctld of ${slurmctld}: slurmdbd refuses it and job records pile up`, `use a ${slurmctld} image for slurmdbd first`,
      )];
      return [...clients, ...database];
    });
  }
}

const WINDOW = 3;

function release(pod: PodFacts): string | undefined {
  return pod.container.image === undefined ? undefined : parseImage(pod.container.image).release;
}

// Two releases a year: 25.05, 25.11, 26.05.
function ordinal(name: string): number {
  const [year, month] = name.split('.');
  return Number(year) * 2 + (month === '11' ? 1 : 0);
}
