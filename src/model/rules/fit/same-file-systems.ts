import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { LoginSetFacts } from '../../component-facts';
import { NodeSetFacts } from '../../node-set-facts';
import { mountAt, PodFacts, trimSlash } from '../../pod-facts';
import { ILintRule, RuleFinding } from '../../rule';

/** Login and worker pods see the same home directories and shared folders. */
export class SameFileSystems implements ILintRule {
  public readonly id = 'FIT-018';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'login and worker pods see the same home directories and shared folders';

  public check(model: ClusterModel): RuleFinding[] {
    return model.clusters.flatMap(({ nodeSets, loginSets }) =>
      nodeSets.flatMap(nodeSet => loginSets.flatMap(loginSet => differences(nodeSet, loginSet))));
  }
}

const SHARED = ['persistentVolumeClaim', 'nfs', 'hostPath', 'csi', 'cephfs', 'glusterfs', 'iscsi', 'fc', 'azureFile'];
const HOME = '/home';

function differences(nodeSet: NodeSetFacts, loginSet: LoginSetFacts): RuleFinding[] {
  const paths = [...new Set([...sharedPaths(nodeSet.pod), ...sharedPaths(loginSet.pod)])].sort();
  return paths.flatMap(path => {
    const [worker, login] = [source(nodeSet.pod, path), source(loginSet.pod, path)];
    const bothShared = worker !== undefined && login !== undefined;
    if (worker === login || (!bothShared && path !== HOME)) {
      return [];
    }
    return [{
      subject: nodeSet.ref,
      field: 'spec.slurmd.volumeMounts',
      message: `${path} is ${worker ?? 'not mounted'} on workers but ${login ?? 'not mounted'} on LoginSet ${loginSet.ref.name}: jobs do not find the files that users left at login`,
      fix: `mount the same volume at ${path} on both`,
    }];
  });
}

function sharedPaths(pod: PodFacts): string[] {
  return pod.container.mounts.map(({ mountPath }) => trimSlash(mountPath)).filter(path => !path.startsWith('/dev/') && source(pod, path) !== undefined);
}

function source(pod: PodFacts, path: string): string | undefined {
  const found = mountAt(pod, path);
  const volume = found?.volume;
  if (found === undefined || volume === undefined || !SHARED.includes(volume.type)) {
    return undefined;
  }
  return `${volume.type} ${JSON.stringify(volume.source)}${found.mount.subPath === '' ? '' : ` (subPath ${found.mount.subPath})`}`;
}
