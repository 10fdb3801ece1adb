import { KeywordTable } from '../../slurm/catalog';
import { ConfLineKind } from '../../slurm/conf-line';
import { parseConf } from '../../slurm/slurm-conf-parser';

/** `Key=Value` words of one line. */
export function fieldsOfLine(text: string): { readonly key: string; readonly value: string }[] {
  return [...text.matchAll(/([A-Za-z]\w*)=("[^"]*"|\S*)/g)].map(([, key, value]) => ({ key, value: value.replace(/^"(.*)"$/, '$1') }));
}

/** A line of a configuration file that says one key, with the comments above it. */
export interface ConfAssignment {
  readonly key: string;
  readonly text: string;
  readonly comments: readonly string[];
  /** The line as written. */
  readonly raw: string;
}

/** Lines of slurm.conf or slurmdbd.conf. */
export interface ConfLines {
  readonly assignments: readonly ConfAssignment[];
  /** Partitions by name with their keys. */
  readonly partitions: readonly { readonly name: string; readonly fields: readonly { readonly key: string; readonly value: string }[]; readonly raw: string }[];
  /** Lines of any other kind. */
  readonly others: readonly string[];
}

/** Reads lines that somebody wrote by hand. */
export function readConfLines(text: string, table: KeywordTable): ConfLines {
  const { conf } = parseConf(text.endsWith('\n') ? text : `${text}\n`, { table });
  const assignments: ConfAssignment[] = [];
  const partitions: ConfLines['partitions'][number][] = [];
  const others: string[] = [];
  let comments: string[] = [];
  for (const line of conf.lines) {
    const raw = line.raw.trim();
    if (line.kind === ConfLineKind.BLANK) {
      comments = raw === '' ? [] : [...comments, raw.replace(/^#+\s?/, '')];
      continue;
    }
    const [first, ...rest] = line.fields;
    if (line.kind === ConfLineKind.SCALAR) {
      assignments.push({ key: first.key, text: first.value, comments, raw });
    } else if (line.kind === ConfLineKind.RECORD && first.key.toLowerCase() === 'partitionname') {
      partitions.push({ name: first.value, fields: rest.map(({ key, value }) => ({ key, value })), raw });
    } else {
      others.push(raw);
    }
    comments = [];
  }
  return { assignments, partitions, others };
}
