import { Axes, Topology, TopologyKind, TopologyRecord, TorusRecord } from './topology';

/** Text that YAML reads as a string of itself when it stands alone in a block map. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_.,[\]/-]*$/;
const NOT_TEXT = /^(?:true|false|yes|no|on|off|y|n|null)$/i;

/** The text of topology.yaml: one entry per topology, in this order, records in their order. */
export function renderTopologyYaml(topologies: readonly Topology[]): string {
  return topologies.map(topology => entryLines(topology).map((line, i) => `${i === 0 ? '- ' : '  '}${line}\n`).join('')).join('');
}

function entryLines(topology: Topology): string[] {
  return [
    ...(topology.name === '' ? [] : [`topology: ${scalar(topology.name)}`]),
    ...(topology.isClusterDefault === undefined ? [] : [`cluster_default: ${topology.isClusterDefault}`]),
    ...bodyLines(topology),
  ];
}

function bodyLines(topology: Topology): string[] {
  switch (topology.kind) {
    case TopologyKind.TREE:
      return ['tree:', '  switches:', ...topology.switches.flatMap(each => record('switch', each, [['children', each.children]]))];
    case TopologyKind.BLOCK: {
      const { blockSizes } = topology;
      const sizes = blockSizes === undefined || blockSizes.length === 0 ? [] : ['  block_sizes:', ...blockSizes.map(size => `    - ${size}`)];
      return ['block:', ...sizes, '  blocks:', ...topology.blocks.flatMap(each => record('block', each))];
    }
    case TopologyKind.RING:
      return ['ring:', '  rings:', ...topology.rings.flatMap(each => record('ring', each))];
    case TopologyKind.TORUS3D:
      return ['torus3d:', '  toruses:', ...topology.toruses.flatMap(torusLines)];
    case TopologyKind.FLAT:
      return topology.alphaStepRank === undefined ? ['flat: true'] : ['flat:', `  alpha_step_rank: ${topology.alphaStepRank}`];
  }
}

function record(key: string, { name, nodes }: TopologyRecord, more: [string, string | undefined][] = []): string[] {
  return [
    `    - ${key}: ${scalar(name)}`,
    ...[...more, ['nodes', nodes] as const].flatMap(([field, value]) => value === undefined ? [] : [`      ${field}: ${scalar(value)}`]),
  ];
}

function torusLines(torus: TorusRecord): string[] {
  const { regions, placements } = torus;
  return [
    `    - name: ${scalar(torus.name)}`,
    `      dims: ${axes(torus.dims)}`,
    ...(torus.nodes === undefined ? [] : [`      nodes: ${scalar(torus.nodes)}`]),
    ...(regions === undefined ? [] : ['      regions:', ...regions.flatMap(({ anchor, dims, nodes }) =>
      [`        - anchor: ${axes(anchor)}`, `          dims: ${axes(dims)}`, `          nodes: ${scalar(nodes)}`])]),
    ...(placements === undefined ? [] : ['      placements:', ...placements.flatMap(({ dims, anchorSeed, anchorSpacing }) => [
      `        - dims: ${axes(dims)}`,
      ...(anchorSeed === undefined ? [] : [`          anchor_seed: ${axes(anchorSeed)}`]),
      ...(anchorSpacing === undefined ? [] : [`          anchor_spacing: ${axes(anchorSpacing)}`]),
    ])]),
  ];
}

function axes({ x, y, z }: Axes): string {
  return `{x: ${x}, y: ${y}, z: ${z}}`;
}

function scalar(text: string): string {
  return PLAIN.test(text) && !NOT_TEXT.test(text) ? text : `'${text.replace(/'/g, '\'\'')}'`;
}
