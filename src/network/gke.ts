import { k8s } from 'cdk8s-plus-28';
import { GkeDaemonNetworkOptions, GkeNetworkOptions, NetworkTuning } from './network-options';
import { hostDirectory, isOtherModel, NetworkHost, NetworkParts, NetworkSetup } from './network-setup';
import { tcpxNccl, tcpxoNccl } from './tcpx-nccl';
import { Problem } from '../errors/refuse';

/** A machine of GKE with GPUDirect. */
interface GkeMachine {
  readonly name: string;
  readonly gpu: RegExp;
  /** Value of `cloud.google.com/gke-accelerator`. */
  readonly accelerator: string;
  /** GPUs of a machine, which all go to one pod. */
  readonly gpus: number;
  /** Names of the Network objects, as Google's guides have them. */
  readonly networks: string[];
  /** Interfaces of the pod, in the order of the networks. */
  readonly interfaces: string[];
  readonly parts: NetworkParts;
}

const numbered = (prefix: string, first: number, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${first + index}`);
const libraryPath: k8s.EnvVar = { name: 'LD_LIBRARY_PATH', value: '/usr/local/nvidia/lib64' };
const libraries = hostDirectory('nvidia-libraries', '/home/kubernetes/bin/nvidia/lib64', { mountPath: '/usr/local/nvidia/lib64' });
const gpuDevices = [...numbered('/dev/nvidia', 0, 8), '/dev/nvidiactl', '/dev/nvidia-uvm'];

/** A3 High: GPUDirect-TCPX over four cards. */
export function gkeA3High(options: GkeDaemonNetworkOptions): NetworkSetup {
  const socket = { name: 'tcpx-socket', mountPath: '/run/tcpx' };
  return gke({
    name: 'GpuNetwork.gkeA3High',
    gpu: /H100 80GB/,
    accelerator: 'nvidia-h100-80gb',
    gpus: 8,
    networks: ['default', ...numbered('vpc', 1, 4)],
    interfaces: numbered('eth', 0, 5),
    parts: {
      annotations: { 'devices.gke.io/container.tcpx-daemon': deviceList(gpuDevices) },
      volumes: [libraries, { volume: { name: socket.name, emptyDir: {} }, mount: socket }, ...systemDirectories()],
      env: [libraryPath],
      nccl: tcpxNccl,
      containerPaths: ['/run/tcpx', '/usr/local/nvidia'],
      sidecars: [daemon('tcpx-daemon', options.daemonImage ?? 'us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpx/tcpgpudmarxd-dev:v2.0.12', {
        command: [
          '/tcpgpudmarxd/build/app/tcpgpudmarxd', '--gpu_nic_preset', 'a3vm', '--gpu_shmem_type', 'fd', '--uds_path', '/run/tcpx', '--setup_param', '--verbose 128 2 0',
        ],
        securityContext: { capabilities: { add: ['NET_ADMIN'] } },
        volumeMounts: [socket],
      })],
    },
  }, options);
}

/** A3 Mega: GPUDirect-TCPXO over eight cards. */
export function gkeA3Mega(options: GkeDaemonNetworkOptions): NetworkSetup {
  return gke({
    name: 'GpuNetwork.gkeA3Mega',
    gpu: /H100 80GB/,
    accelerator: 'nvidia-h100-mega-80gb',
    gpus: 8,
    networks: ['default', ...numbered('vpc', 1, 8)],
    interfaces: numbered('eth', 0, 9),
    parts: {
      annotations: { 'devices.gke.io/container.tcpxo-daemon': deviceList([...gpuDevices, '/dev/dmabuf_import_helper']) },
      volumes: [libraries, hostDirectory('aperture-devices', '/dev/aperture_devices'), ...systemDirectories()],
      env: [libraryPath, { name: 'NCCL_FASTRAK_LLCM_DEVICE_DIRECTORY', value: '/dev/aperture_devices' }],
      nccl: tcpxoNccl,
      containerPaths: ['/usr/local/nvidia'],
      sidecars: [daemon('tcpxo-daemon', options.daemonImage ?? 'us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpxo/tcpgpudmarxd-dev:v1.0.21', {
        command: ['/bin/sh', '-c'],
        args: ['chmod 755 /fts/entrypoint_rxdm_container.sh && exec /fts/entrypoint_rxdm_container.sh --num_hops=2 --num_nics=8 --uid= --alsologtostderr'],
        securityContext: { capabilities: { add: ['NET_ADMIN', 'NET_BIND_SERVICE'] } },
      })],
    },
  }, options);
}

/** A3 Ultra: RDMA over eight cards. */
export function gkeA3Ultra(options: GkeNetworkOptions): NetworkSetup {
  return gke({ ...rdma(8, tuned('a3u')), name: 'GpuNetwork.gkeA3Ultra', gpu: / H200/, accelerator: 'nvidia-h200-141gb' }, options);
}

/** A4: RDMA over eight cards. */
export function gkeA4(options: GkeNetworkOptions): NetworkSetup {
  return gke({ ...rdma(8, tuned('a4')), name: 'GpuNetwork.gkeA4', gpu: / B200/, accelerator: 'nvidia-b200' }, options);
}

/** A4X: RDMA over the four cards of a tray. Its plugin has no tuner configuration of that kind. */
export function gkeA4X(options: GkeNetworkOptions): NetworkSetup {
  return gke({ ...rdma(4, { NCCL_SOCKET_IFNAME: 'eth0' }), name: 'GpuNetwork.gkeA4X', gpu: /GB200/, accelerator: 'nvidia-gb200' }, options);
}

/** A4X Max: RDMA over the eight cards of a tray, which GKE's DRANET hands out. The NCCL plugin comes with the image of a job. */
export function gkeA4XMax(options: NetworkTuning): NetworkSetup {
  const machine = { name: 'GpuNetwork.gkeA4XMax', gpu: /GB300/, gpus: 4 };
  return {
    name: machine.name,
    cloud: 'Google Cloud',
    parts: () => ({
      cards: { deviceClassName: 'mrdma.google.com', count: 8 },
      nodeSelector: { 'cloud.google.com/gke-accelerator': 'nvidia-gb300' },
      volumes: [hostDirectory('nvidia', '/home/kubernetes/bin/nvidia', { mountPath: '/usr/local/nvidia' })],
      env: [libraryPath],
      nccl: { NCCL_SOCKET_IFNAME: 'eth0', ...options.nccl },
      containerPaths: ['/usr/local/nvidia'],
    }),
    problems: host => hostProblems(machine, host),
  };
}

function tuned(tuner: string): { [variable: string]: string } {
  return { NCCL_SOCKET_IFNAME: 'eth0,eth1', NCCL_TUNER_CONFIG_PATH: `/usr/local/gib/configs/tuner_config_${tuner}.txtpb` };
}

/** Machines with as many RDMA cards as GPUs. */
function rdma(cards: number, nccl: { [variable: string]: string }): Omit<GkeMachine, 'name' | 'gpu' | 'accelerator'> {
  return {
    gpus: cards,
    networks: ['default', ...numbered('rdma-', 0, cards)],
    interfaces: ['eth0', ...numbered('eth', 2, cards)],
    parts: {
      volumes: [
        hostDirectory('gib', '/home/kubernetes/bin/gib', { mountPath: '/usr/local/gib' }),
        hostDirectory('nvidia', '/home/kubernetes/bin/nvidia', { mountPath: '/usr/local/nvidia' }),
      ],
      env: [libraryPath],
      nccl: { NCCL_NET: 'gIB', ...nccl },
      containerPaths: ['/usr/local/gib', '/usr/local/nvidia'],
    },
  };
}

function gke(machine: GkeMachine, options: GkeNetworkOptions): NetworkSetup {
  const networks = options.networks ?? machine.networks;
  return {
    name: machine.name,
    cloud: 'Google Cloud',
    parts: () => ({
      ...machine.parts,
      annotations: {
        ...machine.parts.annotations,
        'networking.gke.io/default-interface': 'eth0',
        'networking.gke.io/interfaces': JSON.stringify(networks.map((network, index) => ({ interfaceName: machine.interfaces[index], network }))),
      },
      nodeSelector: { 'cloud.google.com/gke-accelerator': machine.accelerator },
      nccl: { ...machine.parts.nccl, ...options.nccl },
    }),
    problems: host => [...networkProblems(machine, networks), ...hostProblems(machine, host)],
  };
}

function networkProblems({ name, interfaces }: GkeMachine, networks: string[]): Problem[] {
  if (networks.length !== interfaces.length) {
    return [{
      id: 'NET-040',
      what: `'networks' names ${networks.length} networks, and ${name} takes ${interfaces.length}: the pod's own and one for each card`,
      fix: `name ${interfaces.length}, 'default' first`,
    }];
  }
  const odd = networks.find((network, index) => !/^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(network) || networks.indexOf(network) !== index);
  return odd === undefined ? [] : [{ id: 'NET-041', what: `'${odd}' of 'networks' is no name of a Network object, or is there twice: GKE refuses the pod`, fix: "use names such as 'vpc1', each once" }];
}

