import { Conversion } from './conversion';
import { constant, Expression } from '../code/expression';
import { Value } from '../values/value';

/** Constants for volumes that several pods have alike, or one pod mounts several times. */
export class VolumeConstants {
  private readonly counts = new Map<string, number>();
  private readonly known = new Map<string, Expression>();

  /** @param pods The volumes of each pod. */
  public constructor(pods: readonly (Value | undefined)[]) {
    pods.flatMap(volumes => volumes?.items ?? []).map(keyOf).forEach(key => this.counts.set(key, (this.counts.get(key) ?? 0) + 1));
  }

  /** Whether several pods have it. */
  public isShared(volume: Value): boolean {
    return (this.counts.get(keyOf(volume)) ?? 0) > 1;
  }

  /** The constant of a volume, which the program makes before all that mounts it. */
  public of(conversion: Conversion, volume: Value, make: () => Expression): Expression {
    const known = this.known.get(keyOf(volume));
    if (known) {
      return known;
    }
    const name = conversion.constantName(volume.at('name')!.text);
    this.known.set(keyOf(volume), constant(name));
    // What it is made of may be a constant, too.
    const value = make();
    conversion.statements.push({ name, value, comments: [], origin: volume.origin });
    return constant(name);
  }
}

function keyOf(volume: Value): string {
  return JSON.stringify(volume.toData());
}
