import { HostNetworkOptions } from './network-options';
import { infinibandDevices, NetworkHost, NetworkParts, NetworkSetup } from './network-setup';

/** The machine's own network. */
export function hostNetwork(options: HostNetworkOptions): NetworkSetup {
  return {
    name: 'GpuNetwork.hostNetwork',
    parts: host => ({ ...hostNetworkParts(host), volumes: options.infiniband ?? true ? [infinibandDevices] : [], nccl: options.nccl }),
    problems: () => [],
  };
}

/**
 * What workers need on the machine's network. slurm-operator expects them under the names of their Kubernetes nodes, and slurmd would call itself by the
 * machine's host name, which is another on many clouds: so slurmd is told, and so is the hook that takes the node out when its pod goes.
 */
export function hostNetworkParts({ isDaemonSet }: NetworkHost): NetworkParts {
  const fieldPath = isDaemonSet ? "metadata.labels['nodeset.slinky.slurm.net/pod-hostname']" : 'spec.nodeName';
  return {
    hostNetwork: true,
    args: ['-N', '$(SLURM_NODE_NAME)'],
    env: [{ name: 'SLURM_NODE_NAME', valueFrom: { fieldRef: { fieldPath } } }],
    lifecycle: {
      preStop: {
        exec: { command: ['/usr/bin/sh', '-c', 'scontrol update nodename="$SLURM_NODE_NAME" state=down reason="slurm-operator: Pod is terminating"'] },
      },
    },
  };
}
