import * as pulumi from '@pulumi/pulumi';
import { asProps } from './inputs';
import { Account, IAccount, IQos, Qos } from '../index';

/** Accounts by their names in Slurm. */
export function accountsNamed(names: pulumi.Input<string>[] | undefined): IAccount[] | undefined {
  return names && asProps<string[]>(names).map(name => Account.named(name));
}

/** QOS by their names in Slurm. */
export function qosNamed(names: pulumi.Input<string>[] | undefined): IQos[] | undefined {
  return names && asProps<string[]>(names).map(name => Qos.named(name));
}

/** A QOS by its name in Slurm. */
export function oneQosNamed(name: pulumi.Input<string> | undefined): IQos | undefined {
  return name === undefined ? undefined : qosNamed([name])![0];
}
