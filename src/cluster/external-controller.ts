import { SlurmClusterProps } from './slurm-cluster-props';
import { Problem } from '../errors/refuse';

/** Props that reach slurmctld through slurm-operator, which does nothing of the kind for one outside. */
const insideOnly: (keyof SlurmClusterProps)[] = [
  'controller', 'slurmConf', 'extraSlurmConf', 'preset', 'cgroup', 'configFiles', 'configMaps', 'prologs', 'epilogs', 'slurmctldPrologs', 'slurmctldEpilogs', 'metrics',
];

/** What is wrong with a cluster whose slurmctld runs outside Kubernetes. */
export function externalProblems(props: SlurmClusterProps): Problem[] {
  const external = props.externalController;
  if (!external) {
    return [];
  }
  const problems: Problem[] = insideOnly.filter(prop => props[prop] !== undefined).map(prop => ({
    id: 'CTLD-001',
    what: `'${prop}' is set, and slurm-operator ignores it for a slurmctld outside Kubernetes`,
    fix: 'set it up on that host, and remove it here',
  }));
  if (!/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(external.host)) {
    problems.push({ id: 'CTLD-004', what: `'host' of 'externalController' is '${external.host}', which is not a host name`, fix: "use e.g. 'slurmctld.example.com'" });
  }
  if (external.port !== undefined && external.port !== 6817) {
    problems.push({
      id: 'CTLD-005',
      what: `'port' of 'externalController' is ${external.port}, and slurm-operator writes 6817 into slurmrestd's slurm.conf: it could not drain a single node`,
      fix: 'let slurmctld listen on 6817 too (SlurmctldPort=6817), and leave the port out',
    });
  }
  if (!props.clusterName) {
    problems.push({
      id: 'CTLD-006',
      what: "'clusterName' is missing, and slurmrestd must know the outside cluster by its own name",
      fix: 'set it to ClusterName of the slurm.conf there',
    });
  }
  return problems;
}
