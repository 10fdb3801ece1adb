import { App, Chart } from 'cdk8s';
import { Scaling, SlurmCluster, SlurmClusterProps } from '../../src';

/** A rendered Kubernetes object, as tests read it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: { [key: string]: string }; readonly annotations?: { [key: string]: string } };
  // Tests look wherever they like; expect() says what is there.
  readonly [field: string]: any;
}

/** What a program declares in one chart, rendered. */
export function manifests(declare: (chart: Chart) => void): Manifest[] {
  const chart = new Chart(new App(), 'hpc', { namespace: 'slurm' });
  declare(chart);
  return chart.toJson() as Manifest[];
}

/** A cluster that has what every cluster needs, one node set and one partition, and nothing else but its props. */
export function smallCluster(chart: Chart, id: string, props: SlurmClusterProps = {}): SlurmCluster {
  const cluster = new SlurmCluster(chart, id, props);
  cluster.addNodeSet('cpu', { scaling: Scaling.fixed(1) });
  if (!cluster.isExternal) {
    cluster.addPartition('all', { isDefault: true });
  }
  return cluster;
}

/** The object of a kind and name; fails when there is none or more than one. */
export function pick(objects: Manifest[], kind: string, name?: string): Manifest {
  const found = objects.filter(object => object.kind === kind && (name === undefined || object.metadata.name === name));
  expect(found.map(object => object.metadata.name)).toHaveLength(1);
  return found[0];
}

/** Kinds and names of all objects, as `Kind/name`. */
export function identities(objects: Manifest[]): string[] {
  return objects.map(object => `${object.kind}/${object.metadata.name}`);
}
