import { Inputs } from './inputs';
import type { AccountingPolicyOptions, AccountingUserOptions, AccountOptions, AssociationLimits, QosOptions } from '../index';

/** QOS that an account or user may use, by their names in Slurm. */
export interface QosNames {
  /** QOS that its jobs may use. @default - those of the account above; `normal` below none */
  readonly qos?: string[];

  /** QOS of jobs that name none; one of `qos`. @default - that of the account above */
  readonly defaultQos?: string;
}

/** Limits of a declarative policy. */
export interface LimitsArgs extends Inputs<Omit<AssociationLimits, keyof QosNames>>, QosNames {}

/** A QOS of a declarative policy. */
export interface QosArgs extends Inputs<Omit<QosOptions, 'qosName' | 'preempt'>> {
  /** Names of QOS whose jobs make room for those of this one. @default - none */
  readonly preempt?: string[];
}

/** An account of a declarative policy. */
export interface AccountArgs extends Inputs<Omit<AccountOptions, 'accountName' | 'parent' | keyof QosNames>>, QosNames {
  /** Key of the account that it belongs to; it must come before this one. @default - the root account */
  readonly parent?: string;
}

/** A user of a declarative policy. */
export interface UserArgs extends Inputs<Omit<AccountingUserOptions, 'userName' | 'accounts' | 'defaultAccount' | 'coordinates' | keyof QosNames>>, QosNames {
  /** Keys of the accounts that may be charged. */
  readonly accounts: string[];

  /** Key of the account of jobs that name none; one of `accounts`. @default - the first of `accounts` */
  readonly defaultAccount?: string;

  /** Keys of accounts whose users and limits the user may change, with those below. @default - none */
  readonly coordinates?: string[];
}

/** Accounts, users and QOS of a declarative cluster, each by its name in Slurm. */
export interface AccountingPolicyArgs extends Inputs<Omit<AccountingPolicyOptions, 'everybody'>> {
  /** Limits and QOS of the root account, which all others have unless they say otherwise. @default - those in the database */
  readonly everybody?: LimitsArgs;

  /** QOS, by name. @default - none */
  readonly qos?: { readonly [name: string]: QosArgs };

  /** Accounts, by name. @default - none */
  readonly accounts?: { readonly [name: string]: AccountArgs };

  /** Users, by the names of their Unix users. @default - none */
  readonly users?: { readonly [name: string]: UserArgs };
}
