import { load } from 'js-yaml';

/** Text of a configuration file as a tree, so that only order and layout get lost. */
export type TextTree = { [key: string]: unknown };

/** What a line without a value, or one of several equal ones, is worth. */
export const IS_THERE = 'is there';

/** Keys of a partition that say what Slurm does anyway. slurm.conf(5), PARTITION CONFIGURATION. */
const partitionDefaults: { readonly [key: string]: string } = { MaxTime: 'UNLIMITED', State: 'UP', Default: 'NO' };

/** Lines of slurm.conf: one entry a key, the last one as in Slurm; one entry a partition. */
export function slurmConf(text: string): TextTree {
  const lines = contentLines(text).map(line => /^PartitionName=(\S+)\s*(.*)$/.exec(line) ?? /^([^=\s]+)\s*=\s*(.*)$/.exec(line) ?? [line, line, '']);
  return Object.fromEntries(lines.map(([line, key, value]) => line.startsWith('PartitionName=')
    ? [`PartitionName=${key}`, partition(value)]
    : [key, word(key, value)]));
}

/** Keys of a partition, without Slurm's defaults and with times in seconds. */
export function partition(text: string): TextTree {
  return Object.fromEntries(Object.entries(fields(text))
    .map(([key, value]): [string, string] => [key, /Time$/.test(key) ? time(value) : value])
    .filter(([key, value]) => partitionDefaults[key] !== value));
}

/** `Key=Value` words of one line, such as a node's. */
export function fields(text: string): { [key: string]: string } {
  return Object.fromEntries(text.split(/\s+/).filter(each => each !== '').map(each => {
    const [key, ...value] = each.split('=');
    return [key, value.join('=')];
  }));
}

/** A file of /etc/slurm, or a script, of which only that it is there is compared. */
export function configFile(name: string, text: string): unknown {
  if (name.endsWith('.sh')) {
    return IS_THERE;
  }
  if (name.endsWith('.yaml')) {
    return load(text);
  }
  if (name === 'sssd.conf') {
    return sections(text);
  }
  if (name === 'gres.conf' || name === 'plugstack.conf') {
    return lineSet(text);
  }
  // Its switches may be written in any case.
  return name === 'cgroup.conf' ? slurmConf(text.replace(/=(yes|no)$/gim, switched => switched.toLowerCase())) : slurmConf(text);
}

/** Lines as a set; the words of each in the order of their keys. */
function lineSet(text: string): TextTree {
  return Object.fromEntries(contentLines(text).map(line => [/^\S+=/.test(line) ? line.split(/\s+/).sort().join(' ') : line, IS_THERE]));
}

/** Sections of an INI file. */
function sections(text: string): TextTree {
  let section = '';
  const found: { [section: string]: TextTree } = {};
  for (const line of contentLines(text)) {
    const header = /^\[(.+)\]$/.exec(line);
    if (header) {
      section = header[1];
      found[section] = {};
    } else {
      const [option, ...value] = line.split('=');
      found[section][option.trim()] = value.join('=').trim();
    }
  }
  return found;
}

function contentLines(text: string): string[] {
  return text.split('\n').map(line => line.trim()).filter(line => line !== '' && !line.startsWith('#'));
}

// Slurm takes these words in any case.
function word(key: string, value: string): string {
  return key === 'SelectTypeParameters' ? value.toLowerCase() : value;
}

/** A time of Slurm in seconds: minutes, minutes:seconds, hours:minutes:seconds, days-hours[:minutes[:seconds]]. */
export function time(text: string): string {
  if (/^(unlimited|infinite|-1)$/i.test(text)) {
    return 'UNLIMITED';
  }
  const [clock, days] = text.split('-').reverse();
  const parts = clock.split(':').map(Number);
  const [hours, minutes, seconds] = days !== undefined
    ? [...parts, 0, 0]
    : parts.length === 3 ? parts : [0, ...parts, 0];
  return `${((Number(days ?? 0) * 24 + hours) * 60 + minutes) * 60 + seconds} s`;
}
