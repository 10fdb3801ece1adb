import { ApiObject, ApiObjectMetadata, ApiObjectProps, JsonPatch } from 'cdk8s';
import { resolveValues } from './resolve-values';
import { StrictPatches } from './strict-patches';
import { toWire } from './to-wire';
import { refuseIfThrows } from '../errors/refuse';

/** API version of the six Slinky kinds. */
const API_VERSION = 'slinky.slurm.net/v1beta1';

/** What cdk8s is to know of an object of ours; it never renders the spec, `SlinkyRenderer` does. */
export function slinkyProps(kind: string, metadata?: ApiObjectMetadata): ApiObjectProps {
  return { apiVersion: API_VERSION, kind, metadata };
}

/** Renders an L1 object: shared by the six kinds. */
export class SlinkyRenderer {
  private readonly patches: StrictPatches;

  public constructor(private readonly object: ApiObject, private readonly spec: object) {
    this.patches = new StrictPatches(object);
  }

  public patch(ops: JsonPatch[]): void {
    this.patches.add(ops);
  }

  public render(): object {
    const resolved = resolveValues(this.spec, this.object);
    const spec = refuseIfThrows(this.object, () => toWire(resolved), reason => ({
      id: 'ESC-004',
      what: `${reason}, which has no form in a manifest`,
      fix: 'pass a plain object, or for a cdk8s-plus object what it stands for, such as its name',
    }));
    const { apiVersion, kind } = this.object;
    return this.patches.apply({ apiVersion, kind, metadata: this.object.metadata.toJson(), spec });
  }
}
