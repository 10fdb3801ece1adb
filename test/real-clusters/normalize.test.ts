import {
  changes, defaults, Manifest, withoutDefaults, withoutEmpty, withoutHelmLabels, withoutRepeatedRequests, withoutWhatIsOff, withoutZeroOverrides,
  withPlainSizes, withReadText,
} from './normalize';
import { caseNames, chartManifests, describeWithCases } from './shared-cases';
import { configFile, partition, slurmConf, time } from './slurm-text';

type Json = { [key: string]: unknown };

function nodeSet(spec: Json, metadata: Json = {}): Manifest {
  return { apiVersion: 'slinky.slurm.net/v1beta1', kind: 'NodeSet', metadata: { name: 'gpu', ...metadata }, spec };
}

describe('normalization', () => {
  test("drops Helm's labels and keeps others", () => {
    const labels = { 'helm.sh/chart': 'slurm-1.2.1', 'app.kubernetes.io/version': '26.05', 'team': 'ml' };
    expect(withoutHelmLabels(nodeSet({ template: { metadata: { labels } } }, { labels }))).toEqual(
      nodeSet({ template: { metadata: { labels: { team: 'ml' } } } }, { labels: { team: 'ml' } }),
    );
  });

  test('drops what is switched off, and nothing of it when it is on', () => {
    const partitionOf = (enabled: boolean) => nodeSet({ partition: { enabled, config: 'State=UP' } });
    expect(withoutWhatIsOff(partitionOf(false))).toEqual(nodeSet({}));
    expect(withoutWhatIsOff(partitionOf(true))).toEqual(partitionOf(true));
    expect(withoutWhatIsOff({ kind: 'RestApi', spec: { partition: {} } })).toEqual({ kind: 'RestApi', spec: { partition: {} } });
  });

  test('drops empty values at any depth, not false and 0', () => {
    expect(withoutEmpty({ a: null, b: {}, c: [], d: '', e: { f: [{}] }, g: [{ h: '' }, 1], i: false, j: 0 })).toEqual({ g: [1], i: false, j: 0 });
  });

  test('drops false and 0 in pods and containers alone', () => {
    const slurmd = { securityContext: { privileged: false, runAsUser: 401 } };
    expect(withoutZeroOverrides(nodeSet({ pinToNode: false, slurmd, template: { spec: { hostNetwork: false } } })))
      .toEqual(nodeSet({ pinToNode: false, slurmd: { securityContext: { runAsUser: 401 } }, template: {} }));
  });

  test.each(defaults)('drops $place of $kind when it is the default, and only then', ({ kind, place, value }) => {
    const withValue = (it: unknown) => place.split('.').reduceRight<unknown>((inner, field) => ({ [field]: inner }), it) as Json;
    expect(withoutDefaults({ kind, ...withValue(value) })).toEqual({ kind });
    expect(withoutDefaults({ kind, ...withValue('other') })).toEqual({ kind, ...withValue('other') });
    expect(withoutDefaults({ kind: 'Other', ...withValue(value) })).toEqual({ kind: 'Other', ...withValue(value) });
  });

  test('drops requests that equal limits, one by one', () => {
    const resources = { limits: { 'nvidia.com/gpu': '8', 'memory': '2Gi' }, requests: { 'nvidia.com/gpu': 8, 'memory': '1Gi', 'cpu': '1' } };
    expect(withoutRepeatedRequests(nodeSet({ slurmd: { resources } })))
      .toEqual(nodeSet({ slurmd: { resources: { limits: resources.limits, requests: { memory: '1Gi', cpu: '1' } } } }));
  });

  test.each([['16384Mi', '16Gi'], ['1048576Ki', '1Gi'], ['1500Mi', '1500Mi'], ['16G', '16G'], ['2048Gi', '2Ti'], [1024, 1024]])('writes the size %s as %s', (size, plain) => {
    expect(withPlainSizes({ size })).toEqual({ size: plain });
  });

  test('reads texts of Slurm where they stand', () => {
    expect(withReadText(nodeSet({ extraConf: 'Gres=gpu:8 Features=a,b', partition: { config: 'State=UP MaxTime=60' } })))
      .toEqual(nodeSet({ extraConf: { Gres: 'gpu:8', Features: 'a,b' }, partition: { config: { MaxTime: '3600 s' } } }));
  });

  test.each([
    ['60', '3600 s'], ['24:00:00', '86400 s'], ['1-00:00:00', '86400 s'], ['1-0', '86400 s'], ['10:30', '630 s'], ['2-12:30', '217800 s'], ['infinite', 'UNLIMITED'],
  ])('reads the time %s as %s', (text, seconds) => {
    expect(time(text)).toBe(seconds);
  });

  test("drops Slurm's defaults of a partition and nothing else", () => {
    expect(partition('Nodes=ALL Default=NO MaxTime=infinite State=UP')).toEqual({ Nodes: 'ALL' });
    expect(partition('Nodes=ALL Default=YES MaxTime=1-0 State=DOWN')).toEqual({ Nodes: 'ALL', Default: 'YES', MaxTime: '86400 s', State: 'DOWN' });
  });

  test('takes the last of equal keys as Slurm does, and every partition', () => {
    expect(slurmConf('A=1\n# A=3\nPartitionName=x Nodes=ALL\nA=2\nPartitionName=y Nodes=z\n')).toEqual({
      'A': '2', 'PartitionName=x': { Nodes: 'ALL' }, 'PartitionName=y': { Nodes: 'z' },
    });
  });

  test.each([
    ['gres.conf', 'Name=gpu File=/dev/x', 'File=/dev/x Name=gpu', true],
    ['gres.conf', 'Name=gpu File=/dev/x', 'Name=gpu File=/dev/y', false],
    ['cgroup.conf', 'ConstrainCores=YES', 'ConstrainCores=yes', true],
    ['cgroup.conf', 'ConstrainCores=yes', 'ConstrainCores=no', false],
    ['sssd.conf', '[sssd]\nservices = nss', '[sssd]\n\nservices=nss\n', true],
    ['sssd.conf', '[sssd]\nservices = nss', '[nss]\nservices = nss', false],
    ['topology.yaml', '---\n- topology: a\n', '- {topology: a}', true],
    ['topology.yaml', '- topology: a', '- topology: b', false],
    ['plugstack.conf', 'include /a/*', 'include /b/*', false],
  ])('%s: %j and %j are equal: %s', (file, one, other, isEqual) => {
    expect(JSON.stringify(configFile(file, one)) === JSON.stringify(configFile(file, other))).toBe(isEqual);
  });

  test('tells a field that only one side has, and one that differs', () => {
    expect(changes([nodeSet({ replicas: 2, extraConf: 'Weight=1' })], [nodeSet({ replicas: 3 })])).toEqual({
      'NodeSet/gpu spec.extraConf.Weight': { chart: '1' },
      'NodeSet/gpu spec.replicas': { chart: '2', ours: '3' },
    });
  });

  test('tells a missing object and every field of it', () => {
    expect(changes([], [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'files' }, data: { 'gres.conf': 'AutoDetect=nvml' } }])).toEqual({
      'ConfigMap/files': { ours: 'is there' },
      'ConfigMap/files apiVersion': { ours: 'v1' },
      'ConfigMap/files data[gres.conf][AutoDetect=nvml]': { ours: 'is there' },
    });
  });

  test('does not care for the order of volumes, tolerations and the like', () => {
    const spec = (volumes: Json[], tolerations: Json[]) => [nodeSet({ template: { spec: { volumes, tolerations } } })];
    const [a, b] = [{ name: 'a', hostPath: { path: '/a' } }, { name: 'b', hostPath: { path: '/b' } }];
    const [x, y] = [{ key: 'x', operator: 'Exists' }, { key: 'y', operator: 'Equal', value: '1', effect: 'NoSchedule' }];
    expect(changes(spec([a, b], [x, y]), spec([b, a], [y, x]))).toEqual({});
    expect(Object.keys(changes(spec([a, b], [x, y]), spec([a], [x])))).toEqual([
      'NodeSet/gpu spec.template.spec.tolerations[y Equal 1 NoSchedule]',
      'NodeSet/gpu spec.template.spec.volumes[b].hostPath.path',
    ]);
  });
});

