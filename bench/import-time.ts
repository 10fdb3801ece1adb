/**
 * What a program pays for importing the compiled library, beside what it pays for cdk8s alone: cold processes in turns, so that a busy machine slows
 * all alike. Fails when the import costs more than the limit. Our modules, and cdk8s with them, are loaded at their first use; the last line says
 * what that costs a program that declares a cluster.
 *
 *     npx projen compile && npm run bench [-- <turns>]
 */
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';

const limitMs = 25;
const repository = path.join(__dirname, '..');
const programs = ["require('cdk8s')", "require('slurm-constructs')", "require('slurm-constructs').SlurmCluster"];

function main(turns: number): number {
  if (!fs.existsSync(path.join(repository, 'lib/index.js'))) {
    console.error('lib/index.js is missing: compile first, with npx projen compile');
    return 2;
  }
  // The first of each reads from the disk what the others find in memory.
  programs.forEach(runMs);
  const times = programs.map(() => [] as number[]);
  for (let turn = 0; turn < turns; turn++) {
    for (const offset of programs.keys()) {
      const program = (turn + offset) % programs.length;
      times[program].push(runMs(programs[program]));
    }
  }
  const [alone] = times;
  console.log(`${turns} turns of cold processes, medians of wall time, and of the difference within a turn:`);
  const differences = times.map((own, program) => {
    const more = median(own.map((time, turn) => time - alone[turn]));
    const beside = program === 0 ? '' : `  ${more >= 0 ? '+' : ''}${more.toFixed(1)} ms, ${(median(own) / median(alone)).toFixed(2)} times`;
    console.log(`  ${programs[program].padEnd(42)}${median(own).toFixed(1).padStart(7)} ms${beside}`);
    return more;
  });
  console.log(`limit of the import: +${limitMs} ms`);
  return differences[1] <= limitMs ? 0 : 1;
}

/** Wall time of a Node.js process that runs a program and ends. */
function runMs(program: string): number {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, ['-e', program], { cwd: repository, encoding: 'utf8' });
  const end = process.hrtime.bigint();
  if (status !== 0) {
    throw new Error(`${program} failed: ${stderr}`);
  }
  return Number(end - start) / 1e6;
}

function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}

process.exitCode = main(Number(process.argv[2] ?? 31));
