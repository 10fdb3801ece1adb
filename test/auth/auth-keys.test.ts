import { Chart } from 'cdk8s';
import { ConfigMap, Secret } from 'cdk8s-plus-28';
import { AuthKeys, Jwks } from '../../src';
import { identities, Manifest, manifests, pick, smallCluster } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

const keyNames = { slurmKeyRef: { name: 'slurm-auth-slurm', key: 'slurm.key' }, jwtKeyRef: { name: 'slurm-auth-jwt', key: 'jwt.key' } };

function existing(chart: Chart, slurmSecret = 'own-slurm', slurmKey = 'k', jwtSecret = 'own-jwt', jwtKey = 'j'): AuthKeys {
  return AuthKeys.existing({
    slurmKey: { secret: Secret.fromSecretName(chart, 'SlurmKey', slurmSecret), key: slurmKey },
    jwtKey: { secret: Secret.fromSecretName(chart, 'JwtKey', jwtSecret), key: jwtKey },
  });
}

function before(objects: Manifest[], first: string, second: string): boolean {
  const kinds = objects.map(object => object.kind);
  return kinds.indexOf(first) < kinds.indexOf(second);
}

describe('keys created once', () => {
  const objects = manifests(chart => smallCluster(chart, 'slurm'));
  const job = objects.find(object => object.kind === 'Job')!;

  test('are the default, under the names of the official chart', () => {
    expect(pick(objects, 'Controller').spec).toMatchObject(keyNames);
    expect(job.spec.template.spec.containers[0].args).toEqual(['slurm-auth-slurm/slurm.key=1024', 'slurm-auth-jwt/jwt.key=1024']);
  });

  test('put no Secret into the manifests', () => {
    expect(objects.filter(object => object.kind === 'Secret' && object.metadata.name.includes('auth'))).toEqual([]);
  });

  test('come from a service account that may create Secrets and nothing else', () => {
    expect(pick(objects, 'Role', 'slurm-auth-keys').rules).toEqual([{ apiGroups: [''], resources: ['secrets'], verbs: ['create'] }]);
    expect(pick(objects, 'RoleBinding', 'slurm-auth-keys')).toMatchObject({
      roleRef: { kind: 'Role', name: 'slurm-auth-keys' },
      subjects: [{ kind: 'ServiceAccount', name: 'slurm-auth-keys', namespace: 'slurm' }],
    });
    expect(job.spec.template.spec.serviceAccountName).toBe('slurm-auth-keys');
    expect(objects.filter(object => /ClusterRole/.test(object.kind))).toEqual([]);
  });

  test('are made in a pod that the restricted Pod Security level admits', () => {
    const pod = job.spec.template.spec;
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 100, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.containers[0].securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true });
    expect(pod.containers[0].image).toBe('docker.io/curlimages/curl:8.16.0');
    expect(pod.volumes).toEqual([{ name: 'work', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } }]);
  });

  test('carry no label that Argo CD takes for its own tracking', () => {
    const labels = JSON.parse(job.spec.template.spec.containers[0].env.find((entry: { name: string }) => entry.name === 'LABELS').value);
    expect(labels).toEqual({ 'app.kubernetes.io/managed-by': 'slurm-constructs', 'app.kubernetes.io/part-of': 'slurm', 'slinky.slurm.net/cluster': 'slurm' });
  });

  test('are there before slurmctld, and their Role before the Job', () => {
    expect(before(objects, 'Job', 'Controller')).toBe(true);
    expect(before(objects, 'RoleBinding', 'Job')).toBe(true);
  });

  test('come from another Job when the Job would change, since Jobs cannot', () => {
    const jobName = (image?: string) => manifests(chart => smallCluster(chart, 'slurm', { authKeys: AuthKeys.createOnce({ image }) }))
      .find(object => object.kind === 'Job')!.metadata.name;
    expect(jobName()).toBe(job.metadata.name);
    expect(jobName()).toMatch(/^slurm-auth-keys-[0-9a-f]{8}$/);
    expect(jobName('registry.example.com/curl:8.16.0')).not.toBe(job.metadata.name);
  });

  test('are refused an image that moves', () => {
    expect(() => manifests(chart => smallCluster(chart, 'slurm', { authKeys: AuthKeys.createOnce({ image: 'curlimages/curl' }) })))
      .toThrow("[hpc/slurm/AuthKeys] IMG-002: 'curlimages/curl' of the Job that creates Secrets has no tag");
  });

  test('run where the options say', () => {
    const pod = manifests(chart => smallCluster(chart, 'slurm', {
      authKeys: AuthKeys.createOnce({
        image: 'registry.example.com/curl:8.16.0',
        nodeSelector: { pool: 'system' },
        tolerations: [{ key: 'system', operator: 'Exists' }],
        imagePullSecrets: [Secret.fromSecretName(chart, 'Pull', 'registry')],
      }),
    })).find(object => object.kind === 'Job')!.spec.template.spec;
    expect(pod).toMatchObject({
      nodeSelector: { 'kubernetes.io/os': 'linux', 'pool': 'system' },
      tolerations: [{ key: 'system', operator: 'Exists' }],
      imagePullSecrets: [{ name: 'registry' }],
    });
    expect(pod.containers[0].image).toBe('registry.example.com/curl:8.16.0');
  });
});

