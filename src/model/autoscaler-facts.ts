import { ObjectFacts } from './component-facts';
import { Fields } from './fields';

/** What changes the number of nodes of a NodeSet while the cluster runs: a KEDA ScaledObject or a HorizontalPodAutoscaler. */
export interface AutoscalerFacts extends ObjectFacts {
  readonly nodeSetName: string;
  /** Fewest nodes, when nothing is to be done. */
  readonly min: number;
  /** Most nodes. */
  readonly max: number;
}

/** Reads a ScaledObject (keda.sh/v1alpha1); undefined when it scales something else. */
export function readScaledObject(base: ObjectFacts, spec: Fields): AutoscalerFacts | undefined {
  return scalerOf(base, spec, spec.integer('idleReplicaCount') ?? spec.integer('minReplicaCount') ?? 0, spec.integer('maxReplicaCount') ?? 100);
}

/** Reads a HorizontalPodAutoscaler; undefined when it scales something else, or is one that KEDA made for a ScaledObject. */
export function readHorizontalPodAutoscaler(base: ObjectFacts, spec: Fields): AutoscalerFacts | undefined {
  return base.owned ? undefined : scalerOf(base, spec, spec.integer('minReplicas') ?? 1, spec.integer('maxReplicas') ?? 1);
}

function scalerOf(base: ObjectFacts, spec: Fields, min: number, max: number): AutoscalerFacts | undefined {
  const target = spec.child('scaleTargetRef');
  return target.text('kind') !== 'NodeSet' || !(target.text('apiVersion') ?? '').startsWith('slinky.slurm.net/')
    ? undefined
    : { ...base, nodeSetName: target.text('name') ?? '', min, max };
}
