import { Size } from 'cdk8s';

/** What all networks can be told. */
export interface NetworkTuning {
  /**
   * Variables for NCCL and the libraries under it, over those that follow from the network. They stand in `/etc/nccl.conf` of the workers, which NCCL reads
   * when a program starts; what a job sets itself wins.
   *
   * @default - those that the network needs
   * @see https://docs.nvidia.com/deeplearning/nccl/user-guide/docs/env.html
   */
  readonly nccl?: { [variable: string]: string };
}

/** EFA of AWS. */
export interface EfaOptions extends NetworkTuning {
  /**
   * Type of the machines, e.g. `p5en.48xlarge`: it tells how many EFA devices there are, and workers go to machines of that type alone.
   *
   * @default - not looked at; `interfaces` or the GPU then tells the number of devices
   */
  readonly instanceType?: string;

  /**
   * EFA devices of a machine, all for its worker.
   *
   * @default - from `instanceType`, or where only one type of machine has the GPU, from the GPU
   */
  readonly interfaces?: number;

  /**
   * Memory in huge pages of 2 MiB for libfabric; EFA images of EKS set 5128 pages aside. Needs a limit of memory. None with `Size.mebibytes(0)`.
   *
   * @default Size.mebibytes(5120)
   */
  readonly hugePages?: Size;
}

/** Kind of fabric behind RDMA cards. */
export enum RdmaFabric {
  /** InfiniBand. */
  INFINIBAND = 'infiniband',
  /** RDMA over converged Ethernet: NCCL is told the address form to use (`NCCL_IB_GID_INDEX=3`). */
  ROCE = 'roce',
}

/** RDMA cards that NVIDIA's Network Operator hands out. */
export interface InfinibandOptions extends NetworkTuning {
  /**
   * Extended resource of the cards: `rdma/<name>` of the shared device plugin, `nvidia.com/<name>` of SR-IOV or whole cards.
   */
  readonly resourceName: string;

  /**
   * How many of the resource a worker takes. One of a shared resource stands for all cards.
   *
   * @default - one for each network, or 1
   */
  readonly devices?: number;

  /**
   * Secondary networks, `<namespace>/<name>`, one for each card; the same several times where one network serves several. Their IPAM must set neither gateway
   * nor routes: the worker's default route would move, and slurmd no longer reach slurmctld.
   *
   * @default - none: verbs need no addresses on InfiniBand
   */
  readonly networks?: string[];

  /** Kind of fabric. @default RdmaFabric.INFINIBAND */
  readonly fabric?: RdmaFabric;

  /**
   * Cards that NCCL uses: a prefix such as `mlx5`, or `=mlx5_0,mlx5_1` for exactly these. `NCCL_IB_HCA`.
   *
   * @default 'mlx5'
   */
  readonly hcas?: string;

  /** Whether switches reduce (SHARP): needs NVIDIA's plugin in the image of the job. `NCCL_COLLNET_ENABLE`. @default false */
  readonly sharp?: boolean;
}

/** Networks of a GKE node pool with GPUDirect. */
export interface GkeNetworkOptions extends NetworkTuning {
  /**
   * Names of the Network objects, the pod's own first and then one for each GPU network card.
   *
   * @default - `default`, then `vpc1` and up (A3 High, A3 Mega) or `rdma-0` and up (A3 Ultra, A4, A4X)
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/gpu-bandwidth-gpudirect-tcpx
   */
  readonly networks?: string[];
}

/** Networks whose data moves through a daemon beside slurmd. */
export interface GkeDaemonNetworkOptions extends GkeNetworkOptions {
  /**
   * Image of the daemon that receives into GPU memory. It must fit the NCCL plugin that the installer put on the machines.
   *
   * @default - the one that Google's installer of the same time goes with
   */
  readonly daemonImage?: string;
}

/** Bare-metal shapes of OCI with RDMA. */
export enum OkeShape {
  /** 8 A100 of 40 GB. */
  BM_GPU4_8 = 'BM.GPU4.8',
  /** 8 A100 of 40 GB. */
  BM_GPU_B4_8 = 'BM.GPU.B4.8',
  /** 8 A100 of 80 GB. */
  BM_GPU_A100_V2_8 = 'BM.GPU.A100-v2.8',
  /** 8 H100. */
  BM_GPU_H100_8 = 'BM.GPU.H100.8',
  /** 8 H200. */
  BM_GPU_H200_8 = 'BM.GPU.H200.8',
  /** 8 B200. */
  BM_GPU_B200_8 = 'BM.GPU.B200.8',
  /** 8 B300. */
  BM_GPU_B300_8 = 'BM.GPU.B300.8',
  /** 4 GB200. */
  BM_GPU_GB200_4 = 'BM.GPU.GB200.4',
  /** 4 GB200. */
  BM_GPU_GB200_V2_4 = 'BM.GPU.GB200-v2.4',
  /** 4 GB200. */
  BM_GPU_GB200_V3_4 = 'BM.GPU.GB200-v3.4',
  /** 4 GB300. */
  BM_GPU_GB300_4 = 'BM.GPU.GB300.4',
}

/** How workers of OKE reach the RDMA cards. */
export enum OkeRdmaAccess {
  /** A virtual function of every card for the worker (Network Operator with SR-IOV), which keeps its pod network. */
  VIRTUAL_FUNCTIONS = 'virtual-functions',
  /** The machine's own network. Slurm nodes then carry the names of the Kubernetes nodes. */
  HOST_NETWORK = 'host-network',
}

/** RDMA cluster networks of OCI. */
export interface OkeRdmaOptions extends NetworkTuning {
  /** Shape of the machines; workers go to machines of that shape alone. */
  readonly shape: OkeShape;

  /**
   * How workers reach the cards.
   *
   * @default - virtual functions where the shape has them, else the host network
   */
  readonly access?: OkeRdmaAccess;

  /** Network attachment that gives a virtual function. @default 'default/rdma-vf' */
  readonly attachment?: string;
}

/** How AKS hands out InfiniBand. */
export enum AzureInfinibandDevices {
  /** Each of the eight cards by itself, `rdma/ib`. */
  SRIOV = 'rdma/ib',
  /** All cards together, `rdma/shared_ib`; other pods may have them too. */
  SHARED = 'rdma/shared_ib',
}

/** InfiniBand of Azure's ND machines. */
export interface AzureInfinibandOptions extends NetworkTuning {
  /** What the device plugin of the Network Operator advertises. @default AzureInfinibandDevices.SRIOV */
  readonly devices?: AzureInfinibandDevices;

  /**
   * NCCL's description of the machine, a file of the workers such as `/etc/ndv5-topo.xml`. Bake it into the image or mount it. `NCCL_TOPO_FILE`.
   *
   * @default - none: NCCL looks for itself, and on ND machines finds PCI switches wrong
   */
  readonly topologyFile?: string;
}

/** The machine's own network. */
export interface HostNetworkOptions extends NetworkTuning {
  /** Whether the machines have RDMA cards, whose devices workers then see. @default true */
  readonly infiniband?: boolean;
}