function hostProblems({ name, gpu, gpus }: Pick<GkeMachine, 'name' | 'gpu' | 'gpus'>, host: NetworkHost): Problem[] {
  const problems: Problem[] = [];
  if (host.gpu === undefined) {
    problems.push({ id: 'NET-042', what: `${name} is a network of GPU machines, and node set '${host.name}' has no GPUs`, fix: 'use cluster.addGpuNodeSet(...), or leave it out' });
  } else if (isOtherModel(host.gpu, gpu)) {
    problems.push({ id: 'NET-043', what: `machines of ${name} have no ${host.gpu.name}: no worker would ever be placed`, fix: "correct 'gpu', or use the network of its machines" });
  } else if (host.gpusPerNode !== gpus) {
    problems.push({
      id: 'NET-044',
      what: `nodes have ${host.gpusPerNode} GPUs, and ${name} serves the ${gpus} of a machine to one pod: a second pod would find its cards taken`,
      fix: `set 'gpusPerNode' to ${gpus}`,
    });
  }
  if (host.options.hostNetwork) {
    problems.push({ id: 'NET-045', what: `'hostNetwork' is set, where GKE gives pods no networks of their own, which ${name} needs`, fix: 'leave it out' });
  }
  return problems;
}

function daemon(name: string, image: string, rest: Omit<k8s.Container, 'name' | 'image'>): k8s.Container {
  return {
    name,
    image,
    ...rest,
    env: [libraryPath],
    volumeMounts: [
      { name: 'nvidia-libraries', mountPath: '/usr/local/nvidia/lib64' },
      { name: 'host-sys', mountPath: '/hostsysfs' },
      { name: 'host-proc-sys', mountPath: '/hostprocsysfs' },
      ...rest.volumeMounts ?? [],
    ],
  };
}

function systemDirectories() {
  return [{ volume: hostDirectory('host-sys', '/sys').volume }, { volume: hostDirectory('host-proc-sys', '/proc/sys').volume }];
}

function deviceList(devices: string[]): string {
  return devices.map(device => `- path: ${device}\n`).join('');
}
