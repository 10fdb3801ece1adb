/** Who says which nodes a unit has. */
export enum MembersSource {
  /** Annotations of Kubernetes nodes that somebody else writes. */
  ANNOTATED = 'annotated',
  /** Annotations of Kubernetes nodes that the cluster writes. */
  LABELLED = 'labelled',
  /** topology.yaml alone. */
  LISTED = 'listed',
}
