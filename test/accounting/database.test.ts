import { Chart, Size } from 'cdk8s';
import { ConfigMap, k8s, Secret } from 'cdk8s-plus-28';
import { Database, DatabaseCa, DatabaseTls, ExternalDatabaseProps, MariadbOperatorProps, MariadbProps } from '../../src';
import { identities, Manifest, manifests, pick, smallCluster } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

type Declare = (chart: Chart) => Database | undefined;

function withDatabase(database: Declare): Manifest[] {
  return manifests(chart => smallCluster(chart, 'slurm', { accounting: { database: database(chart) } }));
}

function external(props: Partial<ExternalDatabaseProps> = {}, secret = 'db', key = 'password'): Declare {
  return chart => Database.external({ host: 'db.example.com', username: 'slurm', password: { secret: Secret.fromSecretName(chart, 'Db', secret), key }, ...props });
}

function withTls(tls: (chart: Chart) => DatabaseTls): Manifest {
  return pick(withDatabase(chart => external({ tls: tls(chart) })(chart)), 'Accounting');
}

describe('a database outside', () => {
  test('is what slurmdbd connects to', () => {
    expect(pick(withDatabase(external({ host: 'private-db.example.com', port: 25060, database: 'slurm_acct' })), 'Accounting').spec.storageConfig).toEqual({
      host: 'private-db.example.com', port: 25060, database: 'slurm_acct', username: 'slurm', passwordKeyRef: { name: 'db', key: 'password' },
    });
  });

  test('by TLS is checked against a certificate authority of a Secret', () => {
    const { extraConf, slurmdbd, template } = withTls(chart => ({ ca: DatabaseCa.fromSecret(Secret.fromSecretName(chart, 'Ca', 'rds-ca'), 'bundle.pem') })).spec;
    expect(extraConf).toBe('StorageParameters=SSL_CA=/etc/slurmdbd-tls/ca.crt');
    expect(slurmdbd.volumeMounts).toEqual([{ name: 'database-tls', mountPath: '/etc/slurmdbd-tls', readOnly: true }]);
    expect(template.spec.volumes).toEqual([{
      name: 'database-tls', projected: { defaultMode: 0o440, sources: [{ secret: { name: 'rds-ca', items: [{ key: 'bundle.pem', path: 'ca.crt' }] } }] },
    }]);
  });

  test('by TLS with a certificate of slurmdbd shows it', () => {
    const { extraConf, template } = withTls(chart => ({
      ca: DatabaseCa.fromConfigMap(ConfigMap.fromConfigMapName(chart, 'Ca', 'ca')),
      clientCertificate: Secret.fromSecretName(chart, 'Client', 'slurmdbd-tls'),
      cipher: 'TLS_AES_256_GCM_SHA384',
    })).spec;
    expect(extraConf).toBe('StorageParameters=SSL_CA=/etc/slurmdbd-tls/ca.crt,SSL_CERT=/etc/slurmdbd-tls/tls.crt,SSL_KEY=/etc/slurmdbd-tls/tls.key,SSL_CIPHER=TLS_AES_256_GCM_SHA384');
    expect(template.spec.volumes[0].projected.sources).toEqual([
      { configMap: { name: 'ca', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      { secret: { name: 'slurmdbd-tls', items: [{ key: 'tls.crt', path: 'tls.crt' }, { key: 'tls.key', path: 'tls.key' }] } },
    ]);
  });

  test('by TLS with a certificate authority of the image mounts nothing', () => {
    const { extraConf, slurmdbd, template } = withTls(() => ({ ca: DatabaseCa.fromImage('/etc/ssl/certs/ca-certificates.crt') })).spec;
    expect(extraConf).toBe('StorageParameters=SSL_CA=/etc/ssl/certs/ca-certificates.crt');
    expect([slurmdbd.volumeMounts, template.spec.volumes]).toEqual([undefined, undefined]);
  });

  test('behind a proxy in the pod needs the proxy', () => {
    const sidecars: k8s.Container[] = [{ name: 'proxy', image: 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.18.2' }];
    const declare = (more: { sidecars?: k8s.Container[] }) => manifests(chart => smallCluster(chart, 'slurm', { accounting: { database: external({ host: '127.0.0.1' })(chart), ...more } }));
    expect(pick(declare({ sidecars }), 'Accounting').spec.template.spec.containers).toEqual(sidecars);
    expect(() => declare({})).toThrow("[hpc/slurm/Accounting] ACCT-003: 'host' of the database is '127.0.0.1', and nothing else runs in slurmdbd's pod to listen there");
  });

  test.each<[Partial<ExternalDatabaseProps>, string]>([
    [{ host: '' }, "ACCT-003: 'host' of the database is '', which is neither a host name nor an address"],
    [{ host: 'mysql://db' }, "ACCT-003: 'host' of the database is 'mysql://db'"],
    [{ host: 'db\nStoragePass=x' }, 'ACCT-003:'],
    [{ host: 'db:3306' }, "ACCT-003: 'host' of the database is 'db:3306', with a port in it that slurmdbd would take for a part of the name; use 'host' and 'port': 3306"],
    [{ host: 'localhost' }, "ACCT-003: 'host' of the database is 'localhost', which the database client takes for a Unix socket"],
    [{ port: 0 }, "ACCT-004: 'port' of the database is 0"],
    [{ port: 3306.5 }, "ACCT-004: 'port' of the database is 3306.5"],
    [{ username: '' }, "ACCT-005: 'username' of the database is ''; use a name such as 'slurm'"],
    [{ username: 'a b' }, "ACCT-005: 'username' of the database is 'a b', and blanks"],
    [{ database: 'a#b' }, "ACCT-005: 'database' of the database is 'a#b'"],
    [{ tls: { ca: DatabaseCa.fromImage('ca.pem') } }, "ACCT-007: 'ca.pem' of DatabaseCa.fromImage is no absolute path"],
  ])('with %j is refused', (props, message) => {
    expect(() => withDatabase(external(props))).toThrow(`[hpc/slurm/Accounting] ${message}`);
  });

  test.each([
    ['', 'password', "ACCT-006: the Secret of 'password' has no name"],
    ['db', '', "ACCT-006: 'password' names no key of Secret 'db'"],
  ])('with the password reference %j/%j is refused', (secret, key, message) => {
    expect(() => withDatabase(external({}, secret, key))).toThrow(`[hpc/slurm/Accounting] ${message}`);
  });
});

describe('a MariaDB of the cluster', () => {
  const objects = withDatabase(() => undefined);
  const server = pick(objects, 'StatefulSet', 'slurm-mariadb');
  const container = server.spec.template.spec.containers[0];

  test('is what accounting has unless told otherwise', () => {
    expect(pick(objects, 'Accounting').spec.storageConfig).toEqual({
      host: 'slurm-mariadb', port: 3306, database: 'slurm_acct_db', username: 'slurm', passwordKeyRef: { name: 'slurm-mariadb', key: 'password' },
    });
    expect(container.image).toBe('docker.io/library/mariadb:11.8.8');
    expect(container.resources).toEqual({ requests: { cpu: '500m', memory: '4Gi' }, limits: { memory: '4Gi' } });
    expect(server.spec.volumeClaimTemplates[0].spec).toEqual({ accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '20Gi' } } });
  });

  test('has the settings that slurmdbd asks for, by its memory', () => {
    expect(pick(objects, 'ConfigMap', 'slurm-mariadb').data).toMatchInlineSnapshot(`
      {
        "slurm.cnf": "[mariadbd]
      default_storage_engine=InnoDB
      ignore_db_dirs=lost+found
      innodb_buffer_pool_size=2867M
      innodb_lock_wait_timeout=900
      innodb_log_file_size=716M
      loose_innodb_snapshot_isolation=OFF
      max_allowed_packet=256M
      ",
      }
    `);
    const large = withDatabase(() => Database.mariadb({ memory: Size.gibibytes(32), serverSettings: { max_connections: '500', max_allowed_packet: '64M' } }));
    expect(pick(large, 'ConfigMap', 'slurm-mariadb').data['slurm.cnf'].split('\n')).toEqual(expect.arrayContaining([
      'innodb_buffer_pool_size=22937M', 'innodb_log_file_size=5734M', 'max_connections=500', 'max_allowed_packet=64M',
    ]));
  });

  test('restarts when its settings change, and only then', () => {
    const hash = (props: MariadbProps) => pick(withDatabase(() => Database.mariadb(props)), 'StatefulSet').spec.template.metadata.annotations['slurm-constructs/config-hash'];
    expect(hash({ storageClassName: 'fast' })).toBe(hash({}));
    expect(hash({ serverSettings: { max_connections: '500' } })).not.toBe(hash({}));
  });

  test('gets its passwords from a Secret that is made in the cluster, by file and never by log', () => {
    const job = objects.find(object => object.kind === 'Job' && object.metadata.name.startsWith('slurm-mariadb-init-'))!;
    expect(job.spec.template.spec.containers[0].args).toEqual(['slurm-mariadb/password=32/root-password=32']);
    expect(objects.filter(object => object.kind === 'Secret' && object.metadata.name.includes('mariadb'))).toEqual([]);
    const env = Object.fromEntries(container.env.map((entry: { name: string; value: string }) => [entry.name, entry.value]));
    expect(env).toMatchObject({ MARIADB_PASSWORD_FILE: '/run/secrets/mariadb/password', MARIADB_ROOT_PASSWORD_FILE: '/run/secrets/mariadb/root-password' });
    // The image prints a random root password to its log.
    expect(Object.keys(env)).not.toContain('MARIADB_RANDOM_ROOT_PASSWORD');
    const names = identities(objects);
    expect(names.indexOf(`Job/${job.metadata.name}`)).toBeLessThan(names.indexOf('StatefulSet/slurm-mariadb'));
    expect(names.indexOf('StatefulSet/slurm-mariadb')).toBeLessThan(names.indexOf('Accounting/slurm'));
  });

  test('runs without root in a pod that the restricted Pod Security level admits', () => {
    expect(server.spec.template.spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 999, fsGroup: 999, seccompProfile: { type: 'RuntimeDefault' } });
    expect(container.securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true });
    expect(server.spec.template.spec.automountServiceAccountToken).toBe(false);
  });

  test('has an hour to recover before it counts as dead', () => {
    const { startupProbe, livenessProbe, readinessProbe } = container;
    expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBe(3600);
    expect([livenessProbe, readinessProbe].map(probe => probe.exec.command[0])).toEqual(['healthcheck.sh', 'healthcheck.sh']);
  });

  test('has a Service for slurmdbd and one for its pod', () => {
    const ports = [{ name: 'mariadb', port: 3306, targetPort: 'mariadb' }];
    expect(pick(objects, 'Service', 'slurm-mariadb').spec).toEqual({ ports, selector: server.spec.selector.matchLabels });
    expect(pick(objects, 'Service', 'slurm-mariadb-pods').spec).toEqual({ clusterIP: 'None', ports, selector: server.spec.selector.matchLabels });
    expect(server.spec.serviceName).toBe('slurm-mariadb-pods');
    expect(server.spec.template.metadata.labels).toEqual(server.spec.selector.matchLabels);
  });

  test('runs where, on what and as large as the options say', () => {
    const own = withDatabase(chart => Database.mariadb({
      image: 'registry.example.com/mariadb:11.4.9',
      storage: Size.gibibytes(100),
      storageClassName: 'fast',
      database: 'acct',
      username: 'dbd',
      nodeSelector: { pool: 'system' },
      tolerations: [{ key: 'system', operator: 'Exists' }],
      priorityClassName: 'system',
      imagePullSecrets: [Secret.fromSecretName(chart, 'Pull', 'registry')],
      passwordJob: { image: 'registry.example.com/curl:8.16.0' },
    }));
    const { template, volumeClaimTemplates } = pick(own, 'StatefulSet').spec;
    expect(template.spec).toMatchObject({
      nodeSelector: { pool: 'system' },
      tolerations: [{ key: 'system' }],
      priorityClassName: 'system',
      imagePullSecrets: [{ name: 'registry' }],
      containers: [{ image: 'registry.example.com/mariadb:11.4.9' }],
    });
    expect(volumeClaimTemplates[0].spec).toMatchObject({ storageClassName: 'fast', resources: { requests: { storage: '100Gi' } } });
    expect(pick(own, 'Accounting').spec.storageConfig).toMatchObject({ database: 'acct', username: 'dbd' });
    expect(own.filter(object => object.kind === 'Job').map(job => job.spec.template.spec.containers[0].image)).toContain('registry.example.com/curl:8.16.0');
  });
});

