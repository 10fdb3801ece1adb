import { KeywordTable } from './catalog';

/** First keys of record lines, by the table of the file, and the table their other keys are in. */
const recordStarts: { readonly [file: string]: { readonly [key: string]: KeywordTable } } = {
  [KeywordTable.SLURM_CONF]: {
    nodename: KeywordTable.NODE,
    nodeset: KeywordTable.NODE_SET,
    partitionname: KeywordTable.PARTITION,
    downnodes: KeywordTable.DOWN_NODES,
    poweraction: KeywordTable.POWER_ACTION,
  },
  [KeywordTable.GRES_CONF]: { nodename: KeywordTable.GRES_CONF, name: KeywordTable.GRES_CONF, autodetect: KeywordTable.GRES_CONF },
  [KeywordTable.JOB_CONTAINER_CONF]: { nodename: KeywordTable.JOB_CONTAINER_CONF, basepath: KeywordTable.JOB_CONTAINER_CONF },
  [KeywordTable.HELPERS_CONF]: { nodename: KeywordTable.HELPERS_CONF, feature: KeywordTable.HELPERS_CONF },
};

/** Keys of helpers.conf lines that stand nowhere else. */
export const helperLineKeys: readonly string[] = ['helper', 'flags'];

/** The table of the other keys of a line, when its first key starts a record in that file. */
export function recordTable(file: KeywordTable, firstKey: string): KeywordTable | undefined {
  return recordStarts[file]?.[firstKey.toLowerCase()];
}

/** Record tables of a file. */
export function recordTables(file: KeywordTable): KeywordTable[] {
  return [...new Set(Object.values(recordStarts[file] ?? {}))];
}

/** The table of a file by its name, folders and prefixes such as `burst_buffer_lua.conf` understood. */
export function tableOfFile(fileName: string): KeywordTable | undefined {
  const name = (fileName.split('/').pop() ?? '').toLowerCase();
  if (/^burst_buffer(_\w+)?\.conf$/.test(name)) return KeywordTable.BURST_BUFFER_CONF;
  return Object.values(KeywordTable).find(table => table === name && table.endsWith('.conf'));
}
