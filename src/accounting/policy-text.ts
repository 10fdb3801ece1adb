import type { Account } from './account';
import type { AccountingUser } from './accounting-user';
import { DumpField, DumpTitle, renderDumpLine } from '../slurm/sacctmgr-dump';

/** A QOS of a policy, by whomever it is declared. */
export interface PolicyQos {
  readonly qosName: string;
  /** QOS that it names. */
  readonly _preempts: string[];
  readonly _texts: { readonly fields: DumpField[] };
}

/** What a policy holds. */
export interface PolicyParts {
  readonly clusterName: string;
  readonly everybody: DumpField[];
  readonly qos: PolicyQos[];
  readonly accounts: Account[];
  readonly users: AccountingUser[];
}

/** The policy as a file for `sacctmgr load`: QOS, the cluster, then each account below one that came before. */
export function policyText({ clusterName, everybody, qos, accounts, users }: PolicyParts): string {
  const lines = [
    ...[...qos].sort(byName(each => each.qosName)).map(each => renderDumpLine({ title: DumpTitle.QOS, name: each.qosName, fields: each._texts.fields })),
    renderDumpLine({ title: DumpTitle.CLUSTER, name: clusterName, fields: everybody }),
  ];
  const below = (parent: Account | undefined): void => {
    const children = accounts.filter(account => account.parent === parent).sort(byName(account => account.accountName));
    const own = users.filter(user => parent !== undefined && user.accounts.includes(parent)).sort(byName(user => user.userName));
    if (children.length + own.length > 0) {
      lines.push(renderDumpLine({ title: DumpTitle.PARENT, name: parent?.accountName ?? 'root', fields: [] }));
    }
    lines.push(...own.map(user => renderDumpLine({ title: DumpTitle.USER, name: user.userName, fields: user._texts.fields })));
    lines.push(...children.map(account => renderDumpLine({ title: DumpTitle.ACCOUNT, name: account.accountName, fields: account._texts.fields })));
    children.forEach(below);
  };
  below(undefined);
  return lines.map(line => `${line}\n`).join('');
}

function byName<T>(name: (each: T) => string): (one: T, other: T) => number {
  return (one, other) => (name(one) < name(other) ? -1 : 1);
}
