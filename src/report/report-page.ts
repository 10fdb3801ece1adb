import { createHash } from 'crypto';
import { accessSection } from './access-section';
import { counted } from './amounts';
import { gpusSection, hasGpus, nodeSetsSection } from './capacity-sections';
import { confSection, OriginLine } from './conf-section';
import { FindingLine, FindingLink, findingsSection, verdict } from './findings-section';
import { html, Html, verbatim } from './html';
import { mapSection } from './map-section';
import { nodePlaces } from './node-places';
import { overviewSection, subtitle } from './overview-section';
import { partitionsSection } from './partitions-section';
import { reportedSets } from './reported-set';
import { SCRIPT } from './script';
import { storageSection } from './storage-section';
import { styleSheet } from './style';
import { DeclaredCluster } from '../model/declared-cluster';
import { LintReport } from '../model/lint';

/** What a report is made of, beside the clusters. */
export interface ReportOptions {
  /**
   * Title of the page.
   *
   * @default - the names of the clusters
   */
  readonly title?: string;
  /** What the rules found. */
  readonly lint: LintReport;
  /** Where more is to be read about a finding. */
  readonly findingLink: FindingLink;
  /** Line of a finding in its file. */
  readonly findingLine: FindingLine;
  /** Line of what decided a line of slurm.conf. */
  readonly originLine: OriginLine;
  /** Program and version that made the page. */
  readonly generator: string;
}

/** Clusters as one page of HTML that needs nothing else. The same clusters give the same bytes. */
export function reportPage(clusters: readonly DeclaredCluster[], options: ReportOptions): string {
  const names = clusters.map(({ controller }) => controller.clusterName);
  const title = options.title ?? (names.length === 1 ? `Slurm cluster ${names[0]}` : `${counted(names.length, 'Slurm cluster')}: ${names.join(', ')}`);
  const style = styleSheet();
  const isOne = clusters.length === 1;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hash(style)}'; script-src '${hash(SCRIPT)}'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${options.generator}">
<title>${title}</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E%3Cpath fill='%231769aa' d='M0 0h3v3H0zM5 0h3v3H5zM0 5h3v3H0zM5 5h3v3H5z'/%3E%3C/svg%3E">
<style>${verbatim(style)}</style>
</head>
<body>
<header>
<div class="top"><h1>${title}</h1>${verdict(options.lint)}</div>
${isOne && html`<p class="sub">${subtitle(clusters[0])}</p>`}
</header>
<nav aria-label="Sections"><ul>${(isOne ? parts('', clusters[0]) : clusters.map((cluster, index): [string, string] => [`cluster-${index + 1}`, cluster.controller.clusterName]))
  .map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}<li><a href="#findings">Findings</a></li></ul></nav>
<main>
${clusters.map((cluster, index) => clusterSection(cluster, isOne ? '' : `c${index + 1}-`, `cluster-${index + 1}`, isOne, options))}
<section class="card" id="findings"><h2>Findings</h2>${findingsSection(options.lint, options.findingLink, options.findingLine)}</section>
</main>
<footer>Read from manifests by ${options.generator}: what is declared, not what is running.</footer>
<script>${verbatim(SCRIPT)}</script>
</body>
</html>
`.toString();
}

/** Nodes that are legible on a sheet of paper that stands upright; maps of more get one that lies across. */
const FIT_UPRIGHT = 256;

function clusterSection(cluster: DeclaredCluster, prefix: string, id: string, isOne: boolean, options: ReportOptions): Html {
  const sets = reportedSets(cluster);
  const { clusterName } = cluster.controller;
  const places = nodePlaces(cluster, sets);
  const heading = (text: string): Html => isOne ? html`<h2>${text}</h2>` : html`<h3>${text}</h3>`;
  const sections: readonly Html[] = [
    html`<section class="card${places.count > FIT_UPRIGHT && ' across'}" id="${prefix}map">${heading('Map')}${mapSection(prefix === '' ? 'nodes' : prefix.slice(0, -1), places, sets, cluster.partitions.map(({ name }) => name))}</section>`,
    html`<section class="card" id="${prefix}partitions">${heading('Partitions')}${partitionsSection(cluster, sets)}</section>`,
    html`<section class="card" id="${prefix}node-sets">${heading('Node sets')}${nodeSetsSection(sets, cluster)}</section>`,
    html`<div class="pair">${hasGpus(sets) && html`<section class="card" id="${prefix}gpus">${heading('GPUs by type')}${gpusSection(sets)}</section>`}<section class="card" id="${prefix}access">${heading('Identity and access')}${accessSection(cluster)}</section></div>`,
    html`<section class="card" id="${prefix}storage">${heading('Storage')}${storageSection(cluster)}</section>`,
    html`<section class="card" id="${prefix}conf">${heading('Predicted slurm.conf')}${confSection(cluster, options.originLine)}</section>`,
  ];
  return html`<section class="cluster" id="${id}" aria-label="Cluster ${clusterName}">${!isOne && html`<h2>${clusterName}</h2><p class="sub">${subtitle(cluster)}</p>`}
${overviewSection(cluster, sets)}
${sections}</section>`;
}

function parts(prefix: string, cluster: DeclaredCluster): [string, string][] {
  return [
    ['map', 'Map'], ['partitions', 'Partitions'], ['node-sets', 'Node sets'], ...hasGpus(reportedSets(cluster)) ? [['gpus', 'GPUs']] : [],
    ['access', 'Identity'], ['storage', 'Storage'], ['conf', 'slurm.conf'],
  ].map(([id, name]): [string, string] => [`${prefix}${id}`, name]);
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
