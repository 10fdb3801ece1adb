import { AccountingFacts, ControllerFacts } from '../component-facts';
import { compareText, ConfigFile, FileRole } from '../config-files';
import { NodeSetFacts } from '../node-set-facts';
import { ManagedKeys, mergedLines } from './merged-config';
import { FileWriter, PredictedFile } from './predicted-file';

/** What decides the text of a Controller's slurm.conf. */
export interface SlurmConfInputs {
  readonly controller: ControllerFacts;
  /** NodeSets of the Controller, ordered by name. */
  readonly nodeSets: readonly NodeSetFacts[];
  /** The Accounting that `accountingRef` finds. */
  readonly accounting?: AccountingFacts;
  readonly files: readonly ConfigFile[];
}

/** Predicts slurm.conf as operator v1.2 writes it into ConfigMap `<controller>-config`. */
export function predictSlurmConf(inputs: SlurmConfInputs): PredictedFile {
  return inputs.controller.external ? externalSlurmConf(inputs) : inClusterSlurmConf(inputs);
}

function inClusterSlurmConf(inputs: SlurmConfInputs): PredictedFile {
  const { controller } = inputs;
  const { name, namespace } = controller.ref;
  const file = new FileWriter();
  file.section('GENERAL');
  file.line(`ClusterName=${controller.clusterName}`, clusterNameOrigin(controller));
  file.line('SlurmUser=slurm', {});
  file.line(`SlurmctldHost=${name}-controller-0(${name}-controller.${namespace})`, { object: controller.ref, field: 'metadata.name' });
  file.line('SlurmctldPort=6817', {});
  file.line(`StateSaveLocation=/var/spool/slurmctld/${controller.clusterName}`, clusterNameOrigin(controller));
  file.line('SlurmdUser=root', {});
  file.line('SlurmdPort=6818', {});
  file.line('SlurmdSpoolDir=/var/spool/slurmd', {});
  file.line('MaxNodeCount=1024', {});
  file.section('LOGGING');
  file.line('SlurmctldLogFile=/var/log/slurm/slurmctld.log', {});
  file.line('SlurmSchedLogFile=/var/log/slurm/slurmctld.log', {});
  file.line('SlurmdLogFile=/var/log/slurm/slurmd.log', {});
  file.section('PLUGINS & PARAMETERS');
  authLines(file);
  const managed = managedKeys(controller);
  for (const key of ['AuthAltParameters', 'AuthInfo', 'SlurmctldParameters']) {
    const jwks = key === 'AuthAltParameters' && controller.jwksKeyRef !== undefined;
    file.line(`${key}=${managed[key].join(',')}`, jwks ? { object: controller.ref, field: 'spec.jwksKeyRef' } : {});
  }
  if (controller.metricsEnabled) {
    file.line('MetricsType=metrics/openmetrics', { object: controller.ref, field: 'spec.metrics.enabled' });
  }
  accountingLines(file, inputs);
  scriptLines(file, inputs.files, 'SLURMCTLD PROLOG & EPILOG', [['PrologSlurmctld', FileRole.PROLOG_SLURMCTLD], ['EpilogSlurmctld', FileRole.EPILOG_SLURMCTLD]], '/etc/slurm/');
  scriptLines(file, inputs.files, 'PROLOG & EPILOG', [['Prolog', FileRole.PROLOG], ['Epilog', FileRole.EPILOG]], '');
  nodeSetLines(file, inputs.nodeSets);
  if (controller.extraConf !== '') {
    file.section('EXTRA CONFIG');
    file.block(controller.extraConf, controller.ref, 'spec.extraConf');
  }
  const merged = mergedLines(controller.extraConf, managed);
  if (merged.length > 0) {
    file.section('MERGED CONFIG');
    merged.forEach(({ text }) => file.line(text, { object: controller.ref, field: 'spec.extraConf' }));
  }
  return file.file('slurm.conf');
}

function externalSlurmConf(inputs: SlurmConfInputs): PredictedFile {
  const { controller } = inputs;
  const file = new FileWriter();
  file.section('GENERAL');
  file.line(`ClusterName=${controller.clusterName}`, clusterNameOrigin(controller));
  file.line('SlurmUser=slurm', {});
  file.line(`SlurmctldHost=${controller.externalConfig?.host ?? ''}`, { object: controller.ref, field: 'spec.externalConfig.host' });
  file.line('SlurmctldPort=6817', {});
  file.section('PLUGINS & PARAMETERS');
  authLines(file);
  accountingLines(file, inputs);
  return file.file('slurm.conf');
}

function authLines(file: FileWriter): void {
  file.line('AuthType=auth/slurm', {});
  file.line('CredType=cred/slurm', {});
  file.line('AuthAltTypes=auth/jwt', {});
}

function managedKeys(controller: ControllerFacts): ManagedKeys {
  return {
    AuthAltParameters: ['jwt_key=/etc/slurm/jwt.key', ...(controller.jwksKeyRef === undefined ? [] : ['jwks=/etc/slurm/jwks.json'])],
    AuthInfo: ['use_client_ids'],
    SlurmctldParameters: ['enable_configless', 'reconfig_on_restart'],
  };
}

function accountingLines(file: FileWriter, { controller, accounting }: SlurmConfInputs): void {
  file.section('ACCOUNTING');
  const origin = controller.accountingName === undefined ? {} : { object: controller.ref, field: 'spec.accountingRef' };
  if (accounting === undefined) {
    file.line('AccountingStorageType=accounting_storage/none', origin);
    return;
  }
  file.line('AccountingStorageType=accounting_storage/slurmdbd', origin);
  file.line(`AccountingStorageHost=${accounting.ref.name}-accounting`, origin);
  file.line('AccountingStoragePort=6819', {});
}

function scriptLines(file: FileWriter, files: readonly ConfigFile[], title: string, keys: [string, FileRole][], folder: string): void {
  if (!keys.some(([, role]) => files.some(script => script.role === role))) {
    return;
  }
  file.section(title);
  for (const [key, role] of keys) {
    const scripts = files.filter(script => script.role === role).sort((left, right) => compareText(left.name, right.name));
    for (const script of scripts) {
      file.line(`${key}=${folder}${script.name}`, { object: script.configMap.ref, field: `data["${script.name}"]` });
    }
  }
}

function nodeSetLines(file: FileWriter, nodeSets: readonly NodeSetFacts[]): void {
  if (nodeSets.length > 0) {
    file.section('NODESET & PARTITION');
  }
  for (const { ref, slurmName, pod, partition } of nodeSets) {
    file.line(`NodeSet=${slurmName} Feature=${slurmName}`, { object: ref, field: pod.hostname ? 'spec.template.spec.hostname' : 'metadata.name' });
    if (partition?.enabled) {
      file.line(`PartitionName=${slurmName} Nodes=${slurmName} ${partition.config ?? ''}`, { object: ref, field: 'spec.partition' });
    }
  }
}

function clusterNameOrigin(controller: ControllerFacts): { object: ControllerFacts['ref']; field: string } {
  return { object: controller.ref, field: controller.hasOwnClusterName ? 'spec.clusterName' : 'metadata.name' };
}
