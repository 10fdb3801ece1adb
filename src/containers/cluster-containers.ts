import { Construct } from 'constructs';
import { allAdditions, BoundContainers, ContainerCluster, noAdditions, PodAdditions } from './container-setup';
import type { JobContainers } from './job-containers';
import type { JobNamespaces } from './job-namespaces';
import type { Mpi } from './mpi';
import type { NodeStorage } from './node-storage';
import { ConfLine } from '../cluster/controller-conf';
import { SlurmImage } from '../cluster/images';
import { Problem, refuse, refuseAll } from '../errors/refuse';
import { mpsPipes } from '../gpu/mps-script';

/** How jobs of one cluster start: in which containers, with what private directories, by which MPI. */
export interface JobLaunch {
  readonly jobContainers?: JobContainers;
  readonly jobNamespaces?: JobNamespaces;
  readonly mpi?: Mpi;
}

/** The workers of a node set, as their construct knows them. */
export interface LaunchHost {
  readonly construct: Construct;
  readonly name: string;
  readonly storage?: NodeStorage;
  readonly image?: SlurmImage;
  readonly ownImages: boolean;
  readonly sharesMachines: boolean;
  readonly paths: string[];
  readonly usesMps: boolean;
}

/** What the ways in which jobs start ask of a cluster and its pods. */
export class ClusterContainers {
  private readonly bound?: BoundContainers;

  public constructor(private readonly cluster: ContainerCluster, private readonly launch: JobLaunch) {
    refuseAll(cluster.construct, [
      ...launch.jobContainers?._problems(cluster.namespace) ?? [], ...launch.jobNamespaces?._problems() ?? [], ...launch.mpi?._problems() ?? [],
      ...this.externalProblems(),
    ]);
    this.bound = launch.jobContainers?._bind(cluster);
  }

  /** Files of /etc/slurm. */
  public get configFiles(): { readonly [file: string]: string } {
    return { ...this.launch.jobContainers?._configFiles, ...this.launch.jobNamespaces?._configFiles, ...this.launch.mpi?._configFiles };
  }

  /** Lines of slurm.conf. */
  public get conf(): ConfLine[] {
    return [...this.launch.jobNamespaces?._conf ?? [], ...this.launch.mpi ? [this.launch.mpi._conf] : []];
  }

  /** Whether containers bring the libraries that jobs need. */
  public get hasContainers(): boolean {
    return this.launch.jobContainers !== undefined;
  }

  /** Refuses a file of the user's that is there already. */
  public refuseSecondFile(file: string): void {
    const owner = [
      { prop: 'jobContainers', files: this.launch.jobContainers?._configFiles }, { prop: 'jobNamespaces', files: this.launch.jobNamespaces?._configFiles },
      { prop: 'mpi', files: this.launch.mpi?._configFiles },
    ].find(({ files }) => files?.[file] !== undefined);
    if (owner) {
      refuse(this.cluster.construct, {
        id: 'CTR-002',
        what: `'${file}' is in 'configFiles' and follows from '${owner.prop}' too, and one would replace the other`,
        fix: file === 'plugstack.conf' ? "say your plugins in 'otherPlugins' of JobContainers.pyxis" : 'keep one of them',
      });
    }
  }

  /** What is said twice in slurm.conf. */
  public confProblems(ownConf: readonly ConfLine[]): Problem[] {
    return this.conf.filter(({ key }) => key !== 'PrologFlags').flatMap(({ key, value }) => {
      const own = ownConf.find(line => line.key.toLowerCase() === key.toLowerCase());
      return own === undefined || own.value === value ? [] : [{
        id: 'CTR-003',
        what: `${key}=${own.value} is set in slurm.conf, and ${key === 'MpiDefault' ? "'mpi'" : "'jobNamespaces'"} says ${value}`,
        fix: 'leave one of them out',
      }];
    });
  }

  /** Whether the workers of a set run containers of jobs. */
  public runsOn(storage: NodeStorage | undefined): boolean {
    return this.bound !== undefined && !(storage ?? this.launch.jobContainers!._storage)._isNone;
  }

