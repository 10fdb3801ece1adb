import type { GpuShare } from './gres-conf';
import { NvlinkChannels } from './nvlink-compute-domain';
import { Problem } from '../errors/refuse';

/** A key of slurm.conf and its text. */
export interface ConfLine {
  readonly key: string;
  readonly value: string;
}

const imexSwitch = 'switch/nvidia_imex';

/** Lines of slurm.conf that the compute domains of a cluster need. */
export function nvlinkConf(shares: readonly GpuShare[]): ConfLine[] {
  return domains(shares).some(({ channels }) => channels === NvlinkChannels.PER_JOB) ? [{ key: 'SwitchType', value: imexSwitch }] : [];
}

/** What is wrong with the compute domains of a cluster together, and with what else the cluster says. */
export function nvlinkProblems(shares: readonly GpuShare[], ownConf: readonly ConfLine[], hasScript: (text: RegExp) => boolean): Problem[] {
  return [...countProblems(shares), ...channelProblems(shares, ownConf), ...scriptProblems(shares, hasScript), ...sharingProblems(shares)];
}

function domains(shares: readonly GpuShare[]) {
  return [...new Set(shares.flatMap(({ computeDomain }) => computeDomain ?? []))];
}

function countProblems(shares: readonly GpuShare[]): Problem[] {
  return domains(shares).flatMap((domain): Problem[] => {
    const scalings = shares.filter(({ computeDomain }) => computeDomain === domain).map(({ workers }) => workers.scaling);
    const nodes = scalings.reduce((sum, { maxNodes }) => sum + maxNodes, 0);
    if (domain._count !== undefined && scalings.some(({ _auto }) => _auto !== undefined)) {
      return [{
        id: 'NVL-005',
        what: `compute domain '${domain.name}' waits for ${domain._count} nodes, and its node sets grow and shrink: with fewer it is not ready, and with some drivers no worker starts`,
        fix: 'use NvlinkNodes.elastic()',
      }];
    }
    return domain._count === undefined || domain._count === nodes || scalings.some(({ _mode }) => _mode === 'DaemonSet') ? [] : [{
      id: 'NVL-005',
      what: `compute domain '${domain.name}' waits for ${domain._count} nodes, and its node sets have ${nodes}: it never becomes ready, and with some drivers no worker starts`,
      fix: `use NvlinkNodes.elastic(), or NvlinkNodes.fixed(${nodes})`,
    }];
  });
}

function channelProblems(shares: readonly GpuShare[], ownConf: readonly ConfLine[]): Problem[] {
  const all = domains(shares);
  const perJob = all.find(({ channels }) => channels === NvlinkChannels.PER_JOB);
  const shared = all.find(({ channels }) => channels === NvlinkChannels.SHARED);
  const valueOf = (name: string) => ownConf.find(({ key }) => key.toLowerCase() === name)?.value;
  const own = valueOf('switchtype');
  const namespaces = valueOf('namespacetype') ?? valueOf('jobcontainertype');
  const problems: Problem[] = [];
  if (perJob && own !== undefined && own !== imexSwitch) {
    problems.push({
      id: 'NVL-008',
      what: `SwitchType=${own} is set, so Slurm gives jobs no channels, and those of compute domain '${perJob.name}' could not share memory over NVLink`,
      fix: "leave 'switchType' out, or use NvlinkChannels.SHARED",
    });
  }
  if (shared && (perJob || own === imexSwitch)) {
    problems.push({
      id: 'NVL-009',
      what: `compute domain '${shared.name}' gives its workers channel 0 alone, and SwitchType=${imexSwitch}, which ${perJob ? `'${perJob.name}' needs` : 'is set'}, gives jobs every channel but that one`,
      fix: `use NvlinkChannels.PER_JOB for '${shared.name}'`,
    });
  }
  if (perJob && namespaces?.toLowerCase().includes('tmpfs')) {
    problems.push({
      id: 'NVL-012',
      what: `jobs have private directories by ${namespaces}, and with that slurmstepd gives no job its channel of compute domain '${perJob.name}': GPUs of different nodes would not reach each other's memory`,
      fix: 'use JobNamespaces.linux(), or NvlinkChannels.SHARED',
    });
  }
  return problems;
}

function scriptProblems(shares: readonly GpuShare[], hasScript: (text: RegExp) => boolean): Problem[] {
  const [domain] = domains(shares);
  return domain === undefined || !hasScript(/^[^#]*\b(nvidia-imex\b|nvidia-imex-ctl\b)/m) ? [] : [{
    id: 'NVL-010',
    what: `a prolog or epilog handles nvidia-imex itself, while the DRA driver runs the daemons of compute domain '${domain.name}': the two fight for ports and devices`,
    fix: 'drop those lines: they are for machines without Kubernetes',
  }];
}

// Where several workers share a machine, they must share its domain too: the DRA driver labels a machine for one.
function sharingProblems(shares: readonly GpuShare[]): Problem[] {
  const all = domains(shares);
  const sharing = shares.find(({ computeDomain, sharesMachines }) => computeDomain !== undefined && sharesMachines);
  return sharing === undefined || all.length < 2 ? [] : [{
    id: 'NVL-011',
    what: `node set '${sharing.workers.name}' may share machines with workers of another compute domain ('oversubscribeNode'), and a machine belongs to one domain at a time: the second worker never starts`,
    fix: "leave 'oversubscribeNode' out, or use one domain for all node sets",
  }];
}
