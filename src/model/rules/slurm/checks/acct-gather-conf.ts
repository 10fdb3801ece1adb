import { keyword, KeywordTable } from '../../../../slurm/catalog';
import { LintSeverity } from '../../../../slurm/finding';
import { ConfigFile, effectiveFiles } from '../../../config-files';
import { DeclaredCluster } from '../../../declared-cluster';
import { RuleFinding } from '../../../rule';
import { Assignment, includesFiles, readAssignments } from '../../../slurm-text';
import { ClusterCheck } from '../cluster-check';

const FILE = 'acct_gather.conf';

const PLUGIN_KEYS = ['AcctGatherEnergyType', 'AcctGatherFilesystemType', 'AcctGatherInterconnectType', 'AcctGatherProfileType'];

/** Checks of acct_gather.conf against the plugins that read it. */
export const ACCT_GATHER_CONF: readonly ClusterCheck[] = [
  {
    id: 'ACCT-127',
    severity: LintSeverity.ERROR,
    title: 'keys of acct_gather.conf are those of plugins in use',
    find: cluster => {
      const used = new Set(PLUGIN_KEYS.flatMap(key => cluster.settings.words(key)));
      return includesFiles(cluster.controller.extraConf) ? [] : keysOf(cluster).flatMap(({ file, pair }) => {
        const plugins = keyword(KeywordTable.ACCT_GATHER_CONF, pair.key)?.plugins ?? [];
        return plugins.length === 0 || plugins.some(plugin => used.has(plugin.toLowerCase())) ? [] : [inFile(
          file, `line ${pair.line}: ${pair.key} is known to ${plugins.join(' and ')} only, which slurm.conf does not select: every daemon that reads the file exits`, `remove it, or set ${PLUGIN_KEYS.find(key => plugins[0].toLowerCase().startsWith(`acct_gather_${key.slice('AcctGather'.length, -'Type'.length).toLowerCase()}`)) ?? 'the plugin'}=${plugins[0]}`,
        )];
      });
    },
  },
  {
    id: 'ACCT-128',
    severity: LintSeverity.ERROR,
    title: 'ProfileInfluxDBExtraTags come with grouped fields',
    find: cluster => {
      const pairs = keysOf(cluster);
      const tags = pairs.find(({ pair }) => pair.key.toLowerCase() === 'profileinfluxdbextratags');
      const isGrouped = pairs.some(({ pair }) => pair.key.toLowerCase() === 'profileinfluxdbflags' && /grouped_fields/i.test(pair.value));
      return tags === undefined || isGrouped ? [] : [inFile(
        tags.file, `line ${tags.pair.line}: ProfileInfluxDBExtraTags=${tags.pair.value} without ProfileInfluxDBFlags=grouped_fields: every daemon that reads the file exits`, 'add ProfileInfluxDBFlags=grouped_fields',
      )];
    },
  },
];

function keysOf(cluster: DeclaredCluster): { readonly file: ConfigFile; readonly pair: Assignment }[] {
  const file = effectiveFiles(cluster.files).get(FILE);
  return file === undefined ? [] : readAssignments(file.text).map(pair => ({ file, pair }));
}

function inFile(file: ConfigFile, message: string, fix: string): RuleFinding {
  return { subject: file.configMap.ref, field: `data["${FILE}"]`, message, fix };
}
