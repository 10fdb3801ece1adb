import { ApiObject, Duration, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { HealthCheck } from './health-check';
import { healthProlog, healthScript } from './health-scripts';
import { usualNodeConditions } from './node-conditions';
import { ShellCheck } from './shell-check';
import { ConfLine } from '../cluster/controller-conf';
import { Script } from '../cluster/script';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { HealthCheckNodeState } from '../cluster/slurm-conf-daemon-enums';
import type { WorkerSet } from '../cluster/worker-set';
import { Problem, refuse, refuseAll } from '../errors/refuse';
import { refuseOtherKinds } from '../errors/refuse-kinds';
import { GpuNodeSet } from '../gpu';

/** Options of the health checks of a cluster's nodes. */
export interface NodeHealthOptions {
  /** What a healthy node has. @default - its GPUs, and the cluster's shared file systems */
  readonly checks?: HealthCheck[];

  /** How often nodes are checked, in whole seconds. Slurm: `HealthCheckInterval`. @default Duration.minutes(5) */
  readonly interval?: Duration;

  /**
   * Nodes that are checked. Slurm: `HealthCheckNodeState`.
   *
   * @default - all, spread over the interval: `HealthCheckNodeState.ANY` and `HealthCheckNodeState.CYCLE`
   */
  readonly nodeStates?: HealthCheckNodeState[];

  /**
   * Whether checks that can be quick, such as that of GPUs, also run before jobs that need them. An ill node then gets no job; it goes back into the queue.
   * @default true
   */
  readonly beforeJobs?: boolean;

  /**
   * Whether a node that a check has drained comes back by itself when all checks find it well. Nodes that anybody else drained never do.
   *
   * @default true
   */
  readonly resumes?: boolean;

  /**
   * Conditions of Kubernetes nodes whose reason slurm-operator puts into the drain reason when somebody cordons the node. Those that mean a fault when they
   * are True.
   *
   * @default - those of `NodeProblemRules`, node-problem-detector and NVSentinel that mean broken hardware
   */
  readonly nodeConditions?: string[];
}

/** Properties of the health checks of a cluster's nodes. */
export interface NodeHealthProps extends NodeHealthOptions {
  /** Cluster whose nodes are checked. */
  readonly cluster: SlurmCluster;
}

/** Where workers see the scripts. */
const directory = '/opt/slurm-health';
const program = `${directory}/health-check.sh`;

const checked = new WeakMap<SlurmCluster, NodeHealth>();

/**
 * Checks nodes and drains those that are ill, with a reason that Slurm and Kubernetes both show.
 *
 * Who acts when:
 *
 * - slurmd runs the checks when it starts and every `interval`, and drains its node with a reason that starts with `[HC]`. Jobs there end in peace, new ones
 * go elsewhere.
 *   slurm-operator shows the reason in the pod's condition `SlurmNodeStateDrain`.
 * - A prolog checks the GPUs of a job before it starts. When they are ill the node is drained and the job goes back into the queue.
 * - When all checks find the node well again, for instance after a reboot, slurmd resumes it, if the reason is still that of a check.
 * - Whoever finds a fault in Kubernetes, such as node-problem-detector, sets a condition. That alone drains nothing: somebody must cordon the machine, an
 * operator or
 *   NVSentinel. slurm-operator then drains the node, with the reasons of `nodeConditions`, and brings it back after an uncordon.
 *
 * @see https://slurm.schedmd.com/slurm.conf.html#OPT_HealthCheckProgram
 */
export class NodeHealth extends Construct {
  /** What slurm-operator must be told as `propagatedNodeConditions`. */
  public readonly nodeConditions: string[];
  private readonly cluster: SlurmCluster;
  private readonly options: NodeHealthOptions;
  private readonly gpus = new Map<string, number>();

  public constructor(scope: Construct, id: string, props: NodeHealthProps) {
    super(scope, id);
    refuseOtherKinds(this, 'NodeHealthProps', props);
    const { cluster } = props;
    this.cluster = cluster;
    this.options = props;
    this.nodeConditions = [...props.nodeConditions ?? usualNodeConditions];
    if (cluster.isExternal) {
      refuse(this, {
        id: 'HLTH-001',
        what: 'slurmctld runs outside Kubernetes, where slurm-operator cannot write HealthCheckProgram into its slurm.conf',
        fix: 'set it there, or leave the checks out',
      });
    }
    const other = checked.get(cluster);
    if (other) {
      refuse(this, {
        id: 'HLTH-002', what: `the nodes of '${cluster.name}' are checked already at '${other.node.path}', and Slurm has one HealthCheckProgram`, fix: 'join them',
      });
    }
    refuseAll(this, [
      ...this.timeProblems(),
      ...checkProblems(props.checks),
      ...stateProblems(this.nodeStates),
      ...conditionProblems(this.nodeConditions),
      ...this.confProblems(),
    ]);
    checked.set(cluster, this);
    new ApiObject(this, 'Resource', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: this.configMapName, namespace: cluster.namespace },
      data: Lazy.any({ produce: () => this.files() }),
    });
    cluster._addConf(() => this.conf());
    cluster._onWorkers(workers => this.mount(workers));
    cluster._onGpus(({ gpu, owner, workers }) => gpu.vendor === 'nvidia' && this.gpus.set(workers.name, owner instanceof GpuNodeSet ? owner.gpusPerNode : 0));
    if (props.beforeJobs ?? true) {
      cluster.addProlog('05-health.sh', Script.inline(healthProlog(program)));
    }
  }

  private get configMapName(): string {
    return `${this.cluster.name}-node-health`;
  }

  private get nodeStates(): HealthCheckNodeState[] {
    return this.options.nodeStates ?? [HealthCheckNodeState.ANY, HealthCheckNodeState.CYCLE];
  }

  private get intervalSeconds(): number {
    return (this.options.interval ?? Duration.minutes(5)).toSeconds({ integral: false });
  }

  private get checks(): ShellCheck[] {
    const usual = () => [HealthCheck.gpus(), ...this.cluster._sharedFileSystems.map(({ mount }) => HealthCheck.mounted(mount.mountPath))];
    return (this.options.checks ?? usual()).map(({ _check }) => _check);
  }

  /** Longest time of all checks together, with some for slurmctld to answer. Slurm 25.11 has a minute and no key for it. */
  private get timeoutSeconds(): number {
    return this.checks.reduce((sum, { limit }) => sum + limit + 2, 30);
  }

  private files(): { [file: string]: string } {
    const counts = [...new Set([0, ...this.gpus.values()])].sort((one, other) => one - other);
    return {
      'health-check.sh': healthScript({ checks: this.checks, resumes: this.options.resumes ?? true }),
      ...Object.fromEntries(counts.map(count => [`gpus-${count}`, `${count}\n`])),
      ...Object.fromEntries(this.checks.flatMap(({ script }) => script ? [[script.file, script.text]] : [])),
    };
  }

  private mount(workers: WorkerSet): void {
    const file = (key: string, path = key) => ({ key, path });
    const scripts = this.checks.flatMap(({ script }) => script ? [file(script.file)] : []);
    const gpuNodes = () => this.gpus.get(workers.name) ?? 0;
    workers.mounts.addLate(
      {
        name: 'node-health',
        configMap: {
          name: this.configMapName,
          defaultMode: 0o755,
          // How many GPUs a node set has is known when all of it is declared.
          items: Lazy.any({ produce: () => [file('health-check.sh'), file(`gpus-${gpuNodes()}`, 'gpus'), ...scripts] }),
        },
      },
      { name: 'node-health', mountPath: directory, readOnly: true },
    );
  }

  private conf(): ConfLine[] {
    return [
      { key: 'HealthCheckInterval', value: String(this.intervalSeconds) },
      { key: 'HealthCheckNodeState', value: this.nodeStates.join(',') },
      { key: 'HealthCheckProgram', value: program },
      ...this.knowsTimeout ? [{ key: 'HealthCheckTimeout', value: String(this.timeoutSeconds) }] : [],
    ];
  }

  private get knowsTimeout(): boolean {
    return this.cluster.slurmVersion.release !== '25.11';
  }

  private timeProblems(): Problem[] {
    const every = this.intervalSeconds;
    const needed = this.timeoutSeconds;
    if (!Number.isInteger(every) || every < 1) {
      return [{ id: 'HLTH-003', what: `'interval' is ${every} seconds, and slurmctld counts whole seconds from 1`, fix: 'use e.g. Duration.minutes(5)' }];
    }
    if (needed >= every) {
      return [{
        id: 'HLTH-004',
        what: `'interval' is ${every} s, and the checks may take ${needed} s together, so that one would still run when the next starts, of which slurmctld complains`,
        fix: `use at least Duration.minutes(${Math.floor(needed / 60) + 1})`,
      }];
    }
    return [];
  }

  private confProblems(): Problem[] {
    const keys = ['HealthCheckProgram', 'HealthCheckInterval', 'HealthCheckNodeState', 'HealthCheckTimeout'].filter(key => this.cluster._ownConfValue(key) !== undefined);
    return keys.length === 0 ? [] : [{
      id: 'HLTH-005', what: `slurm.conf of the cluster sets ${keys.join(', ')}, which these checks set too`, fix: "leave it out there; a program of your own can be a check: HealthCheck.script('name', Script.fromFile('check.sh'))",
    }];
  }
}

