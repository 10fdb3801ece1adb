/** One `Key=Value` of a NodeSet's extraConf. */
export interface NodeConfItem {
  readonly key: string;
  readonly value: string;
}

/** A NodeSet's extraConf as operator v1.2 reads it. */
export interface NodeConf {
  readonly items: readonly NodeConfItem[];
  /** Pieces the operator cannot split into key and value: its reconciler panics on the first. */
  readonly malformed: readonly string[];
}

/** Splits extraConf as the operator does: on every single blank, then at the first `=`. */
export function parseNodeConf(extraConf: string): NodeConf {
  if (extraConf === '') {
    return { items: [], malformed: [] };
  }
  const items: NodeConfItem[] = [];
  const malformed: string[] = [];
  for (const piece of extraConf.split(' ')) {
    const at = piece.indexOf('=');
    if (at < 1) {
      malformed.push(piece);
    } else {
      items.push({ key: piece.slice(0, at), value: piece.slice(at + 1) });
    }
  }
  return { items, malformed };
}

/** All values of a key, in order; keys compare without case. */
export function nodeConfValues(conf: NodeConf, ...keys: string[]): string[] {
  const wanted = keys.map(key => key.toLowerCase());
  return conf.items.filter(item => wanted.includes(item.key.toLowerCase())).map(item => item.value);
}
