import { oneQosNamed, qosNamed } from './accounting-names';
import { AccountingPolicyArgs, QosNames } from './accounting-policy-args';
import { find } from './declared-part';
import { asProps } from './inputs';
import { Account, AccountingPolicyOptions, AccountingUserOptions, AccountOptions, AssociationLimits, QosOptions, SlurmCluster } from '../index';

/** Declares accounts, users and QOS of a cluster from arguments. */
export function declareAccountingPolicy(cluster: SlurmCluster, { qos, accounts, users, everybody, ...options }: AccountingPolicyArgs): void {
  const policy = cluster.addAccountingPolicy('accounting-policy', {
    ...asProps<AccountingPolicyOptions>(options),
    everybody: everybody && { ...asProps<AssociationLimits>(withoutNames(everybody)), ...named(everybody) },
  });
  for (const [key, { preempt, ...own }] of Object.entries(qos ?? {})) {
    policy.addQos(key, { ...asProps<QosOptions>(own), preempt: qosNamed(preempt) });
  }
  const declared = new Map<string, Account>();
  for (const [key, { parent, ...own }] of Object.entries(accounts ?? {})) {
    declared.set(key, policy.addAccount(key, {
      ...asProps<AccountOptions>(withoutNames(own)),
      ...named(own),
      parent: parent === undefined ? undefined : find(declared, parent, `'parent' of account '${key}'`, 'account before it'),
    }));
  }
  for (const [key, { accounts: charged, defaultAccount, coordinates, ...own }] of Object.entries(users ?? {})) {
    const account = (name: string, prop: string): Account => find(declared, name, `'${prop}' of user '${key}'`, 'account');
    policy.addUser(key, {
      ...asProps<Omit<AccountingUserOptions, 'accounts'>>(withoutNames(own)),
      ...named(own),
      accounts: charged.map(name => account(name, 'accounts')),
      defaultAccount: defaultAccount === undefined ? undefined : account(defaultAccount, 'defaultAccount'),
      coordinates: coordinates?.map(name => account(name, 'coordinates')),
    });
  }
}

function withoutNames<T extends QosNames>({ qos: _qos, defaultQos: _defaultQos, ...rest }: T): Omit<T, keyof QosNames> {
  return rest;
}

function named({ qos, defaultQos }: QosNames): Pick<AssociationLimits, keyof QosNames> {
  return { qos: qosNamed(qos), defaultQos: oneQosNamed(defaultQos) };
}
