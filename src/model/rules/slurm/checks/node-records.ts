import { LintSeverity } from '../../../../slurm/finding';
import { Hostlist } from '../../../../slurm/hostlist';
import { DeclaredCluster } from '../../../declared-cluster';
import { nodeConfValues } from '../../../node-conf';
import { lastValue } from '../../../partition-facts';
import { RuleFinding } from '../../../rule';
import { includesFiles, readLogicalLines } from '../../../slurm-text';
import { ClusterCheck, finding, hidesFiles } from '../cluster-check';
import { ConfRecord, nodeLines, recordLines, userLines } from '../node-lines';

const ADDRESSES = ['BcastAddr', 'NodeAddr', 'NodeHostname'];

/** Checks of the lines about nodes that users write beside their NodeSets: NodeName, NodeSet and DownNodes. */
export const NODE_RECORDS: readonly ClusterCheck[] = [
  {
    id: 'NODE-101',
    severity: LintSeverity.ERROR,
    title: 'no node stands on two NodeName lines',
    find: cluster => {
      const seen = new Set<string>();
      return nodeLines(cluster).flatMap(({ name, line }) => {
        const twice = new Set<string>();
        for (const node of hostlist(name).names()) {
          (seen.has(node) ? twice : seen).add(node);
        }
        return twice.size === 0 ? [] : [finding(cluster, line, `NodeName=${name} defines ${Hostlist.fold(twice)} a second time: slurmctld exits`, `take ${Hostlist.fold(twice)} out of one of the lines`)];
      });
    },
  },
  {
    id: 'NODE-102',
    severity: LintSeverity.ERROR,
    title: 'no node is called ALL',
    find: cluster => nodeLines(cluster).filter(({ name }) => name.toUpperCase() === 'ALL')
      .map(({ line }) => finding(cluster, line, 'NodeName=ALL is a reserved word: slurmctld exits', 'write the names of the nodes')),
  },
  {
    id: 'NODE-103',
    severity: LintSeverity.ERROR,
    title: 'NodeName=DEFAULT sets no addresses',
    find: cluster => nodeLineHeads(cluster)
      .filter(({ pairs: [first] }) => first.key.toLowerCase() === 'nodename' && first.value.toUpperCase() === 'DEFAULT')
      .flatMap(({ pairs }) => {
        const key = ADDRESSES.find(each => lastValue(pairs, each) !== undefined);
        return key === undefined ? [] : [finding(cluster, undefined, `NodeName=DEFAULT sets ${key}, which no two nodes share: slurmctld exits`, `move ${key} to the lines of the nodes`)];
      }),
  },
  {
    id: 'NODE-104',
    severity: LintSeverity.ERROR,
    title: 'as many addresses and ports as nodes',
    find: cluster => nodeLines(cluster).flatMap(({ name, options, line }) => [...ADDRESSES, 'Port'].flatMap(key => {
      const given = lastValue(options, key);
      const values = given === undefined ? 1 : hostlist(given).count;
      const nodes = values < 2 ? 1 : hostlist(name).count;
      return values < 2 || values === nodes ? [] : [finding(cluster, line, `NodeName=${name} names ${nodes} nodes but ${key}=${given} has ${values} values: slurmctld exits`, 'give one for each node')];
    })),
  },
  {
    id: 'NODE-116',
    severity: LintSeverity.WARNING,
    title: 'DownNodes names nodes that slurm.conf defines',
    find: cluster => withDefinedNodes(cluster, 'DownNodes', ({ name, line }, defined) => {
      const unknown = hostlist(name).minus(defined);
      return unknown.isEmpty || includesFiles(cluster.controller.extraConf) ? [] : [finding(
        cluster,
        line,
        `DownNodes=${name} names ${unknown.fold()}, which has no NodeName line: slurmctld logs an error and skips it, since nodes of a NodeSet are unknown before they register`,
        "use 'scontrol update' on the running cluster, or annotate the pod to cordon it",
      )];
    }),
  },
  {
    id: 'NODE-117',
    severity: LintSeverity.ERROR,
    title: 'no node set is called like a node',
    find: cluster => {
      const nodes = definedNodes(cluster);
      return nodes.isEmpty ? [] : recordLines(cluster, 'NodeSet').filter(({ name }) => nodes.contains(name)).map(({ name, line }) => finding(
        cluster, line, `node set '${name}' is called like a node of a NodeName line: slurmctld exits`, 'rename the node',
      ));
    },
  },
  {
    id: 'NODE-118',
    severity: LintSeverity.ERROR,
    title: 'node sets of partitions list nodes that slurm.conf defines',
    find: cluster => withDefinedNodes(cluster, 'NodeSet', ({ name, options, line }, defined) => {
      const unknown = hostlist(lastValue(options, 'Nodes') ?? '').minus(defined);
      const isUsed = cluster.partitions.some(partition => partition.foreignNodes.includes(name));
      return unknown.isEmpty || !isUsed || includesFiles(cluster.controller.extraConf) ? [] : [finding(
        cluster, line, `NodeSet=${name} lists ${unknown.fold()}, which has no NodeName line, and a partition holds it: slurmctld exits`, 'write Feature=<name of a NodeSet> instead of Nodes',
      )];
    }),
  },
  {
    id: 'NODE-119',
    severity: LintSeverity.WARNING,
    title: 'node sets are made of features that nodes have, and defined once',
    find: cluster => {
      if (!/nodeset/i.test(cluster.controller.extraConf)) {
        return [];
      }
      const seen = new Set<string>();
      const features = new Set([
        ...cluster.nodeSets.flatMap(({ slurmName, features: own }) => [slurmName, ...own]),
        ...nodeLines(cluster).flatMap(({ options }) => `${lastValue(options, 'Feature') ?? ''},${lastValue(options, 'Features') ?? ''}`.split(',')),
      ]);
      return userLines(cluster, 'NodeSet').filter(({ line }) => line.origin.field === 'spec.extraConf' || cluster.nodeSets.length === 0).flatMap(({ name, options, line }) => {
        const feature = lastValue(options, 'Feature');
        const twice = seen.has(name) || cluster.nodeSets.some(({ slurmName }) => slurmName === name);
        seen.add(name);
        return [
          ...(twice ? [finding(cluster, line, `NodeSet=${name} is defined twice, and slurmctld says nothing`, 'remove one of the lines')] : []),
          ...(feature === undefined || features.has(feature) || includesFiles(cluster.controller.extraConf) ? [] : [finding(
            cluster, line, `NodeSet=${name} is made of nodes with the feature '${feature}', which no node has: it is empty, without a word`, `use one of ${[...features].filter(each => each !== '').slice(0, 5).join(', ')}`,
          )]),
        ];
      });
    },
  },
  {
    id: 'NODE-121',
    severity: LintSeverity.WARNING,
    title: 'nodes of NodeName lines say how much memory they have',
    find: cluster => nodeLines(cluster).filter(({ options }) => lastValue(options, 'RealMemory') === undefined && !isLater(options)).map(({ name, line }) => finding(
      cluster, line, `NodeName=${name} has no RealMemory: Slurm takes 1 MiB and refuses every job that asks for memory`, 'add RealMemory=<MiB>',
    )),
  },
  {
    id: 'NODE-126',
    severity: LintSeverity.ERROR,
    title: 'nodes name topologies that exist',
    find: cluster => hidesFiles(cluster) ? [] : [
      ...cluster.nodeSets.flatMap(({ ref, slurmName, conf }) => unknownTopologies(cluster, nodeConfValues(conf, 'Topology').at(-1)).map(topology => ({
        subject: ref,
        field: 'spec.extraConf',
        message: `node set '${slurmName}' has its place in topology '${topology}', which does not exist: slurmctld refuses to register its nodes`,
        fix: topologyFix(cluster),
      }))),
      ...nodeLines(cluster).flatMap(({ name, options, line }) => unknownTopologies(cluster, lastValue(options, 'Topology')).map(topology => finding(
        cluster, line, `NodeName=${name} has its place in topology '${topology}', which does not exist: slurmctld exits`, topologyFix(cluster),
      ))),
    ],
  },
];

