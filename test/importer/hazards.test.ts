import { imported, notesOf } from './library-modules';

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

const nodes = 'nodesets:\n  cpu: {}\n';

test.each([
  ['an unknown key with a near one', `${nodes}controler: {}\n`, "values.yaml:3 IMP-001 controler: the chart knows no 'controler', so Helm drops it without a word, and so does the program; did you mean 'controller'?"],
  ['a key at the wrong place', 'nodesets:\n  cpu:\n    resources: {}\n', "values.yaml:3 IMP-001 nodesets.cpu.resources: the chart knows no 'resources' of 'nodesets.cpu', so Helm drops it without a word, and so does the program; did you mean 'slurmd.resources'?"],
  ['a key of pods beside podSpec', 'nodesets:\n  cpu:\n    tolerations: []\n', "values.yaml:3 IMP-001 nodesets.cpu.tolerations: the chart knows no 'tolerations' of 'nodesets.cpu', so Helm drops it without a word, and so does the program; did you mean 'podSpec.tolerations'?"],
  ['a key of Services beside their spec', `${nodes}restapi:\n  service:\n    type: NodePort\n`, "values.yaml:5 IMP-001 restapi.service.type: the chart knows no 'type' of 'restapi.service', so Helm drops it without a word, and so does the program; did you mean 'spec.type'?"],
  ['a key of claims as it was called before', `${nodes}controller:\n  persistence:\n    storageClass: fast\n`, "values.yaml:5 IMP-001 controller.persistence.storageClass: a claim has no 'storageClass', so Kubernetes drops it without a word, and so does the program; did you mean 'storageClassName'?"],
  ['a key that Kubernetes does not know', `${nodes}controller:\n  podSpec:\n    tolerations:\n      - efect: NoSchedule\n`, "values.yaml:6 IMP-001 controller.podSpec.tolerations[0].efect: Kubernetes knows no 'efect' here, so it has no effect; did you mean 'effect'?"],
  ['a zero', `${nodes}controller:\n  extraConfMap:\n    MinJobAge: 0\n`, "values.yaml:5 IMP-002 controller.extraConfMap.MinJobAge: the chart drops 'MinJobAge': its template takes 0 for nothing, so the clusters that run do not have it"],
  ['a boolean that is off', `${nodes}controller:\n  extraConfMap:\n    DisableRootJobs: NO\n`, "values.yaml:5 IMP-002 controller.extraConfMap.DisableRootJobs: the chart drops 'DisableRootJobs': its template takes NO for nothing"],
  ['a semicolon', `${nodes}controller:\n  extraConfMap:\n    MailDomain: "a;b"\n`, "values.yaml:5 IMP-003 controller.extraConfMap.MailDomain: the chart cuts 'MailDomain' in two at its ';'"],
  ['a word of YAML 1.1', 'nodesets:\n  cpu:\n    partition: { enabled: true, configMap: { Default: YES } }\n', 'values.yaml:3 IMP-004 nodesets.cpu.partition.configMap.Default: YES without quotes is a boolean, so the chart writes Default=true'],
  ['a large number', `${nodes}controller:\n  extraConfMap:\n    MaxJobCount: 1000000\n`, 'values.yaml:5 IMP-005 controller.extraConfMap.MaxJobCount: the chart prints MaxJobCount=1e+06, which Slurm does not read as a number'],
  ['a key of chart 1.0', `${nodes}slurmKeyRef:\n  name: own\n  key: k\n`, "values.yaml:3 IMP-006 slurmKeyRef: 'slurmKeyRef' was renamed with chart 1.1; it is read as slurmKey.secretRef"],
  ['an option that is gone', 'nodesets:\n  cpu:\n    useResourceLimits: true\n', "values.yaml:3 IMP-006 nodesets.cpu.useResourceLimits: 'useResourceLimits' went with chart 1.1"],
  ['a wrong type', 'nodesets:\n  - cpu\n', 'values.yaml:1 IMP-011 nodesets: a list stands where a map belongs, and the chart does not render; write nodesets as a map'],
  ['a word for a number of nodes', 'nodesets:\n  cpu: { replicas: three }\n', 'values.yaml:2 IMP-011 nodesets.cpu.replicas: "three" stands where a number belongs, so it is left out; write replicas as a number'],
  ['a list for a pod', 'nodesets:\n  cpu:\n    podSpec: [a]\n', 'values.yaml:3 IMP-011 nodesets.cpu.podSpec: a list stands where a map belongs, so it is left out; write podSpec as a map'],
  ['a map for names', 'imagePullSecrets: { name: registry }\n', 'values.yaml:1 IMP-011 imagePullSecrets: a map stands where a list belongs, so it is left out; write imagePullSecrets as a list'],
  ['a word for an amount of pods', 'nodesets:\n  cpu:\n    updateStrategy: { rollingUpdate: { maxUnavailable: some } }\n', "values.yaml:3 IMP-011 nodesets.cpu.updateStrategy.rollingUpdate.maxUnavailable: 'some' is neither a number nor a percentage, so it is left out; write e.g. 1 or '25%'"],
  ['a text for a number', `${nodes}controller:\n  podSpec: { terminationGracePeriodSeconds: soon }\n`, 'values.yaml:4 IMP-011 controller.podSpec.terminationGracePeriodSeconds: "soon" stands where a number belongs, so it is left out'],
  ['a partition of nothing', `${nodes}partitions:\n  p: { enabled: true, nodesets: [gpu] }\n`, "values.yaml:4 IMP-011 partitions.p: partition 'p' names node set 'gpu', which does not exist or is not enabled, and the chart does not render"],
  ['a volume mounted twice beside the job mapping', 'vendor: { nvidia: { dcgm: { enabled: true } } }\nnodesets:\n  gpu:\n    slurmd:\n      resources: { limits: { nvidia.com/gpu: 8 } }\n      volumeMounts: [{ name: c, mountPath: /c }, { name: c, mountPath: /d }]\n    extraConfMap: { Gres: gpu:h100:8 }\n    podSpec: { volumes: [{ name: c, emptyDir: {} }] }\n', "values.yaml:6 IMP-010 nodesets.gpu.slurmd.volumeMounts: with the job mapping on, the chart keeps one mount of the volume 'c' and drops the others"],
  ['a size of a claim that exists', `${nodes}controller:\n  persistence: { existingClaim: state, storageClassName: fast }\n`, "values.yaml:4 IMP-009 controller.persistence.storageClassName: it says how a claim is made, and 'existingClaim' is there already; remove it"],
  ['a latest image', 'nodesets:\n  cpu:\n    slurmd: { image: { tag: latest } }\n', 'values.yaml:3 IMP-007 nodesets.cpu.slurmd.image: it stands in the program as a comment, since the library refuses it: IMG-'],
])('%s is told with its line', (_, values, note) => {
  expect(notesOf(imported(values)).filter(each => each.startsWith(note))).toHaveLength(1);
});

