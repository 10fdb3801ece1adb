import { Chart, Duration } from 'cdk8s';
import { Secret, ServiceType, Volume } from 'cdk8s-plus-28';
import { AccountingOptions, AuthKeys, Database, LogLevel, PrivateData, PurgeAge, SlurmClusterProps, SlurmVersion } from '../../src';
import { identities, Manifest, manifests, pick, smallCluster } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

const password = (chart: Chart) => ({ secret: Secret.fromSecretName(chart, 'Password', 'db'), key: 'password' });
const elsewhere = (chart: Chart, host = 'db.example.com') => Database.external({ host, username: 'slurm', password: password(chart) });

function withAccounting(options: (chart: Chart) => AccountingOptions, props: SlurmClusterProps = {}): Manifest[] {
  return manifests(chart => smallCluster(chart, 'slurm', { ...props, accounting: { database: elsewhere(chart), ...options(chart) } }));
}

function outsideKeys(chart: Chart): AuthKeys {
  const secret = Secret.fromSecretName(chart, 'Keys', 'keys');
  return AuthKeys.existing({ slurmKey: { secret, key: 'slurm.key' }, jwtKey: { secret, key: 'jwt.key' } });
}

function withExternal(external: { host: string; port?: number }, props: SlurmClusterProps = {}, more: AccountingOptions = {}): Manifest[] {
  return manifests(chart => smallCluster(chart, 'slurm', { authKeys: outsideKeys(chart), ...props, accounting: { external, ...more } }));
}

const conf = (objects: Manifest[]): string => pick(objects, 'Accounting').spec.extraConf;

describe('accounting', () => {
  test('with a database is one slurmdbd that the controller refers to', () => {
    const objects = withAccounting(() => ({}));
    expect(pick(objects, 'Accounting')).toEqual({
      apiVersion: 'slinky.slurm.net/v1beta1',
      kind: 'Accounting',
      metadata: { name: 'slurm', namespace: 'slurm' },
      spec: {
        slurmKeyRef: { name: 'slurm-auth-slurm', key: 'slurm.key' },
        jwtKeyRef: { name: 'slurm-auth-jwt', key: 'jwt.key' },
        slurmdbd: { image: expect.stringMatching(/^ghcr\.io\/slinkyproject\/slurmdbd:26\.05/), imagePullPolicy: 'IfNotPresent' },
        storageConfig: { host: 'db.example.com', port: 3306, database: 'slurm_acct_db', username: 'slurm', passwordKeyRef: { name: 'db', key: 'password' } },
        template: { spec: { nodeSelector: { 'kubernetes.io/os': 'linux' } } },
      },
    });
    expect(pick(objects, 'Controller').spec.accountingRef).toEqual({ name: 'slurm' });
    const kinds = objects.map(object => object.kind);
    expect(kinds.indexOf('Accounting')).toBeLessThan(kinds.indexOf('Controller'));
  });

  test('puts labels and annotations where the operator copies them to the pod, not only to the StatefulSet', () => {
    const options = { labels: { team: 'hpc' }, annotations: { scrape: 'yes' }, podTemplate: { metadata: { annotations: { backup: 'no' } } } };
    expect(pick(withAccounting(() => options), 'Accounting').metadata).toMatchObject({ labels: { team: 'hpc' }, annotations: { scrape: 'yes', backup: 'no' } });
  });

  test('takes a Service', () => {
    expect(pick(withAccounting(() => ({ service: { type: ServiceType.NODE_PORT, nodePort: 30819 } })), 'Accounting').spec.service)
      .toEqual({ spec: { type: 'NodePort' }, nodePort: 30819 });
  });

  test('mounts a volume that is added after the cluster was made', () => {
    const objects = manifests(chart => {
      const cluster = smallCluster(chart, 'slurm', { accounting: { database: elsewhere(chart), slurmdbdConf: { archiveJobs: true, archiveDir: '/archive/slurm' } } });
      cluster.accounting!.mount('/archive', Volume.fromEmptyDir(chart, 'Archive', 'archive'), { subPath: 'a' });
    });
    const { slurmdbd, template } = pick(objects, 'Accounting').spec;
    expect(slurmdbd.volumeMounts).toEqual([{ name: 'archive', mountPath: '/archive', subPath: 'a' }]);
    expect(template.spec.volumes).toEqual([{ name: 'archive', emptyDir: {} }]);
    expect(conf(objects)).toBe('ArchiveDir=/archive/slurm\nArchiveJobs=YES');
  });

  test.each([
    [{ archiveJobs: true }, "ACCT-019: 'archiveJobs' writes to /tmp of slurmdbd's container, which is lost with its pod"],
    [{ archiveDir: '/archive' }, "ACCT-019: 'archiveDir' is '/archive', where no volume is mounted"],
  ])('with %j and no volume is refused', (slurmdbdConf, message) => {
    expect(() => withAccounting(() => ({ slurmdbdConf }))).toThrow(`[hpc/slurm/Accounting] ${message}`);
  });

  test('that archives by a program of its own needs no volume', () => {
    expect(conf(withAccounting(() => ({ slurmdbdConf: { archiveJobs: true, archiveScript: '/opt/archive.sh' } })))).toBe('ArchiveJobs=YES\nArchiveScript=/opt/archive.sh');
  });
});

