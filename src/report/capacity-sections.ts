import { amountText, grouped, memory, total } from './amounts';
import { html, Html } from './html';
import { keyOf, VARIETY } from './node-map';
import { gpusPerNode, onAllNodes, ReportedSet } from './reported-set';
import { DeclaredCluster } from '../model/declared-cluster';

/** Node sets with what one node has. */
export function nodeSetsSection(sets: readonly ReportedSet[], cluster: DeclaredCluster): Html {
  if (sets.length === 0) {
    return html`<p class="note">No node set belongs to this cluster.</p>`;
  }
  return html`<table class="cards"><thead><tr><th scope="col">Node set</th><th scope="col" class="num">Nodes</th><th scope="col">Names</th><th scope="col" class="num">CPUs</th><th scope="col" class="num">Memory</th><th scope="col">GRES</th><th scope="col">Partitions</th></tr></thead><tbody>${
    sets.map(set => html`<tr><th scope="row">${keyOf(set)} ${set.name}${set.scaling !== undefined && html`<small>${set.scaling}</small>`}</th><td class="num" data-label="Nodes">${amountText(set.nodes)}</td><td data-label="Names"><code>${set.folded === '' ? '–' : set.folded}</code></td><td class="num" data-label="CPUs">${
      set.cpus === undefined ? unsaid : grouped(set.cpus)}</td><td class="num" data-label="Memory">${set.memoryMiB === undefined ? unsaid : memory(set.memoryMiB)}</td><td data-label="GRES">${
      set.gres.length === 0 ? '–' : set.gres.map(gres => html`<code>${gres.toString()}</code> `)}</td><td data-label="Partitions">${partitionsOf(set, cluster)}</td></tr>`)
  }</tbody></table><p class="note">CPUs and memory of one node that jobs can have, from the limits of its pod; without a limit slurmd counts those of the Kubernetes node.</p>`;
}

/** GPUs of a cluster by type. */
export function gpusSection(sets: readonly ReportedSet[]): Html {
  const types = new Map<string, ReportedSet[]>();
  for (const set of sets) {
    for (const type of new Set(gpuGres(set).map(gres => gres.type ?? ''))) {
      types.set(type, [...types.get(type) ?? [], set]);
    }
  }
  if (types.size === 0) {
    return html`<p class="note">No node set has GPUs by <code>Gres=gpu</code>.</p>`;
  }
  const rows = [...types].map(([type, having]) => ({ type, having, amount: total(having.map(set => onAllNodes(set, perNode(set, type)))) }))
    .sort((left, right) => right.amount.most - left.amount.most || (left.type < right.type ? -1 : 1));
  const most = Math.max(1, ...rows.map(({ amount }) => amount.most));
  return html`<ul class="bars">${rows.map(({ type, having, amount }) => html`<li><span class="what"><b>${type === '' ? 'GPUs without a type' : type}</b> ${
    having.slice(0, VARIETY).map(set => html`${keyOf(set)} `)}<small>${[...new Set(having.map(set => perNode(set, type)))].sort((left, right) => left - right).join(' or ')} on each of ${amountText(total(having.map(({ nodes }) => nodes)))} nodes</small></span><span class="many">${amountText(amount)}</span><svg class="bar" aria-hidden="true" viewBox="0 0 100 4" preserveAspectRatio="none"><rect class="rail" width="100" height="4"/><rect width="${
    Math.round(amount.most / most * 1000) / 10}" height="4"/></svg></li>`)}</ul>${sets.some(({ gres }) => gres.some(({ name }) => name !== 'gpu')) && html`<p class="note">Other generic resources stand with the node sets.</p>`}`;
}

/** Whether any node has a GPU. */
export function hasGpus(sets: readonly ReportedSet[]): boolean {
  return sets.some(set => gpusPerNode(set) > 0);
}

const unsaid = html`<span class="note">not limited</span>`;

function gpuGres({ gres }: ReportedSet): ReportedSet['gres'] {
  return gres.filter(({ name, count }) => name === 'gpu' && count > 0);
}

function perNode(set: ReportedSet, type: string): number {
  return gpuGres(set).filter(gres => (gres.type ?? '') === type).reduce((sum, { count }) => sum + count, 0);
}

function partitionsOf(set: ReportedSet, { partitions }: DeclaredCluster): string {
  const { facts } = set;
  const names = partitions.filter(({ nodeSets, nodes }) => facts === undefined ? nodes === set.name || /(?:^|,)\s*ALL\s*(?:,|$)/i.test(nodes) : nodeSets.includes(facts)).map(({ name }) => name);
  return names.join(', ') || '–';
}