function checkProblems(checks: HealthCheck[] | undefined): Problem[] {
  if (checks === undefined) {
    return [];
  }
  const files = checks.flatMap(({ _check: { script } }) => script ? [script.file] : []);
  return [
    ...checks.length > 0 ? [] : [{ id: 'HLTH-006', what: "'checks' is empty, so every node would be well", fix: "leave it out for the usual checks, or leave out 'NodeHealth'" }],
    ...checks.flatMap(check => check._problems()),
    ...[...new Set(files.filter((file, index) => files.indexOf(file) !== index))].map(file => ({
      id: 'HLTH-007', what: `two checks are named '${file.replace('check-', '')}'`, fix: 'rename one',
    })),
  ];
}

function stateProblems(states: HealthCheckNodeState[]): Problem[] {
  const alone = [HealthCheckNodeState.START_ONLY, HealthCheckNodeState.REBOOT_ONLY].find(state => states.includes(state));
  if (alone !== undefined && states.length > 1) {
    return [{ id: 'HLTH-008', what: `'nodeStates' has ${alone} and others, and slurmctld takes it alone only`, fix: `use [HealthCheckNodeState.${alone}]` }];
  }
  return states.some(state => state !== HealthCheckNodeState.CYCLE) ? [] : [{
    id: 'HLTH-008', what: `'nodeStates' is [${states.join(', ')}], which names no node`, fix: 'use e.g. [HealthCheckNodeState.ANY, HealthCheckNodeState.CYCLE]',
  }];
}

function conditionProblems(conditions: string[]): Problem[] {
  return conditions.filter(type => !/^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$/.test(type) || type === 'Ready').map(type => ({
    id: 'HLTH-009',
    what: type === 'Ready'
      ? "'nodeConditions' has 'Ready', which is True while all is well: it would be in every drain reason"
      : `'${type}' in 'nodeConditions' is no type of a condition of a Kubernetes node`,
    fix: "name conditions that are True when something is broken, e.g. 'GpuXid'",
  }));
}
