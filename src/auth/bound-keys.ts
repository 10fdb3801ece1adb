import { IConstruct } from 'constructs';
import * as slinky from '../slinky';

/** The keys of one cluster, as its custom resources refer to them. */
export interface BoundKeys {
  readonly slurmKeyRef: slinky.SecretKeySelector;
  readonly jwtKeyRef: slinky.SecretKeySelector;
  /** What has to be applied before a daemon can start. */
  readonly dependencies: IConstruct[];
  /** Whether daemons outside the cluster may hold the same keys. */
  readonly areFromOutside: boolean;
}

/** Length of a key that is made for a cluster, as the official chart makes it. */
export const keyLength = 1024;

/** Where keys that are made for a cluster go, under the names of the official chart. */
export function newKeyRefs(clusterName: string): { slurmKeyRef: slinky.SecretKeySelector; jwtKeyRef: slinky.SecretKeySelector } {
  return {
    slurmKeyRef: { name: `${clusterName}-auth-slurm`, key: 'slurm.key' },
    jwtKeyRef: { name: `${clusterName}-auth-jwt`, key: 'jwt.key' },
  };
}
