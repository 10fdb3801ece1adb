import { memberProblems, MemberView } from './member-problems';
import { MembersSource } from './members-source';
import { NodeAnnotator, NodePlace } from './node-annotator';
import { Topology } from './topology';
import { TopologyMembers } from './topology-members';
import { NodeAnnotatorOptions } from './topology-options';
import type { ConfigFiles } from '../cluster/config-files';
import type { ConfLine } from '../cluster/controller-conf';
import type { Partition } from '../cluster/partition';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import type { WorkerSet } from '../cluster/worker-set';
import { Problem, refuse, refuseAll } from '../errors/refuse';
import { LintSeverity } from '../slurm/finding';
import { Hostlist } from '../slurm/hostlist';
import { Topology as TopologyEntry, TopologyKind } from '../slurm/topology';
import { checkTopologies } from '../slurm/topology-check';
import { TopologyFile } from '../slurm/topology-file';
import { TopologyForm } from '../slurm/topology-findings';

/** The topologies of one cluster: checks them as they come, and renders topology.yaml. */
export class ClusterTopologies {
  private readonly topologies: Topology[] = [];
  private annotator?: NodeAnnotator;

  /**
   * @param ownConf what the user says in slurm.conf
   * @param workers all node sets so far
   */
  public constructor(
    private readonly cluster: SlurmCluster,
    private readonly files: ConfigFiles,
    private readonly ownConf: ConfLine[],
    private readonly workers: () => readonly WorkerSet[],
    private readonly annotatorOptions: NodeAnnotatorOptions = {},
  ) {}

  public add(topology: Topology): void {
    refuseAll(this.cluster, [...this.placeProblems(topology), ...topology._problems()]);
    refuseAll(this.cluster, [
      ...memberProblems(this.cluster, topology, this.view),
      ...checkTopologies([this.entry(topology, false)], { form: TopologyForm.YAML })
        .filter(({ severity }) => severity === LintSeverity.ERROR)
        .map(({ ruleId, message, fix }) => ({ id: ruleId, what: `topology '${topology.name}': ${message}`, fix })),
    ]);
    this.topologies.push(topology);
    if (this.topologies.length === 1) {
      this.files.add('topology.yaml', () => this.yaml());
    }
    if (this.annotator === undefined && this.places().length > 0) {
      this.annotator = new NodeAnnotator(this.cluster, 'TopologyAnnotator', this.cluster, this.annotatorOptions, () => this.places());
    }
  }

  public get isDeclared(): boolean {
    return this.topologies.length > 0;
  }

  /** Refuses a file that would replace ours, or be overlooked beside it. */
  public refuseSecondFile(file: string): void {
    if (this.topologies.length > 0 && topologyFiles.includes(file)) {
      refuse(this.cluster, secondFile(file));
    }
  }

  private yaml(): string {
    const standard = this.clusterDefault;
    return TopologyFile.of(TopologyForm.YAML, this.sorted.map(topology => this.entry(topology, topology === standard))).toString();
  }

  /** Words of `TopologyParam`. */
  public params(): string[] {
    const standard = this.clusterDefault;
    const words = this.topologies.flatMap(topology => topology._rankWord(topology === standard) ?? []);
    return [...new Set(words)].sort();
  }

  /** What only the finished cluster shows. */
  public problems(partitions: readonly Partition[]): Problem[] {
    return [...this.defaultProblems(), ...this.writerProblems(), ...partitions.flatMap(partition => this.partitionProblems(partition))];
  }

