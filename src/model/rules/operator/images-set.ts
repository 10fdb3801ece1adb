import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ObjectRef } from '../../object-ref';
import { ILintRule, RuleFinding } from '../../rule';

/** Every container has an image. */
export class ImagesSet implements ILintRule {
  public readonly id = 'OPR-029';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'every container has an image';

  public check(model: ClusterModel): RuleFinding[] {
    const { controllers, accountings, nodeSets, loginSets, restApis } = model.facts;
    const needed: [ObjectRef, string, string | undefined][] = [
      ...controllers.filter(({ external }) => !external).flatMap((controller): [ObjectRef, string, string | undefined][] => [
        [controller.ref, 'slurmctld', controller.pod.container.image],
        [controller.ref, 'logfile', controller.logfileImage],
        ...(controller.inplaceReconfigure ? [[controller.ref, 'reconfigure', controller.reconfigureImage] as [ObjectRef, string, string | undefined]] : []),
      ]),
      ...accountings.filter(({ external }) => !external).map(({ ref, pod }): [ObjectRef, string, string | undefined] => [ref, 'slurmdbd', pod.container.image]),
      ...nodeSets.flatMap(({ ref, pod, logfileImage }): [ObjectRef, string, string | undefined][] => [[ref, 'slurmd', pod.container.image], [ref, 'logfile', logfileImage]]),
      ...loginSets.flatMap(({ ref, pod, initconfImage }): [ObjectRef, string, string | undefined][] => [[ref, 'login', pod.container.image], [ref, 'initconf', initconfImage]]),
      ...restApis.map(({ ref, pod }): [ObjectRef, string, string | undefined] => [ref, 'slurmrestd', pod.container.image]),
    ];
    return needed.filter(([, , image]) => !image).map(([subject, container]) => ({
      subject,
      field: `spec.${container}.image`,
      message: `container '${container}' has no image, and neither operator nor schema has a default: the API server refuses the pod`,
      fix: `set '${container}.image', e.g. ${EXAMPLES[container] ?? `ghcr.io/slinkyproject/${container}:26.05-ubuntu26.04`}`,
    }));
  }
}

const EXAMPLES: { readonly [container: string]: string } = {
  logfile: 'docker.io/library/alpine:3.23.3',
  initconf: 'docker.io/library/alpine:3.23.3',
  reconfigure: 'ghcr.io/slinkyproject/slurmctld:26.05-ubuntu26.04',
};
