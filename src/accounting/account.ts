import { Construct } from 'constructs';
import { AssociationLimits, associationTexts } from './association-limits';
import { LimitEntry, LimitTexts, limitTexts, words } from './limit-texts';
import { policyNameProblems } from './policy-names';
import { refuseAll } from '../errors/refuse';
import { checksArguments, refuseOtherKinds } from '../errors/refuse-kinds';

/** An account, as other parts refer to it. */
export interface IAccount {
  /** Its name in Slurm. */
  readonly accountName: string;
}

/**
 * An account: who pays for jobs, what share of the machine it has, and which limits.
 *
 * @see https://slurm.schedmd.com/accounting.html#account-options
 */
export interface AccountOptions extends AssociationLimits {
  /** Name in Slurm, in lower case. @default - the construct id */
  readonly accountName?: string;
  /** Account of the same policy that it belongs to. Slurm: `Parent`. @default - the root account */
  readonly parent?: Account;
  /** What it is for; kept in lower case. Slurm: `Description`. @default - whatever the database says, at first the name */
  readonly description?: string;
  /** Who it belongs to; kept in lower case. Slurm: `Organization`. @default - whatever the database says, at first the parent */
  readonly organization?: string;
}

const entries: LimitEntry<AccountOptions>[] = [
  { prop: 'description', key: 'Description', text: words },
  { prop: 'organization', key: 'Organization', text: words },
];

/** An account that an accounting policy keeps in the database. `AccountingPolicy.addAccount` makes it. */
export class Account extends Construct implements IAccount {
  /** An account that somebody else keeps in the database, such as `root`, which every database has. */
  public static named(accountName: string): IAccount {
    return { accountName };
  }

  /** Name in Slurm. */
  public readonly accountName: string;
  /** Account that it belongs to, if not the root account. */
  public readonly parent?: Account;

  /** @internal */
  public readonly _texts: LimitTexts;
  /** @internal */
  public readonly _limits: AssociationLimits;

  public constructor(scope: Construct, id: string, options: AccountOptions = {}) {
    super(scope, id);
    refuseOtherKinds(this, 'AccountOptions', options);
    this.accountName = options.accountName ?? id;
    this.parent = options.parent;
    this._limits = options;
    const own = limitTexts(options, entries);
    const limits = associationTexts(options);
    this._texts = { fields: [...own.fields, ...limits.fields], problems: [] };
    refuseAll(this, [...policyNameProblems('account', this.accountName, ['root']), ...own.problems, ...limits.problems]);
  }
}

checksArguments(Account, 'Account');
