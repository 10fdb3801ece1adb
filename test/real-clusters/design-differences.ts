import { Change } from './normalize';
import { IS_THERE } from './slurm-text';

/** Something that our manifests say otherwise than the chart's on purpose, field by field. */
export interface Difference {
  readonly name: string;
  readonly reason: string;
  readonly changes: { readonly [place: string]: Change };
}

const onlyOurs = (place: string, value = IS_THERE): [string, Change] => [place, { ours: value }];
const onlyCharts = (place: string, value = IS_THERE): [string, Change] => [place, { chart: value }];
const instead = (place: string, chart: string, ours: string): [string, Change] => [place, { chart, ours }];

function difference(name: string, reason: string, changes: [string, Change][]): Difference {
  return { name, reason, changes: Object.fromEntries(changes) };
}

/** @param containers places such as `NodeSet/slurm-worker-gpu spec.logfile` */
export function pinnedSidecars(...containers: string[]): Difference {
  return difference(
    'pinned sidecars',
    'the image of log readers and small init containers has a version: with alpine:latest pods of one cluster differ by the day they started',
    containers.map(container => instead(`${container}.image`, 'docker.io/library/alpine:latest', 'docker.io/library/alpine:3.23.3')),
  );
}

/** @param containers places such as `RestApi/slurm spec.slurmrestd`, of containers that the team names no image for */
export function pinnedImages(...containers: string[]): Difference {
  return difference(
    'pinned images',
    'images of Slurm name the patch release, so that a pod that is replaced does not bring another Slurm',
    containers.map(container => {
      const image = `ghcr.io/slinkyproject/${container.split('.').pop()}`;
      return instead(`${container}.image`, `${image}:26.05-ubuntu26.04`, `${image}:26.05.1-ubuntu26.04`);
    }),
  );
}

/** @param image slurmctld's, in which the sidecar runs */
export function reconfiguredInPlace(image = 'ghcr.io/slinkyproject/slurmctld:26.05.1-ubuntu26.04'): Difference {
  return difference(
    'reconfigured in place',
    'a changed configuration reaches the running slurmctld; otherwise its pod restarts with every change of a node set, and changed files go unnoticed',
    [
      onlyOurs('Controller/slurm spec.inplaceReconfigure', 'true'),
      onlyOurs('Controller/slurm spec.reconfigure.image', image),
      onlyOurs('Controller/slurm spec.reconfigure.imagePullPolicy', 'IfNotPresent'),
    ],
  );
}

export const namespace = difference(
  'namespace',
  'the namespace comes along, with the Pod Security level that lets privileged workers in',
  [onlyOurs('Namespace/slurm')],
);

export const keysMadeInTheCluster = difference(
  'keys made in the cluster',
  'a Job makes the Secrets of the same names once, so that no manifest holds a key and rendering twice gives the same bytes',
  [
    ...['Job', 'Role', 'RoleBinding', 'ServiceAccount'].map(kind => onlyOurs(`${kind}/slurm-auth-keys`)),
    ...['Secret/slurm-auth-jwt', 'Secret/slurm-auth-slurm'].map(secret => onlyCharts(secret)),
  ],
);

export function workerToleration(nodeSet: string): Difference {
  return difference(
    'base toleration of workers',
    "own tolerations replace the operator's list, so what was in it is said again",
    [onlyOurs(`NodeSet/slurm-worker-${nodeSet} spec.template.spec.tolerations[nodeset.slinky.slurm.net/worker Equal NoExecute]`)],
  );
}

export function gpuToleration(nodeSet: string): Difference {
  return difference(
    'toleration of GPU nodes',
    'clouds taint machines with GPUs, and a worker that asks for GPUs belongs there',
    [onlyOurs(`NodeSet/slurm-worker-${nodeSet} spec.template.spec.tolerations[nvidia.com/gpu Exists NoSchedule]`)],
  );
}

/** @param replicas what the chart says although it means nothing */
export function oneWorkerToAMachine(nodeSet: string, replicas: string): Difference {
  const place = `NodeSet/slurm-worker-${nodeSet} spec`;
  return difference(
    `one worker to a machine: ${nodeSet}`,
    'the operator ignores replicas in DaemonSet mode, and without the tolerations it would drain the pod of a machine that is not ready for a moment',
    [
      onlyCharts(`${place}.replicas`, replicas),
      ...['not-ready', 'unreachable'].map(state => onlyOurs(`${place}.template.spec.tolerations[node.kubernetes.io/${state} Exists NoExecute]`)),
    ],
  );
}

