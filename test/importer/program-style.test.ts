import { run } from './check-programs';
import { imported, notesOf } from './library-modules';

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

/** The lines of a program from the one that starts with some words to the first that does not belong to it. */
function statement(program: string, start: string): string {
  const lines = program.split('\n');
  const first = lines.findIndex(line => line.trimStart().startsWith(start));
  const indent = /^ */.exec(lines[first])![0];
  const length = lines.slice(first).findIndex((line, index) => index > 0 && !line.startsWith(`${indent} `));
  const isBlock = lines[first + length].startsWith(`${indent}}`);
  return lines.slice(first, first + length + (isBlock ? 1 : 0)).join('\n');
}

const defaults = `
# What all workers need.
nodesetDefaults:
  # A proxy is the only way out.
  slurmd:
    env: [{ name: HTTP_PROXY, value: "http://proxy:3128" }]
  podSpec:
    priorityClassName: hpc
    tolerations: [{ key: dedicated, operator: Exists }]
nodesets:
  a: { replicas: 2 }
  b: { replicas: 3, extraConfMap: { Features: [b] } }
  c: { replicas: 4, podSpec: { priorityClassName: low } }
`;

describe('what node sets have from nodesetDefaults', () => {
  test('is said once, and each set says only what is its own', () => {
    const { cluster, objects } = imported(defaults);
    expect(statement(cluster, 'const nodeSetDefaults')).toBe([
      'const nodeSetDefaults = {',
      '  // A proxy is the only way out.',
      "  env: { HTTP_PROXY: EnvValue.fromValue('http://proxy:3128') },",
      "  tolerations: [{ key: 'dedicated', operator: 'Exists' }],",
      "  priorityClassName: 'hpc',",
      '};',
    ].join('\n'));
    expect(cluster).toContain('// What all workers need.\nconst nodeSetDefaults');
    expect(cluster).toContain("  cluster.addNodeSet('a', { ...nodeSetDefaults, scaling: Scaling.fixed(2) });\n");
    expect(cluster).toContain("  cluster.addNodeSet('b', { ...nodeSetDefaults, scaling: Scaling.fixed(3), features: ['b'] });\n");
    expect(cluster).toContain("  cluster.addNodeSet('c', { ...nodeSetDefaults, scaling: Scaling.fixed(4), priorityClassName: 'low' });\n");
    expect(run(cluster)).toEqual(objects);
  });

  test('is all that is said of a set which says nothing itself', () => {
    const { cluster, objects } = imported(defaults.replace('replicas: 2', 'replicas: 1'));
    expect(cluster).toContain("  cluster.addNodeSet('a', nodeSetDefaults);\n");
    expect(run(cluster)).toEqual(objects);
  });

  test('stays where it is if there is one set', () => {
    const { cluster } = imported(defaults.replace(/\n {2}[bc]: .*/g, ''));
    expect(cluster).not.toContain('nodeSetDefaults');
    expect(statement(cluster, 'cluster.addNodeSet')).toContain("priorityClassName: 'hpc',");
  });

  test('does not come to a set that removes it', () => {
    const { cluster, objects } = imported(defaults.replace('priorityClassName: low', 'tolerations: null'));
    expect(statement(cluster, 'const nodeSetDefaults')).not.toContain('tolerations');
    expect(statement(cluster, "cluster.addNodeSet('c'")).not.toContain('tolerations');
    expect(run(cluster)).toEqual(objects);
  });

  test('has a name that no node set has', () => {
    const { cluster, objects } = imported(`${defaults}  node-set-defaults: { replicas: 5 }\npartitions: { one: { enabled: true, nodesets: [node-set-defaults] } }\n`);
    expect(cluster).toContain('const nodeSetDefaults2 = {');
    expect(cluster).toContain("const nodeSetDefaults = cluster.addNodeSet('node-set-defaults', { ...nodeSetDefaults2, scaling: Scaling.fixed(5) });");
    expect(run(cluster)).toEqual(objects);
  });
});

