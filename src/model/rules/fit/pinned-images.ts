import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ObjectFacts } from '../../component-facts';
import { isFloating } from '../../image-version';
import { PodFacts } from '../../pod-facts';
import { ILintRule, RuleFinding } from '../../rule';

/** Images are the same ones tomorrow. */
export class PinnedImages implements ILintRule {
  public readonly id = 'FIT-012';
  public readonly severity = LintSeverity.WARNING;
  public readonly title = 'images are the same ones tomorrow';

  public check(model: ClusterModel): RuleFinding[] {
    const { controllers, accountings, nodeSets, loginSets, restApis } = model.facts;
    return [
      ...controllers.flatMap(object => floating(object, { logfile: object.logfileImage, reconfigure: object.reconfigureImage })),
      ...accountings.flatMap(object => floating(object, {})),
      ...nodeSets.flatMap(object => floating(object, { logfile: object.logfileImage })),
      ...loginSets.flatMap(object => floating(object, { initconf: object.initconfImage })),
      ...restApis.flatMap(object => floating(object, {})),
    ];
  }
}

type NamedImage = readonly [container: string, image: string | undefined];

interface OtherImages {
  readonly [container: string]: string | undefined;
}

function floating({ ref, pod }: ObjectFacts & { readonly pod: PodFacts }, others: OtherImages): RuleFinding[] {
  const all: NamedImage[] = [
    [pod.daemon, pod.container.image],
    ...Object.entries(others),
    ...[...pod.containers, ...pod.initContainers].map(({ name, image }): NamedImage => [name ?? '', image]),
  ];
  const images = all.filter(([, image]) => image && isFloating(image));
  return images.length === 0 ? [] : [{
    subject: ref,
    field: `spec.${images[0][0]}.image`,
    message: `${images.map(([container, image]) => `${container} runs '${image}'`).join(', ')}: what that is changes without a change here, also between nodes`,
    fix: 'name a version tag or a digest, e.g. docker.io/library/alpine:3.23.3',
  }];
}
