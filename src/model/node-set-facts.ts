import { AutoscalerFacts } from './autoscaler-facts';
import { KeyRefFacts, ObjectFacts, readKeyRef } from './component-facts';
import { Fields } from './fields';
import { GpuFacts, readGpus } from './gpu-facts';
import { NodeConf, nodeConfValues, parseNodeConf } from './node-conf';
import { NodeNames } from './node-names';
import { PodFacts, readPod } from './pod-facts';

/** A Slinky NodeSet: a set of slurmd pods. */
export interface NodeSetFacts extends ObjectFacts {
  readonly controllerName: string;
  /** What the operator calls it in slurm.conf: `NodeSet=`, the Feature of its nodes, and its own partition. */
  readonly slurmName: string;
  readonly daemonSet: boolean;
  /** Pods asked for, or with an autoscaler the most that it makes; in DaemonSet mode those seen by a live cluster, else undefined. */
  readonly replicas?: number;
  /** What changes the number of nodes. */
  readonly autoscaler?: AutoscalerFacts;
  readonly nodeNames: NodeNames;
  readonly ordinalPadding: number;
  readonly extraConf: string;
  readonly conf: NodeConf;
  /** Features beside the operator's own. */
  readonly features: readonly string[];
  readonly gpus: GpuFacts;
  readonly partition?: NodeSetPartitionFacts;
  readonly ssh?: { readonly enabled: boolean; readonly sssdConfRef?: KeyRefFacts };
  readonly updateStrategy: UpdateStrategyFacts;
  readonly pinToNode: boolean;
  readonly pruneSlurmNodeRecords: string;
  readonly pod: PodFacts;
  readonly logfileImage?: string;
}

/** `spec.partition` of a NodeSet. */
export interface NodeSetPartitionFacts {
  readonly enabled: boolean;
  readonly config?: string;
}

/** `spec.updateStrategy` of a NodeSet. */
export interface UpdateStrategyFacts {
  readonly type: string;
  readonly maxUnavailable: string;
  readonly startTime?: string;
  readonly duration?: string;
}

/** Reads a NodeSet. */
export function readNodeSet(base: ObjectFacts, spec: Fields, status: Fields): NodeSetFacts {
  const pod = readPod(spec, 'slurmd');
  const conf = parseNodeConf(spec.text('extraConf') ?? '');
  const daemonSet = spec.text('scalingMode') === 'DaemonSet';
  const replicas = daemonSet ? status.integer('desired') : spec.integer('replicas') ?? 1;
  const padding = spec.integer('ordinalPadding') ?? 0;
  const partition = spec.child('partition');
  const ssh = spec.child('ssh');
  const strategy = spec.child('updateStrategy');
  return {
    controllerName: spec.child('controllerRef').text('name') ?? '',
    slurmName: slurmNodeSetName(pod.hostname, base.ref.name),
    daemonSet,
    replicas,
    nodeNames: daemonSet || pod.hostNetwork
      ? NodeNames.ofKubeNodes(replicas)
      : NodeNames.numbered(pod.hostname ? pod.hostname : `${base.ref.name}-`, replicas ?? 0, padding),
    ordinalPadding: padding,
    extraConf: spec.text('extraConf') ?? '',
    conf,
    features: nodeConfValues(conf, 'Feature', 'Features').flatMap(value => value.split(',')).filter(feature => feature !== ''),
    gpus: readGpus(conf, pod),
    partition: spec.has('partition') ? { enabled: partition.flag('enabled') ?? false, config: partition.text('config') } : undefined,
    ssh: spec.has('ssh') ? { enabled: ssh.flag('enabled') ?? false, sssdConfRef: readKeyRef(ssh, 'sssdConfRef') } : undefined,
    updateStrategy: {
      type: strategy.text('type') ?? 'RollingUpdate',
      maxUnavailable: strategy.child('rollingUpdate').scalar('maxUnavailable') ?? '25%',
      startTime: strategy.child('scheduledUpdate').text('startTime'),
      duration: strategy.child('scheduledUpdate').text('duration'),
    },
    pinToNode: spec.flag('pinToNode') ?? false,
    pruneSlurmNodeRecords: spec.text('pruneSlurmNodeRecords') ?? 'Never',
    pod,
    logfileImage: spec.child('logfile').text('image'),
    // Last: V8 takes ten times as long to put these fields behind those of another object.
    ...base,
  };
}

/** The NodeSet as the autoscaler leaves it: whatever it says of `replicas` holds only until the autoscaler first acts. */
export function scaledNodeSet(nodeSet: NodeSetFacts, autoscalers: readonly AutoscalerFacts[]): NodeSetFacts {
  const { ref, daemonSet, nodeNames } = nodeSet;
  const autoscaler = autoscalers.find(each => each.nodeSetName === ref.name && each.ref.namespace === ref.namespace);
  return autoscaler === undefined || daemonSet ? nodeSet : { ...nodeSet, autoscaler, replicas: autoscaler.max, nodeNames: nodeNames.counted(autoscaler.max) };
}

// slinky 1.2: the first word of the pod hostname without its dashes, else the name of the NodeSet.
function slurmNodeSetName(hostname: string | undefined, name: string): string {
  const word = (hostname ?? '').trim().split(/\s+/)[0];
  return word === '' ? name : word.replace(/^-+|-+$/g, '');
}
