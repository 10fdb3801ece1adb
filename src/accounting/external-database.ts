import { SecretValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { BoundDatabase, defaultDatabase } from './bound-database';
import { DatabaseTls, bindDatabaseTls, databaseTlsProblems } from './database-tls';
import { secretKeySelector, secretProblems } from '../auth/secret-ref';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { isLateNumber } from '../errors/late-values';
import { Problem, refuseAll } from '../errors/refuse';

/** A database server that runs somewhere else. */
export interface ExternalDatabaseProps {
  /**
   * Host name or IP address of the server, or of its one writable primary. `127.0.0.1` reaches a proxy among the `sidecars` of accounting.
   */
  readonly host: string;

  /** TCP port of the server. @default 3306 */
  readonly port?: number;

  /** Name of the database. slurmdbd creates its tables in it, and the database too where the user may. @default 'slurm_acct_db' */
  readonly database?: string;

  /** User with all rights on the database. */
  readonly username: string;

  /**
   * Holds the user's password. The operator copies it into slurmdbd.conf as it is: a `#`, a blank or a line end in it spoils the
   * file. Stay with letters, digits and `-_.+/=`. A new password takes effect when the Accounting resource is next changed.
   */
  readonly password: SecretValue;

  /**
   * Encrypt the connection and check the server.
   *
   * @default - the connection is in the clear, which many managed databases refuse
   */
  readonly tls?: DatabaseTls;
}

/** The database as slurmdbd reaches it. */
export function bindExternalDatabase(scope: Construct, cluster: SlurmCluster, props: ExternalDatabaseProps): BoundDatabase {
  refuseAll(scope, [
    ...hostProblems(props.host),
    ...portProblems("'port' of the database", props.port),
    ...nameProblems('username', props.username),
    ...nameProblems('database', props.database ?? defaultDatabase),
    ...secretProblems(props.password, { ruleId: 'ACCT-006', prop: 'password', namespace: cluster.namespace, exampleKey: 'password' }),
    ...props.tls ? databaseTlsProblems(props.tls) : [],
  ]);
  const tls = props.tls && bindDatabaseTls(props.tls);
  return {
    host: props.host,
    port: props.port ?? 3306,
    database: props.database ?? defaultDatabase,
    username: props.username,
    passwordKeyRef: secretKeySelector(props.password),
    volumes: tls?.volumes ?? [],
    volumeMounts: tls?.volumeMounts ?? [],
    slurmdbdConf: tls ? [{ key: 'StorageParameters', value: tls.storageParameters }] : [],
    dependencies: [props.password.secret],
  };
}

/** What is wrong with a TCP port. */
export function portProblems(what: string, port: number | undefined): Problem[] {
  return port === undefined || isLateNumber(port) || (Number.isInteger(port) && port >= 1 && port <= 65535) ? [] : [{
    id: 'ACCT-004', what: `${what} is ${port}, and TCP ports are whole numbers from 1 to 65535`, fix: 'use e.g. 3306, the port of MySQL and MariaDB',
  }];
}

/** What is wrong with a name that goes into slurmdbd.conf. */
export function nameProblems(prop: string, name: string): Problem[] {
  return /^[^\s#"\\]+$/.test(name) ? [] : [{
    id: 'ACCT-005',
    what: `'${prop}' of the database is '${name}'${name === '' ? '' : ", and blanks, '#', quotes and backslashes spoil slurmdbd.conf"}`,
    fix: `use a name such as '${prop === 'username' ? 'slurm' : defaultDatabase}'`,
  }];
}

function hostProblems(host: string): Problem[] {
  const problem = (why: string, fix: string): Problem[] => [{ id: 'ACCT-003', what: `'host' of the database is '${host}'${why}`, fix }];
  if (!/^[^\s#"\\]+$/.test(host) || host.includes('://')) {
    return problem(', which is neither a host name nor an address', "use e.g. 'mysql.example.com'");
  }
  if (/^[^:]+:\d+$/.test(host)) {
    return problem(', with a port in it that slurmdbd would take for a part of the name', `use 'host' and 'port': ${host.split(':')[1]}`);
  }
  if (host === 'localhost') {
    return problem(', which the database client takes for a Unix socket that is not in the pod', "use '127.0.0.1' for a proxy among the sidecars");
  }
  return [];
}
