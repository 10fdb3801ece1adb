import { ApiObject } from 'cdk8s';
import { ISecret, k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { BoundDatabase, defaultDatabase, defaultUsername } from './bound-database';
import { nameProblems } from './external-database';
import { imageProblems } from './mariadb-image';
import { MariadbSizes, mariadbSizes, sizeProblems } from './mariadb-sizes';
import { mariadbSettings, myCnf, settingProblems } from './my-cnf';
import { BootstrapJobOptions, BootstrapSecrets } from '../auth/bootstrap-secrets';
import { contentHash } from '../auth/content-hash';
import type { SlurmCluster } from '../cluster/slurm-cluster';
import { refuseAll } from '../errors/refuse';
import { quantity, sizeText } from '../pods/quantities';
import { toWire } from '../slinky/to-wire';

/** A MariaDB server that is made for the cluster. */
export interface MariadbProps extends MariadbSizes {
  /**
   * Image of MariaDB: the official one, or one that starts like it.
   *
   * @default 'docker.io/library/mariadb:11.8.8'
   */
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

  /** Labels that its Kubernetes node must have, besides `kubernetes.io/os: linux`. @default - none */
  readonly nodeSelector?: { [key: string]: string };

  /** Where its pod may run. @default - anywhere */
  readonly affinity?: k8s.Affinity;

  /** Taints that its pod accepts. @default - none */
  readonly tolerations?: k8s.Toleration[];

  /** Priority of its pod. @default - the cluster's `priorityClassName`, if any */
  readonly priorityClassName?: string;

  /** Secrets to pull its image with, besides the cluster's. @default - none */
  readonly imagePullSecrets?: ISecret[];

  /** The Job that creates its passwords. @default - as the one of AuthKeys.createOnce */
  readonly passwordJob?: BootstrapJobOptions;
}

/** mysql, in the official image. */
const userId = 999;
const configFolder = '/etc/mysql/conf.d';
const passwordFolder = '/run/secrets/mariadb';

/** The database as slurmdbd reaches it. */
export function bindMariadb(scope: Construct, cluster: SlurmCluster, props: MariadbProps): BoundDatabase {
  const database = props.database ?? defaultDatabase;
  const username = props.username ?? defaultUsername;
  refuseAll(scope, [
    ...sizeProblems(props),
    ...nameProblems('database', database),
    ...nameProblems('username', username),
    ...imageProblems(props.image),
    ...settingProblems(props.serverSettings),
  ]);

  const group = new Construct(scope, 'MariaDB');
  const name = `${cluster.name}-mariadb`;
  const passwords = new BootstrapSecrets(group, 'Passwords', cluster, {
    name: `${name}-init`,
    secrets: [{ name, lengths: { 'password': 32, 'root-password': 32 } }],
    ...props.passwordJob,
  });
  const settings = myCnf({ ...mariadbSettings(mariadbSizes(props).memory), ...props.serverSettings });
  const config = new ApiObject(group, 'Config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels: labels(name) }, data: { 'slurm.cnf': settings } });
  const services = [service(group, 'Service', name), service(group, 'PodService', name, 'None')];
  const server = new ApiObject(group, 'Resource', {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, labels: labels(name) },
    spec: toWire(statefulSet(cluster, name, { database, username, configHash: contentHash(settings) }, props)),
  });
  server.node.addDependency(passwords.job, config, ...services);
  return {
    host: name,
    port: 3306,
    database,
    username,
    passwordKeyRef: { name, key: 'password' },
    volumes: [],
    volumeMounts: [],
    slurmdbdConf: [],
    dependencies: [server],
  };
}

function labels(name: string): { [key: string]: string } {
  return { 'app.kubernetes.io/name': 'mariadb', 'app.kubernetes.io/instance': name };
}

function service(scope: Construct, id: string, name: string, clusterIp?: string): ApiObject {
  const spec: k8s.ServiceSpec = { clusterIp, selector: labels(name), ports: [{ name: 'mariadb', port: 3306, targetPort: { value: 'mariadb' } }] };
  return new ApiObject(scope, id, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: clusterIp === undefined ? name : `${name}-pods`, labels: labels(name) },
    spec: toWire(spec),
  });
}