test('what the library refuses stands in the program as a comment with the reason', () => {
  const { cluster } = imported('nodesets:\n  cpu:\n    slurmd: { image: { tag: latest } }\n');
  expect(cluster).toMatch(/\/\/ Refused: IMG-\d{3}: .*\n(?: +\/\/ .*\n)* +\/\/ image: SlurmImage\.of\('ghcr\.io\/slinkyproject\/slurmd:latest'\),\n/);
});

test('what has no typed prop is marked as raw', () => {
  const { cluster } = imported(`${nodes}controller:\n  podSpec: { schedulerName: own }\n  logfile: { resources: { limits: { cpu: 100m } } }\n  extraConf: |\n    PartitionName=DEFAULT MaxTime=60\n`);
  expect(cluster).toContain("// Raw: there is no prop for schedulerName.\n      podTemplate: { spec: { schedulerName: 'own' } },");
  expect(cluster).toContain("// Raw: there is no prop for controller.logfile.resources.\n  cluster.controller.addJsonPatch(JsonPatch.add('/spec/logfile/resources', { limits: { cpu: '100m' } }));");
});

test('later files lie over earlier ones as with helm: maps deep, lists replaced, null deletes', () => {
  const { cluster } = imported(
    'nodesets:\n  cpu:\n    replicas: 2\n    podSpec: { nodeSelector: { a: "1" }, tolerations: [{ key: a, operator: Exists }] }\n    updateStrategy: { type: OnDelete }\n',
    'nodesets:\n  cpu:\n    replicas: 5\n    podSpec: { nodeSelector: { b: "2" }, tolerations: [{ key: b, operator: Exists }] }\n    updateStrategy: null\n',
  );
  expect(cluster).toContain('scaling: Scaling.fixed(5)');
  expect(cluster).toContain("nodeSelector: { a: '1', b: '2' }");
  expect(cluster).toContain("tolerations: [{ key: 'b', operator: 'Exists' }]");
  expect(cluster).not.toContain('UpdateStrategy');
});

