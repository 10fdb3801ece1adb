import { ConfigFile, effectiveFiles } from './config-files';
import { Settings } from './settings';
import { LintFinding } from '../slurm/finding';
import { Topology, TopologyKind } from '../slurm/topology';
import { checkTopologies } from '../slurm/topology-check';
import { CONF_TOPOLOGY_NAME, parseTopologyConf } from '../slurm/topology-conf';
import { ParsedTopologies, TopologyForm } from '../slurm/topology-findings';
import { parseTopologyYaml } from '../slurm/topology-yaml-parser';

/** The topologies of a cluster, as slurmctld finds them. */
export interface TopologyFacts {
  /** The file that holds them; without one there is the flat topology only. */
  readonly file?: ConfigFile;
  readonly topologies: readonly Topology[];
  /** Names by which a partition can choose one. */
  readonly names: readonly string[];
  /** What is wrong with the file. */
  readonly findings: readonly LintFinding[];
}

/** Reads the topologies of a cluster: topology.yaml, and without it topology.conf where TopologyPlugin asks for it. */
export function readTopologies(files: readonly ConfigFile[], settings: Settings): TopologyFacts {
  const present = effectiveFiles(files);
  const yaml = present.get(TopologyForm.YAML);
  if (yaml !== undefined) {
    const parsed = parseTopologyYaml(yaml.text);
    return { ...checked(parsed, TopologyForm.YAML), file: yaml, names: parsed.topologies.map(({ name }) => name) };
  }
  const conf = present.get(TopologyForm.CONF);
  const kind = Object.values(TopologyKind).find(each => settings.value('TopologyPlugin').toLowerCase() === `topology/${each}`);
  if (conf === undefined || kind === undefined || kind === TopologyKind.FLAT) {
    return { topologies: [], names: [CONF_TOPOLOGY_NAME], findings: [] };
  }
  return { ...checked(parseTopologyConf(conf.text, undefined, kind), TopologyForm.CONF), file: conf, names: [CONF_TOPOLOGY_NAME] };
}

function checked({ topologies, findings }: ParsedTopologies, form: TopologyForm): { topologies: Topology[]; findings: LintFinding[] } {
  return { topologies, findings: [...findings, ...checkTopologies(topologies, { form })] };
}
