import './require-pulumi';

export type { AccountArgs, AccountingPolicyArgs, LimitsArgs, QosArgs, QosNames, UserArgs } from './accounting-policy-args';
export type { SlurmClusterOutputs } from './cluster-outputs';
export { PulumiCharts } from './helm-charts';
export { asProps } from './inputs';
export type { Inputs } from './inputs';
export { secretKey } from './secret-key';
export { SlurmCluster } from './slurm-cluster';
export type { PartitionArgs, SlurmClusterArgs } from './slurm-cluster-args';
export { SlurmComponent } from './slurm-component';
export type { SlurmComponentArgs } from './slurm-component';
export { SlurmKeys } from './slurm-keys';
export type { SlurmKeysArgs } from './slurm-keys';
export { asList, asNumber, asString } from './tokens';
