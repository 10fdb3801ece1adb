/** The address of one Kubernetes object, and of the text or construct that declared it. */
export interface ObjectRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Path of the construct that made the object, when we synthesized it. */
  readonly construct?: string;
  /** File the object was read from. */
  readonly file?: string;
  /** Line of `file` where the object starts, from 1. */
  readonly line?: number;
}

/** The object as a person would name it: `NodeSet slurm/gpu`. */
export function objectLabel(ref: ObjectRef): string {
  return ref.namespace === '' ? `${ref.kind} ${ref.name}` : `${ref.kind} ${ref.namespace}/${ref.name}`;
}
