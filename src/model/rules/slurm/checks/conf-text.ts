import { logicalLines } from '../../../../slurm/conf-scanner';
import { LintSeverity } from '../../../../slurm/finding';
import { effectiveFiles, FileRole } from '../../../config-files';
import { DeclaredCluster } from '../../../declared-cluster';
import { RuleFinding } from '../../../rule';
import { readAssignments } from '../../../slurm-text';
import { ClusterCheck, finding, hidesFiles } from '../cluster-check';

const MEBIBYTE_KEYS = ['defmempercpu', 'defmempergpu', 'defmempernode', 'maxmempercpu', 'maxmempernode', 'memspeclimit', 'realmemory', 'tmpdisk'];

/** Checks of what stands in a text before it is keys and values. */
export const CONF_TEXT: readonly ClusterCheck[] = [
  {
    id: 'SYN-008',
    severity: LintSeverity.WARNING,
    title: 'amounts of memory are plain MiB',
    find: cluster => texts(cluster).filter(({ text }) => /\dk\b/i.test(text)).flatMap(({ text, subject, field }) => readAssignments(text)
      .filter(({ key, value }) => MEBIBYTE_KEYS.includes(key.toLowerCase()) && /^\d+k$/i.test(value))
      .map(({ key, value }) => ({
        subject,
        field,
        message: `${key}=${value} is ${1024 * Number(value.slice(0, -1))} MiB: Slurm multiplies the number of MiB by 1024`,
        fix: 'write the number of MiB',
      }))),
  },
  {
    id: 'SYN-009',
    severity: LintSeverity.WARNING,
    title: 'comments start after a blank',
    find: cluster => texts(cluster).filter(({ text }) => text.includes('#')).flatMap(({ text, subject, field }) => text.split('\n').flatMap((line, index): RuleFinding[] => {
      const cut = /^[^#]*=[^#]*[^\s#\\]#/.exec(line)?.[0];
      return cut === undefined ? [] : [{
        subject,
        field,
        message: `line ${index + 1} is cut at '#': Slurm reads '${cut.slice(0, -1).trim()}' and takes the rest for a comment`,
        fix: "write \\# where '#' belongs to the value, or a blank before the comment",
      }];
    })),
  },
  {
    id: 'SYN-011',
    severity: LintSeverity.ERROR,
    title: 'included files are there',
    find: cluster => includes(cluster).filter(({ file }) => !file.includes('/') && !/[*?[%]/.test(file) && !hidesFiles(cluster) && !effectiveFiles(cluster.files).has(file))
      .map(({ file, line }) => finding(
        cluster,
        cluster.slurmConf.lines[line],
        `Include ${file} names a file that no ConfigMap of the Controller holds: slurmctld looks for it for 60 seconds and exits`,
        `reference a ConfigMap with ${file} in 'configFileRefs', or write its lines into extraConf`,
      )),
  },
  {
    id: 'SYN-014',
    severity: LintSeverity.ERROR,
    title: 'included files are ones that nodes get too',
    find: cluster => includes(cluster).filter(({ file }) => file.includes('/') && !/[*?[]/.test(file)).map(({ file, line }) => finding(
      cluster,
      cluster.slurmConf.lines[line],
      `Include ${file} names a path, and nodes get included files by their bare name only: every slurmd fails`,
      `reference a ConfigMap with the file in 'configFileRefs' and write Include ${file.split('/').at(-1)}`,
    )),
  },
];

interface ConfText extends Pick<RuleFinding, 'subject' | 'field'> {
  readonly text: string;
}

function texts({ controller, nodeSets, files, accounting }: DeclaredCluster): ConfText[] {
  return [
    { subject: controller.ref, field: 'spec.extraConf', text: controller.extraConf },
    ...nodeSets.flatMap(({ ref, extraConf, partition }) => [
      { subject: ref, field: 'spec.extraConf', text: extraConf },
      { subject: ref, field: 'spec.partition.config', text: partition?.config ?? '' },
    ]),
    ...files.filter(({ role, name }) => role === FileRole.CONFIG && name.endsWith('.conf')).map(({ name, text, configMap }) => (
      { subject: configMap.ref, field: `data["${name}"]`, text })),
    ...accounting === undefined || accounting.external ? [] : [{ subject: accounting.ref, field: 'spec.extraConf', text: accounting.extraConf }],
  ];
}

function includes({ controller, slurmConf }: DeclaredCluster): { readonly file: string; readonly line: number }[] {
  if (!/^[ \t\v\f]*include\s/im.test(controller.extraConf)) {
    return [];
  }
  let line = 0;
  return logicalLines(slurmConf.text).flatMap(({ text, raw }) => {
    const start = line;
    line += raw.split('\n').length - 1;
    const file = /^include\s+(\S+)/i.exec(text.trim())?.[1];
    return file === undefined ? [] : [{ file, line: start }];
  });
}
