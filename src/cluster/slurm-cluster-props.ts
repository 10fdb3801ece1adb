import { IConfigMap } from 'cdk8s-plus-28';
import { AccountingOptions } from '../accounting';
import { AuthKeys, Jwks } from '../auth';
import { JobContainers, JobNamespaces, Mpi } from '../containers';
import { Identity } from '../identity';
import { ContainerOptions, PodOptions, ServiceOptions } from '../pods';
import { SharedFileSystem } from '../storage';
import { NodeAnnotatorOptions, Topology } from '../topology';
import { AcknowledgedWarning } from './acknowledged-warning';
import { SlurmImages } from './images';
import { MetricsOptions } from './metrics-options';
import { RestApiOptions } from './rest-api';
import { Script } from './script';
import { SlurmConfSettings } from './slurm-conf-settings';
import { SlurmNamespace } from './slurm-namespace';
import { SlurmVersion } from './slurm-version';
import { StateStorage } from './state-storage';

/** What slurm.conf and cgroup.conf say when you say nothing. */
export enum SlurmPreset {
  /**
   * What a production cluster wants and slurm-operator 1.2 no longer writes: whole-core and memory scheduling, cgroup process tracking and
   * limits, job accounting by cgroup, nodes that return to service by themselves, hashed communication.
   */
  PRODUCTION = 'production',
  /** Only what slurm-operator writes itself, and what node sets with GPUs or ssh cannot do without. */
  OPERATOR = 'operator',
}

/** The pod of slurmctld. */
export interface ControllerOptions extends PodOptions, ContainerOptions {
  /** Where slurmctld keeps its state. Cannot be changed later. @default StateStorage.claim() */
  readonly stateStorage?: StateStorage;

  /** How slurmctld is reached from outside. The operator never changes the Service once it exists. @default - inside the Kubernetes cluster only */
  readonly service?: ServiceOptions;

  /**
   * Whether a changed configuration is taken over by the running slurmctld. Otherwise its pod restarts with every change of a node set or
   * partition.
   *
   * @default true
   */
  readonly inplaceReconfigure?: boolean;
}

/** A slurmctld outside Kubernetes, whose cluster the node sets join. */
export interface ExternalSlurmctld {
  /** Host name or address that pods reach it under. */
  readonly host: string;
  /** Port of slurmctld; slurmrestd can use no other. @default 6817 */
  readonly port?: number;
}

/** Limits that Slurm puts on jobs through cgroups. Needed for device isolation: without it every job sees all GPUs of a node. */
export interface CgroupOptions {
  /** Jobs get only the cores they asked for. Slurm: `ConstrainCores`. @default true */
  readonly constrainCores?: boolean;
  /** Jobs get only the devices they asked for; cannot be turned off where there are GPUs. Slurm: `ConstrainDevices`. @default true */
  readonly constrainDevices?: boolean;
  /** Jobs get only the memory they asked for. Slurm: `ConstrainRAMSpace`. @default true */
  readonly constrainRamSpace?: boolean;
  /** Jobs get no more swap than allowed. Slurm: `ConstrainSwapSpace`. @default true */
  readonly constrainSwapSpace?: boolean;
  /**
   * Further keys, e.g. `{ AllowedRAMSpace: '95' }`. Also in place of the two that slurm-operator writes, `CgroupPlugin` and `IgnoreSystemd`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/cgroup.conf.html
   */
  readonly extra?: { [key: string]: string };
}

/** Properties of a cluster. */
export interface SlurmClusterProps {
  /**
   * Name of the cluster's objects in Kubernetes, and the start of all others' names.
   *
   * @default - the construct id
   */
  readonly name?: string;

  /**
   * Name of the cluster in Slurm, at most 40 lower-case characters. It names the accounting records, so it can never change. Slurm: `ClusterName`.
   *
   * @default - `<namespace>_<name>`
   */
  readonly clusterName?: string;

  /** Who makes the namespace. @default SlurmNamespace.create() */
  readonly namespace?: SlurmNamespace;

  /** Version of Slurm of all images that are not named one by one. @default SlurmVersion.V26_05 */
  readonly slurmVersion?: SlurmVersion;

