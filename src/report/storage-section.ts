import { html, Html } from './html';
import { compareText } from '../model/config-files';
import { DeclaredCluster } from '../model/declared-cluster';
import { WireObject } from '../model/fields';
import { MountFacts, PodFacts, VolumeFacts } from '../model/pod-facts';

/** One thing that keeps files or data, and who has it where. */
interface Store {
  readonly what: string;
  readonly source: string;
  /** Paths, with the pods that see them. */
  readonly users: Map<string, string[]>;
}

/** Volumes that hold no files of users. */
const CONFIGURATION = ['configMap', 'secret', 'projected', 'downwardAPI', ''];

const NAMES: { readonly [type: string]: string } = {
  persistentVolumeClaim: 'Claim',
  nfs: 'NFS',
  hostPath: 'Path of the machine',
  emptyDir: 'Scratch of the pod',
  csi: 'CSI volume',
  ephemeral: 'Volume of the pod',
  cephfs: 'CephFS',
  glusterfs: 'GlusterFS',
  image: 'Image',
};

/** File systems and volumes by what they are, with the paths where nodes, login hosts and daemons have them. */
export function storageSection(cluster: DeclaredCluster): Html {
  const stores = new Map<string, Store>();
  const mount = (what: string, source: string, path: string, user: string): void => {
    const store = stores.get(`${what}\n${source}`) ?? { what, source, users: new Map<string, string[]>() };
    stores.set(`${what}\n${source}`, store);
    store.users.set(path, [...store.users.get(path) ?? [], user]);
  };
  const pods: [string, PodFacts][] = [
    ...cluster.nodeSets.map(({ slurmName, pod }): [string, PodFacts] => [slurmName, pod]),
    ...cluster.loginSets.map(({ ref, pod }): [string, PodFacts] => [`login ${ref.name}`, pod]),
  ];
  for (const [user, pod] of pods) {
    pod.container.mounts.forEach(each => mountOf(each, pod.volumes, (what, source, path) => mount(what, source, path, user)));
  }
  stateOf(cluster, mount);
  if (stores.size === 0) {
    return html`<p class="note">No volume is declared: homes and data are lost with their pods.</p>`;
  }
  const rows = [...stores.values()].sort((left, right) =>
    rank(left) - rank(right) || compareText(left.what, right.what) || compareText(left.source, right.source));
  return html`<table class="cards"><thead><tr><th scope="col">Storage</th><th scope="col">From</th><th scope="col">Where, and for whom</th></tr></thead><tbody>${rows.map(({ what, source, users }) =>
    html`<tr><th scope="row">${what}</th><td data-label="From"><code>${source}</code></td><td data-label="Where, and for whom"><ul class="plain">${[...users].map(([path, who]) =>
      html`<li><code>${path}</code> <small>${shortList(who)}</small></li>`)}</ul></td></tr>`)}</tbody></table>`;
}

type Mount = (what: string, source: string, path: string) => void;

function mountOf({ mountPath, volume, subPath }: MountFacts, volumes: readonly VolumeFacts[], mount: Mount): void {
  const found = volumes.find(({ name }) => name === volume);
  if (found === undefined) {
    mount('Claim of each pod', volume, mountPath);
  } else if (!CONFIGURATION.includes(found.type)) {
    mount(NAMES[found.type] ?? found.type, [sourceText(found.type, found.source), ...subPath === '' ? [] : [subPath]].join(' / '), mountPath);
  }
}

function stateOf({ controller, accounting }: DeclaredCluster, mount: (what: string, source: string, path: string, user: string) => void): void {
  const { persistence, external, clusterName } = controller;
  if (!external) {
    const kept = persistence === undefined || persistence.enabled;
    mount(
      kept ? 'Claim' : 'Scratch of the pod',
      kept ? persistence?.existingClaim || ['made by the operator', ...persistence?.size === undefined ? [] : [persistence.size]].join(', ') : 'lost with the pod',
      `/var/spool/slurmctld/${clusterName}`,
      'state of slurmctld',
    );
  }
  if (accounting?.storage !== undefined && !accounting.external) {
    const { host, port, database, username } = accounting.storage;
    mount('Database', `${username === '' ? '' : `${username}@`}${host}:${port}/${database}`, 'accounting', 'slurmdbd');
  }
}

function sourceText(type: string, source: WireObject): string {
  const text = (key: string): string => typeof source[key] === 'string' || typeof source[key] === 'number' ? String(source[key]) : '';
  switch (type) {
    case 'persistentVolumeClaim': return text('claimName');
    case 'nfs': return `${text('server')}:${text('path')}`;
    case 'hostPath': return text('path');
    case 'emptyDir': return [text('medium') === 'Memory' ? 'memory' : 'disk of the machine', ...text('sizeLimit') === '' ? [] : [`up to ${text('sizeLimit')}`]].join(', ');
    case 'csi': return text('driver');
    case 'image': return text('reference');
    default: return type;
  }
}

// What outlives a pod first.
function rank({ what }: Store): number {
  return what === 'Scratch of the pod' ? 2 : what === 'Path of the machine' ? 1 : 0;
}

const LISTED = 6;

function shortList(names: readonly string[]): string {
  return names.length > LISTED ? `${names.slice(0, LISTED).join(', ')} and ${names.length - LISTED} more` : names.join(', ');
}
