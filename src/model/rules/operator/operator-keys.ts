import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ObjectRef } from '../../object-ref';
import { ILintRule, RuleFinding } from '../../rule';
import { readAssignments } from '../../slurm-text';

/** ExtraConf leaves alone what pods, mounts and Services depend on. */
export class OperatorKeys implements ILintRule {
  public readonly id = 'OPR-024';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'extraConf leaves alone what pods, mounts and Services depend on';

  public check(model: ClusterModel): RuleFinding[] {
    return [
      ...model.ownClusters.flatMap(({ controller }) => taken(controller.ref, controller.extraConf, SLURM_CONF)),
      ...model.facts.accountings.filter(({ external }) => !external).flatMap(({ ref, extraConf }) => taken(ref, extraConf, SLURMDBD_CONF)),
    ];
  }
}

const SLURM_CONF: { readonly [key: string]: string } = {
  AuthAltTypes: 'the operator signs tokens for auth/jwt',
  AuthType: 'the pods mount a key for auth/slurm',
  ClusterName: 'the state volume is mounted under the Controller\'s own \'clusterName\'',
  CredType: 'the pods mount a key for cred/slurm',
  SlurmctldHost: 'a second line adds a backup controller that no pod runs',
  SlurmctldLogFile: 'the log sidecar reads another file',
  SlurmctldPort: 'the Service and the probes use 6817',
  SlurmdLogFile: 'the log sidecar reads another file',
  SlurmdPort: 'the Service and the probes use 6818',
  SlurmdSpoolDir: 'slurmd pods provide /var/spool/slurmd only',
  SlurmSchedLogFile: 'the log sidecar reads another file',
  SlurmUser: 'the slurmctld pod runs as user 401',
  StateSaveLocation: 'the volume is mounted elsewhere, so state is lost with the pod',
};

const SLURMDBD_CONF: { readonly [key: string]: string } = {
  AuthAltTypes: 'the operator signs tokens for auth/jwt',
  AuthType: 'the pods mount a key for auth/slurm',
  DbdHost: 'slurmctld looks for slurmdbd under the name of its Service',
  DbdPort: 'the Service and slurm.conf use 6819',
  SlurmUser: 'the slurmdbd pod runs as user 401',
};

function taken(subject: ObjectRef, extraConf: string, keys: { readonly [key: string]: string }): RuleFinding[] {
  return readAssignments(extraConf).flatMap(({ key, value, line }) => {
    const owned = Object.keys(keys).find(name => name.toLowerCase() === key.toLowerCase());
    return owned === undefined ? [] : [{
      subject,
      field: 'spec.extraConf',
      message: `line ${line} of extraConf sets ${owned}=${value}, but ${keys[owned]}`,
      fix: owned === 'ClusterName' ? 'use \'clusterName\' of the Controller' : `remove ${owned}`,
    }];
  });
}