describe('slurmdbd.conf', () => {
  test('holds typed settings in the order and spelling of Slurm', () => {
    expect(conf(withAccounting(() => ({
      slurmdbdConf: {
        purgeUsageAfter: PurgeAge.months(24),
        purgeTxnAfter: PurgeAge.days(400),
        purgeJobAfter: PurgeAge.hours(8760),
        privateData: [PrivateData.ACCOUNTS, PrivateData.USAGE],
        debugLevel: LogLevel.VERBOSE,
        debugFlags: ['DB_QUERY', 'DB_ASSOC'],
        messageTimeout: Duration.minutes(1),
        maxQueryTimeRange: Duration.days(60),
        maxPurgeLimit: 100000,
        trackWcKey: true,
        disableCoordDbd: false,
        defaultQos: 'normal',
        authAltParameters: ['userclaimfield=email'],
        parameters: ['PreserveCaseUser'],
      },
    }))).split('\n')).toEqual([
      'AuthAltParameters=userclaimfield=email',
      'DebugFlags=DB_QUERY,DB_ASSOC',
      'DebugLevel=verbose',
      'DefaultQOS=normal',
      'DisableCoordDBD=NO',
      'MaxPurgeLimit=100000',
      'MaxQueryTimeRange=60-00:00:00',
      'MessageTimeout=60',
      'Parameters=PreserveCaseUser',
      'PrivateData=accounts,usage',
      'PurgeJobAfter=8760hours',
      'PurgeTXNAfter=400days',
      'PurgeUsageAfter=24months',
      'TrackWCKey=YES',
    ]);
  });

  test('holds raw lines after typed ones', () => {
    expect(conf(withAccounting(() => ({ slurmdbdConf: { trackWcKey: true }, extraSlurmdbdConf: ['commitdelay = 1', 'CommunicationParameters=EnableIPv6'] }))))
      .toBe('TrackWCKey=YES\nCommitDelay=1\nCommunicationParameters=EnableIPv6');
  });

  test.each([
    [['StoragePass=secret'], "ACCT-016: StoragePass is written by the operator, and your line would contradict its pod and Service; use 'password' of the database"],
    [['dbdport=7000'], 'ACCT-016: dbdport is written by the operator'],
    [['LogFile=/var/log/x'], 'ACCT-016: LogFile is written by the operator'],
    [['TrackWCKey'], 'ACCT-015: "TrackWCKey" is no line of slurmdbd.conf, which stops slurmdbd; write one \'Key=Value\' an item'],
    [['TrackWCKey=yes\nDbdPort=1'], 'ACCT-015:'],
    [['TrackWcKeys=yes'], "CONF-001: Slurm 26.05 knows no key 'TrackWcKeys' in slurmdbd.conf"],
    [['TrackWCKey=maybe'], 'CONF-006:'],
    [['DefaultQOS=a#b'], 'CONF-009:'],
    [['TrackWCKey=yes', 'trackwckey=no'], "ACCT-013: trackwckey is set by 'extraSlurmdbdConf' and by 'extraSlurmdbdConf': slurmdbd would silently take the last"],
    [['AuthInfo=ttl=60, socket=/x'], 'CONF-040:'],
    [['AuthAltParameters=userclaimfield=preferredUserName'], 'CONF-042:'],
    [['AuthAltParameters=jwt_key=/tmp/x'], 'CONF-041:'],
  ])('with the lines %j is refused', (extraSlurmdbdConf, message) => {
    expect(() => withAccounting(() => ({ extraSlurmdbdConf }))).toThrow(`[hpc/slurm/Accounting] ${message}`);
  });

  test.each([
    [{ purgeJobAfter: PurgeAge.months(0) }, "ACCT-012: 'purgeJobAfter' is 0 months, and slurmdbd counts whole months"],
    [{ purgeJobAfter: PurgeAge.days(1.5) }, "ACCT-012: 'purgeJobAfter' is 1.5 days"],
    [{ messageTimeout: Duration.millis(1500) }, "ACCT-014: 'messageTimeout' is 1.5 seconds, and slurmdbd counts whole ones"],
    [{ debugFlags: ['DB_QEURY'] }, 'CONF-014:'],
    [{ parameters: ['PreserveCase'] }, 'CONF-014:'],
    [{ maxPurgeLimit: -1 }, 'CONF-005:'],
    [{ defaultQos: '' }, 'CONF-020:'],
  ])('with the settings %j is refused', (slurmdbdConf, message) => {
    expect(() => withAccounting(() => ({ slurmdbdConf }))).toThrow(`[hpc/slurm/Accounting] ${message}`);
  });

  test('refuses a setting that the release of the cluster does not know', () => {
    const slurmdbdConf = { purgeJobScriptAfter: PurgeAge.days(30) };
    expect(conf(withAccounting(() => ({ slurmdbdConf })))).toBe('PurgeJobScriptAfter=30days');
    expect(() => withAccounting(() => ({ slurmdbdConf }), { slurmVersion: SlurmVersion.V25_11 }))
      .toThrow('[hpc/slurm/Accounting] ACCT-017: PurgeJobScriptAfter came with Slurm 26.05, and slurmdbd 25.11 stops at a key it does not know');
  });

  test('tells all its mistakes at once', () => {
    expect(() => withAccounting(() => ({ extraSlurmdbdConf: ['A', 'B'] }))).toThrow(/"A" is no line[^]*"B" is no line/);
  });
});