  private get sorted(): Topology[] {
    return [...this.topologies].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  private get clusterDefault(): Topology | undefined {
    return this.topologies.find(({ _isClusterDefault }) => _isClusterDefault ?? this.topologies.length === 1);
  }

  private get view(): MemberView {
    return { workers: this.workers(), nodesOf: members => this.nodesOf(members), labelsOf: members => this.labelsOf(members) };
  }

  private entry(topology: Topology, isClusterDefault: boolean): TopologyEntry {
    return topology._toSlurm(isClusterDefault, members => this.nodesOf(members));
  }

  private nodesOf(members: TopologyMembers): string | undefined {
    return members._names ?? (Hostlist.fold(this.setsOf(members).flatMap(workers => [...workers.nodeNames()])) || undefined);
  }

  private labelsOf(members: TopologyMembers): { [label: string]: string }[] {
    return members._labels ? [members._labels] : this.setsOf(members).map(({ ownNodeSelector }) => ownNodeSelector);
  }

  private setsOf(members: TopologyMembers): WorkerSet[] {
    return this.workers().filter(({ name }) => members._nodeSets.some(({ nodeSetName }) => nodeSetName === name));
  }

  private places(): NodePlace[] {
    return this.sorted.flatMap(topology => topology._leaves.flatMap(({ name, members }) =>
      (members ? this.labelsOf(members) : []).map(labels => ({ labels, place: topology.placeOf(name) }))));
  }

  private placeProblems(topology: Topology): Problem[] {
    const problems: Problem[] = [];
    if (this.cluster.isExternal) {
      problems.push({
        id: 'TOPO-105', what: 'slurmctld runs outside Kubernetes, where slurm-operator cannot bring a topology.yaml', fix: 'put it into /etc/slurm there',
      });
    }
    const file = this.topologies.length === 0 ? topologyFiles.find(each => this.files.has(each)) : undefined;
    const plugin = this.ownConf.find(({ key }) => key.toLowerCase() === 'topologyplugin')?.value;
    if (file !== undefined) {
      problems.push(secondFile(file));
    }
    if (plugin !== undefined) {
      problems.push({ id: 'TOPO-106', what: `TopologyPlugin=${plugin} is set, and slurmctld ignores it where there is a topology.yaml`, fix: "leave it out: 'topologies' say it" });
    }
    if (topology._isForeign) {
      problems.push({
        id: 'TOPO-108',
        what: `'${topology.name}' is a topology of a file that somebody else writes, and here its blocks or switches would have to be said`,
        fix: 'use Topology.block(), Topology.tree() or Topology.flat()',
      });
    }
    if (this.topologies.some(({ name }) => name === topology.name)) {
      problems.push({ id: 'TOPO-107', what: `there are two topologies named '${topology.name}', and slurmctld takes the first for both`, fix: "give one another 'name'" });
    }
    if (topology._kind === TopologyKind.FLAT && topology._hasAlphaStepRank && this.cluster.slurmVersion.release === '25.11') {
      problems.push({ id: 'TOPO-121', what: "'alphaStepRank' came with Slurm 26.05, and slurmctld 25.11 stops at it", fix: 'leave it out, or use SlurmVersion.V26_05' });
    }
    return problems;
  }

  private defaultProblems(): Problem[] {
    const standards = this.topologies.filter(({ _isClusterDefault }) => _isClusterDefault);
    const standard = this.clusterDefault;
    const ranked = this.topologies.find(topology => topology !== standard && topology._rankWord(false) === 'BlockAsNodeRank');
    return [
      ...standards.length <= 1 ? [] : [{
        id: 'TOPO-109', what: `the topologies ${quoted(standards)} are all the cluster's default, and slurmctld takes the first`, fix: "set 'isClusterDefault' on one of them only",
      }],
      ...standard !== undefined || this.topologies.length === 0 ? [] : [{
        id: 'TOPO-109', what: `none of the topologies ${quoted(this.topologies)} is the cluster's default, and slurmctld takes the first then`, fix: "set 'isClusterDefault: true' on one",
      }],
      ...ranked === undefined ? [] : [{
        id: 'TOPO-116',
        what: `'blockAsNodeRank' of topology '${ranked.name}' has no effect, since slurmctld numbers nodes by the cluster's default topology, which is '${standard?.name}'`,
        fix: `set 'isClusterDefault: true' on '${ranked.name}', or leave 'blockAsNodeRank' out`,
      }],
    ];
  }

  private writerProblems(): Problem[] {
    const by = (source: MembersSource) => this.topologies.flatMap(topology => topology._leaves.map(({ name, members }) => ({ topology, name, members })))
      .find(({ members }) => members?._source === source);
    const theirs = by(MembersSource.ANNOTATED);
    const ours = by(MembersSource.LABELLED);
    return theirs === undefined || ours === undefined ? [] : [{
      id: 'TOPO-110',
      what: `'${ours.name}' of topology '${ours.topology.name}' gets nodes that the cluster annotates, and '${theirs.name}' of '${theirs.topology.name}' nodes that somebody else does: `
        + 'a Kubernetes node has one such annotation for all topologies, and the two would overwrite each other',
      fix: 'use TopologyMembers.nodeSets() or TopologyMembers.labelled() everywhere, or nowhere',
    }];
  }

  private partitionProblems(partition: Partition): Problem[] {
    const chosen = partition._topology;
    const own = chosen === undefined ? this.clusterDefault : this.topologies.find(each => each === chosen || (chosen._isForeign && each.name === chosen.name));
    const problems: Problem[] = [];
    if (chosen !== undefined && own === undefined && (this.topologies.length > 0 || !chosen._isForeign)) {
      problems.push({
        id: 'TOPO-114',
        what: `partition '${partition.partitionName}' chooses topology '${chosen.name}', which the cluster does not have, and slurmctld stops at it`,
        fix: this.topologies.length === 0 ? "add it to 'topologies' of the cluster" : `add it to 'topologies' of the cluster, or choose ${quoted(this.topologies)}`,
      });
    }
    if (partition._isExclusiveByTopology && own !== undefined && own._kind !== TopologyKind.BLOCK) {
      problems.push({
        id: 'TOPO-115',
        what: `partition '${partition.partitionName}' gives jobs whole units of the topology, which has no effect with '${own.name}', since only blocks can be kept for one job`,
        fix: "choose a block topology in 'topology', or PartitionExclusive.NODE",
      });
    }
    return [...problems, ...own === undefined ? [] : this.outsideProblems(partition, own, chosen !== undefined)];
  }

  private outsideProblems(partition: Partition, topology: Topology, isChosen: boolean): Problem[] {
    const members = topology._leaves.flatMap(unit => unit.members ?? []);
    const inside = members.flatMap(({ _nodeSets }) => _nodeSets);
    if (members.length === 0 || members.some(({ _nodeSets }) => _nodeSets.length === 0)) {
      return [];
    }
    const nodeSets = partition._nodeSets ?? [];
    const outside = nodeSets.filter(nodeSet => !inside.includes(nodeSet));
    const isFree = outside.length === nodeSets.length && topology._kind === TopologyKind.BLOCK;
    // Where none of the nodes is in a block, Slurm 26.05 places jobs as in a flat topology.
    if (outside.length === 0 || (isFree && !isChosen)) {
      return [];
    }
    const [{ nodeSetName }] = outside;
    return [{
      id: 'TOPO-118',
      what: `partition '${partition.partitionName}' ${isChosen ? `chooses topology '${topology.name}'` : `chooses no topology, and that of the cluster is '${topology.name}'`}, in which `
        + (isFree ? 'none of its node sets has a place: it does nothing for their jobs' : `node set '${nodeSetName}' has no place: jobs of several nodes never get its nodes`),
      fix: isFree
        ? "choose a flat topology in 'topology'"
        : `add '${nodeSetName}' to a block or switch of '${topology.name}', or put it into a partition of its own with a flat topology`,
    }];
  }
}

const topologyFiles = ['topology.yaml', 'topology.conf'];

function secondFile(file: string): Problem {
  return {
    id: 'TOPO-106',
    what: `'${file}' is a configuration file of the cluster, and 'topologies' make a topology.yaml, beside which slurmctld reads no other`,
    fix: 'keep one of them',
  };
}

function quoted(topologies: readonly Topology[]): string {
  return topologies.map(({ name }) => `'${name}'`).join(', ');
}
