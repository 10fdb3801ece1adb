import { SourceSpan } from './source-span';
import { didYouMean } from './spelling';
import { FieldSpans, Topology, TopologyKind } from './topology';
import { ConfField, ConfRecord, recordLines } from './topology-conf-lines';
import { ParsedTopologies, TopologyFindings, TopologyForm } from './topology-findings';

/** Name by which partitions and nodes refer to the topology of a topology.conf. */
export const CONF_TOPOLOGY_NAME = 'default';

/** Kinds that topology.conf can hold, by the key that starts their records; the other keys of such a line behind it. */
const RECORDS: { [firstKey: string]: { kind: TopologyKind.TREE | TopologyKind.BLOCK | TopologyKind.RING; keys: string[] } } = {
  SwitchName: { kind: TopologyKind.TREE, keys: ['Nodes', 'Switches', 'LinkSpeed'] },
  BlockName: { kind: TopologyKind.BLOCK, keys: ['Nodes'] },
  BlockSizes: { kind: TopologyKind.BLOCK, keys: [] },
  RingName: { kind: TopologyKind.RING, keys: ['Nodes'] },
};

/**
 * Reads topology.conf as the plugin of `kind` does, without it as the plugin that knows the first key. Never throws. Run
 * `checkTopologies` on the result.
 */
export function parseTopologyConf(text: string, file?: string, kind?: TopologyKind): ParsedTopologies {
  const findings = new TopologyFindings({ form: TopologyForm.CONF, file });
  const lines = recordLines(text);
  const expected = kind ?? firstKind(lines);
  const records: NamedRecord[] = [];
  for (const line of lines) {
    if (line.stray !== undefined) {
      checkStray(line.stray.text, line.stray.span, findings);
    }
    const [first] = line.fields;
    const name = first === undefined ? undefined : canonical(first.key, keysOf(expected));
    if (first !== undefined && name === undefined) {
      unknownKey(first, keysOf(expected), expected, findings);
    } else if (first !== undefined && name !== undefined) {
      records.push(readRecord(name, line.fields, findings));
    }
  }
  return { topologies: expected === undefined ? [] : assembled(expected, records, findings), findings: findings.list };
}

/** The text of topology.conf, records in their order; throws for kinds that only topology.yaml can hold. */
export function renderTopologyConf(topology: Topology): string {
  switch (topology.kind) {
    case TopologyKind.TREE:
      return topology.switches.map(each =>
        recordText(['SwitchName', each.name], ['Switches', each.children], ['Nodes', each.nodes], ['LinkSpeed', each.linkSpeed])).join('');
    case TopologyKind.BLOCK:
      return topology.blocks.map(each => recordText(['BlockName', each.name], ['Nodes', each.nodes])).join('')
        + (topology.blockSizes === undefined ? '' : recordText(['BlockSizes', topology.blockSizes.join(',')]));
    case TopologyKind.RING:
      return topology.rings.map(each => recordText(['RingName', each.name], ['Nodes', each.nodes])).join('');
    case TopologyKind.TORUS3D:
    case TopologyKind.FLAT:
      throw new Error(`topology.conf cannot hold a topology of kind ${topology.kind}; write topology.yaml`);
  }
}

interface NamedRecord {
  readonly firstKey: string;
  readonly values: { [key: string]: string };
  readonly spans: { [key: string]: SourceSpan };
}

function firstKind(lines: ConfRecord[]): TopologyKind | undefined {
  for (const { fields: [first] } of lines) {
    const name = first && canonical(first.key, Object.keys(RECORDS));
    if (name !== undefined) {
      return RECORDS[name].kind;
    }
  }
  return undefined;
}

function keysOf(kind: TopologyKind | undefined): string[] {
  return Object.keys(RECORDS).filter(key => kind === undefined || RECORDS[key].kind === kind);
}

function canonical(key: string, known: string[]): string | undefined {
  return known.find(each => each.toLowerCase() === key.toLowerCase());
}

