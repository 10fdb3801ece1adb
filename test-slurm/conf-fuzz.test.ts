import * as fc from 'fast-check';
import { FuzzCase, fuzzCases } from './conf-fuzz-texts';
import { bothSay } from './conf-judge';
import { DaemonBench } from './daemon-bench';
import { Judgement } from './judgement';
import { describeWithSlurm } from './real-slurm';
import { sideFileCases } from './side-file-texts';

// The same cases on every run; FUZZ_SEED=random looks for others, and the number in a failure finds them again.
const wanted = process.env.FUZZ_SEED ?? '2605';
const seed = wanted === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(wanted);
const RUNS = Number(process.env.FUZZ_RUNS ?? 2500);
// Of so many, one is a file beside slurm.conf.
const SIDE_FILES = 8;

// What the commands take goes to slurmctld as well: always when we refuse it, else one in so many.
const SAMPLED = 30;
const AT_ONCE = 3;
const ATTEMPTS = 80;

describeWithSlurm('parser and Slurm agree on random configurations', () => {
  let bench: DaemonBench;

  beforeAll(() => {
    bench = DaemonBench.create();
  });

  afterAll(async () => bench.remove());

  test(`at least 2,000 of seed ${seed}: what one takes the other takes`, async () => {
    process.stderr.write(`random configurations: FUZZ_SEED=${seed} FUZZ_RUNS=${RUNS}\n`);
    const cases = distinct([...fc.sample(fuzzCases, { seed, numRuns: RUNS }), ...fc.sample(sideFileCases, { seed, numRuns: Math.ceil(RUNS / SIDE_FILES) })]);
    const counts = { taken: 0, refused: 0, open: 0 };
    const different: string[] = [];
    const rest = cases.map((each, index) => ({ each, isSampled: index % SAMPLED === 0 })).reverse();
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
        const { ours, real } = await bothSay(bench, next.each, next.isSampled);
        counts[ours === undefined ? 'open' : ours.takes ? 'taken' : 'refused'] += 1;
        if (ours !== undefined && ours.takes !== real?.takes) {
          different.push(await smallest(bench, next.each, ours.takes));
        }
      }
    }));
    expect({ seed, different: different.sort() }).toEqual({ seed, different: [] });
    expect(counts.taken).toBeGreaterThan(cases.length / 2);
    expect(counts.refused).toBeGreaterThan(cases.length / 8);
    expect(cases.length - counts.open).toBeGreaterThanOrEqual(process.env.FUZZ_RUNS === undefined ? 2000 : 0);
  }, 600_000);
});

function distinct(cases: readonly FuzzCase[]): FuzzCase[] {
  // Kinds of topology are no part of the lines of topology.conf.
  return [...new Map(cases.map(each => [[each.file, each.file === undefined ? '' : each.about, ...each.lines].join('\n'), each])).values()];
}

/** Takes fields and characters away for as long as both still differ in the same way, and says what is left. */
async function smallest(bench: DaemonBench, found: FuzzCase, weTake: boolean): Promise<string> {
  const difference = async (each: FuzzCase): Promise<string | undefined> => {
    const { ours, real } = await bothSay(bench, each, true);
    return ours?.takes === weTake && real?.takes === !weTake ? story(each, ours, real) : undefined;
  };
  let least = found;
  let text = await difference(found) ?? `${JSON.stringify(found.lines)} once, and not again`;
  let attempts = 0;
  for (let smaller: FuzzCase | undefined = least; smaller !== undefined && attempts < ATTEMPTS;) {
    smaller = undefined;
    for (const lines of shorter(least.lines)) {
      attempts += 1;
      const left = await difference({ ...least, lines });
      if (left !== undefined) {
        smaller = least = { ...least, lines };
        text = left;
        break;
      }
    }
  }
  return text;
}

function story({ file, lines }: FuzzCase, ours: Judgement, real: Judgement): string {
  const text = `${file ?? 'slurm.conf'} ${JSON.stringify(lines)}`;
  return ours.takes ? `${text}: we take it, Slurm says ${real.why.trim()}` : `${text}: Slurm takes it, we say ${ours.why}`;
}

/** The same lines without one line, without one field, or without one character of a value. */
function shorter(lines: readonly string[]): string[][] {
  const changed = (index: number, line: string): string[] => lines.map((each, at) => at === index ? line : each);
  return [
    ...(lines.length > 1 ? lines.map((_, index) => lines.filter((__, at) => at !== index)) : []),
    ...lines.flatMap((line, index) => [...line.matchAll(/ \S+/g)].map(({ 0: field, index: at }) => changed(index, line.slice(0, at) + line.slice(at + field.length)))),
    ...lines.flatMap((line, index) => [...line.slice(line.indexOf('=') + 1)].map((_, at) => changed(index, line.slice(0, line.indexOf('=') + 1 + at) + line.slice(line.indexOf('=') + 2 + at)))),
  ];
}