describe('existing keys', () => {
  test('are referred to by slurmctld and slurmdbd, and no Job runs', () => {
    const objects = manifests(chart => smallCluster(chart, 'slurm', { authKeys: existing(chart), accounting: { external: { host: 'dbd.example.com' } } }));
    const refs = { slurmKeyRef: { name: 'own-slurm', key: 'k' }, jwtKeyRef: { name: 'own-jwt', key: 'j' } };
    expect(pick(objects, 'Controller').spec).toMatchObject(refs);
    expect(pick(objects, 'Accounting').spec).toMatchObject(refs);
    expect(identities(objects).filter(identity => /^(Job|Role|ServiceAccount)/.test(identity))).toEqual([]);
  });

  test('that the program makes come before slurmctld', () => {
    const objects = manifests(chart => {
      const secret = new Secret(chart, 'Keys', { metadata: { name: 'keys' } });
      smallCluster(chart, 'slurm', { authKeys: AuthKeys.existing({ slurmKey: { secret, key: 'slurm.key' }, jwtKey: { secret, key: 'jwt.key' } }) });
    });
    expect(before(objects, 'Secret', 'Controller')).toBe(true);
  });

  test.each([
    ['a Secret without a name', (chart: Chart) => existing(chart, ''), '[hpc/slurm] AUTH-002: the Secret of \'slurmKey\' has no name'],
    ['no key', (chart: Chart) => existing(chart, 'a', ''), '[hpc/slurm] AUTH-002: \'slurmKey\' names no key of Secret \'a\''],
    ['a jwt Secret without a name', (chart: Chart) => existing(chart, 'a', 'b', ''), '[hpc/slurm] AUTH-003: the Secret of \'jwtKey\' has no name'],
    ['no jwt key', (chart: Chart) => existing(chart, 'a', 'b', 'c', ' '), '[hpc/slurm] AUTH-003: \'jwtKey\' names no key of Secret \'c\''],
  ])('with %s are refused', (_what, keys, message) => {
    expect(() => manifests(chart => smallCluster(chart, 'slurm', { authKeys: keys(chart) }))).toThrow(message);
  });

  test('in a Secret of another namespace are refused', () => {
    expect(() => manifests(chart => {
      const secret = new Secret(chart, 'Keys', { metadata: { name: 'keys', namespace: 'vault' } });
      smallCluster(chart, 'slurm', { authKeys: AuthKeys.existing({ slurmKey: { secret, key: 'a' }, jwtKey: { secret, key: 'b' } }) });
    })).toThrow("AUTH-002: Secret 'keys' of 'slurmKey' is in namespace 'vault', and pods of namespace 'slurm' cannot read it; make the Secret in namespace 'slurm'");
  });
});

