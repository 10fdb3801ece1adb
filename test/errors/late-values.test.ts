import { createHash } from 'crypto';
import { Database, Identity } from '../../src';
import { contentHash, textHash } from '../../src/auth/content-hash';
import { ReferencedSecret } from '../../src/auth/referenced-secret';
import { isLateNumber, lateNumber, LateDigest, lateNumberPattern, onLateDigest } from '../../src/errors/late-values';
import { manifests, pick, smallCluster } from '../cluster/cluster-manifests';

/** Takes digests of texts with `LATE` in them later, as slurm-constructs/pulumi does with outputs. */
const later: LateDigest = (text, digest) => (text.includes('LATE') ? `later-${digest('').length}` : undefined);

afterEach(() => onLateDigest(() => undefined));

test('no limit is held against a number that is not known yet', () => {
  expect([0, 4, -1, -65536, Number.MIN_SAFE_INTEGER + 1_000_000_000, 1.5, NaN].map(isLateNumber)).toEqual(Array(7).fill(false));
  expect([0, 1, 2, 740_000].map(serial => isLateNumber(lateNumber(serial)))).toEqual([true, true, true, true]);
  expect([1, 740_000].map(serial => new RegExp(`^${lateNumberPattern}$`).test(String(lateNumber(serial))))).toEqual([true, true]);
});

test('the port of a database may be such a number', () => {
  const objects = manifests(chart => {
    const password = { secret: new ReferencedSecret(chart, 'Password', 'db'), key: 'password' };
    smallCluster(chart, 'slurm', { accounting: { database: Database.external({ host: 'db', port: lateNumber(7), username: 'slurm', password }) } });
  });
  expect(pick(objects, 'Accounting').spec.storageConfig.port).toBe(lateNumber(7));
});

test('a digest of a text with such values is taken later, others at once', () => {
  onLateDigest(later);
  expect(textHash('text', 16)).toBe(createHash('sha256').update('text').digest('hex').slice(0, 16));
  expect(textHash('a LATE text', 16)).toBe('later-16');
  expect(contentHash({ host: 'LATE' })).toBe('later-8');
});

test('pods roll by the later digest of their sssd.conf', () => {
  onLateDigest(later);
  const objects = manifests(chart => {
    smallCluster(chart, 'slurm', { identity: Identity.ldap({ uri: 'ldaps://LATE', searchBase: 'dc=example' }) }).addNodeSet('shell', { ssh: {} });
  });
  expect(pick(objects, 'NodeSet', 'slurm-worker-shell').spec.template.metadata.annotations['slurm-constructs/sssd-conf-hash']).toBe('later-16');
});
