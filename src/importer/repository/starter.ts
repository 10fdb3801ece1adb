import { evaluate, Modules } from '../code/evaluate';
import { call, cdk8s, constant, create, fields, list, literal, method, must, ours, Statement } from '../code/expression';
import { Omissions } from '../code/omissions';
import { programText } from '../code/program-text';

/** A cluster to start from, and what it synthesizes. */
export interface StarterCluster {
  readonly cluster: string;
  readonly objects: readonly object[];
}

/** A small cluster that runs anywhere: two nodes, one partition, one login host. */
export function starterCluster(chartId: string, namespace: string, modules: Modules): StarterCluster {
  const statements: Statement[] = [
    { name: 'cluster', comments: [], value: create(ours('SlurmCluster'), constant('chart'), literal('slurm'), fields(must('clusterName', literal(chartId)))) },
    {
      name: 'cpu',
      startsParagraph: true,
      comments: ["Without 'cpu' and 'memory' each node sees the whole machine. For GPUs there is addGpuNodeSet."],
      value: method(constant('cluster'), 'addNodeSet', literal('cpu'), fields(must('scaling', call(ours('Scaling.fixed'), literal(2))))),
    },
    { comments: [], value: method(constant('cluster'), 'addPartition', literal('main'), fields(must('nodeSets', list([constant('cpu')])), must('maxTime', call(cdk8s('Duration.days'), literal(1))))) },
    { comments: ["From inside the Kubernetes cluster only, until 'service' says otherwise."], startsParagraph: true, value: method(constant('cluster'), 'addLoginSet', literal('main')) },
  ];
  const { App, Chart } = modules.cdk8s as typeof import('cdk8s');
  const chart = new Chart(new App(), chartId, { namespace });
  evaluate(statements, modules, new Omissions(), { chart });
  return {
    cluster: programText(statements, new Omissions(), {
      opening: 'export function addCluster(chart: Chart): void {',
      comments: ['Declares the cluster.'],
      imports: { cdk8s: ['Chart'] },
      taken: ['chart', 'addCluster'],
    }),
    objects: chart.toJson() as object[],
  };
}