describe('daemons outside Kubernetes', () => {
  const externalController = { host: 'ctl.example.com' };

  test.each([
    ['created once', AuthKeys.createOnce()], ['by default', undefined], ['by external-secrets', AuthKeys.externalSecrets()],
  ])('do not know new keys made %s', (_how, authKeys) => {
    expect(() => manifests(chart => smallCluster(chart, 'slurm', { authKeys, externalController })))
      .toThrow("[hpc/slurm] AUTH-001: slurmctld runs outside Kubernetes and 'authKeys' would make new keys");
    expect(() => manifests(chart => smallCluster(chart, 'slurm', { authKeys, accounting: { external: { host: 'dbd.example.com' } } })))
      .toThrow("[hpc/slurm/Accounting] AUTH-001: slurmdbd runs outside Kubernetes and 'authKeys' would make new keys");
  });
});

describe('keys by external-secrets', () => {
  const objects = manifests(chart => smallCluster(chart, 'slurm', { authKeys: AuthKeys.externalSecrets({ annotations: { 'backup.example.com/keep': 'true' } }) }));

  test('are generated once, into immutable Secrets that outlive the ExternalSecret', () => {
    expect(pick(objects, 'Controller').spec).toMatchObject(keyNames);
    expect(pick(objects, 'Password', 'slurm-auth-slurm').spec).toMatchObject({ length: 1024, symbols: 0, allowRepeat: true });
    expect(pick(objects, 'ExternalSecret', 'slurm-auth-jwt').spec).toEqual({
      refreshPolicy: 'CreatedOnce',
      target: {
        name: 'slurm-auth-jwt',
        creationPolicy: 'Orphan',
        deletionPolicy: 'Retain',
        immutable: true,
        template: { metadata: { annotations: { 'backup.example.com/keep': 'true' } } },
      },
      dataFrom: [{
        sourceRef: { generatorRef: { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'Password', name: 'slurm-auth-jwt' } },
        rewrite: [{ regexp: { source: '^password$', target: 'jwt.key' } }],
      }],
    });
  });

  test('come without a Job, and before slurmctld', () => {
    expect(identities(objects).filter(identity => identity.startsWith('Job'))).toEqual([]);
    expect(before(objects, 'ExternalSecret', 'Controller')).toBe(true);
  });
});

describe('a key set of an identity provider', () => {
  test('reaches slurmctld and slurmdbd', () => {
    const objects = manifests(chart => smallCluster(chart, 'slurm', {
      jwks: Jwks.fromConfigMap(ConfigMap.fromConfigMapName(chart, 'Jwks', 'keycloak')), accounting: {},
    }));
    expect(pick(objects, 'Controller').spec.jwksKeyRef).toEqual({ name: 'keycloak', key: 'jwks.json' });
    expect(pick(objects, 'Accounting').spec.jwksKeyRef).toEqual({ name: 'keycloak', key: 'jwks.json' });
  });

  test.each([['', 'jwks.json'], ['keycloak', '']])('without a name or key is refused', (name, key) => {
    expect(() => manifests(chart => smallCluster(chart, 'slurm', { jwks: Jwks.fromConfigMap(ConfigMap.fromConfigMapName(chart, 'Jwks', name), key) })))
      .toThrow('[hpc/slurm] AUTH-004:');
  });
});

test.each([['created once', AuthKeys.createOnce()], ['by external-secrets', AuthKeys.externalSecrets()]])('two clusters in one namespace have keys of their own, %s', (_how, authKeys) => {
  const objects = manifests(chart => {
    smallCluster(chart, 'a', { authKeys });
    smallCluster(chart, 'b', { authKeys });
  });
  expect(new Set(identities(objects)).size).toBe(objects.length);
  expect(pick(objects, 'Controller', 'b').spec.slurmKeyRef.name).toBe('b-auth-slurm');
});

describeWithCrds('keys of every origin', () => {
  test.each([
    ['created once', () => AuthKeys.createOnce()],
    ['existing', (chart: Chart) => existing(chart)],
    ['by external-secrets', () => AuthKeys.externalSecrets({ annotations: { a: 'b' } })],
  ])('%s are what the API server takes, byte for byte the same each time', (_what, keys) => {
    const synth = () => manifests(chart => smallCluster(chart, 'slurm', { authKeys: keys(chart) }));
    expect(validateManifests(synth())).toEqual([]);
    expect(JSON.stringify(synth())).toBe(JSON.stringify(synth()));
  });
});
