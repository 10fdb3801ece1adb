import { KeywordTable } from './catalog';
import { ParsedRecord, parseRecord, RecordLine, renderFields, renderRecord } from './record-line';
import { Assignment, RenderedText } from './slurm-conf-line';

/** `PartitionName=<name> Nodes=... ...`. */
export function renderPartitionLine(record: RecordLine): RenderedText {
  return renderRecord(KeywordTable.PARTITION, record);
}

/** The keys after `PartitionName=` and `Nodes=`, for `partition.config` of a Slinky node set. */
export function renderPartitionFields(fields: readonly Assignment[]): RenderedText {
  return renderFields(KeywordTable.PARTITION, fields);
}

/** Reads a PartitionName line, or only its fields. */
export function parsePartitionLine(text: string): ParsedRecord {
  return parseRecord(KeywordTable.PARTITION, text);
}
