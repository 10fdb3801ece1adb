import { Chart, Duration } from 'cdk8s';
import { JwtToken, JwtTokenOptions } from '../../src';
import { goDuration } from '../../src/auth/go-duration';
import { identities, manifests, pick, smallCluster } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

function declare(options: JwtTokenOptions, id = 'portal'): (chart: Chart) => void {
  return chart => { new JwtToken(chart, id, { ...options, cluster: smallCluster(chart, 'slurm') }); };
}

test('a token with nothing but a user name is signed by the cluster key into a Secret of its name', () => {
  expect(pick(manifests(declare({ username: 'alice' })), 'Token')).toEqual({
    apiVersion: 'slinky.slurm.net/v1beta1',
    kind: 'Token',
    metadata: { name: 'slurm-token-portal', namespace: 'slurm' },
    spec: { jwtKeyRef: { name: 'slurm-auth-jwt', key: 'jwt.key' }, username: 'alice', secretRef: { name: 'slurm-token-portal', key: 'SLURM_JWT' } },
  });
});

test('a token that the cluster adds is the same as one made by itself', () => {
  const added = manifests(chart => { smallCluster(chart, 'slurm').addJwtToken('portal', { username: 'alice' }); });
  expect(pick(added, 'Token')).toEqual(pick(manifests(declare({ username: 'alice' })), 'Token'));
});

test('a token takes lifetime, refresh and Secret from its options', () => {
  const options = { username: 'exporter', lifetime: Duration.days(30), refresh: false, secretName: 'exporter-jwt', secretKey: 'token' };
  expect(pick(manifests(declare(options)), 'Token').spec).toMatchObject({
    lifetime: '720h', refresh: false, username: 'exporter', secretRef: { name: 'exporter-jwt', key: 'token' },
  });
});

test('the Secret of a token can be handed to a container of any program', () => {
  manifests(chart => {
    const cluster = smallCluster(chart, 'slurm');
    const token = new JwtToken(chart, 'portal', { cluster, username: 'alice' });
    expect(token.secret.name).toBe('slurm-token-portal');
    expect(token.secret.envValue(token.secretKey)).toEqual({ valueFrom: { secretKeyRef: { name: 'slurm-token-portal', key: 'SLURM_JWT' } } });
  });
});

test('a user name that is no Kubernetes name still gets a Secret that is', () => {
  expect(pick(manifests(declare({ username: 'Jane_D' })), 'Token').spec.secretRef.name).toBe('slurm-token-portal');
});

test.each([
  [{ username: '' }, "AUTH-005: 'username' is '': the operator would sign for 'nobody'; name a user, such as 'slurm'"],
  [{ username: 'a b' }, "AUTH-005: 'username' is 'a b': no Slurm user has a name with blanks"],
  [{ username: 'a', lifetime: Duration.seconds(0) }, "AUTH-006: 'lifetime' is 0 seconds"],
  [{ username: 'a', lifetime: Duration.millis(1500) }, "AUTH-006: 'lifetime' is 1.5 seconds"],
  [{ username: 'a', lifetime: Duration.days(36500) }, "AUTH-006: 'lifetime' is 3153600000 seconds"],
  [{ username: 'a', refresh: false }, "AUTH-007: 'refresh' is false without a 'lifetime'"],
  [{ username: 'a', secretName: 'My_Secret' }, "AUTH-008: 'secretName' is 'My_Secret'"],
  [{ username: 'a', secretKey: 'a/b' }, "AUTH-009: 'secretKey' is 'a/b'"],
])('a token with %j is refused', (options, message) => {
  expect(() => manifests(declare(options))).toThrow(`[hpc/portal] ${message}`);
});

test('a token whose id is no Kubernetes name is refused', () => {
  expect(() => manifests(declare({ username: 'a' }, 'My_Portal'))).toThrow("[hpc/My_Portal] AUTH-008: the Token's name is 'slurm-token-My_Portal'");
});

test.each([
  [Duration.seconds(1), '1s'], [Duration.seconds(59), '59s'], [Duration.minutes(15), '15m'], [Duration.seconds(3661), '1h1m1s'], [Duration.days(365), '8760h'],
  [Duration.minutes(90), '1h30m'],
])('%s is written for Go', (duration, text) => {
  expect(goDuration(duration)).toBe(text);
});

describeWithCrds('two tokens of one cluster', () => {
  test('are what the API server takes and do not collide', () => {
    const objects = manifests(chart => {
      const cluster = smallCluster(chart, 'slurm');
      cluster.addJwtToken('a', { username: 'x' });
      cluster.addJwtToken('b', { username: 'x', lifetime: Duration.hours(1) });
    });
    expect(validateManifests(objects)).toEqual([]);
    expect(new Set(identities(objects)).size).toBe(objects.length);
  });
});