  /** What workers need. */
  public worker(host: LaunchHost): PodAdditions {
    const { jobContainers, jobNamespaces } = this.launch;
    refuseAll(host.construct, [...this.storageProblems(host), ...this.imageProblems(host), ...this.mpsProblems(host)]);
    const storage = host.storage ?? jobContainers?._storage;
    return allAdditions([
      this.bound && this.runsOn(host.storage)
        ? this.bound.worker({ construct: host.construct, name: host.name, storage: storage!, paths: [...host.paths, ...host.usesMps ? [mpsPipes] : []] })
        : noAdditions,
      jobNamespaces?._worker(this.cluster) ?? noAdditions,
    ]);
  }

  /** What login hosts need. */
  public login(construct: Construct, image: SlurmImage | undefined): PodAdditions {
    const suffix = this.launch.jobContainers?._imageSuffix;
    refuseAll(construct, suffix && image && isStock(image, 'login') ? [stockProblem(image, this.launch.jobContainers!, `login${suffix}`)] : []);
    return this.bound?.login() ?? noAdditions;
  }

  private externalProblems(): Problem[] {
    const prop = this.launch.jobNamespaces ? 'jobNamespaces' : this.launch.mpi ? 'mpi' : undefined;
    return this.cluster.isExternal && prop !== undefined ? [{
      id: 'CTR-008', what: `'${prop}' is a matter of slurmctld, which runs outside Kubernetes`, fix: 'leave it out, and set it in slurm.conf there',
    }] : [];
  }

  private storageProblems({ storage, sharesMachines, name }: LaunchHost): Problem[] {
    if (storage === undefined) {
      return [];
    }
    if (!this.bound) {
      return [{ id: 'CTR-004', what: "'imageStorage' is set, and the cluster runs no jobs in containers", fix: "set 'jobContainers' of the cluster, or leave it out" }];
    }
    return [
      ...storage._problems,
      ...storage._isOfMachine && sharesMachines ? [{
        id: 'CTR-005',
        what: `workers of node set '${name}' may share a machine ('oversubscribeNode'), and both would unpack images of one job to the same place`,
        fix: 'use NodeStorage.disk()',
      }] : [],
    ];
  }

  private imageProblems(host: LaunchHost): Problem[] {
    const { jobContainers } = this.launch;
    if (!jobContainers || !this.runsOn(host.storage)) {
      return [];
    }
    const { _needsOwnImage: missing, _imageSuffix: suffix } = jobContainers;
    if (missing !== undefined) {
      return host.image && !isStock(host.image, 'slurmd') || host.ownImages ? [] : [{
        id: 'CTR-006',
        what: `${jobContainers._name} needs a program in the worker image, and ${missing}: every container would fail to start`,
        fix: "name your image in 'image', or keep containers off these nodes with 'imageStorage: NodeStorage.none()'",
      }];
    }
    return host.image && isStock(host.image, 'slurmd') ? [stockProblem(host.image, jobContainers, `slurmd${suffix}`)] : [];
  }

  private mpsProblems({ usesMps }: LaunchHost): Problem[] {
    return usesMps && this.launch.jobNamespaces?._directories.includes('/tmp') ? [{
      id: 'JNS-004',
      what: "programs find the daemon of MPS in /tmp, and 'jobNamespaces' gives every job a /tmp of its own, where it is not",
      fix: "use GpuSharing.shards(...), or leave /tmp out of 'directories'",
    }] : [];
  }
}

function isStock({ reference }: SlurmImage, name: string): boolean {
  return new RegExp(`(^|/)slinkyproject/${name}[:@]`).test(reference);
}

function stockProblem({ reference }: SlurmImage, { _name }: JobContainers, name: string): Problem {
  return {
    id: 'CTR-007',
    what: `image '${reference}' holds no Pyxis, which ${_name} needs on workers and login hosts alike: ${name.startsWith('login') ? 'sbatch and srun would not know --container-image' : 'containers of jobs would not start'}`,
    fix: `use ${name} of the same release, or leave the image out`,
  };
}
