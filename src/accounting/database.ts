import { Construct } from 'constructs';
import { BoundDatabase } from './bound-database';
import { ExternalDatabaseProps, bindExternalDatabase } from './external-database';
import { MariadbProps, bindMariadb } from './mariadb';
import { MariadbOperatorProps, bindMariadbOperator } from './mariadb-operator';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { checksArguments } from '../errors/refuse-kinds';

/**
 * The MySQL or MariaDB database that slurmdbd keeps accounting in. One slurmdbd to a database.
 *
 * @see https://slurm.schedmd.com/accounting.html#database-configuration
 */
export class Database {
  /**
   * A database that runs somewhere else: a managed service, or a server of your own.
   *
   * Its settings are yours to check: `innodb_lock_wait_timeout` 900, a buffer pool of 2 GiB at least, `max_allowed_packet` 16M at least, and
   * `innodb_snapshot_isolation` off in MariaDB, without which slurmdbd dies.
   */
  public static external(props: ExternalDatabaseProps): Database {
    return new Database((scope, cluster) => bindExternalDatabase(scope, cluster, props));
  }

  /**
   * One MariaDB server in the cluster, with the settings that slurmdbd asks for and a volume that outlives it. Its passwords are
   * made once, in the cluster. There is no backup and no replica: for a cluster that many people use, take a managed database or the operator.
   */
  public static mariadb(props: MariadbProps = {}): Database {
    return new Database((scope, cluster) => bindMariadb(scope, cluster, props));
  }

  /**
   * A MariaDB that the mariadb-operator runs, with the settings that slurmdbd asks for. The operator makes its passwords.
   *
   * @see https://github.com/mariadb-operator/mariadb-operator
   */
  public static mariadbOperator(props: MariadbOperatorProps = {}): Database {
    return new Database((scope, cluster) => bindMariadbOperator(scope, cluster, props));
  }

  private constructor(private readonly bind: (scope: Construct, cluster: SlurmCluster) => BoundDatabase) {}

  /** @internal */
  public _bind(scope: Construct, cluster: SlurmCluster): BoundDatabase {
    return this.bind(scope, cluster);
  }
}

checksArguments(Database, 'Database');
