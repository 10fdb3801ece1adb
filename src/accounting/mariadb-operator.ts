import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { BoundDatabase, defaultDatabase, defaultUsername } from './bound-database';
import { nameProblems } from './external-database';
import { imageProblems } from './mariadb-image';
import { MariadbSizes, mariadbSizes, sizeProblems } from './mariadb-sizes';
import { mariadbSettings, myCnf, settingProblems } from './my-cnf';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { Problem, refuseAll } from '../errors/refuse';
import { sizeText } from '../pods/quantities';

/** A database that the mariadb-operator runs. */
export interface MariadbOperatorProps extends MariadbSizes {
  /**
   * Servers: one primary that slurmdbd writes to, and replicas that take over from it.
   *
   * @default 1
   */
  readonly replicas?: number;

  /** Image of MariaDB. @default - the operator's */
  readonly image?: string;

  /** Name of the database. @default 'slurm_acct_db' */
  readonly database?: string;

  /** User that owns the database. @default 'slurm' */
  readonly username?: string;

  /**
   * Further settings of the server, e.g. `{ max_connections: '500' }`; they win over ours.
   *
   * @default - none
   * @see https://mariadb.com/docs/server/server-management/variables-and-modes/server-system-variables
   */
  readonly serverSettings?: { [name: string]: string };
}

/** A Secret key that the mariadb-operator fills when it is not there. */
interface GeneratedSecretKey {
  readonly name: string;
  readonly key: string;
  readonly generate: boolean;
}

/** The part of a MariaDB spec (k8s.mariadb.com/v1alpha1) that accounting needs. */
interface MariadbSpec {
  readonly image?: string;
  readonly rootPasswordSecretKeyRef: GeneratedSecretKey;
  readonly database: string;
  readonly username: string;
  readonly passwordSecretKeyRef: GeneratedSecretKey;
  readonly myCnf: string;
  readonly replicas: number;
  readonly replication?: { readonly enabled: boolean };
  readonly storage: { readonly size: string; readonly storageClassName?: string };
  readonly resources: { readonly requests: { [name: string]: string }; readonly limits: { [name: string]: string } };
}

/** The part of a User spec (k8s.mariadb.com/v1alpha1) that accounting needs. */
interface MariadbUserSpec {
  readonly mariaDbRef: { readonly name: string };
  readonly name: string;
  readonly host: string;
  readonly passwordSecretKeyRef: { readonly name: string; readonly key: string };
  readonly maxUserConnections: number;
}

const apiVersion = 'k8s.mariadb.com/v1alpha1';

/** The database as slurmdbd reaches it. */
export function bindMariadbOperator(scope: Construct, cluster: SlurmCluster, props: MariadbOperatorProps): BoundDatabase {
  const database = props.database ?? defaultDatabase;
  const username = props.username ?? defaultUsername;
  const replicas = props.replicas ?? 1;
  refuseAll(scope, [
    ...sizeProblems(props),
    ...nameProblems('database', database),
    ...nameProblems('username', username),
    ...replicaProblems(replicas),
    ...imageProblems(props.image),
    ...settingProblems(props.serverSettings),
  ]);

  const group = new Construct(scope, 'MariaDB');
  const name = `${cluster.name}-mariadb`;
  const password = { name: `${name}-password`, key: 'password' };
  const { memory, storage } = mariadbSizes(props);
  const userSpec: MariadbUserSpec = {
    mariaDbRef: { name },
    name: username,
    host: '%',
    passwordSecretKeyRef: password,
    maxUserConnections: 1000,
  };
  // Under this name the operator would make the user itself, with 20 connections, and every client of slurmdbd takes one.
  const user = new ApiObject(group, 'User', { apiVersion, kind: 'User', metadata: { name: `${name}-user` }, spec: userSpec });
  const spec: MariadbSpec = {
    ...props.image === undefined ? {} : { image: props.image },
    rootPasswordSecretKeyRef: { name: `${name}-root`, key: 'password', generate: true },
    database,
    username,
    passwordSecretKeyRef: { ...password, generate: true },
    myCnf: myCnf({ ...mariadbSettings(memory), ...props.serverSettings }),
    replicas,
    ...replicas > 1 ? { replication: { enabled: true } } : {},
    storage: { size: sizeText(storage), ...props.storageClassName === undefined ? {} : { storageClassName: props.storageClassName } },
    resources: { requests: { cpu: '500m', memory: sizeText(memory) }, limits: { memory: sizeText(memory) } },
  };
  const server = new ApiObject(group, 'Resource', { apiVersion, kind: 'MariaDB', metadata: { name }, spec });
  server.node.addDependency(user);
  return {
    // The plain name reaches all servers, and replicas refuse to write.
    host: replicas > 1 ? `${name}-primary` : name,
    port: 3306,
    database,
    username,
    passwordKeyRef: password,
    volumes: [],
    volumeMounts: [],
    slurmdbdConf: [],
    dependencies: [server],
  };
}

function replicaProblems(replicas: number): Problem[] {
  return Number.isInteger(replicas) && replicas >= 1 ? [] : [{
    id: 'ACCT-010', what: `'replicas' of the database is ${replicas}, and there must be one server to write to`, fix: 'use 1, or 3 for servers that take over from each other',
  }];
}
