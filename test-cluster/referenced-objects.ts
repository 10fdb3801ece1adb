import { AuthoredObject } from './declared-manifests';
import { KubeApi } from './kube-api';

/** What every made-up key holds; long enough for any of them. */
export const KEY_TEXT = 'made-up-key-of-the-test-cluster-level-0123456789';

const SECRET_REFS = ['slurmKeyRef', 'jwtKeyRef', 'passwordKeyRef', 'sssdConfRef'];
const CONFIG_MAP_REFS = ['jwksKeyRef'];

/** Makes the namespaces that manifests do not bring, as their authors would have done. */
export async function makeNamespaces(api: KubeApi, objects: AuthoredObject[]): Promise<void> {
  for (const name of new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []))) {
    if (!holds(objects, 'Namespace', name)) {
      await create(api, '/api/v1/namespaces', { metadata: { name } });
    }
  }
}

/** Makes the Secrets and ConfigMaps that manifests only refer to. */
export async function makeReferencedObjects(api: KubeApi, objects: AuthoredObject[]): Promise<void> {
  for (const [kind, plural, names] of [['Secret', 'secrets', SECRET_REFS], ['ConfigMap', 'configmaps', CONFIG_MAP_REFS]] as const) {
    for (const [address, keys] of references(objects, names)) {
      const [namespace, name] = address.split('/');
      if (!holds(objects, kind, name)) {
        const texts = Object.fromEntries([...keys].map(key => [key, KEY_TEXT]));
        await create(api, `/api/v1/namespaces/${namespace}/${plural}`, { metadata: { name }, [kind === 'Secret' ? 'stringData' : 'data']: texts });
      }
    }
  }
}

function holds(objects: AuthoredObject[], kind: string, name: string): boolean {
  return objects.some(object => object.kind === kind && object.metadata.name === name);
}

function references(objects: AuthoredObject[], names: readonly string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const visit = (namespace: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null) {
      return;
    }
    for (const [field, child] of Object.entries(value)) {
      if (names.includes(field)) {
        const address = `${namespace}/${child.name}`;
        found.set(address, (found.get(address) ?? new Set()).add(child.key));
      } else {
        visit(namespace, child);
      }
    }
  };
  objects.filter(({ apiVersion }) => apiVersion.startsWith('slinky.slurm.net/')).forEach(({ metadata, spec }) => visit(metadata.namespace ?? 'default', spec));
  return found;
}

async function create(api: KubeApi, path: string, object: unknown): Promise<void> {
  const { status, body } = await api.ask('POST', path, object);
  if (status >= 300 && status !== 409) {
    throw new Error(`POST ${path}: ${body.message}`);
  }
}
