import { NodeSetFacts } from '../node-set-facts';

/** The text after `slurmd --conf` that operator v1.2 gives to the pods of a NodeSet, or why it gives none. */
export interface NodeConfArgument {
  readonly text?: string;
  /** Pieces of extraConf on which the operator's reconciler panics. */
  readonly malformed: readonly string[];
}

/** Predicts `slurmd --conf '...'` of a NodeSet. */
export function predictNodeConf(nodeSet: NodeSetFacts): NodeConfArgument {
  const { items, malformed } = nodeSet.conf;
  if (malformed.length > 0) {
    return { malformed };
  }
  const values = new Map<string, string[]>([['Features', [nodeSet.slurmName]]]);
  for (const { key, value } of items) {
    const title = key.charAt(0).toUpperCase() + key.slice(1).toLowerCase();
    const name = title === 'Feature' ? 'Features' : title;
    values.set(name, [...values.get(name) ?? [], value]);
  }
  const text = [...values].map(([key, list]) => `${key}=${list.join(',')}`).sort().join(' ');
  return { text: `'${text}'`, malformed };
}
