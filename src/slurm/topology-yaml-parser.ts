import type { Alias, Document, LineCounter } from 'yaml';
import { Axes, BlockTopology, FlatTopology, RingTopology, Topology, TopologyKind, TorusTopology, TreeTopology } from './topology';
import { ParsedTopologies, TopologyFindings, TopologyForm } from './topology-findings';
import { isMap, isSeq, yamlLibrary } from './topology-yaml-library';
import { YamlFields, YamlSource } from './topology-yaml-nodes';

/** A ConfigMap, the only way the file reaches slurmctld on Kubernetes, holds 1 MiB. */
const MAX_CHARACTERS = 1_048_576;
const MAX_OPEN_BRACKETS = 500;
const KINDS = Object.values(TopologyKind);
const NOWHERE: Axes = { x: 0, y: 0, z: 0 };

/** Reads topology.yaml. Never throws; entries that slurmctld would stop at are findings and left out. Run `checkTopologies` on the result. */
export function parseTopologyYaml(text: string, file?: string): ParsedTopologies {
  const findings = new TopologyFindings({ form: TopologyForm.YAML, file });
  const refused = (line: number, column: number, message: string, fix: string) => {
    findings.error('TOPO-008', undefined, { offset: 0, length: 0, line, column }, message, fix);
    return { topologies: [], findings: findings.list };
  };
  if (text.length > MAX_CHARACTERS) {
    return refused(1, 1, `the file has ${text.length} characters but a ConfigMap holds ${MAX_CHARACTERS}`, 'fold node lists into ranges such as n[1-64]');
  }
  if (isNestedAbsurdly(text)) {
    return refused(1, 1, 'the file is nested too deeply to be a topology', 'close every bracket and brace');
  }
  const lines = new (yamlLibrary().LineCounter)();
  const read = readDocuments(text, lines);
  if (typeof read === 'string') {
    return refused(1, 1, `the file cannot be read as YAML: ${read}`, 'write a list of topologies');
  }
  const [document, second] = read.documents;
  for (const error of read.documents.flatMap(each => each.errors)) {
    const { line, col } = lines.linePos(error.pos[0]);
    return refused(line, col, `the file is not YAML, which is fatal in slurmctld: ${firstLine(error.message)}`, 'correct the syntax');
  }
  if (second !== undefined) {
    const { line, col } = lines.linePos(second.range[0]);
    return refused(line, col, 'the file holds several YAML documents', 'keep one, with a list of topologies');
  }
  if (document?.contents === null || document === undefined) {
    return refused(1, 1, 'the file is empty, which is fatal in slurmctld', 'write a topology, or leave the file out');
  }
  const source = new YamlSource(findings, lines);
  const alias = source.span(read.alias);
  if (alias !== undefined) {
    return refused(alias.line, alias.column, 'the file uses a YAML alias, which slurmctld does not read', 'write the value out');
  }
  const { contents } = document;
  if (isSeq(contents) && contents.items.length === 0) {
    const span = source.span(contents);
    findings.error('TOPO-007', undefined, span, 'the list of topologies is empty, at which slurmctld 26.05.5 crashes', 'write a topology, or leave the file out');
    return { topologies: [], findings: findings.list };
  }
  if (!isSeq(contents) && !isMap(contents)) {
    const span = source.span(contents);
    return refused(span?.line ?? 1, span?.column ?? 1, 'the file holds neither a list nor a map, which is fatal in slurmctld', 'write a list of topologies');
  }
  const entries = source.maps(isSeq(contents) ? contents.items : [contents], 'a topology', ['topology', 'cluster_default', ...KINDS]);
  return { topologies: entries.flatMap(entry => readTopology(entry, findings)), findings: findings.list };
}

// The reader takes seconds over such text before its stack ends. A guess by counting is enough, real files nest six levels.
function isNestedAbsurdly(text: string): boolean {
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest > MAX_OPEN_BRACKETS || /(?:[-?:] +){64}|^ {256}/m.test(text);
}