interface ServerFacts {
  readonly database: string;
  readonly username: string;
  readonly configHash: string;
}

function statefulSet(cluster: SlurmCluster, name: string, facts: ServerFacts, props: MariadbProps): k8s.StatefulSetSpec {
  const { storage } = mariadbSizes(props);
  const pullSecrets = [...cluster._images.pullSecrets, ...props.imagePullSecrets ?? []].map(secret => secret.name);
  return {
    serviceName: `${name}-pods`,
    replicas: 1,
    selector: { matchLabels: labels(name) },
    template: {
      metadata: { labels: labels(name), annotations: { 'slurm-constructs/config-hash': facts.configHash } },
      spec: {
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        // A buffer pool of several GiB is written out before the server is gone.
        terminationGracePeriodSeconds: 120,
        nodeSelector: { 'kubernetes.io/os': 'linux', ...props.nodeSelector },
        affinity: props.affinity,
        tolerations: props.tolerations?.length ? props.tolerations : undefined,
        priorityClassName: props.priorityClassName ?? cluster._priorityClassName,
        imagePullSecrets: pullSecrets.length > 0 ? [...new Set(pullSecrets)].map(secret => ({ name: secret })) : undefined,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: userId,
          runAsGroup: userId,
          fsGroup: userId,
          fsGroupChangePolicy: 'OnRootMismatch',
          seccompProfile: { type: 'RuntimeDefault' },
        },
        containers: [container(facts, props)],
        volumes: [
          { name: 'config', configMap: { name } },
          { name: 'passwords', secret: { secretName: name, defaultMode: 0o440 } },
          { name: 'run', emptyDir: {} },
          { name: 'tmp', emptyDir: {} },
        ],
      },
    },
    volumeClaimTemplates: [{
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: props.storageClassName, resources: { requests: { storage: quantity(sizeText(storage)) } } },
    }],
  };
}

function container(facts: ServerFacts, props: MariadbProps): k8s.Container {
  const memory = quantity(sizeText(mariadbSizes(props).memory));
  const healthy = (periodSeconds: number, failureThreshold: number): k8s.Probe => ({
    exec: { command: ['healthcheck.sh', '--connect', '--innodb_initialized'] }, periodSeconds, failureThreshold, timeoutSeconds: 10,
  });
  return {
    name: 'mariadb',
    image: props.image ?? 'docker.io/library/mariadb:11.8.8',
    ports: [{ name: 'mariadb', containerPort: 3306 }],
    env: [
      { name: 'MARIADB_AUTO_UPGRADE', value: '1' },
      { name: 'MARIADB_DATABASE', value: facts.database },
      { name: 'MARIADB_PASSWORD_FILE', value: `${passwordFolder}/password` },
      { name: 'MARIADB_ROOT_HOST', value: 'localhost' },
      { name: 'MARIADB_ROOT_PASSWORD_FILE', value: `${passwordFolder}/root-password` },
      { name: 'MARIADB_USER', value: facts.username },
    ],
    resources: { requests: { cpu: quantity('500m'), memory }, limits: { memory } },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
    // Recovery after a crash reads the whole redo log: an hour, before anything counts as dead.
    startupProbe: healthy(10, 360),
    readinessProbe: healthy(10, 3),
    livenessProbe: healthy(30, 6),
    volumeMounts: [
      { name: 'data', mountPath: '/var/lib/mysql' },
      { name: 'config', mountPath: configFolder, readOnly: true },
      { name: 'passwords', mountPath: passwordFolder, readOnly: true },
      { name: 'run', mountPath: '/run/mysqld' },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  };
}