/** @param count what the number of node sets in DaemonSet mode makes of it */
export function roomForNodes(count: string): Difference {
  return difference(
    'room for nodes',
    "the operator writes MaxNodeCount=1024, beyond which nodes cannot register; how many machines a DaemonSet's selector will match is not known, so there is room for 1024 of each set and some that went",
    [onlyOurs('Controller/slurm spec.extraConf.MaxNodeCount', count)],
  );
}

/** @param said keys of slurm.conf that the team thought of */
export function deviceIsolation(...said: string[]): Difference {
  return difference(
    'device isolation',
    'without GresTypes slurmctld refuses the Gres of the nodes, and without the others a job sees every GPU of its node; a job must also not inherit the memlock limit of the login host',
    [
      ['GresTypes', 'gpu'],
      ['ProctrackType', 'proctrack/cgroup'],
      ['PrologFlags', 'Contain'],
      ['PropagateResourceLimitsExcept', 'MEMLOCK'],
      ['TaskPlugin', 'task/affinity,task/cgroup'],
    ].filter(([key]) => !said.includes(key)).map(([key, value]) => onlyOurs(`Controller/slurm spec.extraConf.${key}`, value)),
  );
}

export const cgroupLimits = difference(
  'cgroup limits',
  "cgroup.conf must constrain devices where there are GPUs; the file replaces the operator's, so its two lines are in it",
  [
    ['CgroupPlugin', 'cgroup/v2'], ['IgnoreSystemd', 'yes'],
    ['ConstrainCores', 'no'], ['ConstrainDevices', 'yes'], ['ConstrainRAMSpace', 'no'], ['ConstrainSwapSpace', 'no'],
  ].map(([key, value]) => onlyOurs(`ConfigMap/slurm-config-extra data[cgroup.conf].${key}`, value)),
);

export function accountedGpus(tres: string): Difference {
  return difference('accounted GPUs', 'who has accounting and GPUs wants to know who used them', [onlyOurs('Controller/slurm spec.extraConf.AccountingStorageTRES', tres)]);
}

export const partitionForAll = difference(
  'at least one partition',
  'the chart renders a cluster without any partition, in which slurmctld refuses every job; the only partition is the default one',
  [onlyOurs('Controller/slurm spec.extraConf[PartitionName=all].Nodes', 'ALL'), onlyOurs('Controller/slurm spec.extraConf[PartitionName=all].Default', 'YES')],
);

export function partitionOnNodeSet(nodeSet: string): Difference {
  return difference(
    'at least one partition',
    "the chart leaves the node set's partition off and renders no other, so slurmctld refuses every job; the only partition is the default one",
    [onlyOurs(`NodeSet/slurm-worker-${nodeSet} spec.partition.enabled`, 'true'), onlyOurs(`NodeSet/slurm-worker-${nodeSet} spec.partition.config.Default`, 'YES')],
  );
}

export function defaultPartition(nodeSet: string): Difference {
  return difference(
    'exactly one default partition',
    'slurmctld refuses jobs that name no partition when none is the default; the only one is',
    [onlyOurs(`NodeSet/slurm-worker-${nodeSet} spec.partition.config.Default`, 'YES')],
  );
}

/** @param charts name of the volume that the team mounts there, if any */
export function sharedMemory(nodeSet: string, charts?: string): Difference {
  const place = `NodeSet/slurm-worker-${nodeSet} spec`;
  return difference(
    'shared memory',
    charts === undefined
      ? 'Kubernetes makes /dev/shm 64 MiB, on which NCCL and data loaders fail; 8 GiB for every GPU unless said otherwise'
      : "a worker's /dev/shm is its own and bounded, where the machine's is shared with all other pods and outlives them",
    [
      [`${place}.slurmd.volumeMounts[/dev/shm].name`, { ...charts === undefined ? {} : { chart: charts }, ours: 'shm' }],
      onlyOurs(`${place}.template.spec.volumes[shm].emptyDir.medium`, 'Memory'),
      onlyOurs(`${place}.template.spec.volumes[shm].emptyDir.sizeLimit`, '64Gi'),
      ...charts === undefined ? [] : [onlyCharts(`${place}.template.spec.volumes[${charts}].hostPath.path`, '/dev/shm')],
    ],
  );
}

