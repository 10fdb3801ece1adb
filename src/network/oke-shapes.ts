import { OkeShape } from './network-options';

/** What is known of a shape. */
export interface OkeMachine {
  readonly gpus: number;
  readonly gpu: RegExp;
  /** Virtual functions, one a card; undefined where OCI offers none. */
  readonly functions?: number;
  /** The cards of the cluster network. */
  readonly hcas: string;
  readonly nccl: { readonly [variable: string]: string };
}

type Variables = { readonly [variable: string]: string };

const cards = (numbers: number[]) => `=${numbers.map(number => `mlx5_${number}`).join(',')}`;
const roce: Variables = { NCCL_IB_GID_INDEX: '3', NCCL_IB_SL: '0', NCCL_IB_SPLIT_DATA_ON_QPS: '0', NCCL_IB_TC: '41', NCCL_IB_TIMEOUT: '22' };
const ampere: Variables = { ...roce, NCCL_IB_QPS_PER_CONNECTION: '4' };
const hopper: Variables = { ...roce, NCCL_CUMEM_ENABLE: '0', NCCL_IGNORE_CPU_AFFINITY: '1', NCCL_SOCKET_IFNAME: 'eth0' };
const rack: Variables = { NCCL_CUMEM_ENABLE: '1', NCCL_MNNVL_ENABLE: '1' };
const firstRacks: Variables = { ...rack, NCCL_NET_PLUGIN: 'sys', NCCL_NVLS_ENABLE: '1', NCCL_SOCKET_IFNAME: 'eth0' };
const laterRacks: Variables = { ...rack, ...roce, NCCL_NET_GDR_C2C: '1', NCCL_NET_PLUGIN: 'none' };

const a100Cards = cards([1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 9, 10, 11, 12]);
const eightCards = cards([0, 3, 4, 5, 6, 9, 10, 11]);
const firstRackCards = cards([0, 1, 3, 4]);
const laterRackCards = cards([0, 1, 2, 3, 5, 6, 7, 8]);

/** Oracle's recommendations by shape. */
export const okeMachines: { readonly [shape in OkeShape]: OkeMachine } = {
  [OkeShape.BM_GPU4_8]: { gpus: 8, gpu: /A100-SXM4-40GB/, functions: 16, hcas: cards([0, 2, 6, 8, 10, 12, 14, 16, 1, 3, 7, 9, 11, 13, 15, 17]), nccl: ampere },
  [OkeShape.BM_GPU_B4_8]: { gpus: 8, gpu: /A100-SXM4-40GB/, functions: 16, hcas: a100Cards, nccl: ampere },
  [OkeShape.BM_GPU_A100_V2_8]: { gpus: 8, gpu: /A100-SXM4-80GB/, functions: 16, hcas: a100Cards, nccl: ampere },
  [OkeShape.BM_GPU_H100_8]: { gpus: 8, gpu: /H100 80GB/, functions: 16, hcas: cards([0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17]), nccl: hopper },
  [OkeShape.BM_GPU_H200_8]: { gpus: 8, gpu: / H200/, functions: 8, hcas: eightCards, nccl: hopper },
  [OkeShape.BM_GPU_B200_8]: { gpus: 8, gpu: / B200/, functions: 8, hcas: eightCards, nccl: hopper },
  [OkeShape.BM_GPU_B300_8]: { gpus: 8, gpu: / B300/, functions: 16, hcas: cards([0, 1, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 18, 19, 20, 21]), nccl: hopper },
  [OkeShape.BM_GPU_GB200_4]: { gpus: 4, gpu: /GB200/, hcas: firstRackCards, nccl: firstRacks },
  [OkeShape.BM_GPU_GB200_V2_4]: { gpus: 4, gpu: /GB200/, hcas: firstRackCards, nccl: firstRacks },
  [OkeShape.BM_GPU_GB200_V3_4]: { gpus: 4, gpu: /GB200/, hcas: laterRackCards, nccl: { ...laterRacks, NCCL_IB_QPS_PER_CONNECTION: '1' } },
  [OkeShape.BM_GPU_GB300_4]: {
    gpus: 4,
    gpu: /GB300/,
    hcas: laterRackCards,
    nccl: { ...laterRacks, NCCL_BUFFSIZE: '16777216', NCCL_DMABUF_ENABLE: '1', NCCL_IB_QPS_PER_CONNECTION: '4', NCCL_NVLS_ENABLE: '1' },
  },
};
