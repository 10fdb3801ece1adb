import { WantedNodes, wantedNodesQuery } from '../../src/autoscaling/wanted-nodes';
import { describeWithPromtool, RuleTest, testRules } from '../observability/promtool';

/** What slurmctld says at some moment; what is left out is 0. */
interface Moment {
  readonly pending?: number;
  readonly held?: number;
  /** Largest of the least and of the most nodes that a waiting job names. */
  readonly nodes?: [least: number, most: number];
  /** Nodes of the set by the CPUs in use on each. */
  readonly busyCpus?: number[];
  readonly down?: number;
  readonly drained?: number;
}

const selector = { job: 'slurm-controller', namespace: 'slurm' };
const base: WantedNodes = { selector, partitions: ['cpu'], nodeSet: 'cpu', max: 64, jobsPerNode: 1, jobsSayNodes: false };

function seriesOf({ pending = 0, held = 0, nodes = [0, 0], busyCpus = [], down = 0, drained = 0 }: Moment): { series: string; values: string }[] {
  const labels = 'job="slurm-controller",namespace="slurm"';
  const partition = (metric: string, value: number) => ({ series: `slurm_partition_${metric}{${labels},partition="cpu"}`, values: String(value) });
  return [
    partition('jobs_pending', pending + held), partition('jobs_hold', held),
    partition('jobs_min_job_nodes_nohold', nodes[0]), partition('jobs_max_job_nodes_nohold', nodes[1]),
    partition('nodes_down', down), partition('nodes_drained', drained),
    // A neighbour in the same Prometheus, and a node of another set.
    { series: 'slurm_partition_jobs_pending{job="other-controller",namespace="slurm",partition="cpu"}', values: '1000' },
    { series: `slurm_node_cpus{${labels},node="cpu-large-0"}`, values: '8' },
    { series: `slurm_node_cpus_alloc{${labels},node="cpu-large-0"}`, values: '8' },
    ...busyCpus.flatMap((cpus, index) => [
      { series: `slurm_node_cpus{${labels},node="cpu-${index}"}`, values: '8' },
      { series: `slurm_node_cpus_alloc{${labels},node="cpu-${index}"}`, values: String(cpus) },
    ]),
  ];
}

/** Nodes that a HorizontalPodAutoscaler makes of the answer: nothing for a tenth more or less. */
function replicas(wanted: number, now: number): number {
  return now > 0 && Math.abs(wanted / now - 1) <= 0.1 ? now : Math.ceil(wanted - 1e-9);
}

const cases: [about: string, moment: Moment, options: Partial<WantedNodes>, nodes: number][] = [
  ['nothing runs and nothing waits', {}, {}, 0],
  ['one job waits', { pending: 1, nodes: [1, 1] }, {}, 1],
  ['a job of sixteen nodes waits, and there is none', { pending: 1, nodes: [16, 16] }, {}, 16],
  ['ten jobs of one node wait', { pending: 10, nodes: [1, 1] }, {}, 10],
  ['ten jobs wait, four to a node', { pending: 10, nodes: [1, 1] }, { jobsPerNode: 4 }, 2.5],
  ['held jobs wait', { held: 5 }, {}, 0],
  ['a job of four nodes waits beside busy ones', { pending: 1, nodes: [4, 4], busyCpus: [8, 1, 0] }, {}, 6],
  ['idle nodes are enough', { pending: 1, nodes: [2, 2], busyCpus: [8, 0, 0, 0] }, {}, 3],
  ['nodes are idle', { busyCpus: [8, 0, 0, 0] }, {}, 1],
  ['a job of 64 tasks waits, and nobody knows of how many nodes', { pending: 1, nodes: [1, 64] }, { max: 16 }, 16],
  ['a job of 64 tasks waits, whose nodes were worked out at submission', { pending: 1, nodes: [8, 64] }, { jobsSayNodes: true }, 8],
  ['a job waits that is larger than the set can be', { pending: 1, nodes: [100, 100] }, {}, 1],
  ['the only node is drained', { pending: 1, nodes: [1, 1], busyCpus: [0], drained: 1 }, {}, 2],
  ['nodes are down and nothing waits', { busyCpus: [0, 0], down: 2 }, {}, 0],
];

/** What Prometheus answers, where the autoscaler sees it: without the few hundredths that only get it over its threshold. */
function expected(nodes: number, { busyCpus = [] }: Moment): number {
  return nodes > busyCpus.length ? nodes * 1.11 : nodes;
}

function judge(test: Omit<RuleTest, 'interval'>): string {
  return testRules({ groups: [] }, [{ interval: '1m', ...test }]);
}

describeWithPromtool('nodes that are wanted', () => {
  test.each(cases)('%s', (_, moment, options, nodes) => {
    const expr = wantedNodesQuery({ ...base, ...options });
    expect(judge({ input_series: seriesOf(moment), promql_expr_test: [{ expr, eval_time: '0m', exp_samples: [{ labels: '', value: expected(nodes, moment) }] }] })).toBe('');
  });

  test('an answer that is wrong is told', () => {
    expect(judge({ input_series: seriesOf({}), promql_expr_test: [{ expr: wantedNodesQuery(base), eval_time: '0m', exp_samples: [{ labels: '', value: 7 }] }] })).not.toBe('');
  });

  test('nobody knows while slurmctld is silent', () => {
    expect(judge({ input_series: [], promql_expr_test: [{ expr: wantedNodesQuery(base), eval_time: '0m', exp_samples: [] }] })).toBe('');
  });
});

describe('the answer', () => {
  test('partition and node set names are taken literally', () => {
    expect(wantedNodesQuery({ ...base, partitions: ['a.b', 'c'] })).toContain('partition=~"a\\\\.b|c"');
  });

  test('moves a HorizontalPodAutoscaler for every single node, and never far beyond', () => {
    for (let now = 1; now <= 300; now++) {
      for (let wanted = now + 1; wanted <= now + 40; wanted++) {
        const made = replicas(wanted * 1.11, now);
        expect(made).toBeGreaterThanOrEqual(wanted);
        expect(made).toBeLessThanOrEqual(Math.ceil(wanted * 1.11));
      }
    }
  });
});