describe('a MariaDB of the mariadb-operator', () => {
  const withOperator = (props?: MariadbOperatorProps) => withDatabase(() => Database.mariadbOperator(props));

  test('has generated passwords and the settings that slurmdbd asks for', () => {
    const objects = withOperator();
    expect(pick(objects, 'MariaDB').spec).toMatchObject({
      database: 'slurm_acct_db',
      username: 'slurm',
      passwordSecretKeyRef: { name: 'slurm-mariadb-password', key: 'password', generate: true },
      rootPasswordSecretKeyRef: { name: 'slurm-mariadb-root', key: 'password', generate: true },
      replicas: 1,
      storage: { size: '20Gi' },
      myCnf: expect.stringContaining('loose_innodb_snapshot_isolation=OFF\n'),
    });
    expect(pick(objects, 'Accounting').spec.storageConfig).toEqual({
      host: 'slurm-mariadb', port: 3306, database: 'slurm_acct_db', username: 'slurm', passwordKeyRef: { name: 'slurm-mariadb-password', key: 'password' },
    });
    expect(pick(objects, 'MariaDB').spec.replication).toBeUndefined();
  });

  test('is written to at its primary when it has replicas', () => {
    const objects = withOperator({ replicas: 3 });
    expect(pick(objects, 'MariaDB').spec).toMatchObject({ replicas: 3, replication: { enabled: true } });
    expect(pick(objects, 'Accounting').spec.storageConfig.host).toBe('slurm-mariadb-primary');
  });

  test('lets slurmdbd open more connections than the 20 of the user that the operator makes', () => {
    const objects = withOperator({ username: 'dbd' });
    expect(pick(objects, 'User', 'slurm-mariadb-user').spec).toEqual({
      mariaDbRef: { name: 'slurm-mariadb' },
      name: 'dbd',
      host: '%',
      passwordSecretKeyRef: { name: 'slurm-mariadb-password', key: 'password' },
      maxUserConnections: 1000,
    });
    const names = identities(objects);
    expect(names.indexOf('User/slurm-mariadb-user')).toBeLessThan(names.indexOf('MariaDB/slurm-mariadb'));
    expect(names.indexOf('MariaDB/slurm-mariadb')).toBeLessThan(names.indexOf('Accounting/slurm'));
  });
});