  /** Container images. @default - Slinky's, for `slurmVersion` */
  readonly images?: SlurmImages;

  /** Name of an existing PriorityClass for all pods that name none. @default - none */
  readonly priorityClassName?: string;

  /** Where the cluster's keys come from. @default AuthKeys.createOnce() */
  readonly authKeys?: AuthKeys;

  /** Public keys of an identity provider whose tokens Slurm accepts. @default - none */
  readonly jwks?: Jwks;

  /** The pod of slurmctld. @default - the defaults of its fields */
  readonly controller?: ControllerOptions;

  /** A slurmctld outside Kubernetes, instead of one in the cluster. @default - slurmctld runs in the cluster */
  readonly externalController?: ExternalSlurmctld;

  /** slurmrestd; always there, since the operator drains nodes through it. @default - one replica */
  readonly restApi?: RestApiOptions;

  /** Accounting: slurmdbd and its database. `{}` brings up both in the cluster. @default - no accounting */
  readonly accounting?: AccountingOptions;

  /** Where users come from. @default Identity.localFiles() */
  readonly identity?: Identity;

  /** File systems that login hosts and workers see at the same path. @default - none */
  readonly sharedFileSystems?: SharedFileSystem[];

  /** How jobs run in containers. @default - they do not */
  readonly jobContainers?: JobContainers;

  /** Directories that every job has for itself. @default - jobs of a node share /tmp and /dev/shm */
  readonly jobNamespaces?: JobNamespaces;

  /** How MPI programs start unless `srun --mpi` says otherwise. @default - as `slurmConf.mpiDefault` says, else without help */
  readonly mpi?: Mpi;

  /** Parameters of slurm.conf. @default - those of `preset` */
  readonly slurmConf?: SlurmConfSettings;

  /**
   * Escape hatch: lines of slurm.conf that no parameter can say, still checked.
   *
   * @default - none
   */
  readonly extraSlurmConf?: string[];

  /** What slurm.conf and cgroup.conf say when you say nothing. @default SlurmPreset.PRODUCTION */
  readonly preset?: SlurmPreset;

  /**
   * Limits that Slurm puts on jobs.
   *
   * @default - all on; with the operator preset devices alone where there are GPUs, and slurm-operator's own two lines elsewhere
   */
  readonly cgroup?: CgroupOptions;

  /**
   * How the network joins nodes, for `topology.yaml`. Those that list node sets come later, with `addTopology`.
   *
   * @default - one network in which all nodes are alike
   */
  readonly topologies?: Topology[];

  /**
   * The pod that annotates Kubernetes nodes with their places; it is there when a topology has members by node sets or labels.
   *
   * @default - the defaults of its fields
   */
  readonly topologyAnnotator?: NodeAnnotatorOptions;

  /**
   * Further files for /etc/slurm by name, such as `plugstack.conf` or `job_submit.lua`. A `gres.conf` or `cgroup.conf` here
   * replaces ours.
   *
   * @default - none
   */
  readonly configFiles?: { [file: string]: string };

  /** ConfigMaps of such files that somebody else keeps. @default - none */
  readonly configMaps?: IConfigMap[];

  /** Scripts that slurmd runs as root on every node before a job, by name; they run in the order of their names. Slurm: `Prolog`. @default - none */
  readonly prologs?: { [name: string]: Script };

  /** Scripts that slurmd runs as root on every node after a job. Slurm: `Epilog`. @default - none */
  readonly epilogs?: { [name: string]: Script };

  /** Scripts that slurmctld runs when it starts a job. Slurm: `PrologSlurmctld`. @default - none */
  readonly slurmctldPrologs?: { [name: string]: Script };

  /** Scripts that slurmctld runs when a job has ended. Slurm: `EpilogSlurmctld`. @default - none */
  readonly slurmctldEpilogs?: { [name: string]: Script };

  /** Metrics of slurmctld. @default - off */
  readonly metrics?: MetricsOptions;

  /**
   * Warnings of the rules that may stay. A reason is required, and one that nothing matches any more is a warning itself.
   *
   * @default - every warning is printed when the program runs
   */
  readonly acknowledgedWarnings?: AcknowledgedWarning[];
}
