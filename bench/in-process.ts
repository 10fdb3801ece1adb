import * as fs from 'fs';
import * as path from 'path';
import { performance } from 'perf_hooks';
import { loadAll } from 'js-yaml';
import { median } from './cost';
import { manyNodeSetsProgram, pair } from './programs';
import { Results } from './results';
import { modelFromObjects } from '../src/model/from-objects';
import { lint } from '../src/model/lint';
import { Hostlist } from '../src/slurm/hostlist';
import { parseConf } from '../src/slurm/slurm-conf-parser';

const NODES = 10_000;
const NODE_SETS = 1000;

/** What a single answer costs within a process: the first one, with code that has never run, and the median of those after it. */
export function measureAnswers(results: Results, quick: boolean): void {
  const runs = quick ? 7 : 25;
  const names = Array.from({ length: NODES }, (_, index) => `gpu-r${Math.floor(index / 100)}-n${String(index % 100).padStart(3, '0')}`);
  const folded = Hostlist.fold(names);
  answer(results, `fold ${count(NODES)} host names`, runs, () => Hostlist.fold(names));
  answer(results, 'expand them again', runs, () => Hostlist.of(folded).expand());

  const conf = slurmConf(names);
  const parsed = answer(results, `parse a slurm.conf of ${count(NODES)} node lines`, runs, () => parseConf(conf));
  results.hold('ms of processor time for each 1,000 lines of slurm.conf', parsed.first / NODES * 1000, 150);

  const { manifests } = pair('lint', manyNodeSetsProgram(NODE_SETS));
  const text = fs.readFileSync(path.join(manifests, 'chart0.k8s.yaml'), 'utf8');
  const objects = loadAll(text).map(object => ({ object }));
  const read = answer(results, `ClusterModel of ${count(NODE_SETS)} node sets`, runs, () => modelFromObjects(objects));
  // A model keeps what it has derived, so each run of the rules needs a new one, as in life.
  const ruled = answer(results, 'that, and all rules over it', runs, () => lint(modelFromObjects(objects)));
  results.hold(`seconds of processor time until ${count(NODE_SETS)} node sets are judged for the first time`, Math.max(read.first, ruled.first) / 1000, 1);
}

interface Answer {
  readonly first: number;
  readonly later: number;
}

function answer(results: Results, name: string, runs: number, produce: () => unknown): Answer {
  const costs: { cpu: number; wall: number }[] = [];
  for (let run = 0; run < runs; run++) {
    const cpu = process.cpuUsage();
    const wall = performance.now();
    produce();
    const { user, system } = process.cpuUsage(cpu);
    costs.push({ cpu: (user + system) / 1000, wall: performance.now() - wall });
  }
  const [first, ...later] = costs;
  const cpu = median(later.map(cost => cost.cpu));
  results.figure(`${name}, first`, first.cpu, 'ms cpu');
  results.figure(`${name}, later`, cpu, 'ms cpu');
  results.figure(`${name}, later`, median(later.map(cost => cost.wall)), 'ms wall');
  return { first: first.cpu, later: cpu };
}

function slurmConf(names: string[]): string {
  return [
    'ClusterName=bench', 'SlurmctldHost=head', 'SelectType=select/cons_tres', 'GresTypes=gpu',
    ...names.map(name => `NodeName=${name} CPUs=192 Boards=1 SocketsPerBoard=2 CoresPerSocket=48 ThreadsPerCore=2 RealMemory=2000000 Gres=gpu:h100:8 State=UNKNOWN`),
    'PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
    '',
  ].join('\n');
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
