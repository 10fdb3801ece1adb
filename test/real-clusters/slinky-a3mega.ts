import { App, Chart } from 'cdk8s';
import { EnvValue, Volume } from 'cdk8s-plus-28';
import { Gpu, Scaling, SlurmCluster, SlurmPreset } from 'slurm-constructs';

const libraries = '/usr/local/nvidia/lib64';
const aperture = '/dev/aperture_devices';

const daemonDevices = [...[0, 1, 2, 3, 4, 5, 6, 7].map(gpu => `nvidia${gpu}`), 'nvidiactl', 'nvidia-uvm', 'dmabuf_import_helper']
  .map(device => `- path: /dev/${device}\n`)
  .join('');

const networks = ['default', 'vpc1', 'vpc2', 'vpc3', 'vpc4', 'vpc5', 'vpc6', 'vpc7', 'vpc8']
  .map((network, index) => `  {"interfaceName":"eth${index}","network":"${network}"}`)
  .join(',\n');

/** A3 Mega machines at Google: eight networks for GPUDirect-TCPXO, whose receiver runs beside slurmd. */
export function build(app: App): void {
  const chart = new Chart(app, 'slurm', { namespace: 'slurm' });
  const directory = (name: string, path: string) => Volume.fromHostPath(chart, name, name, { path });

  const cluster = new SlurmCluster(chart, 'slurm', { preset: SlurmPreset.OPERATOR });

  const a3 = cluster.addGpuNodeSet('a3-mega-nodes', {
    gpu: Gpu.H100_80GB,
    gresType: 'nvidia_h100_80gb_hbm3',
    scaling: Scaling.fixed(1),
    nodeSelector: { 'cloud.google.com/gke-nodepool': 'a3-mega-nodepool' },
    annotations: {
      'devices.gke.io/container.tcpxo-daemon': daemonDevices,
      'networking.gke.io/default-interface': 'eth0',
      'networking.gke.io/interfaces': `[\n${networks}\n]\n`,
    },
    env: {
      LD_LIBRARY_PATH: EnvValue.fromValue(libraries),
      NCCL_FASTRAK_LLCM_DEVICE_DIRECTORY: EnvValue.fromValue(aperture),
    },
    sidecars: [{
      name: 'tcpxo-daemon',
      image: 'us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpxo/tcpgpudmarxd-dev:v1.0.21',
      imagePullPolicy: 'Always',
      command: ['/bin/sh', '-c'],
      args: [
        'set -ex\n'
        + 'chmod 755 /fts/entrypoint_rxdm_container.sh\n'
        + '/fts/entrypoint_rxdm_container.sh --num_hops=2 --num_nics=8 --uid= --alsologtostderr\n',
      ],
      env: [{ name: 'LD_LIBRARY_PATH', value: libraries }],
      securityContext: { capabilities: { add: ['NET_ADMIN', 'NET_BIND_SERVICE'] } },
      volumeMounts: [
        { name: 'libraries', mountPath: libraries },
        { name: 'sys', mountPath: '/hostsysfs' },
        { name: 'proc-sys', mountPath: '/hostprocsysfs' },
      ],
    }],
    volumes: [directory('libraries', '/home/kubernetes/bin/nvidia/lib64'), directory('sys', '/sys'), directory('proc-sys', '/proc/sys')],
  });
  a3.mount(aperture, directory('aperture-devices', aperture));
  cluster.addPartition('all');
}
