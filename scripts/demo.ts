/**
 * Synthesizes the flagship example and says what its manifests declare and what the rules find in them. The answers are read back from the YAML, not from
 * the program.
 *
 *     npm run demo
 */
import * as fs from 'fs';
import * as path from 'path';
import { loadAll } from 'js-yaml';
import { readManifests } from './example-manifests';
import { textTable } from './text-table';
import { ClusterModel } from '../src/model/cluster-model';
import { modelFromObjects } from '../src/model/from-objects';
import { lint, modelFindingText } from '../src/model/lint';
import { PartitionFacts } from '../src/model/partition-facts';
import { RULES } from '../src/model/rules';
import { ClusterSummary, NodeSetSummary, summary } from '../src/model/summary';

const example = path.join(__dirname, '../examples/gpu-training');

async function main(): Promise<void> {
  const folder = path.join(example, 'dist');
  fs.rmSync(folder, { recursive: true, force: true });
  process.env.CDK8S_OUTDIR = folder;
  await import(path.join(example, 'main.ts'));

  const objects = loadAll(readManifests(folder)).filter(object => object !== null && object !== undefined);
  const files = fs.readdirSync(folder).map(file => path.relative(process.cwd(), path.join(folder, file)));
  console.log(`manifests: ${files.join(', ')} (${objects.length} objects)`);
  const model = modelFromObjects(objects.map(object => ({ object })));
  console.log(declared(model));
  console.log(`\nheld against ${RULES.length} rules: ${lint(model).findings.map(modelFindingText).join('\n') || 'no findings'}`);
  console.log(`\napply them with: kubectl apply --server-side -f ${path.relative(process.cwd(), folder)}`);
}

function declared(model: ClusterModel): string {
  return summary(model).clusters.map((cluster, index) => [
    '',
    `cluster ${cluster.clusterName}, namespace ${cluster.namespace}, ${cluster.loginPods} login hosts, ${cluster.hasAccounting ? 'with' : 'without'} accounting`,
    '',
    ...textTable(['node set', 'nodes', 'GPUs per node', 'GPUs', 'scaling', 'node names'], [...cluster.nodeSets.map(nodeSetRow), totalRow(cluster)]),
    '',
    ...textTable(['partition', 'node sets', 'nodes', 'default', 'limits and priority'], model.clusters[index].partitions.map(partitionRow)),
  ].join('\n')).join('\n');
}

function nodeSetRow({ name, nodes, gpusPerNode, gpuTypes, gpus, nodeNames }: NodeSetSummary): string[] {
  const perNode = gpusPerNode === 0 ? '-' : [String(gpusPerNode), gpuTypes.join('+')].filter(word => word !== '').join(' x ');
  return [name, count(nodes), perNode, count(gpus), nodes === undefined ? 'one per matching Kubernetes node' : 'fixed', nodeNames || '(those of the Kubernetes nodes)'];
}

function totalRow({ nodes, gpus }: ClusterSummary): string[] {
  return ['total', count(nodes), '', count(gpus), '', ''];
}

function partitionRow({ name, nodeSets, isDefault, options }: PartitionFacts): string[] {
  const nodes = nodeSets.map(({ replicas }) => replicas).reduce((sum, each) => sum === undefined || each === undefined ? undefined : sum + each, 0);
  const limits = options.filter(({ key }) => !['nodes', 'default'].includes(key.toLowerCase())).map(({ key, value }) => `${key}=${value}`);
  return [name, nodeSets.map(({ slurmName }) => slurmName).join(','), count(nodes), isDefault ? 'yes' : 'no', limits.join(' ') || '-'];
}

function count(number: number | undefined): string {
  return number === undefined ? 'unknown' : number.toLocaleString('en-US');
}

void main();
