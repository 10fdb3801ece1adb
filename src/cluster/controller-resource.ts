import { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { IConstruct } from 'constructs';
import { podTemplate, resourceMetadata } from '../pods/pod-template';
import { serviceSpec } from '../pods/service';
import * as slinky from '../slinky';
import { cgroupConf, cgroupProblems, devicesOnly } from './cgroup-conf';
import { ClusterWorkers } from './cluster-workers';
import { checkConfigFile, ConfigFiles } from './config-files';
import { ConfLine, derivedConf, mergedConf } from './controller-conf';
import { externalProblems } from './external-controller';
import { parseExtraSlurmConf } from './extra-slurm-conf';
import { problemsOf } from './findings';
import { SlurmComponent } from './images';
import { metricsProblems, metricsSpec } from './metrics-spec';
import { oncePerTurn } from './once-per-turn';
import { Partition } from './partition';
import { finalValues, isOnNodeSet, partitionLines, partitionProblems, refusePartition } from './partition-placement';
import { PartitionValue } from './partition-values';
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
import { assignments } from '../slurm/slurm-conf-line';
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
  public readonly workers = new ClusterWorkers();
  public readonly gpus = new ClusterGpus(() => this.workers.all);
  public readonly autoscaling: ClusterAutoscaling;
  private changes = 0;
  private readonly demandedConf: (() => ConfLine[])[] = [];
  private readonly topologies: ClusterTopologies;
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
    this.topologies = new ClusterTopologies(cluster, this.configFiles, this.ownConf, () => this.workers.all, props.topologyAnnotator);
    this.autoscaling = new ClusterAutoscaling(cluster, this.configFiles, this.ownConf, () => this.workers.all, () => this.partitions);
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
    this.workers.add(workers, construct);
    this.changes++;
    this.autoscaling.add(workers);
    this.workers.announce(workers);
    if (!this.cluster.isExternal && workers.gres.some(({ name }) => name === 'gpu')) {
      this.addCgroupConf();
    }
  }

  /** Shows every node set, also those that come later. */
  public visitWorkers(visit: (workers: WorkerSet) => void): void {
    this.workers.visit(visit);
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
    const isFirstWithMps = share.usesMps && !this.gpus.useMps;
    this.gpus.add(share, { isExternal: this.cluster.isExternal, seesAllDevices: this.props.cgroup?.constrainDevices === false });
    if (this.cluster.isExternal) {
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
    refusePartition(partition, this.partitions, this.cluster.isExternal);
    this.partitions.push(partition);
  }

  /** The partition that a node set's own resource carries. */
  public partitionOn(workers: WorkerSet): PartitionValue[] | undefined {
    const partition = this.partitions.find(each => each.partitionName === workers.name);
    return partition && isOnNodeSet(partition) ? finalValues(partition, this.partitions, this.autoscaling) : undefined;
  }

  public metadata(): ApiObjectMetadata {
    return resourceMetadata(this.cluster.name, this.props.controller ?? {});
  }

  /** Users of a directory whose homes no worker has. */
  public homeWarnings(): Problem[] {
    return this.workers.homeWarnings(this.cluster._homeBase);
  }

  private controllerProblems(): Problem[] {
    return [
      ...this.workers.problems(),
      ...this.cluster._containers.confProblems(this.ownConf),
      ...partitionProblems(this.partitions, this.workers.all),
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
    const { gresTypes, tres, mostNodes: maxNodes, all: workers } = this.workers;
    const derived = derivedConf({
      preset: this.preset,
      gresTypes,
      hasGpus: gresTypes.includes('gpu'),
      hasRdma: workers.some(({ hasRdma }) => hasRdma),
      hasSsh: workers.some(({ hasSsh }) => hasSsh),
      hasAccounting: cluster.accounting !== undefined,
      tres,
      maxNodes,
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
    const lines = partitionLines(this.partitions, this.autoscaling);
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
