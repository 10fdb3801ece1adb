import { NodeSetFacts } from './node-set-facts';
import { PredictedFile, PredictedLine } from './predict/predicted-file';
import { Assignment, isYes, readLogicalLines } from './slurm-text';

/** A partition as slurmctld will read it. */
export interface PartitionFacts {
  readonly name: string;
  /** Value of `Nodes=`. */
  readonly nodes: string;
  readonly isDefault: boolean;
  readonly options: readonly Assignment[];
  /** NodeSets whose nodes it holds; complete unless `foreignNodes` has entries. */
  readonly nodeSets: readonly NodeSetFacts[];
  /** Words of `Nodes=` that name no NodeSet of this cluster. */
  readonly foreignNodes: readonly string[];
  /** The line of slurm.conf that defines it. */
  readonly line: PredictedLine;
}

/** Reads the partitions of a predicted slurm.conf. */
export function readPartitions(file: PredictedFile, nodeSets: readonly NodeSetFacts[]): PartitionFacts[] {
  const partitions: PartitionFacts[] = [];
  const byName = new Map(nodeSets.map(nodeSet => [nodeSet.slurmName, nodeSet]));
  let defaults: readonly Assignment[] = [];
  for (const { pairs, line } of readLogicalLines(file.text)) {
    if (pairs[0].key.toLowerCase() !== 'partitionname') {
      continue;
    }
    const options = [...defaults, ...pairs.slice(1)];
    if (pairs[0].value.toUpperCase() === 'DEFAULT') {
      defaults = options;
      continue;
    }
    const nodes = lastValue(options, 'Nodes') ?? '';
    const words = splitOutsideBrackets(nodes);
    const all = words.some(word => word.toUpperCase() === 'ALL');
    partitions.push({
      name: pairs[0].value,
      nodes,
      isDefault: isYes(lastValue(options, 'Default') ?? 'no'),
      options,
      nodeSets: all ? nodeSets : words.flatMap(word => byName.get(word) ?? []),
      foreignNodes: words.filter(word => word.toUpperCase() !== 'ALL' && !byName.has(word)),
      line: file.lines[line - 1],
    });
  }
  return partitions;
}

/** The value that counts when a key stands several times on a line. */
export function lastValue(options: readonly Assignment[], key: string): string | undefined {
  return options.filter(option => option.key.toLowerCase() === key.toLowerCase()).at(-1)?.value;
}

function splitOutsideBrackets(nodes: string): string[] {
  const words: string[] = [];
  let start = 0;
  let isInBrackets = false;
  for (let at = 0; at <= nodes.length; at++) {
    if (at === nodes.length || (nodes[at] === ',' && !isInBrackets)) {
      words.push(nodes.slice(start, at).trim());
      start = at + 1;
    } else if (nodes[at] === '[' || nodes[at] === ']') {
      isInBrackets = nodes[at] === '[';
    }
  }
  return words.filter(word => word !== '');
}
