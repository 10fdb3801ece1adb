import { Conversion } from './conversion';
import { NoteKind } from './note';
import { Value } from '../values/value';

const LIBRARIES = '/usr/local/nvidia/lib64';
const APERTURE = '/dev/aperture_devices';

/** The node set as the chart's recipe for Google's A3 Mega machines completes it. */
export function withA3Mega(conversion: Conversion, key: string, nodeSet: Value, recipes: Value | undefined): Value {
  const own = (recipes?.items ?? []).filter(recipe => recipe.at('targetNodeSet')?.text === key);
  return own.reduce((patched, recipe) => {
    const networks = (recipe.at('networks')?.items ?? []).map(({ text }) => text);
    if (networks.length !== 9) {
      conversion.note(NoteKind.BROKEN, recipe, `the recipe names ${networks.length} networks and the machines have nine, so the chart does not render`, 'name nine networks, that of the node first');
      return patched;
    }
    conversion.note(
      NoteKind.CHOICE, recipe, "the recipe is written out, so that its workers stay as they are; 'network: GpuNetwork.gkeA3Mega()' says the same in a line, with the variables of NCCL",
      'use that once workers may be replaced',
    );
    return merge(patched, data(recipe, recipePatch(recipe.at('nodePool')?.text ?? '', networks)));
  }, nodeSet);
}

/** What GPUDirect-TCPXO needs beside slurmd: its receiver, devices and networks. */
function recipePatch(nodePool: string, networks: readonly string[]): object {
  const devices = [...[0, 1, 2, 3, 4, 5, 6, 7].map(gpu => `nvidia${gpu}`), 'nvidiactl', 'nvidia-uvm', 'dmabuf_import_helper'];
  const interfaces = networks.map((network, index) => `  {"interfaceName":"eth${index}","network":"${network}"}`);
  return {
    metadata: {
      annotations: {
        'devices.gke.io/container.tcpxo-daemon': devices.map(device => `- path: /dev/${device}\n`).join(''),
        'networking.gke.io/default-interface': 'eth0',
        'networking.gke.io/interfaces': `[\n${interfaces.join(',\n')}\n]\n`,
      },
    },
    extraConfMap: { Gres: 'gpu:nvidia_h100_80gb_hbm3:8' },
    slurmd: {
      env: [{ name: 'LD_LIBRARY_PATH', value: LIBRARIES }, { name: 'NCCL_FASTRAK_LLCM_DEVICE_DIRECTORY', value: APERTURE }],
      volumeMounts: [{ name: 'aperture-devices', mountPath: APERTURE }],
      resources: { requests: { 'nvidia.com/gpu': 8 }, limits: { 'nvidia.com/gpu': 8 } },
    },
    podSpec: {
      nodeSelector: { 'cloud.google.com/gke-nodepool': nodePool },
      containers: [{
        name: 'tcpxo-daemon',
        image: 'us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpxo/tcpgpudmarxd-dev:v1.0.21',
        imagePullPolicy: 'Always',
        command: ['/bin/sh', '-c'],
        args: ['set -ex\nchmod 755 /fts/entrypoint_rxdm_container.sh\n/fts/entrypoint_rxdm_container.sh --num_hops=2 --num_nics=8 --uid= --alsologtostderr\n'],
        env: [{ name: 'LD_LIBRARY_PATH', value: LIBRARIES }],
        securityContext: { capabilities: { add: ['NET_ADMIN', 'NET_BIND_SERVICE'] } },
        volumeMounts: [
          { name: 'libraries', mountPath: LIBRARIES },
          { name: 'sys', mountPath: '/hostsysfs' },
          { name: 'proc-sys', mountPath: '/hostprocsysfs' },
        ],
      }],
      volumes: [
        { name: 'libraries', hostPath: { path: '/home/kubernetes/bin/nvidia/lib64' } },
        { name: 'sys', hostPath: { path: '/sys' } },
        { name: 'proc-sys', hostPath: { path: '/proc/sys' } },
        { name: 'aperture-devices', hostPath: { path: APERTURE } },
      ],
    },
  };
}

/** Plain data as values that stand where the recipe does. */
function data(recipe: Value, plain: unknown, path = recipe.origin.path): Value {
  const origin = { ...recipe.origin, path };
  if (Array.isArray(plain)) {
    return new Value({ origin, items: plain.map((item, index) => data(recipe, item, `${path}[${index}]`)) });
  }
  return typeof plain === 'object' && plain !== null
    ? new Value({ origin, entries: new Map(Object.entries(plain).map(([key, value]) => [key, data(recipe, value, `${path}.${key}`)])) })
    : new Value({ origin, scalar: plain as string | number | boolean | null });
}

/** Lays a patch over values: maps by key, lists of maps by name, anything else is replaced. */
function merge(below: Value, above: Value): Value {
  if (below.kind === 'map' && above.kind === 'map') {
    const entries = new Map(below.entries);
    above.entries.forEach((value, key) => entries.set(key, entries.has(key) ? merge(entries.get(key)!, value) : value));
    return below.with({ entries });
  }
  if (below.kind === 'list' && above.kind === 'list') {
    const nameOf = (item: Value): string | undefined => item.at('name')?.text ?? item.at('key')?.text;
    const items = below.items.map(item => {
      const twin = nameOf(item) === undefined ? undefined : above.items.find(other => nameOf(other) === nameOf(item));
      return twin ? merge(item, twin) : item;
    });
    const fresh = above.items.filter(item => nameOf(item) === undefined || !below.items.some(other => nameOf(other) === nameOf(item)));
    return below.with({ items: [...items, ...fresh] });
  }
  return above;
}
