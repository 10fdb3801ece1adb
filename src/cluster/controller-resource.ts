import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { IConstruct } from 'constructs';
import { podTemplate, resourceMetadata } from '../pods/pod-template';
import { serviceSpec } from '../pods/service';
import * as slinky from '../slinky';
import { cgroupConf, cgroupProblems, devicesOnly } from './cgroup-conf';
import { checkConfigFile, ConfigFiles } from './config-files';
import { ConfLine, derivedConf, mergedConf } from './controller-conf';
import { externalProblems } from './external-controller';
import { parseExtraSlurmConf } from './extra-slurm-conf';
import { problemsOf } from './findings';
import { SlurmComponent } from './images';
import { metricsProblems, metricsSpec } from './metrics-spec';
import { oncePerTurn } from './once-per-turn';
import { Partition } from './partition';
import { finalValues, isOnNodeSet, partitionProblems } from './partition-placement';
import { PartitionValue } from './partition-values';
import { mostNodes } from './scaling';
import { ScriptFiles } from './script-files';
import type { SlurmCluster } from './slurm-cluster';
import { SlurmClusterProps, SlurmPreset } from './slurm-cluster-props';
import { slurmConfAssignments } from './slurm-conf-lines';
import { StateStorage } from './state-storage';
import { WorkerSet } from './worker-set';
import { ClusterAutoscaling } from '../autoscaling/cluster-autoscaling';
import { Problem, refuse, refuseAll } from '../errors/refuse';
import { ClusterGpus } from '../gpu/cluster-gpus';
import { GpuShare } from '../gpu/gres-conf';
import { mpsProlog } from '../gpu/mps-script';
import { daemonContainer, sidecarContainer } from '../pods/daemon-container';
import { renderPartitionLine } from '../slurm/partition-line';
import { assignments } from '../slurm/slurm-conf-line';
import { homeFindings } from '../storage/home-findings';
import type { Topology } from '../topology';
import { ClusterTopologies } from '../topology/cluster-topologies';

/** Collects what the parts of a cluster need of its slurmctld, and renders the Controller's spec from it at synthesis. */
export class ControllerResource {
  public readonly prologs: ScriptFiles;
  public readonly epilogs: ScriptFiles;
  public readonly slurmctldPrologs: ScriptFiles;
  public readonly slurmctldEpilogs: ScriptFiles;
  /** What only the whole cluster shows. */
  public readonly problems = oncePerTurn(() => this.changes, () => this.cluster.isExternal ? [] : this.controllerProblems());
  public readonly partitions: Partition[] = [];
  public readonly gpus = new ClusterGpus(() => this.workers);
  private changes = 0;
  private readonly workers: WorkerSet[] = [];
  private readonly workerVisitors: ((workers: WorkerSet) => void)[] = [];
  private readonly demandedConf: (() => ConfLine[])[] = [];
  private readonly topologies: ClusterTopologies;
  private readonly autoscaling: ClusterAutoscaling;
  private readonly configFiles: ConfigFiles;
  private readonly ownConf: ConfLine[];
  private readonly otherLines: string[];

  public constructor(private readonly cluster: SlurmCluster, private readonly props: SlurmClusterProps) {
    const settings = slurmConfAssignments(props.slurmConf ?? {});
    const extra = parseExtraSlurmConf(props.extraSlurmConf ?? [], props.slurmConf ?? {});
    refuseAll(cluster, [
      ...settings.problems,
      ...extra.problems,
      ...externalProblems(props),
      ...cgroupProblems(props.cgroup),
      ...metricsProblems(props.metrics),
      ...props.controller?.stateStorage?._problems() ?? [],
      ...props.cgroup && props.configFiles?.['cgroup.conf'] !== undefined ? [{
        id: 'CONF-107', what: "'cgroup' is set and 'configFiles' holds a 'cgroup.conf', which would replace all that it says", fix: 'keep one of them',
      }] : [],
    ]);
    this.ownConf = [...settings.assignments, ...extra.assignments];
    this.otherLines = extra.otherLines;
    const startFirst = (object: ApiObject) => cluster.controller.addDependency(object);
    this.configFiles = new ConfigFiles(cluster, 'ConfigFiles', `${cluster.name}-config-extra`, startFirst);
    this.topologies = new ClusterTopologies(cluster, this.configFiles, this.ownConf, () => this.workers, props.topologyAnnotator);
    this.autoscaling = new ClusterAutoscaling(cluster, this.configFiles, this.ownConf, () => this.workers, () => this.partitions);
    this.prologs = new ScriptFiles(cluster, 'Prologs', 'prolog', cluster.name, startFirst);
    this.epilogs = new ScriptFiles(cluster, 'Epilogs', 'epilog', cluster.name, startFirst);
    this.slurmctldPrologs = new ScriptFiles(cluster, 'SlurmctldPrologs', 'prolog-slurmctld', cluster.name, startFirst);
    this.slurmctldEpilogs = new ScriptFiles(cluster, 'SlurmctldEpilogs', 'epilog-slurmctld', cluster.name, startFirst);
  }

