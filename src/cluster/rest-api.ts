import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { SlurmComponent } from './images';
import type { SlurmCluster } from './slurm-cluster';
import { Problem, refuseAll } from '../errors/refuse';
import { refuseOtherKinds } from '../errors/refuse-kinds';
import { ContainerOptions, PodOptions, ServiceOptions } from '../pods';
import { daemonContainer } from '../pods/daemon-container';
import { podTemplate, resourceMetadata } from '../pods/pod-template';
import { serviceSpec } from '../pods/service';
import * as slinky from '../slinky';

/** slurmrestd of a cluster. */
export interface RestApiOptions extends PodOptions, ContainerOptions {
  /** Number of pods. The operator needs one; more keep it able to drain nodes while a pod moves. @default 1 */
  readonly replicas?: number;

  /**
   * How many pods stay when Kubernetes nodes are drained: 1 to one less than `replicas`.
   *
   * @default 1 with two or more replicas; with one, nothing holds a node drain up
   * @see https://kubernetes.io/docs/tasks/run-application/configure-pdb/
   */
  readonly minAvailable?: number;

  /** How slurmrestd is reached from outside. Whoever reaches it still needs a token. @default - inside the Kubernetes cluster only */
  readonly service?: ServiceOptions;
}

/** Properties of slurmrestd. */
export interface RestApiProps extends RestApiOptions {
  /** The cluster that is served. */
  readonly cluster: SlurmCluster;
}

/**
 * slurmrestd: programs use Slurm through it, and so does the operator, which could otherwise drain no node before it removes one. Every cluster
 * makes one, from its `restApi` prop.
 *
 * @see https://slurm.schedmd.com/slurmrestd.html
 */
export class RestApi extends Construct {
  /** The RestApi resource itself, for patches. */
  public readonly resource: slinky.RestApi;

  /** Where pods of the Kubernetes cluster reach it, e.g. `http://slurm-restapi.slurm:6820`. */
  public readonly url: string;

  public constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    refuseOtherKinds(this, 'RestApiProps', props);
    const { cluster } = props;
    const replicas = props.replicas ?? 1;
    refuseAll(this, replicaProblems(replicas, props.minAvailable));
    this.url = `http://${cluster.name}-restapi.${cluster.namespace}:6820`;
    this.resource = new slinky.RestApi(this, 'Resource', {
      metadata: resourceMetadata(cluster.name, props),
      spec: {
        controllerRef: { name: cluster.name },
        replicas,
        slurmrestd: daemonContainer(this, cluster, SlurmComponent.SLURMRESTD, props),
        template: podTemplate(this, cluster, props),
        service: serviceSpec(this, props.service),
      },
    });
    this.resource.node.addDependency(cluster.controller);
    if (replicas > 1) {
      new ApiObject(this, 'DisruptionBudget', {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: `${cluster.name}-restapi` },
        spec: {
          minAvailable: props.minAvailable ?? 1,
          selector: { matchLabels: { 'app.kubernetes.io/name': 'slurmrestd', 'app.kubernetes.io/instance': cluster.name } },
        },
      });
    }
  }
}

function replicaProblems(replicas: number, minAvailable: number | undefined): Problem[] {
  if (!Number.isInteger(replicas) || replicas < 1) {
    return [{
      id: 'CTLD-010',
      what: `'replicas' of slurmrestd is ${replicas}, and without a pod of it the operator kills jobs when it removes their nodes`,
      fix: 'use 1 or more',
    }];
  }
  if (minAvailable === undefined || (Number.isInteger(minAvailable) && minAvailable >= 1 && minAvailable < replicas)) {
    return [];
  }
  return [{
    id: 'CTLD-011',
    what: `'minAvailable' of slurmrestd is ${minAvailable} of ${replicas} pods, ${minAvailable < 1 ? 'which protects none' : 'so no Kubernetes node under one could ever be drained'}`,
    fix: replicas > 1 ? `use 1 to ${replicas - 1}` : "raise 'replicas' to 2, or leave 'minAvailable' out",
  }];
}
