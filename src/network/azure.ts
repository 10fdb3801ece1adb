import { AzureInfinibandDevices, AzureInfinibandOptions } from './network-options';
import { isOtherModel, NetworkSetup } from './network-setup';

/** InfiniBand of Azure's ND machines. */
export function azureInfiniband(options: AzureInfinibandOptions): NetworkSetup {
  const devices = options.devices ?? AzureInfinibandDevices.SRIOV;
  return {
    name: 'GpuNetwork.azureInfiniband',
    cloud: 'Azure',
    parts: () => ({
      limits: { [devices]: devices === AzureInfinibandDevices.SRIOV ? 8 : 1 },
      nccl: {
        CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
        NCCL_IB_DISABLE: '0',
        NCCL_NET_GDR_LEVEL: 'SYS',
        NCCL_SOCKET_IFNAME: 'eth0',
        UCX_TLS: 'rc',
        ...options.topologyFile === undefined ? {} : { NCCL_TOPO_FILE: options.topologyFile },
        ...options.nccl,
      },
      containerPaths: options.topologyFile === undefined ? [] : [options.topologyFile],
    }),
    problems: ({ gpu, gpusPerNode }) => [
      ...options.topologyFile === undefined || /^\/[A-Za-z0-9._/-]+$/.test(options.topologyFile) ? [] : [{
        id: 'NET-020', what: `'topologyFile' is '${options.topologyFile}', and NCCL wants the absolute path of a file of the workers`, fix: "use e.g. '/etc/ndv5-topo.xml'",
      }],
      ...isOtherModel(gpu, /A100|H100 80GB| H200/) ? [{
        id: 'NET-021', what: `Azure has no ND machines with ${gpu!.name} of which the InfiniBand cards are known`, fix: "use GpuNetwork.infiniband({ resourceName: 'rdma/ib', devices: ... })",
      }] : [],
      ...gpusPerNode !== undefined && gpusPerNode > 8 ? [{
        id: 'NET-021', what: `nodes have ${gpusPerNode} GPUs, and ND machines with InfiniBand have 8`, fix: "set 'gpusPerNode' to 8",
      }] : [],
    ],
  };
}
