import { Construct } from 'constructs';
import { ChartRelease } from './chart-release';
import { mergedValues, ChartValues } from './chart-values';
import { PinnedChart } from './chart-versions';
import { InstallOptions } from './install-options';
import { isOlder, releaseNumbers } from './release-numbers';
import { PodSecurityLevel } from '../cluster/slurm-namespace';
import { Problem, refuse, refuseAll } from '../errors/refuse';

interface ReleaseExtras {
  readonly podSecurityLevel?: PodSecurityLevel;
  readonly isKept?: boolean;
  /** Id of the construct, where there are several. @default Release */
  readonly id?: string;
}

/** A release of a chart that this library knows, with the values that follow from props and the user's own over them. */
export function pinnedRelease(scope: Construct, pinned: PinnedChart, options: InstallOptions, values: ChartValues, extras: ReleaseExtras = {}): ChartRelease {
  const version = options.version ?? pinned.version;
  refuseAll(scope, versionProblems(pinned, version));
  return new ChartRelease(scope, extras.id ?? 'Release', {
    installer: options.installer,
    chart: pinned.chart,
    repository: options.repository ?? pinned.repository,
    version,
    namespace: options.namespace ?? pinned.namespace,
    releaseName: options.releaseName,
    createNamespace: options.createNamespace,
    values: mergedValues(values, options.values),
    podSecurityLevel: extras.podSecurityLevel,
    isKept: extras.isKept,
  });
}

/** Refuses a second installation of what a Kubernetes cluster can have once. */
export function refuseSecond(construct: Construct, isSame: (other: unknown) => boolean, why: string): void {
  const twin = construct.node.root.node.findAll().find(other => other !== construct && isSame(other));
  if (twin) {
    refuse(construct, { id: 'INST-012', what: `'${twin.node.path}' installs the same already, and ${why}`, fix: 'install it once' });
  }
}

function versionProblems({ chart, oldest, olderLack, version: checked }: PinnedChart, version: string): Problem[] {
  return releaseNumbers(version) === undefined || !isOlder(version, oldest) ? [] : [{
    id: 'INST-011', what: `'version' is ${version}, and versions of chart '${chart}' before ${oldest} lack ${olderLack}`, fix: `use ${checked}, or leave 'version' out`,
  }];
}
