import { Amount, amountText, counted, memory, total } from './amounts';
import { html, Html } from './html';
import { gpusPerNode, onAllNodes, ReportedSet } from './reported-set';
import { DeclaredCluster } from '../model/declared-cluster';
import { parseImage } from '../model/image-version';

/** The figures that tell what a cluster is. */
export function overviewSection(cluster: DeclaredCluster, sets: readonly ReportedSet[]): Html {
  const nodes = total(sets.map(set => set.nodes));
  const gpus = total(sets.map(set => onAllNodes(set, gpusPerNode(set))));
  const cpus = total(sets.map(set => onAllNodes(set, set.cpus)));
  const mebibytes = total(sets.map(set => onAllNodes(set, set.memoryMiB)));
  const partitions = cluster.partitions.map(({ name }) => name);
  const logins = cluster.loginSets.reduce((sum, { replicas }) => sum + replicas, 0);
  return html`<dl class="figures">${[
    ...gpus.most === 0 && !gpus.isOpen ? [] : [figure('GPUs', gpus, gpuTypes(sets).join(', '))],
    figure('Nodes', nodes, `${counted(sets.length, 'node set')}`),
    figure('CPUs', cpus, cpus.isOpen ? 'where pods have a limit' : 'by the limits of the pods'),
    figure('Memory', mebibytes, mebibytes.isOpen ? 'where pods have a limit' : 'by the limits of the pods', memory),
    html`<div><dt>Partitions</dt><dd>${partitions.length}</dd><dd class="more">${listed(partitions)}</dd></div>`,
    html`<div><dt>Login hosts</dt><dd>${logins}</dd><dd class="more">${logins === 0 ? 'none declared' : listed(cluster.loginSets.map(({ ref }) => ref.name))}</dd></div>`,
  ]}</dl>`;
}

/** What a cluster is, in a line below its name. */
export function subtitle({ controller, partitions }: DeclaredCluster): Html {
  const version = parseImage(controller.pod.container.image ?? '').release;
  const byDefault = partitions.find(({ isDefault }) => isDefault);
  return html`${[
    html`Controller <code>${controller.ref.namespace}/${controller.ref.name}</code>`,
    ...version === undefined ? [] : [html` · Slurm ${version}`],
    ...controller.external ? [html` · slurmctld runs outside Kubernetes, with a slurm.conf of its own`] : [],
    ...byDefault === undefined ? [] : [html` · jobs go to <b>${byDefault.name}</b> when they name no partition`],
  ]}`;
}

/** The types of GPUs in a cluster. */
export function gpuTypes(sets: readonly ReportedSet[]): string[] {
  return [...new Set(sets.flatMap(({ gres }) => gres.filter(({ name, count }) => name === 'gpu' && count > 0).map(({ type }) => type ?? 'no type')))].sort();
}

function figure(name: string, amount: Amount, more: string, number?: (value: number) => string): Html {
  const text = amountText(amount, number);
  return html`<div><dt>${name}</dt><dd${text.length > LONG && html` class="long"`}>${text}</dd><dd class="more">${more}</dd></div>`;
}

// Longer ones are written smaller, so that they stay on a line.
const LONG = 10;
const LISTED = 4;

function listed(names: readonly string[]): string {
  return names.length > LISTED ? `${names.slice(0, LISTED - 1).join(', ')} and ${names.length - LISTED + 1} more` : names.join(', ') || 'none declared';
}
