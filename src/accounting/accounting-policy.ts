import { Cron, Duration } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Account, AccountOptions } from './account';
import { AccountingUser, AccountingUserOptions } from './accounting-user';
import { AssociationLimits, associationTexts } from './association-limits';
import { elasticQosText } from './elastic-qos-text';
import { OnDrift } from './on-drift';
import { policyConf, policyConfProblems } from './policy-conf';
import { defaultRecordImage, PolicyObjects } from './policy-job';
import { PolicyParts, policyText } from './policy-text';
import { Qos, QosOptions } from './qos';
import { SlurmImage } from '../cluster/images';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { Problem, problemText, refuse, refuseAll } from '../errors/refuse';
import { checksArguments, refuseOtherKinds } from '../errors/refuse-kinds';

/** What becomes of a policy in the database, and how. */
export interface AccountingPolicyOptions {
  /**
   * What is done with values of declared accounts, users and QOS that somebody else changed. They are always reported.
   *
   * @default OnDrift.FAIL
   */
  readonly onDrift?: OnDrift;

  /**
   * When a CronJob compares the database with the policy, such as `Cron.daily()`. It changes nothing, has no rights in Kubernetes, and fails when they differ;
   * its log says how.
   *
   * @default - the database is compared when the policy changes
   */
  readonly driftCheck?: Cron;

  /** Limits and QOS of the root account, which all others have unless they say otherwise. @default - those in the database */
  readonly everybody?: AssociationLimits;

  /**
   * How long the Job waits for slurmdbd, and for slurmctld to have told it of the GRES that limits name; whole seconds.
   *
   * @default Duration.minutes(15)
   */
  readonly wait?: Duration;

  /**
   * Whether partitions with a node set that grows and shrinks refuse jobs at submission that all their nodes together could not hold. For each the policy
   * keeps a QOS `elastic-<clusterName>-<partition>` in any case; only if this is true the partition names it. slurmctld does not start while a partition names
   * a QOS that is not there: in a cluster that runs already, `false` in one apply and `true` in the next lets the Job be first for sure.
   *
   * @default true
   * @see https://slurm.schedmd.com/qos.html#partition
   */
  readonly refusesOversizedJobs?: boolean;

  /** Labels that a Kubernetes node must have for the Job, besides `kubernetes.io/os: linux`. @default - none */
  readonly nodeSelector?: { [key: string]: string };

  /** Taints that the Job's pod accepts. @default - none */
  readonly tolerations?: k8s.Toleration[];

  /**
   * Image with `sh`, `sed` and `curl` that writes down what was applied. sacctmgr runs in slurmctld's.
   *
   * @default 'docker.io/curlimages/curl:8.16.0'
   */
  readonly recordImage?: string;
}

/** Properties of an accounting policy. */
export interface AccountingPolicyProps extends AccountingPolicyOptions {
  /** Cluster whose accounting it is for. */
  readonly cluster: SlurmCluster;
}

/**
 * Accounts, users and QOS of a cluster, as part of the program. A Job brings the database to what is declared: it makes what is missing, changes what the
 * program changed, reports what somebody else changed, and removes nothing. From then on slurmctld refuses jobs without an association, and enforces limits.
 *
 * @see https://slurm.schedmd.com/sacctmgr.html
 */
export class AccountingPolicy extends Construct {
  private readonly cluster: SlurmCluster;
  private readonly props: AccountingPolicyProps;
  private readonly qos: Qos[] = [];
  private readonly accounts: Account[] = [];
  private readonly users: AccountingUser[] = [];

