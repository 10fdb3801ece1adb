import { ConfigFile, FileRole } from '../config-files';
import { FileWriter, PredictedFile } from './predicted-file';

/** Predicts cgroup.conf: the user's from `configFileRefs`, else the two lines of operator v1.2. */
export function predictCgroupConf(files: readonly ConfigFile[]): PredictedFile {
  return predictUserFile('cgroup.conf', files.filter(file => file.role === FileRole.CONFIG)) ?? operatorCgroupConf();
}

/** A file of a user's ConfigMap as slurmctld sees it, the last projected one winning; undefined when no ConfigMap holds it. */
export function predictUserFile(name: string, files: readonly ConfigFile[]): PredictedFile | undefined {
  const winner = files.filter(file => file.name === name).at(-1);
  if (winner === undefined) {
    return undefined;
  }
  const writer = new FileWriter();
  writer.block(winner.text.replace(/\n$/, ''), winner.configMap.ref, `data["${name}"]`);
  return writer.file(name);
}

function operatorCgroupConf(): PredictedFile {
  const writer = new FileWriter();
  writer.line('CgroupPlugin=cgroup/v2', {});
  writer.line('IgnoreSystemd=yes', {});
  return writer.file('cgroup.conf');
}