test('login sets share what loginsetDefaults says', () => {
  const { cluster, objects } = imported([
    'loginsetDefaults: { podSpec: { priorityClassName: hpc, nodeSelector: { pool: login } } }', 'loginsets: { a: {}, b: { replicas: 2 } }', 'nodesets: { cpu: {} }', '',
  ].join('\n'));
  expect(cluster).toMatch(/const loginSetDefaults = \{\n? +nodeSelector: \{ pool: 'login' \},\s+priorityClassName: 'hpc',?\s+\};/);
  expect(cluster).toMatch(/addLoginSet\('a', \{\s*\.\.\.loginSetDefaults,/);
  expect(run(cluster)).toEqual(objects);
});

test('a volume of several node sets is made once', () => {
  const volumes = 'podSpec: { volumes: [{ name: scratch, hostPath: { path: /mnt/scratch } }] }, slurmd: { volumeMounts: [{ name: scratch, mountPath: /scratch }] }';
  const { cluster, objects } = imported(`nodesets:\n  a: { ${volumes} }\n  b: { ${volumes} }\n  c: {}\n`);
  expect(cluster.match(/Volume\.fromHostPath/g)).toHaveLength(1);
  expect(cluster).toContain("  const scratch = Volume.fromHostPath(chart, 'Scratch', 'scratch', { path: '/mnt/scratch' });\n");
  expect(cluster).toContain("  b.mount('/scratch', scratch);\n");
  expect(run(cluster)).toEqual(objects);
});

test('a comment on what stands in several places stands at the constant', () => {
  const hook = '      # Leave the cluster in good order.\n      lifecycle: { preStop: { exec: { command: [/usr/bin/scontrol, update, state=down, reason=gone] } } }\n';
  const { cluster } = imported(`nodesets:\n  a:\n    slurmd:\n${hook}  b:\n    slurmd:\n${hook}`);
  expect(cluster.match(/Leave the cluster/g)).toHaveLength(1);
  expect(cluster).toMatch(/^\/\/ Leave the cluster in good order\.\nconst lifecycle = \{ preStop: /m);
});

test('a comment at an anchor stands at the constant for its aliases', () => {
  const { cluster } = imported([
    '# Away from the GPUs.', 'quiet: &quiet', '  pool: system', 'nodesets: { cpu: {} }', 'controller: { podSpec: { nodeSelector: *quiet } }', 'restapi: { podSpec: { nodeSelector: *quiet } }', '',
  ].join('\n'));
  expect(cluster).toContain("// Away from the GPUs.\nconst nodeSelector = { pool: 'system' };\n");
  expect(cluster.match(/Away from/g)).toHaveLength(1);
});

test('a script of a sidecar is named after it', () => {
  const sidecar = '{ name: log-shipper, image: "busybox:1.37", args: ["set -e\\nsleep 1\\n"] }';
  expect(imported(`nodesets:\n  a:\n    podSpec: { containers: [${sidecar}] }\n`).cluster).toContain('const logShipperScript = `set -e\nsleep 1\n`;');
});

describe('comments', () => {
  const values = `nodesets:
  # Two of them.
  cpu:
    replicas: 2
    slurmd:
      image:
        repository: registry.example.org/slurmd
        tag: 26.05.1-own # rebuilt every Monday
      volumeMounts:
        # Images are unpacked here.
        - name: scratch
          mountPath: /scratch
        # - name: other
        #   mountPath: /other
    podSpec:
      volumes:
        - name: scratch
          hostPath: { path: /mnt/scratch }
      # nodeSelector:
      #   pool: other
      priorityClassName: hpc
configFiles:
  # Found with nvidia-smi.
  plugstack.conf: optional x.so
# Everybody's partition.
partitions:
  all:
    enabled: true
    configMap: { Default: "YES" }
`;
  const { cluster, notes } = imported(values);

  test.each([
    ['a map', "  // Two of them.\n  const cpu = cluster.addNodeSet('cpu', {"],
    ['a member of what becomes one expression', "    // rebuilt every Monday\n    image: SlurmImage.of('registry.example.org/slurmd:26.05.1-own'),"],
    ['a mount', "  // Images are unpacked here.\n  cpu.mount('/scratch', "],
    ['a file', "      // Found with nvidia-smi.\n      'plugstack.conf': "],
    ['all partitions', "  // Everybody's partition.\n  cluster.addPartition('all');"],
  ])('stay beside what they speak of: on %s', (_, lines) => {
    expect(cluster).toContain(lines);
  });

  test('that hold values are left out, and told', () => {
    expect(cluster).not.toMatch(/other/);
    expect(notes.map(({ kind, origin, message }) => `${origin?.line} ${kind} ${message}`)).toContain(
      '13 IMP-009 comments on what the program need not say, or on values in comments, are not in it: lines 13-14, 19-20',
    );
  });

  test('that are sentences with a colon are none of values', () => {
    expect(imported('nodesets:\n  # note: two are enough\n  # see: https://example.com/nodes\n  cpu: { replicas: 2 }\n').cluster)
      .toContain("  // note: two are enough\n  // see: https://example.com/nodes\n  cluster.addNodeSet('cpu'");
  });

  test('are all told of by the lines of their file', () => {
    expect(notesOf(imported('# one\nnodesets: { cpu: {} }\n', 'nodesets: { cpu: { replicas: 1 } }\n# two\n# three\n')).filter(note => /comments/.test(note))).toEqual([
      'values2.yaml:2 IMP-009 : comments on what the program need not say, or on values in comments, are not in it: lines 2-3; ',
    ]);
  });
});
