/**
 * What the compiled library costs, beside what people use without it, and whether that is within the limits. Everything that is compared runs in turns,
 * in one run, so the ratios hold on any machine, and on a busy one.
 *
 *     npx projen compile && npm run bench -- [--quick] [--json results.json]
 *
 * With CI set it is quick. SLURM_CHART_DIR names the official chart (helm/slurm of slurm-operator v1.2.1) and HELM a helm; without them the rows of helm
 * are named as not measured.
 */
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Command } from 'commander';
import { measureColdProcesses, measureMemory } from './cold';
import { measureImports } from './imports';
import { measureAnswers } from './in-process';
import { folder } from './programs';
import { Results } from './results';

function main(): number {
  const { quick, json } = new Command('bench')
    .option('--quick', 'fewer turns, as in CI', process.env.CI !== undefined && process.env.CI !== 'false')
    .option('--json <file>', 'write the results there too')
    .parse().opts<{ quick: boolean; json?: string }>();
  if (!fs.existsSync(path.join(__dirname, '../lib/index.js'))) {
    console.error('lib/index.js is missing: compile first, with npx projen compile');
    return 2;
  }
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });

  const start = performance.now();
  const results = new Results();
  const parts = { imports: measureImports, answers: measureAnswers, memory: measureMemory, processes: measureColdProcesses };
  for (const [name, measure] of Object.entries(parts)) {
    console.error(`bench: ${name} (${((performance.now() - start) / 1000).toFixed(0)} s)`);
    measure(results, quick);
  }
  const machine = `Node.js ${process.version}, ${os.availableParallelism()} CPUs, load ${os.loadavg()[0].toFixed(1)}, ${((performance.now() - start) / 1000).toFixed(0)} s`;
  console.log(`${machine}\n\n${results.text()}`);
  if (json !== undefined) {
    const { rows, figures, limits, notMeasured } = results;
    fs.writeFileSync(json, `${JSON.stringify({ machine, rows, figures, limits, notMeasured }, undefined, 2)}\n`);
  }
  return results.broken.length === 0 ? 0 : 1;
}

process.exitCode = main();