/** @param mebibytes what is left for jobs */
export function memoryForJobs(nodeSet: string, mebibytes: string): Difference {
  return difference(
    'memory for jobs',
    "jobs may use the pod's limit less 2 %, 512 MiB at least: a job that uses all its memory must not get slurmd killed",
    [onlyOurs(`NodeSet/slurm-worker-${nodeSet} spec.slurmd.env[POD_MEMORY].value`, mebibytes)],
  );
}

export function hardwareSaidOnce(nodeSet: string, cpus: string, realMemory: string): Difference {
  return difference(
    'hardware said once',
    "CPUs and memory of a node follow from the pod's limits; said again they can disagree, as here 32 CPUs with a limit of 30",
    [onlyCharts(`NodeSet/slurm-worker-${nodeSet} spec.extraConf.CPUs`, cpus), onlyCharts(`NodeSet/slurm-worker-${nodeSet} spec.extraConf.RealMemory`, realMemory)],
  );
}

export function rolledByKeys(loginSet: string, hash: string): Difference {
  return difference(
    'rolled by keys',
    'the operator does not roll login pods when authorized_keys changes, and the mounted file never does; this hash rolls them',
    [onlyOurs(`LoginSet/slurm-login-${loginSet} spec.template.metadata.annotations[slurm-constructs/root-keys-hash]`, hash)],
  );
}

export const ownDcgmScripts = difference(
  'scripts of DCGM',
  "prologs and epilogs lie in one ConfigMap of each kind under the chart's file names; the chart keeps its own scripts for DCGM apart",
  ['prolog', 'epilog'].flatMap(kind => [
    onlyCharts(`Controller/slurm spec.${kind}ScriptRefs[slurm-${kind}-dcgm]`),
    onlyOurs(`Controller/slurm spec.${kind}ScriptRefs[slurm-${kind}-scripts]`),
    ...movedConfigMap(`slurm-${kind}-dcgm`, `slurm-${kind}-scripts`, [`data[${kind}-90-dcgm.sh]`]),
  ]),
);

export const oneConfigMap = difference(
  'one ConfigMap for files',
  'gres.conf follows from the GPUs and lies with all other files; the chart keeps that of its A3 Mega recipe apart',
  [
    onlyCharts('Controller/slurm spec.configFileRefs[slurm-config-a3mega]'),
    onlyOurs('Controller/slurm spec.configFileRefs[slurm-config-extra]'),
    ...movedConfigMap('slurm-config-a3mega', 'slurm-config-extra', ['data[gres.conf][AutoDetect=nvidia]']),
  ],
);

export function servableImage(nodeSet: string, chart: string, ours: string): Difference {
  return difference(
    'no slurmd newer than slurmctld',
    'slurmctld 25.11 does not understand a slurmd of 26.05, so such an image is refused; the program takes the one that the other node set has',
    [instead(`NodeSet/slurm-worker-${nodeSet} spec.slurmd.image`, chart, ours)],
  );
}

export const hashedCommunication = difference(
  'hashed communication',
  'operator 1.1 wrote it and the production preset does: daemons accept no message without a hash',
  [onlyOurs('Controller/slurm spec.extraConf.CommunicationParameters', 'block_null_hash')],
);

function movedConfigMap(from: string, to: string, contents: string[]): [string, Change][] {
  const places = (name: string) => [`ConfigMap/${name}`, ...contents.map(content => `ConfigMap/${name} ${content}`)];
  const frame = (name: string): [string, string][] => [[`ConfigMap/${name} apiVersion`, 'v1'], [`ConfigMap/${name} metadata.namespace`, 'slurm']];
  return [
    ...places(from).map(place => onlyCharts(place)), ...frame(from).map(([place, value]) => onlyCharts(place, value)),
    ...places(to).map(place => onlyOurs(place)), ...frame(to).map(([place, value]) => onlyOurs(place, value)),
  ];
}
