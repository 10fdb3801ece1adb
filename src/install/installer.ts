import { ApiObject } from 'cdk8s';
import { argoNamespaceAnnotations, installWithArgoCd } from './argo-cd';
import { ArgoCdOptions } from './argo-cd-options';
import type { ChartRelease } from './chart-release';
import { installWithFlux } from './flux';
import { FluxOptions } from './flux-options';
import { installWithHelm } from './helm-template';
import { HelmTemplateOptions } from './helm-template-options';
import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/** Installs charts in some way of its own. */
export interface IChartInstaller {
  /** Adds what installs a release, as constructs below it. */
  installChart(release: ChartRelease): void;
}

/**
 * Who installs Helm charts, and so in which form they stand among the manifests. What must come first is taken from the dependencies of constructs.
 *
 * @see https://helm.sh/docs/topics/charts/
 */
export class Installer {
  /**
   * `helm template` renders the charts when the program runs, into files of their own. The helm binary must be there, and reach the repositories; hooks are
   * left out. The files must be applied in the order of their numbers, and nothing waits until an operator is ready.
   */
  public static helmTemplate(options: HelmTemplateOptions = {}): Installer {
    return new Installer('helm template', (release, before) => installWithHelm(release, before, options), {}, []);
  }

  /**
   * Flux installs them: a HelmRelease each, with its source. One waits for another by `dependsOn`; clusters must be in a Kustomization that depends on that of
   * the operators.
   *
   * @see https://fluxcd.io/flux/components/helm/helmreleases/
   */
  public static flux(options: FluxOptions = {}): Installer {
    return new Installer('Flux', (release, before) => installWithFlux(release, before, options), {}, nameProblem(options.namespace));
  }

  /**
   * Argo CD installs them: an Application each, in sync waves below 0, so that clusters in the same app come after them.
   *
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  public static argoCd(options: ArgoCdOptions = {}): Installer {
    return new Installer('Argo CD', (release, before) => installWithArgoCd(release, before, options), argoNamespaceAnnotations, nameProblem(options.namespace));
  }

  /** Something else installs them, such as a Pulumi program. */
  public static custom(installer: IChartInstaller): Installer {
    return new Installer('an installer of its own', release => installer.installChart(release), {}, []);
  }

  /** @internal */
  public readonly _kind: string;
  /** @internal */
  public readonly _namespaceAnnotations: { [key: string]: string };

  private constructor(
    kind: string,
    private readonly install: (release: ChartRelease, before: ApiObject[]) => void,
    namespaceAnnotations: { [key: string]: string },
    private readonly problems: Problem[],
  ) {
    this._kind = kind;
    this._namespaceAnnotations = namespaceAnnotations;
  }

  /** @internal Whether Helm renders the chart anew each time, without a look at what is installed. */
  public get _rendersBlindly(): boolean {
    return this._kind === 'helm template' || this._kind === 'Argo CD';
  }

  /** @internal Whether hooks of charts run. */
  public get _runsHooks(): boolean {
    return this._kind !== 'helm template';
  }

  /** @internal */
  public _problems(): Problem[] {
    return this.problems;
  }

  /** @internal */
  public _install(release: ChartRelease, before: ApiObject[]): void {
    this.install(release, before);
  }
}

checksArguments(Installer, 'Installer');

function nameProblem(namespace: string | undefined): Problem[] {
  return namespace === undefined || /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace) ? [] : [{
    id: 'INST-007', what: `'namespace' of the installer is '${namespace}', which is no name of a namespace`, fix: "use e.g. 'flux-system'",
  }];
}
