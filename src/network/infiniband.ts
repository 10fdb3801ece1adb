import { InfinibandOptions, RdmaFabric } from './network-options';
import { NetworkSetup } from './network-setup';
import { Problem } from '../errors/refuse';

/** RDMA cards that NVIDIA's Network Operator hands out. */
export function infiniband(options: InfinibandOptions): NetworkSetup {
  const networks = options.networks ?? [];
  const devices = options.devices ?? Math.max(networks.length, 1);
  return {
    name: 'GpuNetwork.infiniband',
    parts: () => ({
      limits: { [options.resourceName]: devices },
      annotations: networks.length > 0 ? { 'k8s.v1.cni.cncf.io/networks': networks.join(',') } : undefined,
      nccl: {
        NCCL_IB_HCA: options.hcas ?? 'mlx5',
        NCCL_SOCKET_IFNAME: 'eth0',
        ...options.fabric === RdmaFabric.ROCE ? { NCCL_IB_GID_INDEX: '3' } : {},
        ...options.sharp ? { NCCL_COLLNET_ENABLE: '1' } : {},
        ...options.nccl,
      },
    }),
    problems: () => [...resourceProblems(options, devices), ...networks.flatMap(networkProblems), ...countProblems(options, networks, devices)],
  };
}

function resourceProblems({ resourceName }: InfinibandOptions, devices: number): Problem[] {
  const problems: Problem[] = [];
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\/[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/.test(resourceName)) {
    problems.push({
      id: 'NET-010',
      what: `'resourceName' is '${resourceName}', and Kubernetes names extended resources <domain>/<name>`,
      fix: "use what the device plugin advertises, e.g. 'rdma/rdma_shared_device_a'",
    });
  }
  if (!Number.isInteger(devices) || devices < 1) {
    problems.push({ id: 'NET-011', what: `'devices' is ${devices}, and cards are counted in whole numbers from 1`, fix: 'use e.g. 8' });
  }
  return problems;
}

function networkProblems(network: string): Problem[] {
  return /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\/)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(@[a-z0-9]{1,15})?$/.test(network) ? [] : [{
    id: 'NET-012',
    what: `'${network}' of 'networks' names no network attachment: Multus would refuse the pod`,
    fix: "write <namespace>/<name>, e.g. 'default/rail-0'",
  }];
}

// Resources of the shared device plugin stand for all cards at once; of others each network needs one.
function countProblems({ resourceName }: InfinibandOptions, networks: string[], devices: number): Problem[] {
  return networks.length === 0 || resourceName.startsWith('rdma/') || devices === networks.length ? [] : [{
    id: 'NET-013',
    what: `'devices' is ${devices} and there are ${networks.length} networks, each of which takes a card of '${resourceName}': the pod would wait in ContainerCreating, or leave cards idle`,
    fix: `leave 'devices' out, or name ${devices} networks`,
  }];
}
