import { KeywordTable } from './catalog';
import { ParsedRecord, parseRecord, RecordLine, renderRecord } from './record-line';
import { RenderedText } from './slurm-conf-line';

/** `NodeSet=<name> Feature=... Nodes=...`: a NodeSet record of slurm.conf, not Slinky's NodeSet. */
export function renderNodeSetLine(record: RecordLine): RenderedText {
  return renderRecord(KeywordTable.NODE_SET, record);
}

/** Reads a NodeSet line. */
export function parseNodeSetLine(text: string): ParsedRecord {
  return parseRecord(KeywordTable.NODE_SET, text);
}
