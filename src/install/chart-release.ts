import { ApiObject, Lazy } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { chartProblems } from './chart-problems';
import { ChartValues, finalValues } from './chart-values';
import { Installer } from './installer';
import { PodSecurityLevel } from '../cluster/slurm-namespace';
import { Problem, problemText, refuse, refuseAll } from '../errors/refuse';
import { refuseOtherKinds } from '../errors/refuse-kinds';
import { clusterScoped } from '../storage/cluster-scoped';

/** A release of any Helm chart. */
export interface ChartReleaseProps {
  /** Who installs it. */
  readonly installer: Installer;
  /** Name of the chart. */
  readonly chart: string;
  /** Where it is published: `https://` of a chart repository, or `oci://` without the chart's name. */
  readonly repository: string;
  /** Exact version, as the chart writes it. */
  readonly version: string;
  /** Namespace of the release. */
  readonly namespace: string;
  /** Name of the release. @default - the chart's */
  readonly releaseName?: string;
  /** Values. @default - the chart's */
  readonly values?: { [key: string]: unknown };
  /** Whether the namespace is made too, unless something here makes it already. @default true */
  readonly createNamespace?: boolean;
  /** Pod Security level that a made namespace enforces. @default - that of the Kubernetes cluster */
  readonly podSecurityLevel?: PodSecurityLevel;
  /** Whether the release stays when it is dropped from the program: right for CRDs, with which all their objects would go. @default false */
  readonly isKept?: boolean;
}

/**
 * A release of a Helm chart, in the form that an installer takes. The constructs for operators make one each; it is here for charts that have none, such as
 * NVIDIA's Network Operator.
 *
 * A release comes after all that it, or a construct around it, depends on: `cluster.node.addDependency(operator)` and the like.
 */
export class ChartRelease extends Construct {
  /** Name of the chart. */
  public readonly chart: string;
  /** Where it is published. */
  public readonly repository: string;
  /** Version. */
  public readonly version: string;
  /** Namespace of the release. */
  public readonly namespace: string;
  /** Name of the release. */
  public readonly releaseName: string;
  /** Whether the release stays when it is dropped from the program. */
  public readonly isKept: boolean;
  /** @internal */
  public readonly _installer: Installer;
  private readonly ownValues: ChartValues;

  public constructor(scope: Construct, id: string, props: ChartReleaseProps) {
    super(scope, id);
    refuseOtherKinds(this, 'ChartReleaseProps', props);
    this.chart = props.chart;
    this.repository = props.repository.replace(/\/+$/, '');
    this.version = props.version;
    this.namespace = props.namespace;
    this.releaseName = props.releaseName ?? props.chart;
    this.isKept = props.isKept ?? false;
    this._installer = props.installer;
    this.ownValues = props.values ?? {};
    refuseAll(this, [...chartProblems(this), ...props.installer._problems()]);
    const twin = releasesIn(this.node.root).find(each => each !== this && each.releaseName === this.releaseName && each.namespace === this.namespace);
    if (twin) {
      refuse(this, {
        id: 'INST-004',
        what: `release '${this.releaseName}' of namespace '${this.namespace}' exists already at '${twin.node.path}', and Helm would take one for a new version of the other`,
        fix: "give one another 'releaseName', or install the chart once",
      });
    }
    const before = props.createNamespace ?? true ? this.makeNamespace(props.podSecurityLevel) : undefined;
    props.installer._install(this, before === undefined ? [] : [before]);
    this.node.addValidation({ validate: () => this.problems().map(problemText) });
  }

  /** Values as they go to the chart. */
  public get values(): { [key: string]: unknown } {
    return finalValues(this.ownValues);
  }

  /** Releases that must be there before this one. */
  public get requires(): ChartRelease[] {
    const found = new Set<ChartRelease>();
    const around: IConstruct[] = this.node.scopes;
    for (const construct of around) {
      construct.node.dependencies.flatMap(releasesIn).filter(release => release !== this && !around.includes(release)).forEach(release => found.add(release));
    }
    return [...found].sort((one, other) => (one.node.path < other.node.path ? -1 : 1));
  }

  /** @internal */
  public get _lateValues(): unknown {
    return Lazy.any({ produce: () => this.values });
  }

  private makeNamespace(level: PodSecurityLevel | undefined): ApiObject | undefined {
    const there = namespaceIn(this.node.root, this.namespace);
    if (there !== undefined) {
      const enforced = (there.metadata.toJson() as { labels?: { [key: string]: string } }).labels?.[enforceLabel];
      if (level !== undefined && enforced !== undefined && enforced !== level && enforced !== PodSecurityLevel.PRIVILEGED) {
        refuse(this, {
          id: 'INST-005',
          what: `namespace '${this.namespace}' at '${there.node.path}' enforces Pod Security level '${enforced}', and pods of '${this.chart}' need '${level}'`,
          fix: "use another 'namespace'",
        });
      }
      return there;
    }
    const labels = level === undefined ? {} : Object.fromEntries(['audit', 'enforce', 'warn'].map(mode => [`pod-security.kubernetes.io/${mode}`, level]));
    return clusterScoped(new ApiObject(this, 'Namespace', {
      apiVersion: 'v1', kind: 'Namespace', metadata: { name: this.namespace, labels, annotations: this._installer._namespaceAnnotations },
    }));
  }

  private problems(): Problem[] {
    const other = this.requires.find(({ _installer }) => _installer._kind !== this._installer._kind);
    return other === undefined ? [] : [{
      id: 'INST-006',
      what: `release '${this.releaseName}' is installed by ${this._installer._kind} and needs '${other.releaseName}', which is installed by ${other._installer._kind}: neither waits for the other`,
      fix: 'use one installer for both',
    }];
  }
}

const enforceLabel = 'pod-security.kubernetes.io/enforce';

function releasesIn(root: IConstruct): ChartRelease[] {
  return root.node.findAll().filter((construct): construct is ChartRelease => construct instanceof ChartRelease);
}

function namespaceIn(root: IConstruct, name: string): ApiObject | undefined {
  return root.node.findAll().find((construct): construct is ApiObject => ApiObject.isApiObject(construct) && construct.kind === 'Namespace' && construct.name === name);
}
