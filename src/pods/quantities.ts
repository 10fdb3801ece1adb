import { Size, SizeRoundingBehavior } from 'cdk8s';
import { ContainerResources, k8s } from 'cdk8s-plus-28';

/** A Kubernetes quantity from its text or number, without loading the class. */
export function quantity(value: string | number): k8s.Quantity {
  return { value };
}

/** A size in the largest binary unit that holds it exactly, e.g. `64Gi`. */
export function sizeText(size: Size): string {
  const mebibytes = size.toMebibytes({ rounding: SizeRoundingBehavior.NONE });
  for (const [unit, factor] of [['Ti', 1024 * 1024], ['Gi', 1024]] as const) {
    if (mebibytes >= factor && mebibytes % factor === 0) {
      return `${mebibytes / factor}${unit}`;
    }
  }
  return Number.isInteger(mebibytes) ? `${mebibytes}Mi` : `${size.toKibibytes({ rounding: SizeRoundingBehavior.NONE })}Ki`;
}

/** Whole MiB of a size, rounded down: Slurm counts memory in MiB. */
export function wholeMebibytes(size: Size): number {
  return Math.floor(size.toMebibytes({ rounding: SizeRoundingBehavior.NONE }));
}

export type Quantities = { [name: string]: k8s.Quantity };

/** Requests and limits from cdk8s-plus resources. */
export function quantities(resources: ContainerResources = {}): { requests: Quantities; limits: Quantities } {
  const requests: Quantities = {};
  const limits: Quantities = {};
  if (resources.cpu?.request) { requests.cpu = quantity(resources.cpu.request.amount); }
  if (resources.cpu?.limit) { limits.cpu = quantity(resources.cpu.limit.amount); }
  if (resources.memory?.request) { requests.memory = quantity(sizeText(resources.memory.request)); }
  if (resources.memory?.limit) { limits.memory = quantity(sizeText(resources.memory.limit)); }
  if (resources.ephemeralStorage?.request) { requests['ephemeral-storage'] = quantity(sizeText(resources.ephemeralStorage.request)); }
  if (resources.ephemeralStorage?.limit) { limits['ephemeral-storage'] = quantity(sizeText(resources.ephemeralStorage.limit)); }
  return { requests, limits };
}
