import type { AccountingPolicyFacts } from './accounting-policy';
import type { ClusterModel } from './cluster-model';
import { AccountingFacts, ControllerFacts, LoginSetFacts, RestApiFacts } from './component-facts';
import { ConfigFile, configFiles, FileRole } from './config-files';
import { NodeSetFacts } from './node-set-facts';
import { PartitionFacts, readPartitions } from './partition-facts';
import { predictCgroupConf, predictUserFile } from './predict/cgroup-conf';
import { PredictedFile } from './predict/predicted-file';
import { predictSlurmConf } from './predict/slurm-conf';
import { Settings } from './settings';
import { readTopologies, TopologyFacts } from './topology-facts';

/** What belongs to one Controller. */
export interface ClusterParts {
  readonly nodeSets: readonly NodeSetFacts[];
  readonly loginSets: readonly LoginSetFacts[];
  readonly restApis: readonly RestApiFacts[];
}

/** One Slurm cluster: a Controller, what refers to it, and the files its daemons will see. */
export class DeclaredCluster {
  private readonly cache = new Map<string, unknown>();

  constructor(private readonly model: ClusterModel, public readonly controller: ControllerFacts, private readonly parts: ClusterParts) {}

  /** NodeSets, ordered by name. */
  public get nodeSets(): readonly NodeSetFacts[] {
    return this.parts.nodeSets;
  }

  public get loginSets(): readonly LoginSetFacts[] {
    return this.parts.loginSets;
  }

  public get restApis(): readonly RestApiFacts[] {
    return this.parts.restApis;
  }

  /** The Accounting that `accountingRef` names, if the manifests hold it. */
  public get accounting(): AccountingFacts | undefined {
    const { accountingName, ref } = this.controller;
    return accountingName === undefined ? undefined : this.model.accounting(ref.namespace, accountingName);
  }

  /** Accounts, users and QOS that the manifests declare, if they do. */
  public get accountingPolicy(): AccountingPolicyFacts | undefined {
    return this.once('accounting policy', () => this.model.accountingPolicy(this.controller.ref.namespace, this.controller.ref.name));
  }

  /** Every file that users' ConfigMaps put into slurmctld's `/etc/slurm`, in the order of projection. */
  public get files(): readonly ConfigFile[] {
    return this.once('files', () => configFiles(this.controller, name => this.model.configMap(this.controller.ref.namespace, name)));
  }

  public get slurmConf(): PredictedFile {
    return this.once('slurm.conf', () => predictSlurmConf({
      controller: this.controller,
      nodeSets: this.nodeSets,
      accounting: this.accounting,
      files: this.files,
    }));
  }

  public get cgroupConf(): PredictedFile {
    return this.once('cgroup.conf', () => predictCgroupConf(this.files));
  }

  /** The user's gres.conf; the operator writes none. */
  public get gresConf(): PredictedFile | undefined {
    return this.once('gres.conf', () => predictUserFile('gres.conf', this.files.filter(file => file.role === FileRole.CONFIG)));
  }

  /** slurm.conf by key. */
  public get settings(): Settings {
    return this.once('settings', () => Settings.of(this.slurmConf));
  }

  /** cgroup.conf by key. */
  public get cgroupSettings(): Settings {
    return this.once('cgroup settings', () => Settings.of(this.cgroupConf));
  }

  /** Partitions in the order of slurm.conf, wherever they were declared. */
  public get partitions(): readonly PartitionFacts[] {
    return this.once('partitions', () => readPartitions(this.slurmConf, this.nodeSets));
  }

  /** Topologies that partitions can choose. */
  public get topologies(): TopologyFacts {
    return this.once('topologies', () => readTopologies(this.files.filter(file => file.role === FileRole.CONFIG), this.settings));
  }

  /** ConfigMaps the Controller names that the manifests do not hold: the files in them are unknown. */
  public get missingConfigMaps(): readonly { readonly name: string; readonly role: FileRole }[] {
    return Object.values(FileRole).flatMap(role => this.controller[role]
      .filter(name => this.model.configMap(this.controller.ref.namespace, name) === undefined)
      .map(name => ({ name, role })));
  }

  private once<T>(key: string, produce: () => T): T {
    if (!this.cache.has(key)) {
      this.cache.set(key, produce());
    }
    return this.cache.get(key) as T;
  }
}