function hostlist(text: string): Hostlist {
  return text === '' ? Hostlist.EMPTY : Hostlist.parse(text).value ?? Hostlist.EMPTY;
}

function nodeLineHeads({ controller }: DeclaredCluster): ReturnType<typeof readLogicalLines> {
  return /nodename\s*=\s*default/i.test(controller.extraConf) ? readLogicalLines(controller.extraConf) : [];
}

function definedNodes(cluster: DeclaredCluster): Hostlist {
  return Hostlist.all(nodeLines(cluster).map(({ name }) => hostlist(name)));
}

function withDefinedNodes(cluster: DeclaredCluster, firstKey: string, find: (record: ConfRecord, defined: Hostlist) => RuleFinding[]): RuleFinding[] {
  const records = userLines(cluster, firstKey);
  const defined = records.length === 0 ? Hostlist.EMPTY : definedNodes(cluster);
  return records.flatMap(record => find(record, defined));
}

// Nodes that register on their own bring their memory along.
function isLater(options: ConfRecord['options']): boolean {
  return /^(future|cloud|external)$/i.test(lastValue(options, 'State') ?? '');
}

function unknownTopologies({ topologies }: DeclaredCluster, value: string | undefined): string[] {
  return (value ?? '').split(',').map(each => each.split(':')[0].trim()).filter(name => name !== '' && !topologies.names.includes(name));
}

function topologyFix({ topologies }: DeclaredCluster): string {
  return topologies.names.length === 0 ? 'add the topology to topology.yaml' : `use one of ${topologies.names.join(', ')}, or add it to topology.yaml`;
}