  public addInitialFiles(): void {
    const { props } = this;
    const topologies = props.topologies ?? [];
    if (this.cluster.isExternal) {
      topologies.forEach(topology => this.addTopology(topology));
      return;
    }
    Object.entries(this.cluster._containers.configFiles).forEach(([file, text]) => this.configFiles.add(file, () => text));
    this.addConf(() => this.cluster._containers.conf);
    Object.entries(props.configFiles ?? {}).forEach(([file, text]) => this.addConfigFile(file, text));
    (props.configMaps ?? []).forEach(configMap => this.addConfigMap(configMap));
    topologies.forEach(topology => this.addTopology(topology));
    if (this.preset === SlurmPreset.PRODUCTION || props.cgroup) {
      this.addCgroupConf();
    }
    Object.entries(props.prologs ?? {}).forEach(([name, script]) => this.prologs.add(name, script));
    Object.entries(props.epilogs ?? {}).forEach(([name, script]) => this.epilogs.add(name, script));
    Object.entries(props.slurmctldPrologs ?? {}).forEach(([name, script]) => this.slurmctldPrologs.add(name, script));
    Object.entries(props.slurmctldEpilogs ?? {}).forEach(([name, script]) => this.slurmctldEpilogs.add(name, script));
  }

  public addConfigFile(file: string, text: string): void {
    this.changes++;
    this.onlyInside('a configuration file');
    checkConfigFile(this.cluster, file, text);
    this.topologies.refuseSecondFile(file);
    this.cluster._containers.refuseSecondFile(file);
    this.autoscaling.refuseSecondFile(file);
    this.configFiles.add(file, () => text);
  }

  public addConfigMap(configMap: { readonly name: string }): void {
    this.changes++;
    this.onlyInside('a ConfigMap of configuration files');
    if (configMap.name === `${this.cluster.name}-config` || configMap.name === `${this.cluster.name}-config-extra`) {
      refuse(this.cluster, {
        id: 'NAME-005', what: `ConfigMap '${configMap.name}' has the name of one that slurm-operator or this cluster writes itself`, fix: 'rename it',
      });
    }
    this.configFiles.addMap(configMap);
  }

  public addTopology(topology: Topology): void {
    this.changes++;
    this.topologies.add(topology);
  }

  public get hasOwnTopologies(): boolean {
    return this.topologies.isDeclared;
  }

  public addWorkers(workers: WorkerSet, construct: IConstruct): void {
    const twin = this.workers.find(other => other.name === workers.name);
    if (twin) {
      refuse(construct, {
        id: 'NAME-003',
        what: `node set '${workers.name}' exists already at '${twin.owner.node.path}': both would claim the nodes ${workers.name}-0 and up`,
        fix: "give one of them another 'nodeSetName'",
      });
    }
    const elsewhere = this.workers.find(other => other.cloud !== undefined && workers.cloud !== undefined && other.cloud !== workers.cloud);
    if (elsewhere) {
      refuse(construct, {
        id: 'NET-057',
        what: `its network is one of ${workers.cloud}, and that of node set '${elsewhere.name}' one of ${elsewhere.cloud}: workers of a cluster run in one Kubernetes cluster, which is in one cloud`,
        fix: 'use networks of one cloud',
      });
    }
    this.changes++;
    this.workers.push(workers);
    this.autoscaling.add(workers);
    this.workerVisitors.forEach(visit => visit(workers));
    if (!this.cluster.isExternal && workers.gres.some(({ name }) => name === 'gpu')) {
      this.addCgroupConf();
    }
  }

  /** Shows every node set, also those that come later. */
  public visitWorkers(visit: (workers: WorkerSet) => void): void {
    this.workerVisitors.push(visit);
    this.workers.forEach(visit);
  }

  /** Adds lines of slurm.conf that another construct asks for; the user's own settings go over them. */
  public addConf(lines: () => ConfLine[]): void {
    this.changes++;
    this.demandedConf.push(lines);
  }

