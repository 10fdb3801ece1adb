import { amountText, total } from './amounts';
import { html, Html, joined } from './html';
import { named } from './node-map';
import { gpusPerNode, onAllNodes, ReportedSet } from './reported-set';
import { DeclaredCluster } from '../model/declared-cluster';
import { lastValue, PartitionFacts } from '../model/partition-facts';

/** Who may use it, in Slurm's words. */
const ACCESS = ['AllowAccounts', 'DenyAccounts', 'AllowGroups', 'AllowQos', 'DenyQos', 'QOS', 'AllocNodes', 'RootOnly', 'ReqResv', 'Hidden'];
const PRIORITY = ['PriorityTier', 'PriorityJobFactor', 'PreemptMode', 'GraceTime', 'OverSubscribe', 'State'];
const SHOWN = ['Nodes', 'Default', 'MaxTime', 'DefaultTime', 'MaxNodes', 'MinNodes', ...ACCESS, ...PRIORITY].map(key => key.toLowerCase());

/** The partitions with what they let jobs have. */
export function partitionsSection({ partitions }: DeclaredCluster, sets: readonly ReportedSet[]): Html {
  if (partitions.length === 0) {
    return html`<p class="note">No partition is declared, so no job can be submitted.</p>`;
  }
  return html`<table class="cards"><thead><tr><th scope="col">Partition</th><th scope="col">Node sets</th><th scope="col" class="num">Nodes</th><th scope="col" class="num">GPUs</th><th scope="col" class="num">Longest job</th><th scope="col" class="num">By default</th><th scope="col" class="num">Nodes a job</th><th scope="col">Access, priority</th><th scope="col">Further limits</th></tr></thead><tbody>${
    partitions.map(partition => row(partition, sets))}</tbody></table>`;
}

function row(partition: PartitionFacts, sets: readonly ReportedSet[]): Html {
  const { name, isDefault, options, foreignNodes, nodes } = partition;
  const held = sets.filter(({ facts, name: line }) => facts === undefined ? nodes === line || /(?:^|,)\s*ALL\s*(?:,|$)/i.test(nodes) : partition.nodeSets.includes(facts));
  const others = foreignNodes.filter(word => !held.some(set => set.name === word));
  const isComplete = others.length === 0;
  const value = (key: string): string | undefined => lastValue(options, key);
  const maxTime = value('MaxTime');
  const further = [...new Map(options.filter(({ key }) => !SHOWN.includes(key.toLowerCase())).map(option => [option.key.toLowerCase(), option])).values()];
  return html`<tr><th scope="row">${name}${isDefault && html` <span class="badge">default</span>`}</th><td data-label="Node sets">${
    [...held.slice(0, 8).map(named), ...held.length > 8 ? [html`and ${held.length - 8} more `] : [], ...others.map(word => html`<code>${word}</code> `)]}${held.length + others.length === 0 && '–'}</td><td class="num" data-label="Nodes">${
    isComplete ? amountText(total(held.map(set => set.nodes))) : '–'}</td><td class="num" data-label="GPUs">${isComplete ? amountText(total(held.map(set => onAllNodes(set, gpusPerNode(set))))) : '–'}</td><td class="num" data-label="Longest job">${
    maxTime === undefined || /^(unlimited|infinite|-1)$/i.test(maxTime) ? 'no limit' : maxTime}</td><td class="num" data-label="By default">${value('DefaultTime') ?? '–'}</td><td class="num" data-label="Nodes a job">${
    nodesOfJob(value('MinNodes'), value('MaxNodes'))}</td><td data-label="Access, priority">${chips([...ACCESS, ...PRIORITY], value)}</td><td data-label="Further limits">${
    further.length === 0 ? '–' : further.map(({ key, value: text }) => html`<code>${key}=${text}</code> `)}</td></tr>`;
}

function nodesOfJob(least: string | undefined, most: string | undefined): string {
  const limit = most === undefined || /^(unlimited|infinite|-1)$/i.test(most) ? undefined : most;
  if (limit === undefined) {
    return least === undefined || least === '0' ? 'no limit' : `${least} or more`;
  }
  return least === undefined || least === '0' ? `up to ${limit}` : `${least} to ${limit}`;
}

function chips(keys: readonly string[], value: (key: string) => string | undefined): Html {
  const said = keys.flatMap(key => value(key) === undefined ? [] : [html`<code>${key}=${value(key)}</code>`]);
  return said.length === 0 ? html`everybody` : joined(said, html` `);
}
