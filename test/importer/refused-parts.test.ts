import { compileErrors, formatted, run } from './check-programs';
import { imported, notesOf } from './library-modules';

beforeEach(() => {
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
});

const home = 'podSpec: { volumes: [{ name: home, nfs: { server: nfs.example.com, path: /home } }] }';
const values = `loginsets: { main: {} }
nodesets:
  b: { slurmd: { volumeMounts: [{ name: home, mountPath: /home }] }, ${home} }
  a: { slurmd: { volumeMounts: [{ name: home, mountPath: /home }] }, ${home} }
`;

describe('a mount that the library refuses', () => {
  const { cluster, objects, notes } = imported(values);

  test('stands in the program as a comment, with the constant that it names', () => {
    expect(cluster).toMatch(/\n {2}\/\/ const home = Volume\.fromNfs\(chart, 'Home', 'home', \{ server: 'nfs\.example\.com', path: '\/home' \}\);\n/);
    expect(cluster).toMatch(/\n {2}\/\/ Refused: FIT-018: at 'slurm\/slurm\/b'[^;]*;[^;]*\n {2}\/\/ b\.mount\('\/home', home\);\n/);
    expect(cluster).toMatch(/\n {2}\/\/ Refused: FIT-018: at 'slurm\/slurm\/a'[^;]*;[^;]*\n {2}\/\/ a\.mount\('\/home', home\);\n/);
  });

  test('leaves a program that imports and says no more than it needs', async () => {
    expect(compileErrors({ refused: cluster })).toEqual([]);
    expect(await formatted(cluster)).toBe(cluster);
    expect(cluster).not.toMatch(/^import .*Volume/m);
    expect(run(cluster)).toEqual(objects);
  });

  test('is told with the problem that is its own', () => {
    expect(notes.filter(({ kind }) => kind === 'IMP-007').map(({ origin, message }) => `${origin?.path} ${/FIT-018: at '[^']*'/.exec(message)?.[0]}`)).toEqual([
      "nodesets.b.slurmd.volumeMounts[0] FIT-018: at 'slurm/slurm/b'", "nodesets.a.slurmd.volumeMounts[0] FIT-018: at 'slurm/slurm/a'",
    ]);
  });
});

test('node sets and login sets stay in the order of the values, and a partition names them as the chart does', () => {
  const { cluster } = imported('nodesets: { small: {}, large: {} }\nloginsets: { west: {}, east: {} }\npartitions: { some: { enabled: true, nodesets: [small, large] } }\n');
  expect([...cluster.matchAll(/add(?:NodeSet|LoginSet)\('(\w+)'/g)].map(([, name]) => name)).toEqual(['west', 'east', 'small', 'large']);
  expect(cluster).toContain('nodeSets: [large, small]');
});

test('claims of devices come along, marked as raw', () => {
  const program = imported([
    'nodesets:', '  gpu:', '    slurmd: { resources: { limits: { cpu: 4 }, claims: [{ name: imex }] } }',
    '    podSpec: { resourceClaims: [{ name: imex, resourceClaimTemplateName: imex }] }', '',
  ].join('\n'));
  expect(program.cluster).toContain("    // Raw: there is no prop for resources.\n    containerTemplate: { resources: { claims: [{ name: 'imex' }] } },\n");
  expect(program.cluster).toContain('    // Raw: there is no prop for resourceClaims.\n    podTemplate: {');
  expect(program.objects).toContainEqual(expect.objectContaining({
    kind: 'NodeSet', spec: expect.objectContaining({ slurmd: expect.objectContaining({ resources: expect.objectContaining({ claims: [{ name: 'imex' }] }) }) }),
  }));
  expect(notesOf(program).filter(note => /IMP-008/.test(note))).toHaveLength(2);
});

test.each([['12month', 'months(12)'], ['30days', 'days(30)'], ['6', 'months(6)'], ['48hours', 'hours(48)']])('records purged after %s are said with a type', (text, age) => {
  const { cluster } = imported(`nodesets: { cpu: {} }\naccounting: { enabled: true, extraConf: 'PurgeJobAfter=${text}' }\n`);
  expect(cluster).toContain(`slurmdbdConf: { purgeJobAfter: PurgeAge.${age} },`);
});
