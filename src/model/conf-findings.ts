import type { ClusterModel } from './cluster-model';
import { ConfigFile, FileRole } from './config-files';
import { DeclaredCluster } from './declared-cluster';
import { parseImage } from './image-version';
import { NodeSetFacts } from './node-set-facts';
import { ObjectRef } from './object-ref';
import { PodFacts } from './pod-facts';
import { KeywordTable } from '../slurm/catalog';
import { LintFinding } from '../slurm/finding';
import { parseConf } from '../slurm/slurm-conf-parser';

/** A finding of the configuration parser, about a text within an object. */
export interface ConfFinding extends LintFinding {
  readonly object: ObjectRef;
  readonly field: string;
  /** Line within the field's text, from 1. */
  readonly fieldLine?: number;
}

const TABLES: { readonly [file: string]: KeywordTable } = Object.fromEntries(
  Object.values(KeywordTable).filter(table => table.endsWith('.conf') && table !== KeywordTable.SLURM_CONF).map(table => [table, table]),
);

/**
 * What the parser of Slurm's configuration files says about the texts that users put into manifests: unknown keys, values that
 * a daemon refuses, keys of another release.
 */
export function confFindings(model: ClusterModel): ConfFinding[] {
  return [
    ...model.ownClusters.flatMap(clusterFindings),
    ...model.facts.accountings.filter(({ external, extraConf }) => !external && extraConf !== '').flatMap(({ ref, pod, extraConf }) =>
      textFindings(ref, 'spec.extraConf', extraConf, KeywordTable.SLURMDBD_CONF, release(pod))),
  ];
}

function clusterFindings({ controller, nodeSets, files, topologies }: DeclaredCluster): ConfFinding[] {
  const reader = release(controller.pod);
  return [
    ...textFindings(controller.ref, 'spec.extraConf', controller.extraConf, KeywordTable.SLURM_CONF, reader),
    ...nodeSets.flatMap(nodeSet => nodeSetFindings(nodeSet, reader)),
    ...files.flatMap(file => fileFindings(file, reader)),
    ...topologies.file === undefined ? [] : placed(topologies.file.configMap.ref, `data["${topologies.file.name}"]`, topologies.file.text, topologies.findings),
  ];
}

function nodeSetFindings({ ref, slurmName, partition, extraConf, conf }: NodeSetFacts, reader: string | undefined): ConfFinding[] {
  const partitionLine = partition?.enabled && partition.config ? [`PartitionName=${slurmName} Nodes=${slurmName} ${partition.config}`] : [];
  // A piece that is no Key=Value never gets as far as slurmd: OPR-001.
  const nodeLine = extraConf === '' || conf.malformed.length > 0 ? [] : [`NodeName=${slurmName} ${extraConf}`];
  return [
    ...partitionLine.flatMap(text => textFindings(ref, 'spec.partition.config', text, KeywordTable.SLURM_CONF, reader)),
    ...nodeLine.flatMap(text => textFindings(ref, 'spec.extraConf', text, KeywordTable.SLURM_CONF, reader)),
  ];
}

function fileFindings({ name, text, role, configMap }: ConfigFile, reader: string | undefined): ConfFinding[] {
  const table = TABLES[name];
  return table === undefined || role !== FileRole.CONFIG ? [] : textFindings(configMap.ref, `data["${name}"]`, text, table, reader);
}

function textFindings(object: ObjectRef, field: string, text: string, table: KeywordTable, reader: string | undefined): ConfFinding[] {
  // What a line of nodes miscounts is told by NODE-104, which knows the cluster.
  return placed(object, field, text, parseConf(text, { table, release: reader }).findings.filter(({ ruleId }) => ruleId !== 'CONF-065'));
}

function placed(object: ObjectRef, field: string, text: string, findings: readonly LintFinding[]): ConfFinding[] {
  return findings.map(({ line, column, message, ...finding }) => ({
    ...finding,
    ...(line === undefined ? {} : { fieldLine: line }),
    message: line === undefined || !text.includes('\n') ? message : `line ${line}: ${message}`,
    object,
    field,
  }));
}

function release({ container }: PodFacts): string | undefined {
  const found = container.image === undefined ? undefined : parseImage(container.image).release;
  return found === '25.11' || found === '26.05' ? found : undefined;
}
