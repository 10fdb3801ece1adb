import * as pulumi from '@pulumi/pulumi';
import { Chart } from 'cdk8s';
import { accountsNamed, oneQosNamed, qosNamed } from './accounting-names';
import { declareAccountingPolicy } from './accounting-policy';
import { clustersOf, SlurmClusterOutputs } from './cluster-outputs';
import { find } from './declared-part';
import { asProps } from './inputs';
import { register } from './register';
import { SlurmClusterArgs } from './slurm-cluster-args';
import { synthesize } from './synthesis';
import { warnOfTwins } from './twin-clusters';
import {
  GpuNodeSetOptions, INodeSet, IPartition, JwtTokenOptions, LoginSetOptions, NodeSetOptions, PartitionOptions, PodSecurityLevel,
  SlurmCluster as SlurmClusterConstruct, SlurmClusterProps, SlurmNamespace,
} from '../index';

/**
 * A Slurm cluster as one Pulumi resource with arguments, for programs that need no constructs of their own. It makes the same objects as the construct of
 * that name; `SlurmComponent` can do all that constructs can.
 */
export class SlurmCluster extends pulumi.ComponentResource implements SlurmClusterOutputs {
  public readonly namespace: pulumi.Output<string>;
  public readonly controllerName: pulumi.Output<string>;
  public readonly clusterName: pulumi.Output<string>;
  public readonly restUrl: pulumi.Output<string>;
  public readonly loginServices: { readonly [loginSet: string]: pulumi.Output<string> };
  public readonly nodeSets: { readonly [nodeSet: string]: pulumi.Output<string> };

  public constructor(name: string, args: SlurmClusterArgs, options: pulumi.ComponentResourceOptions = {}) {
    const id = args.name ?? 'slurm';
    const synthesis = synthesize(name, args.namespace, chart => declare(chart, id, args));
    super('slurm-constructs:pulumi:SlurmCluster', name, {}, options);
    const { [id]: outputs } = clustersOf(register(this, name, synthesis, options), synthesis);
    this.namespace = outputs.namespace;
    this.controllerName = outputs.controllerName;
    this.clusterName = outputs.clusterName;
    this.restUrl = outputs.restUrl!;
    this.loginServices = outputs.loginServices;
    this.nodeSets = outputs.nodeSets;
    warnOfTwins(this, name, { [id]: outputs });
    this.registerOutputs({ ...outputs });
  }
}

function declare(chart: Chart, id: string, args: SlurmClusterArgs): void {
  const { namespace, createNamespace, name, nodeSets, gpuNodeSets, partitions, loginSets, jwtTokens, accountingPolicy, ...props } = args;
  const cluster = new SlurmClusterConstruct(chart, id, {
    ...asProps<SlurmClusterProps>(props),
    ...createNamespace === false ? { namespace: SlurmNamespace.existing({ podSecurityLevel: PodSecurityLevel.PRIVILEGED }) } : {},
  });
  const sets = new Map<string, INodeSet>();
  for (const [key, options] of Object.entries(nodeSets ?? {})) {
    sets.set(key, cluster.addNodeSet(key, asProps<NodeSetOptions>(options)));
  }
  for (const [key, options] of Object.entries(gpuNodeSets ?? {})) {
    sets.set(key, cluster.addGpuNodeSet(key, asProps<GpuNodeSetOptions>(options)));
  }
  const declared = new Map<string, IPartition>();
  for (const [key, { nodeSets: members, alternate, allowAccounts, denyAccounts, allowQos, denyQos, qos, ...options }] of Object.entries(partitions ?? {})) {
    declared.set(key, cluster.addPartition(key, {
      ...asProps<PartitionOptions>(options),
      nodeSets: members?.map(member => find(sets, member, `'nodeSets' of partition '${key}'`, 'node set')),
      allowAccounts: accountsNamed(allowAccounts),
      denyAccounts: accountsNamed(denyAccounts),
      allowQos: qosNamed(allowQos),
      denyQos: qosNamed(denyQos),
      qos: oneQosNamed(qos),
      alternate: alternate === undefined ? undefined : find(declared, alternate, `'alternate' of partition '${key}'`, 'partition before it'),
    }));
  }
  Object.entries(loginSets ?? {}).forEach(([key, options]) => cluster.addLoginSet(key, asProps<LoginSetOptions>(options)));
  Object.entries(jwtTokens ?? {}).forEach(([key, options]) => cluster.addJwtToken(key, asProps<JwtTokenOptions>(options)));
  if (accountingPolicy) {
    declareAccountingPolicy(cluster, accountingPolicy);
  }
}
