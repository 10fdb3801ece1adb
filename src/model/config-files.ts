import { ControllerFacts } from './component-facts';
import { ConfigMapFacts } from './config-objects';

/** Why a file is in slurmctld's `/etc/slurm`. */
export enum FileRole {
  CONFIG = 'configFileRefs',
  PROLOG = 'prologScriptRefs',
  EPILOG = 'epilogScriptRefs',
  PROLOG_SLURMCTLD = 'prologSlurmctldScriptRefs',
  EPILOG_SLURMCTLD = 'epilogSlurmctldScriptRefs',
}

/** A file that a user's ConfigMap puts into slurmctld's `/etc/slurm`. */
export interface ConfigFile {
  readonly name: string;
  readonly text: string;
  readonly role: FileRole;
  readonly configMap: ConfigMapFacts;
}

/** Names of the ConfigMaps of one role, as the Controller lists them. */
function configMapRefs(controller: ControllerFacts, role: FileRole): readonly string[] {
  return controller[role];
}

/** Every user file of a Controller, in the order in which the operator projects ConfigMaps: by their names, later ones winning. */
export function configFiles(controller: ControllerFacts, configMap: (name: string) => ConfigMapFacts | undefined): ConfigFile[] {
  return Object.values(FileRole)
    .flatMap(role => configMapRefs(controller, role).map(name => ({ role, name })))
    .sort((left, right) => compareText(left.name, right.name))
    .flatMap(({ role, name }) => {
      const found = configMap(name);
      return found === undefined ? [] : Object.keys(found.data).sort().map(key => ({ name: key, text: found.data[key], role, configMap: found }));
    });
}

/** Files of one role by name, the winning one of each: what slurmctld really sees. */
export function effectiveFiles(files: readonly ConfigFile[]): Map<string, ConfigFile> {
  return new Map(files.map(file => [file.name, file]));
}

/** Order by code point, on every machine the same. */
export function compareText(left: string, right: string): number {
  if (left === right) {
    return 0;
  }
  return left < right ? -1 : 1;
}
