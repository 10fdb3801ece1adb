import { RepositoryKind } from './repository';
import { ImportNote } from '../helm/note';
import { ImportedProgram } from '../import-helm-values';

/** The line of a note, as answers and the README show it. */
export function noteText({ kind, origin, message, fix }: ImportNote): string {
  const place = origin === undefined ? '' : `${origin.file}:${origin.line}: `;
  const path = origin === undefined || origin.path === '' ? '' : `${origin.path}: `;
  return `${place}${kind} ${path}${message}${fix === undefined ? '' : `; ${fix}`}`;
}

/** What the README of an imported repository says. */
export function importedReadme(program: ImportedProgram, values: readonly string[], release: string, kind: RepositoryKind): string[] {
  const apply = kind === RepositoryKind.PULUMI
    ? 'let the first update adopt what is there (`PULUMI_K8S_UPSERT_EXISTING_OBJECTS=true PULUMI_K8S_ENABLE_PATCH_FORCE=true pulumi up`; its preview says "create" of objects that are there)'
    : 'compare `kubectl diff --server-side --force-conflicts -f dist` with what you expect, then apply with `--force-conflicts`';
  return [
    `## Where it comes from\n\nImported from ${values.map(name => `\`${name}\``).join(', ')}: values of the official \`slurm\` Helm chart (keys of chart ${program.chartVersion}) for release \`${release}\`. `
    + 'The custom resources have the names and contents that chart v1.2.1 gives them, but for what the library decides otherwise on purpose; docs/import.md of slurm-constructs lists it.',
    '## Taking over\n\nOnly one of the two may own the objects. Annotate the Secrets that the release made with `helm.sh/resource-policy: keep`, '
    + `${apply}, and delete the record of the release (\`kubectl -n ${program.namespace} delete secret -l owner=helm,name=${release}\`), not the release: \`helm uninstall\` would delete the cluster.`,
    ...program.notes.length === 0 ? [] : [`## Notes of the import\n\n${program.notes.map(note => `- ${noteText(withoutFolder(note)).replace(/[<>]/g, '\\$&')}`).join('\n')}`],
  ];
}

// The repository goes to other machines, where the folders are others.
function withoutFolder(note: ImportNote): ImportNote {
  return note.origin === undefined ? note : { ...note, origin: { ...note.origin, file: note.origin.file.split(/[\\/]/).pop()! } };
}
