/** One line of a file that `sacctmgr dump` writes and `sacctmgr load` reads. */
export interface DumpLine {
  readonly title: DumpTitle;
  readonly name: string;
  readonly fields: readonly DumpField[];
}

/** A key of such a line and its text, without quotes. */
export interface DumpField {
  readonly key: string;
  readonly value: string;
}

/** What a line is about. */
export enum DumpTitle {
  QOS = 'QOS',
  CLUSTER = 'Cluster',
  PARENT = 'Parent',
  ACCOUNT = 'Account',
  USER = 'User',
}

const titles: { readonly [word: string]: DumpTitle } = {
  qos: DumpTitle.QOS,
  cluster: DumpTitle.CLUSTER,
  machine: DumpTitle.CLUSTER,
  parent: DumpTitle.PARENT,
  account: DumpTitle.ACCOUNT,
  project: DumpTitle.ACCOUNT,
  user: DumpTitle.USER,
};

/** Writes a line. Every value is quoted, so that a colon in it, as in `gres/gpu:h100=4`, is read by every release. */
export function renderDumpLine({ title, name, fields }: DumpLine): string {
  return [`${title} - '${name}'`, ...fields.map(({ key, value }) => `${key}='${value}'`)].join(':');
}

/** Reads the lines of a dump; what is none is left out. */
export function parseDump(text: string): DumpLine[] {
  return text.split('\n').flatMap(line => {
    const [, word, rest] = /^\s*([A-Za-z]+)\s+-\s+(.*)$/.exec(line) ?? [];
    const title = titles[word?.toLowerCase() ?? ''];
    if (title === undefined) {
      return [];
    }
    const [name, ...pieces] = splitAtColons(rest.trimEnd());
    const fields: DumpField[] = [];
    for (const piece of pieces) {
      const [, key, value] = /^([A-Za-z]+)=(.*)$/s.exec(piece) ?? [];
      const last = fields[fields.length - 1];
      // sacctmgr quotes no TRES, and a GRES with a type has a colon.
      if (last !== undefined && (key === undefined || /(?:^|,)gres\/[^=,]*$/.test(last.value))) {
        fields[fields.length - 1] = { key: last.key, value: `${last.value}:${piece}` };
      } else if (key !== undefined) {
        fields.push({ key, value });
      }
    }
    return [{ title, name, fields }];
  });
}

function splitAtColons(text: string): string[] {
  const pieces = [''];
  let quote = '';
  for (const character of text) {
    if (quote !== '') {
      quote = character === quote ? '' : quote;
      pieces[pieces.length - 1] += quote === '' ? '' : character;
    } else if (character === "'" || character === '"') {
      quote = character;
    } else if (character === ':') {
      pieces.push('');
    } else {
      pieces[pieces.length - 1] += character;
    }
  }
  return pieces;
}
