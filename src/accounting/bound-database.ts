import { k8s } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import * as slinky from '../slinky';
import { Assignment } from '../slurm/slurm-conf-line';

/** A database as slurmdbd reaches it. */
export interface BoundDatabase {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly passwordKeyRef: slinky.SecretKeySelector;
  /** What slurmdbd's pod mounts for it, such as a certificate authority. */
  readonly volumes: k8s.Volume[];
  readonly volumeMounts: k8s.VolumeMount[];
  readonly slurmdbdConf: Assignment[];
  /** What has to be applied before slurmdbd can start. */
  readonly dependencies: IConstruct[];
}

/** Name of the database that Slurm's own documentation and the operator use. */
export const defaultDatabase = 'slurm_acct_db';

/** User that databases made for a cluster have. */
export const defaultUsername = 'slurm';
