import { NoteKind } from '../src/importer/helm/note';
import { ImportedProgram } from '../src/importer/import-helm-values';

/** The objects that a part of the values makes, and the container in them that the part is named after. */
const parts: readonly { readonly values: RegExp; readonly object: (name: string, key: string) => string; readonly container: string }[] = [
  { values: /^controller\b\.?/, object: name => `Controller/${name}`, container: 'slurmctld' },
  { values: /^restapi\b\.?/, object: name => `RestApi/${name}`, container: 'slurmrestd' },
  { values: /^accounting\b\.?/, object: name => `Accounting/${name}`, container: 'slurmdbd' },
  { values: /^loginsets\.([^.]+)\.?/, object: (name, key) => `LoginSet/${name}-login-${key}`, container: 'login' },
  { values: /^nodesets\.([^.]+)\.?/, object: (name, key) => `NodeSet/${name}-worker-${key}`, container: 'slurmd' },
];

/** Whether some note of an import names what is at a place of the manifests. */
export function isTold({ name, notes }: ImportedProgram, place: string): boolean {
  return notes.some(({ kind, origin }) => [NoteKind.REFUSED, NoteKind.LEFT_OUT, NoteKind.CHOICE].includes(kind)
    && origin !== undefined && placesOf(origin.path, name).some(told => place === told || ['.', '[', ' '].some(next => place.startsWith(`${told}${next}`))));
}

function placesOf(path: string, name: string): string[] {
  for (const { values, object, container } of parts) {
    const [whole, key] = values.exec(path) ?? [];
    if (whole !== undefined) {
      const target = object(name, key);
      return placesIn(path.slice(whole.length).replace(/\[\d+\].*$/, ''), container).map(inside => inside === '' ? target : `${target} ${inside}`);
    }
  }
  const [, partition] = /^partitions\.(.+)$/.exec(path) ?? [];
  return partition === undefined ? [] : [`Controller/${name} spec.extraConf[PartitionName=${partition}]`];
}

function placesIn(path: string, container: string): string[] {
  const [first, second] = path.split('.');
  switch (first) {
    case '': return [''];
    case 'podSpec': return second === undefined ? [] : [`spec.template.spec.${path.slice('podSpec.'.length)}`];
    case 'extraConfMap': return second === undefined ? [] : [`spec.extraConf.${second}`];
    case container:
      switch (second) {
        case undefined: return [];
        // Who does not mount a volume does not have it.
        case 'volumeMounts': return [`spec.${container}.volumeMounts`, 'spec.template.spec.volumes'];
        // Nodes offer what their pods get.
        case 'resources': return [`spec.${container}.resources`, ...path.endsWith('/gpu') ? ['spec.extraConf.Gres'] : []];
        default: return [`spec.${path}`];
      }
    default: return [`spec.${path}`];
  }
}
