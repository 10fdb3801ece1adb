import { KeywordTable } from './catalog';
import { ParsedRecord, parseRecord, RecordLine, renderNodeExtraConf, renderRecord } from './record-line';
import { Assignment, RenderedText } from './slurm-conf-line';

/** `NodeName=<hostlist> CPUs=... ...`. */
export function renderNodeLine(record: RecordLine): RenderedText {
  return renderRecord(KeywordTable.NODE, record);
}

/** The keys of a dynamic node, for `extraConf` of a Slinky node set; a value with a blank is refused. */
export function renderNodeFields(fields: readonly Assignment[]): RenderedText {
  return renderNodeExtraConf(fields);
}

/** Reads a NodeName line, or only its fields (`extraConf` of a node set, `slurmd --conf`). */
export function parseNodeLine(text: string): ParsedRecord {
  return parseRecord(KeywordTable.NODE, text);
}
