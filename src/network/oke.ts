import { hostNetworkParts } from './host-network';
import { instanceTypeLabel } from './instance-types';
import { OkeRdmaAccess, OkeRdmaOptions } from './network-options';
import { infinibandDevices, isOtherModel, NetworkHost, NetworkParts, NetworkSetup } from './network-setup';
import { okeMachines } from './oke-shapes';
import { Problem } from '../errors/refuse';

const defaultAttachment = 'default/rdma-vf';

/** RDMA cluster networks of OCI. */
export function okeRdma(options: OkeRdmaOptions): NetworkSetup {
  const machine = okeMachines[options.shape];
  const access = options.access ?? (machine?.functions === undefined ? OkeRdmaAccess.HOST_NETWORK : OkeRdmaAccess.VIRTUAL_FUNCTIONS);
  const attachment = options.attachment ?? defaultAttachment;
  const byAccess = (host: NetworkHost): NetworkParts => access === OkeRdmaAccess.HOST_NETWORK ? hostNetworkParts(host) : {
    limits: { 'nvidia.com/rdma-vf': machine.functions! },
    annotations: { 'k8s.v1.cni.cncf.io/networks': Array<string>(machine.functions!).fill(attachment).join(',') },
  };
  return {
    name: 'GpuNetwork.okeRdma',
    cloud: 'Oracle Cloud',
    parts: host => ({
      ...byAccess(host),
      nodeSelector: { [instanceTypeLabel]: options.shape },
      volumes: [infinibandDevices],
      nccl: {
        NCCL_DEBUG: 'WARN',
        // In a pod with virtual functions the cards are numbered as they come.
        NCCL_IB_HCA: access === OkeRdmaAccess.HOST_NETWORK ? machine.hcas : 'mlx5',
        ...machine.nccl,
        ...options.nccl,
      },
    }),
    problems: host => machine === undefined ? [unknownShape(options)] : [...shapeProblems(options, access, host), ...attachmentProblems(options, access)],
  };
}

function unknownShape({ shape }: OkeRdmaOptions): Problem {
  return { id: 'NET-030', what: `'shape' is '${shape}', of which no RDMA cards are known`, fix: 'use e.g. OkeShape.BM_GPU_H100_8, or GpuNetwork.hostNetwork({ nccl: ... })' };
}

function shapeProblems({ shape }: OkeRdmaOptions, access: OkeRdmaAccess, { gpu, gpusPerNode }: NetworkHost): Problem[] {
  const machine = okeMachines[shape];
  const problems: Problem[] = [];
  if (isOtherModel(gpu, machine.gpu)) {
    problems.push({ id: 'NET-031', what: `'shape' is ${shape}, which has no ${gpu!.name}: no worker would ever be placed`, fix: "correct 'gpu' or 'shape'" });
  }
  if (gpusPerNode !== undefined && gpusPerNode > machine.gpus) {
    problems.push({ id: 'NET-031', what: `nodes have ${gpusPerNode} GPUs and ${shape} has ${machine.gpus}: no worker would ever be placed`, fix: `set 'gpusPerNode' to ${machine.gpus}` });
  }
  if (access === OkeRdmaAccess.VIRTUAL_FUNCTIONS && machine.functions === undefined) {
    problems.push({ id: 'NET-032', what: `${shape} has no virtual functions of its RDMA cards, so no worker would ever be placed`, fix: "leave 'access' out" });
  }
  return problems;
}

function attachmentProblems({ attachment }: OkeRdmaOptions, access: OkeRdmaAccess): Problem[] {
  return attachment === undefined || (access === OkeRdmaAccess.VIRTUAL_FUNCTIONS && /^[a-z0-9-]+\/[a-z0-9.-]+$/.test(attachment)) ? [] : [{
    id: 'NET-033',
    what: `'attachment' is '${attachment}', ${access === OkeRdmaAccess.VIRTUAL_FUNCTIONS ? 'which is no <namespace>/<name> of a network attachment' : 'and the host network has none'}`,
    fix: access === OkeRdmaAccess.VIRTUAL_FUNCTIONS ? `use e.g. '${defaultAttachment}'` : 'leave it out',
  }];
}
