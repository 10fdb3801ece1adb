import { Hostlist } from './hostlist';
import { BlockTopology } from './topology';
import { TopologyFindings } from './topology-findings';

const LEVELS = 16;
const IMPLIED_LEVELS = 5;

/**
 * Sizes that slurmctld places jobs by: those written, or without them 1, 2, 4, 8 and 16 times the first block. Levels behind the first
 * that holds all blocks are dropped. Empty when there is nothing to derive them from.
 */
export function blockSizesInForce(topology: BlockTopology): number[] {
  const { blockSizes, blocks } = topology;
  if (blockSizes !== undefined && blockSizes.length > 0) {
    return blockSizes;
  }
  const base = Hostlist.parse(blocks[0]?.nodes ?? '').value?.count ?? 0;
  const sizes = base === 0 ? [] : Array.from({ length: IMPLIED_LEVELS }, (_, level) => base * 2 ** level);
  const covering = sizes.findIndex(size => size / base >= blocks.length);
  return covering < 0 ? sizes : sizes.slice(0, covering + 1);
}

/** The first size that slurmctld would refuse, with the reason; undefined when all are fine. */
function blockSizeProblem(sizes: readonly number[]): { index: number; reason: string } | undefined {
  const [base] = sizes;
  for (const [index, size] of sizes.entries()) {
    if (!Number.isInteger(size) || size < 1) {
      return { index, reason: `${size} is not a whole number of 1 or more` };
    }
    const factor = size / base;
    if (!Number.isInteger(factor) || !Number.isInteger(Math.log2(factor)) || factor >= 2 ** LEVELS) {
      return { index, reason: `${size} is not ${base} times a power of two` };
    }
  }
  return undefined;
}

/** Checks blocks and their sizes; returns the nodes in blocks. */
export function checkBlocks(topology: BlockTopology, findings: TopologyFindings): Hostlist {
  const { blocks } = topology;
  const blockSizes = topology.blockSizes?.length ? topology.blockSizes : undefined;
  if (blocks.length === 0) {
    findings.error('TOPO-015', topology.name, topology.spans?.blocks ?? topology.spans?.block, 'the topology has no blocks, which is fatal in slurmctld', 'add a block');
  }
  checkSizes(topology, findings);
  const names = new Set<string>();
  const seen = new Set<string>();
  const small: string[] = [];
  for (const block of blocks) {
    if (names.has(block.name)) {
      findings.error('TOPO-014', block.name, block.spans?.block, `block '${block.name}' is defined twice, which is fatal in slurmctld`, 'give every block a name of its own');
    }
    names.add(block.name);
    const nodes = block.nodes === undefined ? Hostlist.EMPTY : findings.hostlist(block, block.nodes, block.spans?.nodes) ?? Hostlist.EMPTY;
    if (nodes.isEmpty && blockSizes === undefined && block.nodes === undefined) {
      findings.error('TOPO-015', block.name, block.spans?.block, `block '${block.name}' has no nodes and there are no block sizes, which is fatal in slurmctld`,
        'give block sizes such as [4], or list the nodes of the block');
    }
    if (!nodes.isEmpty && blockSizes !== undefined && nodes.count < blockSizes[0]) {
      small.push(`${block.name} (${nodes.count})`);
    }
    const shared = nodes.expand().filter(node => seen.has(node) || !seen.add(node));
    if (shared.length > 0) {
      findings.warning('TOPO-013', block.name, block.spans?.nodes, `'${Hostlist.fold(shared)}' stands in block '${block.name}' and in another place`,
        'list every node in one block, once');
    }
  }
  if (small.length > 0 && blockSizes !== undefined) {
    const [first] = small;
    const shown = small.length === 1 ? `block ${first} has` : `${small.length} blocks, the first ${first}, have`;
    findings.warning('TOPO-011', topology.name, topology.spans?.block_sizes,
      `${shown} fewer nodes than the first block size ${blockSizes[0]}, so a job of ${blockSizes[0]} nodes never starts there`,
      'use the node count of the smallest block as the first size');
  }
  return Hostlist.fromNames(seen);
}

function checkSizes(topology: BlockTopology, findings: TopologyFindings): void {
  const { blocks, blockSizes } = topology;
  if (blockSizes === undefined || blockSizes.length === 0) {
    const sizes = blockSizesInForce(topology);
    if (blocks.length > 1 && sizes.length > 1) {
      findings.warning('TOPO-012', topology.name, topology.spans?.blocks,
        `there are no block sizes, so slurmctld aggregates blocks to [${sizes.join(', ')}] and jobs wait for neighbouring blocks`,
        `write the sizes: [${sizes[0]}] lets jobs combine any blocks`);
    }
    return;
  }
  const problem = blockSizeProblem(blockSizes);
  if (problem !== undefined) {
    findings.error('TOPO-010', topology.name, topology.spans?.[`block_sizes.${problem.index}`] ?? topology.spans?.block_sizes,
      `block sizes [${blockSizes.join(', ')}] are fatal in slurmctld: ${problem.reason}`, 'use sizes such as [4, 8, 32]');
  }
}