function readDocuments(text: string, lineCounter: LineCounter) {
  try {
    const read = yamlLibrary().parseAllDocuments(text, { lineCounter, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    const documents = Array.isArray(read) ? read : [];
    return { documents, alias: documents.map(firstAlias).find(alias => alias !== undefined) };
  } catch (error) {
    return firstLine(String(error));
  }
}

function firstAlias(document: Document): Alias | undefined {
  let found: Alias | undefined;
  const { visit } = yamlLibrary();
  visit(document, {
    Alias(_, alias) {
      found = alias;
      return visit.BREAK;
    },
  });
  return found;
}

function readTopology(entry: YamlFields, findings: TopologyFindings): Topology[] {
  const kinds = KINDS.filter(kind => entry.has(kind) && (kind !== TopologyKind.FLAT || entry.isMapAt(kind) || entry.bool(kind) === true));
  const name = entry.text('topology') ?? '';
  if (kinds.length !== 1) {
    findings.error('TOPO-006', name === '' ? undefined : name, entry.spans.entry,
      `topology '${name}' is ${kinds.length === 0 ? 'of no kind' : `${kinds.join(' and ')} at once`}, which is fatal in slurmctld`,
      `give it exactly one of ${KINDS.join(', ')}`);
    return [];
  }
  const isClusterDefault = entry.bool('cluster_default');
  const common = { name, ...(isClusterDefault === undefined ? {} : { isClusterDefault }) };
  return [READERS[kinds[0]](entry, common)];
}

interface CommonFields {
  readonly name: string;
  readonly isClusterDefault?: boolean;
}

const READERS: { [kind in TopologyKind]: (entry: YamlFields, common: CommonFields) => Topology } = {
  tree: (entry, common): TreeTopology => {
    const body = mapBody(entry, TopologyKind.TREE, ['switches']);
    const switches = body?.maps('switches', 'a switch', ['switch', 'children', 'nodes']) ?? [];
    return {
      ...common,
      kind: TopologyKind.TREE,
      spans: { ...entry.spans, ...body?.spans, entry: entry.spans.entry },
      switches: switches.map(each => ({ name: each.requiredText('switch'), ...optional(each, 'children'), ...optional(each, 'nodes'), spans: each.spans })),
    };
  },
  block: (entry, common): BlockTopology => {
    const body = mapBody(entry, TopologyKind.BLOCK, ['block_sizes', 'blocks']);
    const blocks = body?.maps('blocks', 'a block', ['block', 'nodes']) ?? [];
    const blockSizes = body?.numbers('block_sizes');
    return {
      ...common,
      kind: TopologyKind.BLOCK,
      spans: { ...entry.spans, ...body?.spans, ...body?.itemSpans('block_sizes'), entry: entry.spans.entry },
      ...(blockSizes === undefined || blockSizes.some(Number.isNaN) ? {} : { blockSizes }),
      blocks: blocks.map(each => ({ name: each.requiredText('block'), ...optional(each, 'nodes'), spans: each.spans })),
    };
  },
  ring: (entry, common): RingTopology => {
    const body = mapBody(entry, TopologyKind.RING, ['rings']);
    const rings = body?.maps('rings', 'a ring', ['ring', 'nodes']) ?? [];
    return {
      ...common,
      kind: TopologyKind.RING,
      spans: { ...entry.spans, ...body?.spans, entry: entry.spans.entry },
      rings: rings.map(each => ({ name: each.requiredText('ring'), ...optional(each, 'nodes'), spans: each.spans })),
    };
  },
  torus3d: (entry, common): TorusTopology => {
    const body = mapBody(entry, TopologyKind.TORUS3D, ['toruses']);
    const toruses = body?.maps('toruses', 'a torus', ['name', 'dims', 'nodes', 'regions', 'placements']) ?? [];
    return {
      ...common,
      kind: TopologyKind.TORUS3D,
      spans: { ...entry.spans, ...body?.spans, entry: entry.spans.entry },
      toruses: toruses.map(each => ({
        name: each.text('name') ?? '',
        dims: each.axes('dims') ?? NOWHERE,
        ...optional(each, 'nodes'),
        ...(each.has('regions') ? { regions: regionsOf(each) } : {}),
        ...(each.has('placements') ? { placements: placementsOf(each) } : {}),
        spans: { ...each.spans, ...each.itemSpans('regions'), ...each.itemSpans('placements') },
      })),
    };
  },
  flat: (entry, common): FlatTopology => {
    const alphaStepRank = entry.mapAt(TopologyKind.FLAT, ['alpha_step_rank'])?.bool('alpha_step_rank');
    return { ...common, kind: TopologyKind.FLAT, spans: entry.spans, ...(alphaStepRank === undefined ? {} : { alphaStepRank }) };
  },
};

function regionsOf(torus: YamlFields) {
  return torus.maps('regions', 'a region', ['anchor', 'dims', 'nodes']).map(each => ({
    anchor: each.axes('anchor') ?? NOWHERE,
    dims: each.axes('dims') ?? NOWHERE,
    nodes: each.requiredText('nodes'),
  }));
}

function placementsOf(torus: YamlFields) {
  return torus.maps('placements', 'a placement', ['dims', 'anchor_seed', 'anchor_spacing']).map(each => {
    const [anchorSeed, anchorSpacing] = [each.axes('anchor_seed'), each.axes('anchor_spacing')];
    return { dims: each.axes('dims') ?? NOWHERE, ...(anchorSeed && { anchorSeed }), ...(anchorSpacing && { anchorSpacing }) };
  });
}

function mapBody(entry: YamlFields, kind: TopologyKind, known: string[]): YamlFields | undefined {
  return entry.mapAt(kind, known) ?? entry.wrong(entry.value(kind), kind, `a map with ${known.join(' and ')}`);
}

function optional(fields: YamlFields, key: string): { [key: string]: string } {
  const text = fields.text(key);
  return text === undefined ? {} : { [key]: text };
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0];
}