  public constructor(scope: Construct, id: string, props: AccountingPolicyProps) {
    super(scope, id);
    refuseOtherKinds(this, 'AccountingPolicyProps', props);
    this.cluster = props.cluster;
    this.props = props;
    const seconds = (props.wait ?? defaultWait).toSeconds({ integral: false });
    refuseAll(this, [
      ...props.cluster.accounting ? [] : [{
        id: 'ACCT-043', what: `cluster '${props.cluster.name}' has no accounting, so nothing keeps accounts and QOS`, fix: "set 'accounting' of the cluster, e.g. accounting: {}",
      }],
      ...Number.isInteger(seconds) && seconds > 0 ? [] : [{ id: 'ACCT-052', what: "'wait' is not a whole number of seconds", fix: 'use e.g. Duration.minutes(15)' }],
      ...SlurmImage.of(props.recordImage ?? defaultRecordImage)._problems("'recordImage'"),
      ...associationTexts(props.everybody ?? {}).problems,
    ]);
    const earlier = policyOf.get(props.cluster);
    if (earlier) {
      refuse(this, { id: 'ACCT-051', what: `the cluster has the accounting policy '${earlier.node.path}' already, and two would report each other`, fix: 'add to that one' });
    }
    policyOf.set(props.cluster, this);
    new PolicyObjects(this, 'Resource', props.cluster, props.driftCheck, () => ({
      cluster: props.cluster,
      policy: policyText(this.parts),
      onDrift: props.onDrift ?? OnDrift.FAIL,
      waitSeconds: seconds,
      recordImage: props.recordImage ?? defaultRecordImage,
      nodeSelector: props.nodeSelector ?? {},
      tolerations: props.tolerations ?? [],
    }));
    if (!props.cluster.isExternal) {
      props.cluster._autoscaling.follow({
        isNamed: props.refusesOversizedJobs ?? true, ownPerAccount: () => this.qos.flatMap(({ _perAccount }) => _perAccount),
      });
      props.cluster._addConf(() => policyConf(this.parts, key => props.cluster._ownConfValue(key)));
    }
    this.node.addValidation({ validate: () => this.problems().map(problemText) });
  }

  /** Adds a QOS. It exists before any job is judged by it, and stays in the database when it leaves the program. */
  public addQos(id: string, options: QosOptions = {}): Qos {
    const qos = new Qos(this.room('Qos'), id, options);
    this.refuseTwin('QOS', qos.qosName, this.qos.some(other => other.qosName === qos.qosName), qos);
    this.qos.push(qos);
    return qos;
  }

  /** Adds an account. */
  public addAccount(id: string, options: AccountOptions = {}): Account {
    const account = new Account(this.room('Accounts'), id, options);
    this.refuseTwin('account', account.accountName, this.accounts.some(other => other.accountName === account.accountName), account);
    this.refuseStranger(account, options.parent);
    this.accounts.push(account);
    return account;
  }

  /** Adds a user to one or more accounts, with the same limits in each of them. */
  public addUser(id: string, options: AccountingUserOptions): AccountingUser {
    const user = new AccountingUser(this.room('Users'), id, options);
    this.refuseTwin('user', user.userName, this.users.some(other => other.userName === user.userName), user);
    [...options.accounts, ...options.coordinates ?? []].forEach(account => this.refuseStranger(user, account));
    this.users.push(user);
    return user;
  }

  private get parts(): PolicyParts {
    const { accounts, users } = this;
    const qos = [...this.qos, ...this.cluster.isExternal ? [] : this.cluster._autoscaling.elasticQos().map(elasticQosText)];
    return { clusterName: this.cluster.clusterName, everybody: associationTexts(this.props.everybody ?? {}).fields, qos, accounts, users };
  }

  private problems(): Problem[] {
    return this.cluster.isExternal ? [] : [...this.takenNames(), ...policyConfProblems(this.parts, key => this.cluster._ownConfValue(key))];
  }

  private takenNames(): Problem[] {
    return this.cluster._autoscaling.elasticQos().filter(({ qosName }) => this.qos.some(own => own.qosName === qosName)).map(({ qosName, partitionName }) => ({
      id: 'ACCT-053',
      what: `QOS '${qosName}' has the name of the one that keeps jobs out of partition '${partitionName}' which it can never hold`,
      fix: `rename it, or let the partition name it: 'qos' of '${partitionName}'`,
    }));
  }

  private room(id: string): Construct {
    return (this.node.tryFindChild(id) ?? new Construct(this, id)) as Construct;
  }

  private refuseTwin(kind: string, name: string, isTwin: boolean, construct: Construct): void {
    if (isTwin) {
      refuse(construct, { id: 'ACCT-046', what: `there is ${kind} '${name}' in the policy already`, fix: 'rename one' });
    }
  }

  private refuseStranger(construct: Construct, account: Account | undefined): void {
    if (account && !this.accounts.includes(account)) {
      refuse(construct, {
        id: 'ACCT-047',
        what: `account '${account.accountName}' at '${account.node.path}' belongs to another policy, so this one could be applied before it exists`,
        fix: 'use what addAccount of the same policy returned',
      });
    }
  }
}

checksArguments(AccountingPolicy, 'AccountingPolicy');

const defaultWait = Duration.minutes(15);

const policyOf = new WeakMap<SlurmCluster, AccountingPolicy>();