  /** What the user has written for a key of slurm.conf. */
  public ownConfValue(key: string): string | undefined {
    return this.ownConf.find(line => line.key.toLowerCase() === key.toLowerCase())?.value;
  }

  public addGpus(share: GpuShare): void {
    this.changes++;
    if (this.props.cgroup?.constrainDevices === false) {
      refuse(share.owner, {
        id: 'GPU-031',
        what: "'constrainDevices' of the cluster's 'cgroup' is false, so every job would see all GPUs of its node, whatever it asked for",
        fix: 'leave it out',
      });
    }
    const isFirstWithMps = share.usesMps && !this.gpus.useMps;
    this.gpus.add(share);
    if (this.cluster.isExternal) {
      if (share.usesMps) {
        refuse(share.owner, {
          id: 'GPU-047',
          what: 'slurmctld runs outside Kubernetes, where slurm-operator cannot bring the prolog that starts the daemon of MPS',
          fix: 'use GpuSharing.shards(...), or declare the percentages in \'gres\' and add a prolog there',
        });
      }
      return;
    }
    if (isFirstWithMps) {
      this.prologs.addLater('20-mps.sh', () => mpsProlog());
    }
    if (!this.configFiles.has('gres.conf')) {
      this.configFiles.add('gres.conf', () => this.gpus.gresConf());
    }
  }

  public addPartition(partition: Partition): void {
    this.changes++;
    if (this.cluster.isExternal) {
      refuse(partition, {
        id: 'CTLD-003',
        what: 'slurmctld runs outside Kubernetes, where slurm-operator cannot write a partition into its slurm.conf',
        fix: `add it there: NodeSet=<set> Feature=<set> and PartitionName=${partition.partitionName} Nodes=<set>`,
      });
    }
    const twin = this.partitions.find(other => other.partitionName.toLowerCase() === partition.partitionName.toLowerCase());
    if (twin) {
      refuse(partition, { id: 'PART-005', what: `partition '${partition.partitionName}' exists already at '${twin.node.path}', and slurmctld does not start with two`, fix: 'rename one' });
    }
    this.partitions.push(partition);
  }

  /** The partition that a node set's own resource carries. */
  public partitionOn(workers: WorkerSet): PartitionValue[] | undefined {
    const partition = this.partitions.find(each => each.partitionName === workers.name);
    return partition && isOnNodeSet(partition) ? finalValues(partition, this.partitions, this.workers) : undefined;
  }

  public metadata(): ApiObjectMetadata {
    return resourceMetadata(this.cluster.name, this.props.controller ?? {});
  }

  /** Users of a directory whose homes no worker has. */
  public homeWarnings(): Problem[] {
    const homeless = this.workers.map(({ mounts }) => homeFindings(this.cluster._homeBase, mounts.volumeMounts.map(({ mountPath }) => mountPath)));
    return homeless.find(problems => problems.length > 0) ?? [];
  }

  private controllerProblems(): Problem[] {
    const nodes = this.mostNodes;
    return [
      ...nodes <= mostNodes ? [] : [{
        id: 'NODE-051', what: `the node sets together have up to ${nodes} nodes, and slurmctld holds at most ${mostNodes}: the others could never register`, fix: 'split the nodes over clusters',
      }],
      ...this.cluster._containers.confProblems(this.ownConf),
      ...partitionProblems(this.partitions, this.workers),
      ...this.topologies.problems(this.partitions),
      ...this.autoscaling.problems(),
      ...this.gpus.problems([...this.ownConf, ...this.cluster._containers.conf], text => this.prologs.contains(text) || this.epilogs.contains(text)),
      ...[this.configFiles, this.prologs, this.epilogs, this.slurmctldPrologs, this.slurmctldEpilogs].flatMap(files => files.problems()),
      ...problemsOf(this.renderedConf().findings),
    ];
  }

