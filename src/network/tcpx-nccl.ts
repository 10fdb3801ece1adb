const cores = { first: '8-21,112-125', second: '60-73,164-177', firstBack: '22-35,124-139', secondBack: '74-87,178-191' };

/** What NCCL's TCPX plugin wants on A3 High. */
export const tcpxNccl: { readonly [variable: string]: string } = {
  NCCL_ALGO: 'Ring',
  NCCL_CROSS_NIC: '0',
  NCCL_DYNAMIC_CHUNK_SIZE: '524288',
  NCCL_GPUDIRECTTCPX_CTRL_DEV: 'eth0',
  NCCL_GPUDIRECTTCPX_FORCE_ACK: '0',
  NCCL_GPUDIRECTTCPX_PROGRAM_FLOW_STEERING_WAIT_MICROS: '1000000',
  NCCL_GPUDIRECTTCPX_RX_BINDINGS: `eth1:${cores.firstBack};eth2:${cores.firstBack};eth3:${cores.secondBack};eth4:${cores.secondBack}`,
  NCCL_GPUDIRECTTCPX_SOCKET_IFNAME: 'eth1,eth2,eth3,eth4',
  NCCL_GPUDIRECTTCPX_TX_BINDINGS: `eth1:${cores.first};eth2:${cores.first};eth3:${cores.second};eth4:${cores.second}`,
  NCCL_GPUDIRECTTCPX_TX_COMPLETION_NANOSLEEP: '1000',
  NCCL_GPUDIRECTTCPX_UNIX_CLIENT_PREFIX: '/run/tcpx',
  NCCL_MAX_NCHANNELS: '8',
  NCCL_MIN_NCHANNELS: '8',
  NCCL_NET_GDR_LEVEL: 'PIX',
  NCCL_NSOCKS_PERTHREAD: '4',
  NCCL_P2P_NET_CHUNKSIZE: '524288',
  NCCL_P2P_NVL_CHUNKSIZE: '1048576',
  NCCL_P2P_PCI_CHUNKSIZE: '524288',
  NCCL_P2P_PXN_LEVEL: '0',
  NCCL_PROTO: 'Simple',
  NCCL_SOCKET_IFNAME: 'eth0',
  NCCL_SOCKET_NTHREADS: '1',
};

const installed = '/usr/local/nvidia/lib64';

/** What NCCL's TCPXO (FasTrak) plugin wants on A3 Mega. The profile that Google's installer leaves on the machines wins over it, where a job reads that. */
export const tcpxoNccl: { readonly [variable: string]: string } = {
  NCCL_ALGO: 'Ring,Tree',
  NCCL_BUFFSIZE: '8388608',
  NCCL_CROSS_NIC: '0',
  NCCL_FASTRAK_CTRL_DEV: 'eth0',
  NCCL_FASTRAK_ENABLE_CONTROL_CHANNEL: '0',
  NCCL_FASTRAK_ENABLE_HOTPATH_LOGGING: '0',
  NCCL_FASTRAK_IFNAME: 'eth1,eth2,eth3,eth4,eth5,eth6,eth7,eth8',
  NCCL_FASTRAK_LLCM_DEVICE_DIRECTORY: '/dev/aperture_devices',
  NCCL_FASTRAK_NUM_FLOWS: '2',
  NCCL_FASTRAK_PLUGIN_ACCEPT_TIMEOUT_MS: '600000',
  NCCL_FASTRAK_USE_LLCM: '1',
  NCCL_FASTRAK_USE_SNAP: '1',
  NCCL_MIN_NCHANNELS: '4',
  NCCL_NET_GDR_LEVEL: 'PIX',
  NCCL_NVLSTREE_MAX_CHUNKSIZE: '131072',
  NCCL_NVLS_ENABLE: '1',
  NCCL_P2P_NET_CHUNKSIZE: '524288',
  NCCL_P2P_NVL_CHUNKSIZE: '1048576',
  NCCL_P2P_PCI_CHUNKSIZE: '524288',
  NCCL_PROTO: 'Simple,LL128',
  NCCL_SHIMNET_GUEST_CONFIG_CHECKER_CONFIG_FILE: `${installed}/a3plus_guest_config.textproto`,
  NCCL_SOCKET_IFNAME: 'eth0',
  NCCL_TUNER_CONFIG_PATH: `${installed}/a3plus_tuner_config.textproto`,
  NCCL_TUNER_PLUGIN: 'libnccl-tuner.so',
};
