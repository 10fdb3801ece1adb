import * as fs from 'fs';
import { loadAll } from 'js-yaml';
import { describeWithSlurm, slurm } from './real-slurm';
import { goldenFile } from '../scripts/example-manifests';
import { modelFromObjects } from '../src/model/from-objects';
import { Sandbox } from '../src/sandbox';
import { Hostlist } from '../src/slurm/hostlist';

describeWithSlurm('examples/nvl72 under the real slurmctld', () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    const objects = loadAll(fs.readFileSync(goldenFile('nvl72'), 'utf8'));
    const [declared] = modelFromObjects(objects.map(object => ({ object }))).clusters;
    sandbox = await Sandbox.start(declared, { slurm: slurm() });
  }, 100_000);

  afterAll(async () => sandbox?.stop());

  /** Nodes of each rack that a job would get; undefined when it is refused. */
  async function placed(...options: string[]): Promise<{ [rack: string]: number } | undefined> {
    const { status, stderr } = await sandbox.exec('sbatch', ['--test-only', '--gpus-per-node=4', ...options, '--wrap=true']);
    const nodes = / on nodes (\S+) in partition/.exec(stderr)?.[1];
    if (status !== 0 || nodes === undefined) {
      return undefined;
    }
    const counts: { [rack: string]: number } = {};
    for (const name of Hostlist.of(nodes).names()) {
      const rack = name.replace(/-\d+$/, '');
      counts[rack] = (counts[rack] ?? 0) + 1;
    }
    return counts;
  }

  test.each<[string, string[], number[]]>([
    ['a job of 16 nodes stays in a rack', ['-N16'], [16]],
    ['a job of 18 nodes takes all of one', ['-N18'], [18]],
    ['a segment of 16 nodes stays in a rack', ['-N16', '--segment=16'], [16]],
    ['segments of 16 nodes have a rack each', ['-N32', '--segment=16'], [16, 16]],
    ['as many segments of 16 nodes as there are racks find one each', ['-N64', '--segment=16'], [16, 16, 16, 16]],
    ['segments of 8 nodes share racks in pairs', ['-N40', '--segment=8'], [8, 16, 16]],
    ['a job of all nodes takes all racks', ['-N72'], [18, 18, 18, 18]],
  ])('%s', async (_what, options, counts) => {
    expect(Object.values(await placed(...options) ?? {}).sort((one, other) => one - other)).toEqual(counts);
  });

  test.each<[string, string[]]>([
    ['more nodes than there are', ['-N73']],
    ['more segments of a whole rack than there are racks', ['-N90', '--segment=18']],
    ['segments of which a rack holds one, and more of them than racks, though there are nodes enough', ['-N66', '--segment=11']],
    ['segments that leave a rest in every rack, though there are nodes enough', ['-N70', '--segment=10']],
    ['nodes that are no whole number of segments', ['-N40', '--segment=16']],
    ['more GPUs than a node has', ['-N2', '--gpus-per-node=5']],
  ])('a job of %s is refused', async (_what, options) => {
    expect(await placed(...options)).toBeUndefined();
  });

  test('a job of as many segments as racks is refused when three trays of a rack are out, and one of fewer is placed beside them', async () => {
    const set = async (state: string) => expect(await sandbox.exec('scontrol', ['update', 'nodename=rack1-[00-02]', `state=${state}`, 'reason=test'])).toMatchObject({ status: 0 });
    await set('drain');
    expect(await placed('-N64', '--segment=16')).toBeUndefined();
    expect(await placed('-N48', '--segment=16')).toEqual({ rack2: 16, rack3: 16, rack4: 16 });
    await set('resume');
    expect(await placed('-N64', '--segment=16')).toEqual({ rack1: 16, rack2: 16, rack3: 16, rack4: 16 });
  });

  test('IMEX channels and ranks by rack are what slurmctld says of itself', async () => {
    const { stdout } = await sandbox.exec('scontrol', ['show', 'config']);
    expect(stdout).toMatch(/^SwitchType +?= switch\/nvidia_imex$/m);
    expect(stdout).toMatch(/^TopologyParam +?= BlockAsNodeRank$/m);
  });
});