/** Every value of a manifest, and every line of a text in it, with a copy of the manifest in which it is another. */
function * mutants(value: unknown, place: string): Generator<{ place: string; mutant: unknown }> {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    for (const [key, item] of Object.entries(value)) {
      for (const { place: inner, mutant } of mutants(item, Array.isArray(value) ? `${place}[]` : `${place} ${key}`)) {
        yield {
          place: inner,
          mutant: Array.isArray(value) ? value.map((each, index) => String(index) === key ? mutant : each) : { ...value, [key]: mutant },
        };
      }
    }
  } else if (typeof value === 'string') {
    const lines = value.trimEnd().split('\n');
    for (const index of lines.keys()) {
      yield { place, mutant: lines.map((line, each) => each === index ? `${line}7` : line).join('\n') };
    }
  } else {
    yield { place, mutant: typeof value === 'boolean' ? !value : 7 };
  }
}

function isSeen(manifest: Manifest, mutant: unknown): boolean {
  try {
    return Object.keys(changes([manifest], [mutant as Manifest])).length > 0;
  } catch {
    // A text that cannot be read any more.
    return true;
  }
}

describeWithCases('normalization of what the chart renders', () => {
  const helm = ['app.kubernetes.io/managed-by', 'app.kubernetes.io/part-of', 'app.kubernetes.io/version', 'helm.sh/chart'];

  test('looks at every field but these', () => {
    const unseen = caseNames().flatMap(chartManifests).flatMap(manifest => [...mutants(manifest, manifest.kind)]
      .filter(({ mutant }) => !isSeen(manifest, mutant))
      .map(({ place }) => place));
    const slinky = ['Accounting', 'Controller', 'LoginSet', 'NodeSet', 'RestApi'];
    expect([...new Set(unseen)].sort()).toEqual([
      ...[...slinky, 'ConfigMap', 'Secret'].flatMap(kind => helm.map(label => `${kind} metadata labels ${label}`)),
      ...slinky.flatMap(kind => helm.map(label => `${kind} spec template metadata labels ${label}`)),
      // Where metrics, in-place reconfiguration or the partition of a node set are off.
      ...['annotations', 'enabled', 'endpoints[] path', 'interval', 'labels', 'scrapeTimeout'].map(field => `Controller spec metrics serviceMonitor ${field}`),
      ...['image', 'imagePullPolicy', 'resources'].map(field => `Controller spec reconfigure ${field}`),
      'NodeSet spec partition config',
      // Scripts and generated keys.
      ...['epilog', 'prolog'].map(kind => `ConfigMap data ${kind}-90-dcgm.sh`),
      ...['apiVersion', 'data jwt.key', 'data slurm.key', 'immutable', 'metadata namespace', 'type'].map(field => `Secret ${field}`),
    ].sort());
  });
});
