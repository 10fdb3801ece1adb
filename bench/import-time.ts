/**
 * What a program pays for importing the compiled library, beside what it pays for cdk8s alone: cold processes in pairs, so that a busy machine
 * slows both alike. Fails when the difference is over the limit.
 *
 *     npx projen compile && npm run bench [-- <pairs>]
 */
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

const limitMs = 25;
const repository = path.join(__dirname, '..');

function main(pairs: number): number {
  if (!fs.existsSync(path.join(repository, 'lib/index.js'))) {
    console.error('lib/index.js is missing: compile first, with npx projen compile');
    return 2;
  }
  // The first of each reads from the disk what the others find in memory.
  [cdk8s, ours].forEach(importMs);
  const runs = Array.from({ length: pairs }, (_, run) => {
    const [first, second] = run % 2 === 0 ? [cdk8s, ours] : [ours, cdk8s];
    const times = new Map([[first, importMs(first)], [second, importMs(second)]]);
    return { cdk8s: times.get(cdk8s)!, ours: times.get(ours)! };
  });
  const alone = median(runs.map(run => run.cdk8s));
  const withOurs = median(runs.map(run => run.ours));
  const more = median(runs.map(run => run.ours - run.cdk8s));
  console.log(`${pairs} pairs of cold processes, medians of wall time:`);
  console.log(`  require('cdk8s')            ${alone.toFixed(1)} ms`);
  console.log(`  require('slurm-constructs') ${withOurs.toFixed(1)} ms, ${(withOurs / alone).toFixed(2)} times as much`);
  console.log(`  difference within a pair    ${more.toFixed(1)} ms, limit ${limitMs} ms`);
  return more <= limitMs ? 0 : 1;
}

const cdk8s = 'cdk8s';
const ours = 'slurm-constructs';

/** Wall time of a Node.js process that imports a package and ends. */
function importMs(name: string): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ['-e', `require('${name}')`], { cwd: repository, encoding: 'utf8' });
  const end = process.hrtime.bigint();
  if (status !== 0) {
    throw new Error(`require('${name}') failed: ${stderr}`);
  }
  return Number(end - start) / 1e6;
}

function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

process.exitCode = main(Number(process.argv[2] ?? 31));
