/** Keys whose value operator v1.2 merges from its own options and the user's, with the operator's options. */
export interface ManagedKeys {
  readonly [key: string]: readonly string[];
}

/** Names of the managed keys of slurm.conf; slurmdbd.conf has the first two. */
export const MANAGED_KEYS: readonly string[] = ['AuthAltParameters', 'AuthInfo', 'SlurmctldParameters'];

/**
 * The MERGED CONFIG lines that operator v1.2 writes below EXTRA CONFIG. This is the operator's own reading of the text,
 * not Slurm's: it knows no quotes and no `Include`, and drops a value with a blank without a word.
 */
export function mergedLines(extraConf: string, managed: ManagedKeys): { readonly key: string; readonly text: string }[] {
  const user = lastValues(extraConf);
  return Object.keys(managed).sort().flatMap(key => {
    const value = user.get(key.toLowerCase());
    if (value === undefined) {
      return [];
    }
    return [{ key, text: `${key}=${mergeOptions(managed[key], value).sort().join(',')}` }];
  });
}

function mergeOptions(operator: readonly string[], user: string): string[] {
  const merged = [...operator];
  const seen = new Set(operator.map(optionKey));
  for (const option of user.split(',').filter(text => text !== '')) {
    if (!seen.has(optionKey(option))) {
      seen.add(optionKey(option));
      merged.push(option.toLowerCase());
    }
  }
  return merged;
}

function optionKey(option: string): string {
  return option.split('=', 1)[0].toLowerCase();
}

function lastValues(text: string): Map<string, string> {
  const values = new Map<string, string>();
  let pending = '';
  for (const raw of text.split('\n')) {
    const content = raw.replace(/\r/g, '').replace(/#.*$/, '').replace(/(?<![ \t])[ \t]+$/, '');
    if (content === '') {
      continue;
    }
    if (content.endsWith('\\')) {
      pending += content.slice(0, -1);
      continue;
    }
    const line = pending + content;
    pending = '';
    const at = line.indexOf('=');
    const key = line.slice(0, Math.max(at, 0)).trim();
    const value = line.slice(at + 1).trim();
    if (key !== '' && value !== '' && !/[ \n]/.test(value)) {
      values.set(key.toLowerCase(), value);
    }
  }
  return values;
}