  public spec(): slinky.ControllerSpec {
    const { cluster, props } = this;
    const shared: slinky.ControllerSpec = {
      clusterName: props.clusterName,
      slurmKeyRef: cluster._keys.slurmKeyRef,
      jwtKeyRef: cluster._keys.jwtKeyRef,
      jwksKeyRef: cluster._jwksKeyRef,
      accountingRef: cluster.accounting && { name: cluster.name },
    };
    if (props.externalController) {
      return { ...shared, external: true, externalConfig: { host: props.externalController.host, port: props.externalController.port ?? 6817 } };
    }
    const options = props.controller ?? {};
    const inplace = options.inplaceReconfigure ?? true;
    const slurmctld = daemonContainer(cluster, cluster, SlurmComponent.SLURMCTLD, options);
    return {
      ...shared,
      slurmctld,
      inplaceReconfigure: inplace,
      reconfigure: inplace ? { image: slurmctld.image, imagePullPolicy: slurmctld.imagePullPolicy } : undefined,
      logfile: sidecarContainer(cluster),
      template: podTemplate(cluster, cluster, options, { annotations: inplace ? {} : this.digests() }),
      extraConf: this.renderedConf().text.trimEnd() || undefined,
      configFileRefs: this.configFiles.refs(),
      prologScriptRefs: this.prologs.refs(),
      epilogScriptRefs: this.epilogs.refs(),
      prologSlurmctldScriptRefs: this.slurmctldPrologs.refs(),
      epilogSlurmctldScriptRefs: this.slurmctldEpilogs.refs(),
      persistence: (options.stateStorage ?? StateStorage.claim())._toKube(),
      service: serviceSpec(cluster, options.service),
      metrics: props.metrics && metricsSpec(props.metrics),
    };
  }

  private get preset(): SlurmPreset {
    return this.props.preset ?? SlurmPreset.PRODUCTION;
  }

  private get mostNodes(): number {
    return this.workers.reduce((sum, workers) => sum + workers.scaling.maxNodes, 0);
  }

  private addCgroupConf(): void {
    if (!this.configFiles.has('cgroup.conf')) {
      const limits = this.props.cgroup ?? (this.preset === SlurmPreset.OPERATOR ? devicesOnly : {});
      this.configFiles.add('cgroup.conf', () => cgroupConf(limits));
    }
  }

  // slurm-operator neither hashes nor watches files of a ConfigMap, so without in-place reconfigure their change would go unnoticed.
  private digests(): { [key: string]: string } {
    return this.configFiles.refs() || this.prologs.refs() || this.epilogs.refs() || this.slurmctldPrologs.refs() || this.slurmctldEpilogs.refs()
      ? { 'slurm-constructs/config-digest': [this.configFiles, this.prologs, this.epilogs, this.slurmctldPrologs, this.slurmctldEpilogs].map(files => files.digest()).join('-') }
      : {};
  }

  private renderedConf() {
    const { cluster } = this;
    const gres = this.workers.flatMap(workers => workers.gres);
    const names = [...new Set(gres.map(({ name }) => name))].sort();
    const derived = derivedConf({
      preset: this.preset,
      gresTypes: names,
      hasGpus: names.includes('gpu'),
      hasRdma: this.workers.some(workers => workers.hasRdma),
      hasSsh: this.workers.some(workers => workers.hasSsh),
      hasAccounting: cluster.accounting !== undefined,
      tres: [...new Set(gres.flatMap(({ name, type }) => [`gres/${name}`, ...type === undefined ? [] : [`gres/${name}:${type}`]]))].sort(),
      maxNodes: this.mostNodes,
      topologyParams: this.topologies.params(),
    });
    const demanded = [
      ...derived,
      ...this.gpus.conf(),
      ...this.autoscaling.conf(),
      ...cluster.accounting?._controllerConf() ?? [],
      ...this.demandedConf.flatMap(lines => lines()),
    ];
    const conf = assignments(mergedConf(demanded, this.ownConf));
    const lines = [...this.partitions]
      .filter(partition => !isOnNodeSet(partition))
      .sort((one, other) => (one.partitionName < other.partitionName ? -1 : 1))
      .map(partition => renderPartitionLine({
        name: partition.partitionName,
        fields: [
          { key: 'Nodes', value: partition._nodeSets ? partition._nodeSets.map(nodeSet => nodeSet.nodeSetName).sort().join(',') : 'ALL' },
          ...finalValues(partition, this.partitions, this.workers),
        ],
      }));
    return { text: conf.text + [...this.otherLines, ...lines.map(line => line.text)].map(line => `${line}\n`).join(''), findings: [...conf.findings, ...lines.flatMap(line => line.findings)] };
  }

  private onlyInside(what: string): void {
    if (this.cluster.isExternal) {
      refuse(this.cluster, {
        id: 'CTLD-002', what: `slurmctld runs outside Kubernetes, where slurm-operator cannot bring ${what}`, fix: 'put it into /etc/slurm there',
      });
    }
  }
}