test.each<[string, Declare, string]>([
  ['128 MiB of memory', () => Database.mariadb({ memory: Size.mebibytes(128) }), "ACCT-008: 'memory' of the database is 128 MiB"],
  ['100 MiB of storage', () => Database.mariadb({ storage: Size.mebibytes(100) }), "ACCT-009: 'storage' of the database is 100 MiB"],
  ['a blank in its name', () => Database.mariadb({ database: 'a b' }), "ACCT-005: 'database' of the database is 'a b'"],
  ['128 MiB under the operator', () => Database.mariadbOperator({ memory: Size.mebibytes(128) }), 'ACCT-008:'],
  ['no replica', () => Database.mariadbOperator({ replicas: 0 }), "ACCT-010: 'replicas' of the database is 0"],
  ['half a replica', () => Database.mariadbOperator({ replicas: 1.5 }), "ACCT-010: 'replicas' of the database is 1.5"],
  ['an image that moves', () => Database.mariadb({ image: 'docker.io/library/mariadb:latest' }), 'IMG-002:'],
  ['an image without a tag under the operator', () => Database.mariadbOperator({ image: 'mariadb' }), 'IMG-002:'],
  ['a setting of two lines', () => Database.mariadb({ serverSettings: { a: '1\n[client]' } }), "ACCT-020: 'a' of 'serverSettings'"],
  ['a setting that is no name', () => Database.mariadbOperator({ serverSettings: { '[mysqld]': '1' } }), "ACCT-020: '[mysqld]' of 'serverSettings'"],
  ['snapshot isolation', () => Database.mariadb({ serverSettings: { innodb_snapshot_isolation: 'ON' } }), "ACCT-021: 'innodb_snapshot_isolation' is ON, with which slurmdbd dies"],
  ['an empty user', () => Database.mariadbOperator({ username: '' }), "ACCT-005: 'username' of the database is ''"],
])('a database with %s is refused', (_what, database, message) => {
  expect(() => withDatabase(database)).toThrow(`[hpc/slurm/Accounting] ${message}`);
});

