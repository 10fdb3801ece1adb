import { Problem } from '../errors/refuse';
import { checksArguments } from '../errors/refuse-kinds';

/**
 * The share of the machine that an account or user is entitled to, beside its siblings. The less of it is used, the sooner jobs start.
 *
 * @see https://slurm.schedmd.com/fair_tree.html
 */
export class FairShare {
  /** So many shares; what counts is the part of all siblings' shares. */
  public static shares(shares: number): FairShare {
    return new FairShare(shares);
  }

  /** No share of its own: users of the account compete as if they stood beside it. */
  public static parent(): FairShare {
    return new FairShare(ofParent);
  }

  private constructor(private readonly amount: number) {}

  /** @internal */
  public _problems(): Problem[] {
    return Number.isInteger(this.amount) && this.amount >= 0 && this.amount <= ofParent ? [] : [{
      id: 'ACCT-034', what: `'fairShare' is ${this.amount}, and slurmdbd keeps whole shares from 0`, fix: 'use e.g. FairShare.shares(10)',
    }];
  }

  /** @internal */
  public _toSlurm(): string {
    return String(this.amount);
  }
}

checksArguments(FairShare, 'FairShare');

// The number by which Slurm stores the word.
const ofParent = 2147483647;
