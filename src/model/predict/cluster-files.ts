import { effectiveFiles } from '../config-files';
import { DeclaredCluster } from '../declared-cluster';
import { objectLabel } from '../object-ref';
import { predictUserFile } from './cgroup-conf';
import { LineOrigin, PredictedFile } from './predicted-file';
import { predictSlurmdbdConf } from './slurmdbd-conf';

/** Every file that the daemons of a cluster will see: those of the operator first, then the user's by name. */
export function predictFiles(cluster: DeclaredCluster): PredictedFile[] {
  if (cluster.controller.external) {
    return [cluster.slurmConf];
  }
  const slurmdbdConf = cluster.accounting === undefined ? undefined : predictSlurmdbdConf(cluster.accounting);
  const users = [...effectiveFiles(cluster.files).keys()].filter(name => name !== 'cgroup.conf').sort();
  return [
    cluster.slurmConf,
    cluster.cgroupConf,
    ...(slurmdbdConf === undefined ? [] : [slurmdbdConf]),
    ...users.flatMap(name => predictUserFile(name, cluster.files) ?? []),
  ];
}

/** Where a line came from, in words: `operator`, or object, field and line. */
export function originText({ object, field, fieldLine }: LineOrigin): string {
  if (object === undefined) {
    return 'operator';
  }
  const place = object.construct ?? (object.file === undefined ? objectLabel(object) : `${objectLabel(object)} (${object.file}${object.line === undefined ? '' : `:${object.line}`})`);
  return [place, field, fieldLine === undefined ? undefined : `line ${fieldLine}`].filter(part => part !== undefined).join(' ');
}
