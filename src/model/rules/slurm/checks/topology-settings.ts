import { LintSeverity } from '../../../../slurm/finding';
import { TopologyKind } from '../../../../slurm/topology';
import { TopologyForm } from '../../../../slurm/topology-findings';
import { effectiveFiles } from '../../../config-files';
import { DeclaredCluster } from '../../../declared-cluster';
import { includesFiles } from '../../../slurm-text';
import { ClusterCheck, finding, hidesFiles } from '../cluster-check';

const FILE_BASED = Object.values(TopologyKind).filter(kind => kind !== TopologyKind.FLAT).map(kind => `topology/${kind}`);

/** Checks of what slurm.conf says about topologies; the files themselves are judged by their reader. */
export const TOPOLOGY_SETTINGS: readonly ClusterCheck[] = [
  {
    id: 'TOPO-202',
    severity: LintSeverity.WARNING,
    title: 'TopologyPlugin is left out beside topology.yaml',
    find: cluster => {
      const setting = cluster.settings.find('TopologyPlugin');
      return setting === undefined || !effectiveFiles(cluster.files).has(TopologyForm.YAML) ? [] : [finding(
        cluster, setting.line, `TopologyPlugin=${setting.value} does nothing, since there is a topology.yaml, which decides alone`, 'remove TopologyPlugin',
      )];
    },
  },
  {
    id: 'TOPO-203',
    severity: LintSeverity.ERROR,
    title: 'a topology plugin has its file',
    find: cluster => {
      const setting = cluster.settings.find('TopologyPlugin');
      const present = effectiveFiles(cluster.files);
      const hasFile = hidesFiles(cluster) || present.has(TopologyForm.YAML) || present.has(TopologyForm.CONF);
      return setting === undefined || !FILE_BASED.includes(setting.value.toLowerCase()) || hasFile ? [] : [finding(
        cluster, setting.line, `TopologyPlugin=${setting.value} but there is neither topology.yaml nor topology.conf: slurmctld looks for it for 60 seconds and exits`, "reference a ConfigMap with topology.yaml in 'configFileRefs'",
      )];
    },
  },
  {
    id: 'TOPO-227',
    severity: LintSeverity.WARNING,
    title: 'BlockAsNodeRank comes with blocks',
    find: cluster => {
      const setting = cluster.settings.find('TopologyParam');
      return !cluster.settings.words('TopologyParam').includes('blockasnoderank') || hidesFiles(cluster) || includesFiles(cluster.controller.extraConf) || defaultKind(cluster) === TopologyKind.BLOCK ? [] : [finding(
        cluster, setting?.line, 'TopologyParam=BlockAsNodeRank does nothing, since the cluster default is no topology of blocks', 'remove it, or make a block topology the cluster default',
      )];
    },
  },
];

function defaultKind({ topologies: { topologies } }: DeclaredCluster): TopologyKind | undefined {
  return (topologies.find(({ isClusterDefault }) => isClusterDefault) ?? topologies.at(0))?.kind;
}
