import * as cdk8s from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import { importHelmValues, ImportedProgram } from '../../src/importer/import-helm-values';
import * as library from 'slurm-constructs';

/** What generated programs import. */
export const modules = { 'slurm-constructs': library, cdk8s, 'cdk8s-plus-28': plus };

/** Imports values for the release `slurm` in the namespace `slurm`. */
export function imported(...values: readonly string[]): ImportedProgram {
  return importHelmValues({ files: values.map((text, index) => ({ name: `values${index === 0 ? '' : index + 1}.yaml`, text })), release: 'slurm', namespace: 'slurm' }, { modules });
}

/** Ids and messages of the notes, one a line. */
export function notesOf(program: ImportedProgram): string[] {
  return program.notes.map(({ kind, origin, message, fix }) => `${origin ? `${origin.file}:${origin.line} ` : ''}${kind} ${origin?.path ?? ''}: ${message}; ${fix ?? ''}`);
}
