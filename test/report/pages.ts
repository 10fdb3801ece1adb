import { LintReport } from '../../src/model/lint';
import { ReportOptions, reportPage } from '../../src/report/report-page';
import { controller, model, nodeSet, Plain } from '../model/slinky-objects';

/** A page about objects, without findings unless they are given. */
export function pageOf(objects: readonly Plain[], options: Partial<ReportOptions> = {}): string {
  return reportPage(model(...objects).clusters, {
    lint: NO_FINDINGS,
    findingLink: ({ ruleId }) => `https://docs.example.com/rules#${ruleId}`,
    findingLine: ({ line }) => line,
    originLine: ({ object }) => object?.line,
    generator: 'slurm-constructs 0.0.0',
    ...options,
  });
}

export const NO_FINDINGS: LintReport = { findings: [], acknowledged: [] };

/** A NodeSet of so many nodes, each with GPUs. */
export function gpuNodes(name: string, replicas: number, gres = 'gpu:h100:8', extra: Plain = {}): Plain {
  return nodeSet({
    replicas,
    ordinalPadding: 4,
    extraConf: `Gres=${gres}`,
    slurmd: { image: 'slurmd:26.05', resources: { limits: { cpu: '128', memory: '1024Gi' } } },
    ...extra,
  }, `slurm-worker-${name}`);
}

/** A Controller with a topology.yaml, and the ConfigMap that holds it. */
export function withTopology(topology: string, extra: Plain = {}): Plain[] {
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'topology', namespace: 'slurm' }, data: { 'topology.yaml': topology } },
    controller({ configFileRefs: [{ name: 'topology' }], ...extra }),
  ];
}

/** A tree of leaves with 32 nodes below spines, for node sets by their numbers of nodes. */
export function treeOf(sets: { readonly [name: string]: number }): string {
  const numbers = (name: string, from: number, to: number): string => `${name}-[${String(from).padStart(4, '0')}-${String(to).padStart(4, '0')}]`;
  const leaves = Object.entries(sets).flatMap(([name, count]) => Array.from({ length: Math.ceil(count / 32) }, (_, leaf) => ({
    spine: `${name}-spine${Math.floor(leaf / 16)}`, name: `${name}-leaf${leaf}`, nodes: numbers(name, leaf * 32, Math.min(count, leaf * 32 + 32) - 1),
  })));
  const spines = [...new Set(leaves.map(({ spine }) => spine))];
  return [
    '- topology: fabric', '  cluster_default: true', '  tree:', '    switches:',
    ...leaves.flatMap(leaf => [`      - switch: ${leaf.name}`, `        nodes: ${leaf.nodes}`]),
    ...spines.flatMap(spine => [`      - switch: ${spine}`, `        children: ${leaves.filter(leaf => leaf.spine === spine).map(({ name }) => name).join(',')}`]),
    '      - switch: core', `        children: ${spines.join(',')}`, '',
  ].join('\n');
}

/** Nodes on the maps of a page. */
export function drawnNodes(page: string): string[] {
  return [...page.matchAll(/<path d="[^"]*"><title>([^<]*)<\/title>/g)].map(match => match[1]);
}

/** The text of a page, without markup. */
export function textOf(page: string): string {
  return page.slice(page.indexOf('<body>')).replace(/<script>[\s\S]*?<\/script>/g, '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}