test('two clusters in one chart have databases of their own, even from one value', () => {
  const objects = manifests(chart => {
    const database = Database.mariadb();
    smallCluster(chart, 'a', { accounting: { database } });
    smallCluster(chart, 'b', { accounting: { database } });
    smallCluster(chart, 'c', { accounting: { database: Database.mariadbOperator() } });
  });
  expect(new Set(identities(objects)).size).toBe(objects.length);
  expect(pick(objects, 'Accounting', 'b').spec.storageConfig.host).toBe('b-mariadb');
});

describeWithCrds('databases of every kind', () => {
  test.each<[string, Declare]>([
    ['outside', chart => external({ tls: { ca: DatabaseCa.fromSecret(Secret.fromSecretName(chart, 'Ca', 'ca')) } })(chart)],
    ['mariadb', () => Database.mariadb({ storageClassName: 'fast', tolerations: [{ operator: 'Exists' }] })],
    ['mariadb-operator', () => Database.mariadbOperator({ replicas: 3, image: 'docker.io/library/mariadb:11.8.8', storageClassName: 'fast' })],
  ])('%s: are what the API server takes, byte for byte the same each time', (_what, database) => {
    expect(validateManifests(withDatabase(database))).toEqual([]);
    expect(JSON.stringify(withDatabase(database))).toBe(JSON.stringify(withDatabase(database)));
  });
});

test('the longest name of a cluster leaves room for every name made from it', () => {
  const name = 'a'.repeat(41);
  const objects = manifests(chart => smallCluster(chart, name, { clusterName: 'a', accounting: {} }));
  // Kubernetes copies the name of a Job, and of a StatefulSet's revision, into a label.
  const lengths = (kind: string, more: number) => objects.filter(object => object.kind === kind).map(object => object.metadata.name.length + more);
  expect(Math.max(...lengths('Job', 0), ...lengths('StatefulSet', 11), ...lengths('Service', 0))).toBeLessThanOrEqual(63);
});
