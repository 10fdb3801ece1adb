import { Contender, ratio, Turns } from './cost';
import { helmTemplate } from './helm-template';
import { flagshipValues, manyNodeSets, minimalValues } from './helm-values';
import { exampleProgram, manyNodeSetsProgram, pair, peakMemoryMib, withConstructs } from './programs';
import { Results } from './results';
import { missingForHelm } from '../scripts/official-chart';

/** One program to measure, with the values of the chart that declare the same. */
interface Case {
  readonly name: string;
  readonly program: string;
  readonly values?: object;
  readonly turns: Turns;
  /** How many times the raw objects it may cost. */
  readonly rawLimit: number;
  /** That again, for the first run after an installation: later ones find the code that V8 made of the package. */
  readonly firstRunLimit?: number;
  /** That again, where a program needs cdk8s-plus-28 for its props and raw objects do not. */
  readonly rawWithPlusLimit?: number;
  /** How many times `helm template` it may cost, and should. */
  readonly helmLimit?: number;
  readonly helmTarget?: number;
}

const RAW_TARGET = 1.25;

/** A cold process from program to YAML, beside the same objects without us and beside `helm template`: examples and growing clusters. */
export function measureColdProcesses(results: Results, quick: boolean): void {
  const few: Turns = quick ? { turns: 5, seconds: 20 } : { turns: 11, seconds: 120 };
  const many: Turns = quick ? { turns: 9, seconds: 20 } : { turns: 31, seconds: 120 };
  const cases: Case[] = [
    { name: 'examples/minimal', program: exampleProgram('minimal'), values: minimalValues, turns: many, rawLimit: 1.7, firstRunLimit: 2.1 },
    { name: 'flagship', program: exampleProgram('gpu-training'), values: flagshipValues, turns: many, rawLimit: 2.3, firstRunLimit: 2.8, rawWithPlusLimit: 1.9, helmLimit: 5.5, helmTarget: 2.5 },
    { name: '10 node sets', program: manyNodeSetsProgram(10), values: manyNodeSets(10), turns: few, rawLimit: 1.8 },
    { name: '100 node sets', program: manyNodeSetsProgram(100), values: manyNodeSets(100), turns: few, rawLimit: 2, helmLimit: 1.7, helmTarget: 1 },
    { name: '1,000 node sets', program: manyNodeSetsProgram(1000), values: manyNodeSets(1000), turns: few, rawLimit: 3, helmLimit: 0.65, helmTarget: 0.2 },
    // One run of helm makes one cluster.
    { name: '100 clusters of 10 node sets', program: manyNodeSetsProgram(10, 100), turns: few, rawLimit: 3.2 },
  ];
  const missing = missingForHelm();
  if (missing !== undefined) {
    results.notMeasured.push(`helm template (${missing})`);
  }
  for (const each of cases) {
    const { ours, oursFirst, raw, rawWithPlus, objects } = pair(each.name.replace(/\W+/g, '-'), each.program);
    const helm = missing !== undefined || each.values === undefined ? undefined : helmTemplate(each.name.replace(/\W+/g, '-'), each.values);
    const isFirstToo = each.firstRunLimit !== undefined;
    const hasPlus = each.rawWithPlusLimit !== undefined;
    const contenders = [ours, ...isFirstToo ? [oursFirst] : [], raw, ...hasPlus ? [rawWithPlus] : [], ...helm === undefined ? [] : [helm]];
    const costs = results.compare(`${each.name}, ${objects} objects`, contenders, each.turns);
    const hold = (other: Contender | undefined, limit: number | undefined, target?: number): void => {
      if (other !== undefined && limit !== undefined) {
        results.hold(`${each.name}: times ${other.name}`, ratio(costs[0], costs[contenders.indexOf(other)], 'cpuMs'), limit, target);
      }
    };
    hold(raw, each.rawLimit, RAW_TARGET);
    if (each.firstRunLimit !== undefined) {
      results.hold(`${each.name}, first run: times ${raw.name}`, ratio(costs[1], costs[2], 'cpuMs'), each.firstRunLimit, RAW_TARGET);
    }
    hold(rawWithPlus, each.rawWithPlusLimit, RAW_TARGET);
    hold(helm, each.helmLimit, each.helmTarget);
  }
}

/** How memory grows with a cluster. */
export function measureMemory(results: Results, quick: boolean): void {
  const peakOf = (nodeSets: number): number => {
    const peak = leastPeak(withConstructs(`memory-${nodeSets}`, manyNodeSetsProgram(nodeSets)), quick ? 2 : 5);
    results.figure(`peak memory, ${nodeSets.toLocaleString('en-US')} node sets`, peak, 'MiB');
    return peak;
  };
  const [few, , many, most] = [10, 100, 1000, 4000].map(peakOf);
  results.figure('memory for one more node set', (most - many) / 3000 * 1024, 'KiB');
  results.hold('memory that 4,000 node sets add, times what 1,000 add (4 is linear, 16 quadratic)', (most - few) / (many - few), 6);
}

// When the collector of garbage runs is chance, and what it has left behind counts as held.
function leastPeak(program: Contender, runs: number): number {
  return Math.min(...Array.from({ length: runs }, () => peakMemoryMib(program)));
}
