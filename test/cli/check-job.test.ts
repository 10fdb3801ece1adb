import * as fs from 'fs';
import * as path from 'path';
import { folder, run } from './fake-io';

let mockTmpdir: string | undefined;

// process.env of a test is a copy that the real tmpdir() does not look at.
jest.mock('os', () => {
  const os = jest.requireActual<typeof import('os')>('os');
  return { ...os, tmpdir: () => mockTmpdir ?? os.tmpdir() };
});

// A sandbox that is up, as far as anybody can tell: its sbatch takes jobs of at most four nodes.
const SBATCH = `#!/bin/sh
nodes=1
for word in $(sed -n 's/^#SBATCH //p' "$(eval "echo \\\${$#}")") "$@"; do case $word in --nodes=*) nodes=\${word#--nodes=} ;; esac; done
if [ "$nodes" -gt 4 ]; then echo 'allocation failure: Node count specification invalid' >&2; exit 1; fi
echo "sbatch: Job 1 to start at 2026-11-22T10:00:00 a using $nodes processors on nodes n-[1-$nodes] in partition p" >&2
`;

describe('check-job', () => {
  let home: string;

  beforeEach(() => {
    home = folder({
      'slurm-sandbox-x/bin/sbatch': SBATCH,
      'slurm-sandbox-x/etc/jwt.key': 'key',
      'slurm-sandbox-x/run/none': '',
      'fits.sh': '#!/bin/sh\n#SBATCH --nodes=2\n',
      'large.sh': '#!/bin/sh\n\n#SBATCH --nodes=9\n',
    });
    fs.chmodSync(path.join(home, 'slurm-sandbox-x/bin/sbatch'), 0o755);
    const sandbox = path.join(home, 'slurm-sandbox-x');
    fs.writeFileSync(path.join(sandbox, 'sandbox.json'), JSON.stringify({
      folder: sandbox, clusterName: 'up', pid: process.pid, environment: {}, slurmVersion: '26.05.5', submissionPolicy: { enforcePartLimits: 'NO' }, assumptions: ['one node'],
    }));
    mockTmpdir = home;
  });

  afterEach(() => { mockTmpdir = undefined; });

  test('says of each script what becomes of it, with file and line of what is to blame', async () => {
    const { code, stdout, stderr } = await run(['check-job', `${home}/fits.sh`, `${home}/large.sh`, '--cluster', 'up']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      `${home}/fits.sh: fits: 2 nodes (n-[1-2]) in partition p, 2 processors, from 2026-11-22T10:00:00`,
      `${home}/large.sh: would wait forever: it asks for more nodes than the partition has or gives a job (MaxNodes), or for fewer (MinNodes)`,
      `  ${home}/large.sh:3: --nodes=9; at most 4 fits`,
      '  slurm: Node count specification invalid',
    ]);
    expect(stdout).toMatch(/Taken for granted:\n {2}one node\n {2}jobs are submitted by .*\n {2}accounts and QOS are not judged: .*\n/);
    expect(stdout).toMatch(/\n2 scripts on up: 1 fit, 1 would wait forever, 0 refused\n$/);
  });

  test('answers programs with the documented fields', async () => {
    const { code, stdout } = await run(['check-job', `${home}/large.sh`, '--format', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      cluster: 'up',
      slurmVersion: '26.05.5',
      user: expect.any(String) as string,
      assumptions: expect.arrayContaining(['one node']) as string[],
      scripts: [{
        file: `${home}/large.sh`,
        verdict: 'waits-forever',
        components: 1,
        placements: [],
        reason: expect.stringContaining('more nodes') as string,
        slurm: { message: 'Node count specification invalid', details: [] },
        blockers: [{ option: '--nodes', value: '9', most: '4', component: 0, file: `${home}/large.sh`, line: 3, column: 9 }],
        together: false,
        findings: [],
        notes: [],
        questions: expect.any(Number) as number,
      }],
      summary: { scripts: 1, fits: 0, waitsForever: 1, refused: 0 },
    });
  });

  test('gives options behind -- to every script, and blames them on the command line', async () => {
    expect(await run(['check-job', `${home}/large.sh`, '--cluster', 'up', '--', '--nodes=3'])).toMatchObject({ code: 0 });
    const { stdout } = await run(['check-job', `${home}/fits.sh`, '--', '--nodes=7']);
    expect(stdout).toContain('  command line: --nodes=7; at most 4 fits\n');
  });

  test.each<[string, string[], string]>([
    ['a script that is missing', ['nowhere.sh'], 'nowhere.sh: no such file or folder'],
    ['a script behind --', ['fits.sh', '--', 'other.sh'], "'other.sh' behind -- is no option of sbatch"],
    ['an option sbatch does not know', ['fits.sh', '--', '--nodez=1'], "behind --: sbatch knows no option '--nodez'; write --nodes"],
    ['options that start another sandbox', ['fits.sh', '--cluster', 'up', '--accounting'], 'is up already'],
    ['a user nobody is', ['fits.sh', '--user', 'no-such-user'], "this machine has no user 'no-such-user'"],
    ['neither manifests nor a sandbox', ['fits.sh', '--cluster', 'nowhere'], 'nowhere: no such file or folder'],
  ])('%s is refused in one line', async (_, [script, ...words], message) => {
    const { code, stdout, stderr } = await run(['check-job', path.join(home, script), ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
