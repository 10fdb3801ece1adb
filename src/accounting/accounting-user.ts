import { Construct } from 'constructs';
import { Account } from './account';
import { AssociationLimits, associationTexts } from './association-limits';
import { LimitTexts } from './limit-texts';
import { policyNameProblems } from './policy-names';
import { Problem, refuseAll } from '../errors/refuse';
import { refuseOtherKinds } from '../errors/refuse-kinds';
import { DumpField } from '../slurm/sacctmgr-dump';

/** What a user may do with the accounts and jobs of others. */
export enum AdminLevel {
  /** Change accounts, users, QOS and jobs of everybody, but not who is an administrator. */
  OPERATOR = 'Operator',
  /** Everything that SlurmUser may do. */
  ADMINISTRATOR = 'Administrator',
}

/**
 * A user: the accounts that may be charged, and limits in each of them.
 *
 * @see https://slurm.schedmd.com/accounting.html#user-options
 */
export interface AccountingUserOptions extends AssociationLimits {
  /** Name of the Unix user, in lower case. @default - the construct id */
  readonly userName?: string;
  /** Accounts of the same policy that may be charged. */
  readonly accounts: Account[];
  /** Account of jobs that name none; one of `accounts`. Slurm: `DefaultAccount`. @default - the first of `accounts` */
  readonly defaultAccount?: Account;
  /** What the user may do with those of others. Slurm: `AdminLevel`. @default - nothing */
  readonly adminLevel?: AdminLevel;
  /** Accounts of the same policy whose users and limits the user may change, with those below. Slurm: `Coordinator`. @default - none */
  readonly coordinates?: Account[];
}

/** A user that an accounting policy keeps in the database. `AccountingPolicy.addUser` makes it. */
export class AccountingUser extends Construct {
  /** Name of the Unix user. */
  public readonly userName: string;
  /** Accounts that may be charged. */
  public readonly accounts: Account[];

  /** @internal */
  public readonly _texts: LimitTexts;
  /** @internal */
  public readonly _limits: AssociationLimits;

  public constructor(scope: Construct, id: string, options: AccountingUserOptions) {
    super(scope, id);
    refuseOtherKinds(this, 'AccountingUserOptions', options);
    const { accounts, defaultAccount = accounts[0], adminLevel, coordinates = [] } = options;
    this.userName = options.userName ?? id;
    this.accounts = [...accounts];
    this._limits = options;
    const { fields, problems } = associationTexts(options);
    refuseAll(this, [...policyNameProblems('user', this.userName, ['root']), ...accountProblems(accounts, defaultAccount), ...problems]);
    const own: DumpField[] = [
      { key: 'DefaultAccount', value: defaultAccount.accountName },
      ...adminLevel === undefined ? [] : [{ key: 'AdminLevel', value: adminLevel }],
      ...coordinates.length === 0 ? [] : [{ key: 'Coordinator', value: coordinates.map(({ accountName }) => accountName).sort().join(',') }],
    ];
    this._texts = { fields: [...own, ...fields], problems: [] };
  }
}

function accountProblems(accounts: Account[], defaultAccount: Account | undefined): Problem[] {
  if (defaultAccount === undefined) {
    return [{ id: 'ACCT-044', what: "'accounts' is empty, and slurmctld refuses jobs of a user without an account", fix: 'name what addAccount returned' }];
  }
  return accounts.includes(defaultAccount) ? [] : [{
    id: 'ACCT-045',
    what: `'defaultAccount' is '${defaultAccount.accountName}', which is not among 'accounts'`,
    fix: "add it to 'accounts'",
  }];
}
