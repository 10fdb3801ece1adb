import * as fs from 'fs';
import * as path from 'path';
import { isDeepStrictEqual } from 'util';
import { transformSync } from 'esbuild';
import { loadAll } from 'js-yaml';
import { Contender, run } from './cost';

const repository = path.join(__dirname, '..');

/** Where programs and what they write go. Inside the repository, so that they find the compiled package by its name. */
export const folder = path.join(repository, '.cache/bench');

/** A program with our constructs, and the same objects as plain ones of cdk8s. */
export interface Pair {
  readonly ours: Contender;
  /** Ours where no process before it has left compiled code, as after an installation. */
  readonly oursFirst: Contender;
  readonly raw: Contender;
  /** The raw objects again, in a process that has cdk8s-plus-28 imported, as a program with our constructs must where a prop takes something of it. */
  readonly rawWithPlus: Contender;
  /** How many objects each writes. */
  readonly objects: number;
  /** File of what the program writes. */
  readonly manifests: string;
}

/** An example as its user would run it, compiled. */
export function exampleProgram(example: string): string {
  return transformSync(fs.readFileSync(path.join(repository, 'examples', example, 'main.ts'), 'utf8'), { loader: 'ts', format: 'cjs' }).code;
}

/** A program with one chart for each cluster. */
export function manyNodeSetsProgram(nodeSets: number, clusters = 1): string {
  return `
const { App, Chart } = require('cdk8s');
const { Scaling, SlurmCluster } = require('slurm-constructs');
const app = new App();
for (let cluster = 0; cluster < ${clusters}; cluster++) {
  const slurm = new SlurmCluster(new Chart(app, 'chart' + cluster, { namespace: 'slurm' + cluster }), 'slurm' + cluster);
  for (let index = 0; index < ${nodeSets}; index++) {
    slurm.addNodeSet('set' + index, { scaling: Scaling.fixed(2) });
  }
  slurm.addPartition('all', { isDefault: true });
  slurm.addLoginSet('main');
}
app.synth();
`;
}

const rawProgram = `
const { ApiObject, App, Chart } = require('cdk8s');
if (process.argv[3] !== undefined) {
  require(process.argv[3]);
}
const app = new App();
for (const [id, objects] of Object.entries(require(process.argv[2]))) {
  const chart = new Chart(app, id);
  objects.forEach((object, index) => new ApiObject(chart, String(index), object));
}
app.synth();
`;

/** Writes a program with our constructs. */
export function withConstructs(name: string, program: string): Contender {
  const file = path.join(folder, `${name}.js`);
  fs.writeFileSync(file, program);
  return cdk8sProgram('slurm-constructs', [process.execPath, file], `${name}.ours`);
}

/** Writes a program, runs it once, and writes the program that makes the same objects without us. */
export function pair(name: string, program: string): Pair {
  const ours = withConstructs(name, program);
  run(ours);
  const charts = manifestsIn(`${name}.ours`);

  const raw = path.join(folder, 'raw.js');
  const json = path.join(folder, `${name}.json`);
  fs.writeFileSync(raw, rawProgram);
  fs.writeFileSync(json, JSON.stringify(charts));
  const command = [process.execPath, raw, json];
  const without = cdk8sProgram('raw ApiObjects', command, `${name}.raw`);
  const withPlus = cdk8sProgram('raw ApiObjects, cdk8s-plus-28 imported', [...command, 'cdk8s-plus-28'], `${name}.raw`);
  run(without);
  if (!isDeepStrictEqual(manifestsIn(`${name}.raw`), charts)) {
    throw new Error(`${name}: the raw objects are not those of the constructs, so their costs say nothing`);
  }
  const oursFirst = { ...ours, name: 'slurm-constructs, no compiled code kept', environment: { ...ours.environment, NODE_DISABLE_COMPILE_CACHE: '1' } };
  return { ours, oursFirst, raw: without, rawWithPlus: withPlus, objects: Object.values(charts).flat().length, manifests: path.join(folder, `${name}.ours`) };
}

function cdk8sProgram(name: string, command: string[], output: string): Contender {
  return { name, command, environment: { CDK8S_OUTDIR: path.join(folder, output) } };
}

/** Objects that a program wrote, by chart. */
function manifestsIn(output: string): { [chart: string]: unknown[] } {
  const files = fs.readdirSync(path.join(folder, output)).sort();
  return Object.fromEntries(files.map(file => [file.replace('.k8s.yaml', ''), loadAll(fs.readFileSync(path.join(folder, output, file), 'utf8'))]));
}

/** Most memory that a program of Node.js ever held, in MiB. */
export function peakMemoryMib(contender: Contender): number {
  const preload = path.join(folder, 'peak-memory.js');
  const answer = path.join(folder, 'peak-memory.txt');
  fs.writeFileSync(preload, "process.on('exit', () => require('fs').writeFileSync(process.env.BENCH_ANSWER, String(process.resourceUsage().maxRSS)));\n");
  const [node, ...rest] = contender.command;
  run({ ...contender, command: [node, '--require', preload, ...rest], environment: { ...contender.environment, BENCH_ANSWER: answer } });
  return Number(fs.readFileSync(answer, 'utf8')) / 1024;
}
