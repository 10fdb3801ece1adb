import * as pulumi from '@pulumi/pulumi';
import { AccountingPolicyArgs } from './accounting-policy-args';
import { Inputs } from './inputs';
import type { GpuNodeSetOptions, JwtTokenOptions, LoginSetOptions, NodeSetOptions, PartitionOptions, SlurmClusterProps } from '../index';

/** Options of a partition that refer to accounts and QOS, here by their names in Slurm. */
type PartitionNames = 'allowAccounts' | 'denyAccounts' | 'allowQos' | 'denyQos' | 'qos';

/** A partition of a declarative cluster. */
export interface PartitionArgs extends Inputs<Omit<PartitionOptions, 'nodeSets' | 'alternate' | 'partitionName' | PartitionNames>> {
  /** Keys of `nodeSets` and `gpuNodeSets` whose nodes it holds. @default - every node of the cluster */
  readonly nodeSets?: string[];

  /** Key of the partition that takes its jobs while this one is not up; it must come before this one. @default - none */
  readonly alternate?: string;

  /** Names of accounts that may use it. @default - all */
  readonly allowAccounts?: pulumi.Input<string>[];

  /** Names of accounts that may not use it; not together with `allowAccounts`. @default - none */
  readonly denyAccounts?: pulumi.Input<string>[];

  /** Names of QOS that may be used in it; each must be in the database, or slurmctld does not start. @default - all */
  readonly allowQos?: pulumi.Input<string>[];

  /** Names of QOS that may not be used in it; not together with `allowQos`. @default - none */
  readonly denyQos?: pulumi.Input<string>[];

  /** Name of the QOS whose limits hold for the partition as a whole; it must be in the database. @default - as of the construct's `qos` */
  readonly qos?: pulumi.Input<string>;
}

/** Arguments of a declarative cluster: the props of the construct, in which every text may be an output, and its parts by their names. */
export interface SlurmClusterArgs extends Inputs<Omit<SlurmClusterProps, 'namespace' | 'name'>> {
  /**
   * Namespace of the cluster. Given as a plain text, it is made, unless `createNamespace` is false. Given as an output, whoever made it keeps it.
   */
  readonly namespace: pulumi.Input<string>;

  /** Whether the namespace is made here. @default - true for a plain text, never for an output */
  readonly createNamespace?: boolean;

  /** Name of the cluster's objects in Kubernetes, and the start of all others' names. @default 'slurm' */
  readonly name?: string;

  /** Sets of nodes without GPUs, by name. @default - none */
  readonly nodeSets?: { readonly [name: string]: Inputs<Omit<NodeSetOptions, 'nodeSetName'>> };

  /** Sets of nodes with GPUs, by name. Compute domains over several nodes need a SlurmComponent. @default - none */
  readonly gpuNodeSets?: { readonly [name: string]: Inputs<Omit<GpuNodeSetOptions, 'nodeSetName' | 'computeDomain'>> };

  /** Partitions, by name. @default - none: users see no place to run jobs */
  readonly partitions?: { readonly [name: string]: PartitionArgs };

  /** Hosts that users log in to, by name. @default - none */
  readonly loginSets?: { readonly [name: string]: Inputs<Omit<LoginSetOptions, 'loginSetName'>> };

  /** Tokens that let programs use Slurm, by name. @default - none */
  readonly jwtTokens?: { readonly [name: string]: Inputs<JwtTokenOptions> };

  /** Accounts, users and QOS; needs `accounting`. @default - whoever keeps the database */
  readonly accountingPolicy?: AccountingPolicyArgs;
}
