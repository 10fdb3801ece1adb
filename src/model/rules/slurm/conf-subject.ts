import { Place } from './condition';
import { ConfKeys } from './conf-keys';
import { nodeLines } from './node-lines';
import type { ClusterModel } from '../../cluster-model';
import { AccountingFacts } from '../../component-facts';
import { effectiveFiles, FileRole } from '../../config-files';
import { DeclaredCluster } from '../../declared-cluster';
import { NodeSetFacts } from '../../node-set-facts';
import { ObjectRef } from '../../object-ref';
import { predictSlurmdbdConf } from '../../predict/slurmdbd-conf';
import { Settings } from '../../settings';
import { includesFiles } from '../../slurm-text';

/** What a conflict is looked for in. */
export enum SubjectKind {
  /** A cluster as a whole. */
  CLUSTER = 'cluster',
  /** Each partition of a cluster. */
  PARTITION = 'partition',
  /** Each node set of a cluster, and each NodeName line. */
  NODE = 'node',
  /** Each slurmdbd, on its own. */
  SLURMDBD = 'slurmdbd',
}

/** One thing that rules judge: its keys, and those of the files around it. */
export interface ConfSubject {
  /** How a message starts; empty where the keys say enough. */
  readonly label: string;
  /** The object to blame when no line is. */
  readonly object: ObjectRef;
  readonly field: string;
  /** Node sets of a cluster that say the same have the same ones. */
  readonly keys: { readonly [place in Place]?: ConfKeys };
}

/** Everything of one kind that a model holds. */
export function subjects(model: ClusterModel, kind: SubjectKind): readonly ConfSubject[] {
  let known = cache.get(model);
  if (known === undefined) {
    known = new Map();
    cache.set(model, known);
  }
  let found = known.get(kind);
  if (found === undefined) {
    found = kind === SubjectKind.SLURMDBD
      ? model.facts.accountings.filter(({ external }) => !external).map(slurmdbd)
      : model.ownClusters.flatMap(cluster => ofCluster(model, cluster, kind));
    known.set(kind, found);
  }
  return found;
}

// A model does not change, and every rule asks for the same keys.
const cache = new WeakMap<ClusterModel, Map<SubjectKind, readonly ConfSubject[]>>();

function ofCluster(model: ClusterModel, cluster: DeclaredCluster, kind: SubjectKind): readonly ConfSubject[] {
  if (kind === SubjectKind.CLUSTER) {
    return [wholeCluster(cluster)];
  }
  const whole = subjects(model, SubjectKind.CLUSTER).find(({ object }) => object === cluster.controller.ref) ?? wholeCluster(cluster);
  if (kind === SubjectKind.PARTITION) {
    return cluster.partitions.map(({ name, options, line }) => ({
      ...whole,
      label: `partition '${name}' says `,
      object: line.origin.object ?? whole.object,
      field: line.origin.field ?? whole.field,
      keys: { ...whole.keys, [Place.PARTITION]: ConfKeys.ofLine(options, line) },
    }));
  }
  const said = new Map<string, ConfSubject['keys']>();
  const keysOf = ({ extraConf, conf }: NodeSetFacts): ConfSubject['keys'] => {
    const keys = said.get(extraConf) ?? { ...whole.keys, [Place.NODE]: ConfKeys.ofLine(conf.items.map(item => ({ ...item, line: 1 }))) };
    said.set(extraConf, keys);
    return keys;
  };
  return [
    ...cluster.nodeSets.filter(({ conf }) => conf.malformed.length === 0).map(nodeSet => ({
      label: `node set '${nodeSet.slurmName}' says `,
      object: nodeSet.ref,
      field: 'spec.extraConf',
      keys: keysOf(nodeSet),
    })),
    ...nodeLines(cluster).map(({ name, options, line }) => ({
      ...whole,
      label: `NodeName=${name} says `,
      keys: { ...whole.keys, [Place.NODE]: ConfKeys.ofLine(options, line) },
    })),
  ];
}

function wholeCluster(cluster: DeclaredCluster): ConfSubject {
  const { controller, settings, cgroupSettings, accounting, missingConfigMaps } = cluster;
  const isHidden = missingConfigMaps.some(({ role }) => role === FileRole.CONFIG);
  const includes = includesFiles(controller.extraConf);
  return {
    label: '',
    object: controller.ref,
    field: 'spec.extraConf',
    keys: {
      [Place.SLURM_CONF]: ConfKeys.ofFile('slurm.conf', settings, includes),
      [Place.CGROUP_CONF]: ConfKeys.ofFile('cgroup.conf', cgroupSettings, isHidden),
      [Place.FILES]: ConfKeys.ofFolder(effectiveFiles(cluster.files), isHidden),
      ...accounting === undefined || accounting.external ? {} : slurmdbd(accounting).keys,
    },
  };
}

function slurmdbd(accounting: AccountingFacts): ConfSubject {
  const file = predictSlurmdbdConf(accounting);
  return {
    label: '',
    object: accounting.ref,
    field: 'spec.extraConf',
    keys: file === undefined ? {} : { [Place.SLURMDBD_CONF]: ConfKeys.ofFile('slurmdbd.conf', Settings.of(file), includesFiles(accounting.extraConf)) },
  };
}
