import { ISecret, k8s, SecretValue } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { Problem } from '../errors/refuse';
import { SecretKeySelector } from '../slinky';
import { CaCertificate } from './ca-certificate';
import { SssdConf } from './sssd-conf';
import { SssdSecretOption } from './sssd-secrets';

/** Everything a back end says about a cluster's users, before there is a cluster. */
export interface IdentitySetup {
  /** What sssd.conf says; undefined when only a Secret knows. */
  readonly conf?: SssdConf;
  /** The file as somebody wrote it, kept to the byte. */
  readonly text?: string;
  /** A Secret that holds the whole file. */
  readonly file?: { readonly secret: ISecret; readonly key: string };
  readonly secretOptions: SssdSecretOption[];
  readonly keytab?: SecretValue;
  readonly ca?: CaCertificate;
  /** sshd asks SSSD for users' keys. */
  readonly sshPublicKeys: boolean;
  /** Users come from a directory, so their homes must be shared. */
  readonly hasDirectory: boolean;
  /** Directory below which homes lie, when we know it. */
  readonly homeBase?: string;
  readonly problems: Problem[];
}

/** What pods with SSSD carry: login pods, and workers that users may ssh to. */
export interface BoundIdentity {
  readonly sssdConfRef: SecretKeySelector;
  /** Lines for sshd, to stand before the user's own: sshd keeps the first value of a keyword. */
  readonly extraSshdConfig: string[];
  /** SSSD answers sshd's question for users' keys; undefined when only the Secret knows. */
  readonly offersSshKeys?: boolean;
  readonly volumes: k8s.Volume[];
  readonly volumeMounts: k8s.VolumeMount[];
  readonly initContainers: k8s.Container[];
  /**
   * For the pod template of node sets: slurm-operator 1.2 rolls login pods when sssd.conf changes, and leaves workers with the old file.
   */
  readonly annotations: { [key: string]: string };
  readonly dependencies: IConstruct[];
}