describe('a slurmdbd outside Kubernetes', () => {
  test('is where slurmctld really looks, whatever the operator writes', () => {
    const objects = withExternal({ host: 'dbd.example.com', port: 7819 });
    expect(pick(objects, 'Accounting').spec).toEqual({
      slurmKeyRef: { name: 'keys', key: 'slurm.key' },
      jwtKeyRef: { name: 'keys', key: 'jwt.key' },
      external: true,
      externalConfig: { host: 'dbd.example.com', port: 7819 },
    });
    expect(pick(objects, 'Controller').spec.extraConf).toMatch(/^AccountingStorageHost=dbd\.example\.com\nAccountingStoragePort=7819$/m);
    expect(identities(objects)).not.toContain('Service/slurm-accounting');
  });

  const externalController = { host: 'ctl.example.com' };

  test('is reached through a Service of the expected name when slurmctld is outside too', () => {
    const objects = withExternal({ host: 'dbd.example.com' }, { externalController, clusterName: 'alpha' });
    expect(pick(objects, 'Service', 'slurm-accounting').spec).toEqual({ type: 'ExternalName', externalName: 'dbd.example.com' });
    expect(identities(objects)).not.toContain('EndpointSlice/slurm-accounting');
  });

  test.each([['10.1.2.3', 'IPv4'], ['fd00::12', 'IPv6']])('is reached at address %s and any port', (host, family) => {
    const objects = withExternal({ host, port: 7819 }, { externalController, clusterName: 'alpha' });
    expect(pick(objects, 'Service', 'slurm-accounting').spec).toEqual({ ipFamilies: [family], ports: [{ name: 'slurmdbd', port: 6819, targetPort: 7819 }] });
    expect(pick(objects, 'EndpointSlice', 'slurm-accounting')).toMatchObject({
      metadata: { labels: { 'kubernetes.io/service-name': 'slurm-accounting' } },
      addressType: family,
      endpoints: [{ addresses: [host] }],
      ports: [{ name: 'slurmdbd', port: 7819, protocol: 'TCP' }],
    });
  });

  test('at a port of its own under a host name is refused when slurmctld is outside too', () => {
    expect(() => withExternal({ host: 'dbd.example.com', port: 7819 }, { externalController, clusterName: 'alpha' }))
      .toThrow("[hpc/slurm/Accounting] ACCT-011: the external slurmdbd listens on port 7819 of host 'dbd.example.com'");
  });

  test.each([
    [{ host: '' }, "ACCT-003: 'host' of the external slurmdbd is ''"],
    [{ host: 'dbd.example.com:6819' }, "ACCT-003: 'host' of the external slurmdbd is 'dbd.example.com:6819'"],
    [{ host: 'dbd', port: 70000 }, "ACCT-004: 'port' of the external slurmdbd is 70000"],
  ])('at %j is refused', (external, message) => {
    expect(() => withExternal(external)).toThrow(`[hpc/slurm/Accounting] ${message}`);
  });

  test('excludes a database and everything that slurmdbd here would need', () => {
    expect(() => withExternal({ host: 'dbd' }, {}, { database: Database.mariadb(), slurmdbdConf: {} }))
      .toThrow(/ACCT-001: 'database' is set beside 'external'[^]*ACCT-001: 'slurmdbdConf' is set beside 'external'/);
  });

  test('has no pod to mount a volume into', () => {
    expect(() => manifests(chart => smallCluster(chart, 'slurm', { authKeys: outsideKeys(chart), accounting: { external: { host: 'dbd' } } })
      .accounting!.mount('/x', Volume.fromEmptyDir(chart, 'X', 'x')))).toThrow('[hpc/slurm/Accounting] ACCT-002:');
  });
});