function readRecord(firstKey: string, fields: ConfField[], findings: TopologyFindings): NamedRecord {
  const values: { [key: string]: string } = {};
  const spans: { [key: string]: SourceSpan } = {};
  const known = [firstKey, ...RECORDS[firstKey].keys];
  for (const field of fields) {
    const key = canonical(field.key, known);
    if (key === undefined) {
      unknownKey(field, known, RECORDS[firstKey].kind, findings);
    } else {
      values[key] = field.value;
      spans[key] = field.valueSpan;
    }
  }
  return { firstKey, values, spans };
}

function unknownKey(field: ConfField, known: string[], kind: TopologyKind | undefined, findings: TopologyFindings): void {
  const meant = didYouMean(field.key, known);
  const where = kind === undefined ? 'topology.conf' : `topology.conf for topology/${kind}`;
  findings.error('TOPO-005', undefined, field.keySpan, `'${field.key}' is no key of ${where}, which is fatal in slurmctld`,
    meant === undefined ? `the keys are ${known.join(', ')}` : `write ${meant}`);
}

function checkStray(word: string, span: SourceSpan, findings: TopologyFindings): void {
  if (word.toLowerCase() === 'include') {
    findings.warning('TOPO-005', undefined, span, 'the file includes another one, which is not read here', 'write its lines into this file');
  } else {
    findings.error('TOPO-005', undefined, span, `'${word}' is no Key=value, which is fatal in slurmctld`, 'write lines such as SwitchName=s1 Nodes=n[1-16]');
  }
}

function assembled(kind: TopologyKind, records: NamedRecord[], findings: TopologyFindings): Topology[] {
  const named = (firstKey: string, yamlKey: string) => records.filter(each => each.firstKey === firstKey)
    .map(({ values, spans }) => ({ name: values[firstKey], ...present('nodes', values.Nodes), spans: placed(spans, firstKey, yamlKey), values }));
  const common = { name: CONF_TOPOLOGY_NAME, isClusterDefault: true };
  switch (kind) {
    case TopologyKind.TREE:
      return [{
        ...common,
        kind,
        switches: named('SwitchName', 'switch').map(({ values, ...each }) =>
          ({ ...each, ...present('children', values.Switches), ...present('linkSpeed', values.LinkSpeed) })),
      }];
    case TopologyKind.BLOCK: {
      const sizes = records.filter(each => each.firstKey === 'BlockSizes').at(-1);
      const blockSizes = sizes && sizesOf(sizes, findings);
      return [{
        ...common,
        kind,
        ...(blockSizes && { blockSizes }),
        blocks: named('BlockName', 'block').map(({ values: _, ...each }) => each),
        ...(sizes && { spans: { block_sizes: sizes.spans.BlockSizes } }),
      }];
    }
    case TopologyKind.RING:
      return [{ ...common, kind, rings: named('RingName', 'ring').map(({ values: _, ...each }) => each) }];
    case TopologyKind.FLAT:
      return [{ ...common, kind }];
    case TopologyKind.TORUS3D:
      return [];
  }
}

function sizesOf({ values, spans }: NamedRecord, findings: TopologyFindings): number[] | undefined {
  const parts = values.BlockSizes.split(',');
  const wrong = parts.find(part => !/^\d{1,9}$/.test(part));
  if (wrong !== undefined) {
    findings.error('TOPO-030', 'BlockSizes', spans.BlockSizes, `'${wrong}' of BlockSizes is not a whole number, which is fatal in slurmctld`, 'write sizes such as 4,8,32');
    return undefined;
  }
  return parts.map(Number);
}

function placed(spans: { [key: string]: SourceSpan }, firstKey: string, yamlKey: string): FieldSpans {
  return { [yamlKey]: spans[firstKey], nodes: spans.Nodes, children: spans.Switches };
}

function present(key: string, value: string | undefined): { [key: string]: string } {
  return value === undefined ? {} : { [key]: value };
}

function recordText(...fields: [string, string | undefined][]): string {
  return `${fields.flatMap(([key, value]) => value === undefined ? [] : [`${key}=${value}`]).join(' ')}\n`;
}
