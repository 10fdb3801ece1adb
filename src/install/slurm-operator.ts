import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { CertManager } from './cert-manager';
import { ChartRelease } from './chart-release';
import { pinnedCharts } from './chart-versions';
import { InstallOptions } from './install-options';
import { pinnedRelease, refuseSecond } from './pinned-release';
import { Problem, problemText, refuseAll } from '../errors/refuse';
import { refuseOtherKinds } from '../errors/refuse-kinds';

/** Properties of the slurm-operator. */
export interface SlurmOperatorProps extends InstallOptions {
  /** Whether its CRDs are installed too, as a release of their own that stays when it is dropped from the program. @default true */
  readonly installCrds?: boolean;

  /** The cert-manager that makes the certificate of its webhook. @default - one that is there already */
  readonly certManager?: CertManager;

  /**
   * Whether cert-manager makes the certificate. Otherwise Helm makes one at every upgrade, which only Flux can keep apart from a change.
   *
   * @default true
   */
  readonly usesCertManager?: boolean;

  /** Replicas of the operator and of its webhook; of several operators one works and the others wait. @default 1 */
  readonly replicas?: number;

  /** Namespaces whose Slurm clusters it runs. @default - all */
  readonly watchNamespaces?: string[];

  /**
   * Types of conditions of Kubernetes nodes whose reason and message go into the drain reason of the Slurm node, the first that holds first.
   *
   * @default - none
   */
  readonly propagatedNodeConditions?: string[];

  /** Labels of the Kubernetes nodes that its pods run on. @default - any */
  readonly nodeSelector?: { [key: string]: string };
  /** Taints that its pods accept. @default - none */
  readonly tolerations?: k8s.Toleration[];
  /** PriorityClass of its pods. @default - none */
  readonly priorityClassName?: string;
}

/**
 * The Slinky slurm-operator, which runs the clusters of this library. Its CRDs come first; a cluster that must wait for it says so:
 * `cluster.node.addDependency(operator)`.
 *
 * @see https://github.com/SlinkyProject/slurm-operator
 */
export class SlurmOperator extends Construct {
  /** The Helm release of the operator. */
  public readonly release: ChartRelease;
  /** The Helm release of the CRDs, if it is here. */
  public readonly crds?: ChartRelease;
  private readonly watched?: string[];

  public constructor(scope: Construct, id: string, props: SlurmOperatorProps) {
    super(scope, id);
    refuseOtherKinds(this, 'SlurmOperatorProps', props);
    refuseSecond(this, other => other instanceof SlurmOperator, 'its webhook and roles have one name for the whole Kubernetes cluster');
    refuseAll(this, operatorProblems(props));
    this.watched = props.watchNamespaces && [...props.watchNamespaces];
    if (props.installCrds ?? true) {
      this.crds = pinnedRelease(this, pinnedCharts.slurmOperatorCrds, { ...props, releaseName: crdsName(props.releaseName), values: undefined }, {}, { id: 'Crds', isKept: true });
    }
    this.release = pinnedRelease(this, pinnedCharts.slurmOperator, props, operatorValues(props));
    if (this.crds) {
      this.release.node.addDependency(this.crds);
    }
    if (props.certManager) {
      this.release.node.addDependency(props.certManager);
    }
    this.node.addValidation({ validate: () => this.problems().map(problemText) });
  }

  private problems(): Problem[] {
    const unwatched = this.watched === undefined ? undefined : this.node.root.node.findAll().find((construct): construct is ApiObject =>
      ApiObject.isApiObject(construct) && construct.apiGroup === 'slinky.slurm.net' && !this.watched!.includes(construct.metadata.namespace ?? 'default'));
    return unwatched === undefined ? [] : [{
      id: 'INST-013',
      what: `'watchNamespaces' is [${this.watched!.join(', ')}], and '${unwatched.node.path}' is in namespace '${unwatched.metadata.namespace ?? 'default'}', where the operator never looks`,
      fix: `add '${unwatched.metadata.namespace ?? 'default'}'`,
    }];
  }
}

function crdsName(releaseName: string | undefined): string | undefined {
  return releaseName === undefined ? undefined : `${releaseName}-crds`;
}

function operatorProblems({ usesCertManager = true, certManager, installer, watchNamespaces, replicas }: SlurmOperatorProps): Problem[] {
  const problems: Problem[] = [];
  if (!usesCertManager && certManager !== undefined) {
    problems.push({ id: 'INST-014', what: "'certManager' is given and 'usesCertManager' is false", fix: 'leave one of them out' });
  }
  if (!usesCertManager && installer?._rendersBlindly) {
    problems.push({
      id: 'INST-015',
      what: `'usesCertManager' is false, and ${installer._kind} renders the chart anew each time, with another certificate: the API server would lose touch with the webhook`,
      fix: "leave it out and install cert-manager: new CertManager(this, 'cert-manager', { installer })",
    });
  }
  if (watchNamespaces?.length === 0) {
    problems.push({ id: 'INST-016', what: "'watchNamespaces' is empty, which the chart takes for all namespaces", fix: 'name one, or leave it out' });
  }
  if (replicas !== undefined && !(Number.isInteger(replicas) && replicas >= 1)) {
    problems.push({ id: 'INST-017', what: `'replicas' is ${replicas}, and without an operator nothing happens to any cluster`, fix: 'use 1 or more' });
  }
  return problems;
}

function operatorValues(props: SlurmOperatorProps): { [key: string]: unknown } {
  const pods = {
    replicas: props.replicas,
    namespaces: props.watchNamespaces && [...props.watchNamespaces].sort().join(','),
    nodeSelector: props.nodeSelector,
    tolerations: props.tolerations,
    pdb: (props.replicas ?? 1) > 1 ? { enabled: true } : undefined,
    // The chart hardens nothing by itself; its images run as user 65532 and write no files.
    podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
  };
  return {
    priorityClassName: props.priorityClassName,
    crds: { enabled: false },
    operator: pods,
    webhook: pods,
    certManager: { enabled: props.usesCertManager ?? true },
    propagatedNodeConditions: props.propagatedNodeConditions,
  };
}
