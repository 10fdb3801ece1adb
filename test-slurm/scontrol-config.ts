/** What `scontrol show config` says, by key in lower case. Keys whose lines add up are numbered there, from 0. */
export function parseShownConfig(text: string): Map<string, string> {
  const shown = new Map<string, string>();
  for (const [, key, value] of text.matchAll(/^(\S+?)(?:\[\d+\])?\s+= (.*)$/gm)) {
    const name = key.toLowerCase();
    shown.set(name, shown.has(name) ? `${shown.get(name)}\n${value.trim()}` : value.trim());
  }
  // Two keys of slurm.conf are shown within a third.
  for (const [, key, value] of (shown.get('jobdefaults') ?? '').matchAll(/(\w+)=(\w+)/g)) {
    shown.set(key.toLowerCase(), value);
  }
  return shown;
}

/** Whether slurmctld shows a value that was written so: it adds ids, units and implied words, and orders words its own way. */
export function showsValue(written: string, shown: string | undefined): boolean {
  if (shown === undefined) {
    return false;
  }
  if (/(^|\/)none$/.test(written) && shown === '(null)') {
    return true;
  }
  const bare = shown.replace(/^(\S+)\(\d+\)$/, '$1').replace(/^(\d+) (sec|min|hours?|days?|MB|KB)\w*$/, '$1');
  const words = (text: string): string[] => text.replace(/^"(.*)"$/, '$1').toLowerCase().split(',').map(word => word.trim());
  const found = new Set(words(bare));
  return words(written).every(word => found.has(word));
}