test('a cluster without accounting has neither Accounting nor a reference to one', () => {
  const objects = manifests(chart => smallCluster(chart, 'slurm'));
  expect(identities(objects).filter(identity => identity.startsWith('Accounting'))).toEqual([]);
  expect(pick(objects, 'Controller').spec.accountingRef).toBeUndefined();
});

describeWithCrds('accounting in its forms', () => {
  test.each<[string, (chart: Chart) => SlurmClusterProps]>([
    ['with a database outside', chart => ({ accounting: { database: elsewhere(chart), slurmdbdConf: { purgeJobAfter: PurgeAge.months(12) } } })],
    ['with a slurmdbd outside', chart => ({ authKeys: outsideKeys(chart), accounting: { external: { host: 'dbd' } } })],
    ['with all of Slurm outside', chart => ({ authKeys: outsideKeys(chart), clusterName: 'a', externalController: { host: 'ctl' }, accounting: { external: { host: '10.0.0.1' } } })],
  ])('%s is what the API server takes, byte for byte the same each time', (_what, props) => {
    const synth = () => manifests(chart => smallCluster(chart, 'slurm', props(chart)));
    expect(validateManifests(synth())).toEqual([]);
    expect(JSON.stringify(synth())).toBe(JSON.stringify(synth()));
  });
});