test.each([
  ['no YAML', 'a: [1,\n', /^values\.yaml:\d+:\d+: this is not YAML: /],
  ['a tab', 'a:\n\tb: 1\n', /^values\.yaml:2:1: this is not YAML: the line starts with a tab, and YAML indents with blanks$/],
  ['a key twice', 'a: 1\nb: 2\na: 3\n', /^values\.yaml:3:1: this is not YAML: this key stands twice in its map, and Helm would take the last one without a word$/],
  ['a list', '- a\n', /^values\.yaml:1:1: values are a map of keys, and here stands a list$/],
  ['two documents', 'a: 1\n---\nb: 2\n', /^values\.yaml:2:1: a values file is one document, and here a second one starts$/],
  ['an alias of nothing', 'a: *b\n', /^values\.yaml:1:4: '\*b' refers to nothing above it$/],
  ['an alias of itself', 'a: &a [*a]\n', /^values\.yaml:1:8: an alias stands inside of what it refers to$/],
  ['a bomb', `a: &a [${'x,'.repeat(50)}x]\n${[...'bcdefgh'].map((key, index) => `${key}: &${key} [${`*${'abcdefgh'[index]},`.repeat(50)}]\n`).join('')}`, /its aliases stand for far more values than its text has/],
  ['a template', 'a: {{ .Values.a }}\n', /^values\.yaml:1:\d+: this is a template; give values, such as helm get values prints$/],
  ['10 MB', `a: ${'x'.repeat(10_000_000)}\n`, /^values\.yaml: it has 10 MiB, and Helm takes values of at most 1 MiB; is it the right file\?$/],
  ['deep nesting', `a: ${'['.repeat(200)}${']'.repeat(200)}\n`, /nested more than 100 levels deep/],
])('%s is refused with its place', (_, values, message) => {
  expect(() => imported(values)).toThrow(message);
});

test('anchors, merge keys and quoted words are read as Helm reads them', () => {
  const { cluster, notes } = imported('common: &common\n  kubernetes.io/os: linux\n  pool: "yes"\nnodesets:\n  cpu:\n    podSpec:\n      nodeSelector:\n        <<: *common\n        zone: a\npartitions:\n  all: { enabled: true }\n');
  expect(cluster).toContain("nodeSelector: { pool: 'yes', zone: 'a' }");
  expect(notes).toEqual([]);
});

test('what stands in several places of the values is said once in the program', () => {
  const shared = 'podSpec: { affinity: &spread { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: pool, operator: Exists }] }] } } } }';
  const { cluster } = imported(`${nodes}controller: { ${shared} }\nrestapi: { podSpec: { affinity: *spread } }\n`);
  expect(cluster).toMatch(/^const affinity = \{\n  nodeAffinity: /m);
  expect(cluster).toContain('controller: { affinity }');
  expect(cluster).toContain('restApi: { affinity }');
});

test('the same values give the same program', () => {
  const values = 'nodesets:\n  a: { replicas: 2 }\n  b: { slurmd: { resources: { limits: { nvidia.com/gpu: 8 } } }, extraConfMap: { Gres: gpu:h100:8 } }\n';
  expect(imported(values).cluster).toBe(imported(values).cluster);
});

test('all names follow the release as in the chart', () => {
  expect(imported(nodes).name).toBe('slurm');
  expect(imported(`${nodes}nameOverride: hpc\n`).name).toBe('slurm-hpc');
  expect(imported(`${nodes}fullnameOverride: train\nnamespaceOverride: other\n`)).toMatchObject({ name: 'train', namespace: 'other' });
});
