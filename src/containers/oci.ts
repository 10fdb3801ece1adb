import { OciOptions, OciRuntime } from './container-options';
import { ContainerCluster, ContainerSetup, openVolumes, PodAdditions, noAdditions } from './container-setup';
import { NodeStorage } from './node-storage';
import { problemsOf } from '../cluster/findings';
import { KeywordTable } from '../slurm/catalog';
import { Assignment, assignments } from '../slurm/slurm-conf-line';

/** Where the runtime keeps what it knows of running containers. */
const stateDirectory = '/run/job-containers';

/** Containers by Slurm itself. */
export function oci(options: OciOptions): ContainerSetup {
  const runtime = options.runtime ?? OciRuntime.CRUN;
  const conf = assignments(lines(options, runtime), KeywordTable.OCI_CONF);
  return {
    name: 'JobContainers.oci',
    imageSuffix: '',
    needsOwnImage: `no stock image holds ${runtime}`,
    storage: NodeStorage.disk(),
    configFiles: { 'oci.conf': conf.text },
    problems: () => problemsOf(conf.findings),
    bind,
  };
}

function lines(options: OciOptions, runtime: OciRuntime): Assignment[] {
  // One container a task: user, node, job, step, task.
  const command = (verb: string, rest: string) => `${runtime} --rootless=true --root=${stateDirectory}/%U ${verb} ${rest}`;
  const container = '%n.%u.%j.%s.%t';
  // Slurm of the container finds its own way.
  const slurmsOwn = '^(SLURM_CONF|SLURM_CONF_SERVER)=';
  const ours: { [key: string]: string } = {
    EnvExclude: slurmsOwn,
    RunTimeDelete: command('delete', `--force ${container}`),
    RunTimeEnvExclude: slurmsOwn,
    RunTimeKill: command('kill', `-a ${container}`),
    RunTimeQuery: command('state', container),
    RunTimeRun: command('run', `--bundle %b ${container}`),
    ...options.containerPath === undefined ? {} : { ContainerPath: options.containerPath },
    ...options.disableHooks?.length ? { DisableHooks: options.disableHooks.join(',') } : {},
  };
  const extra = Object.entries(options.extra ?? {});
  const kept = Object.entries(ours).filter(([key]) => !extra.some(([other]) => other.toLowerCase() === key.toLowerCase()));
  return [...kept, ...extra].sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, value]) => ({ key, value }));
}

function bind(cluster: ContainerCluster) {
  const state = { name: 'job-containers', mountPath: stateDirectory };
  return {
    worker: (): PodAdditions => ({
      ...noAdditions,
      volumes: [{ volume: { name: state.name, emptyDir: { medium: 'Memory', sizeLimit: { value: '64Mi' } } }, mount: state }],
      initContainers: [openVolumes('job-containers', cluster, [state])],
    }),
    login: () => noAdditions,
  };
}
