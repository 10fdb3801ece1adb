import { setTimeout as sleep } from 'timers/promises';
import { DaemonBench } from './daemon-bench';
import { slurmConfHere } from './operator-files';
import { describeWithSlurm, slurm } from './real-slurm';
import { verdict } from './slurmctld-verdict';
import type { DeclaredCluster } from '../src/model/declared-cluster';
import { modelFromObjects } from '../src/model/from-objects';
import { CommandResult, Sandbox } from '../src/sandbox';
import { manifests } from '../test/cluster/cluster-manifests';
import { TrapBed } from '../test-cluster/traps/trap-bed';
import { TRAP_CASES } from '../test-cluster/traps/trap-cases';

const PATIENCE_SECONDS = 60;
// What slurmctld says of hosts that it asks for at its start.
const LOOKUP = /Unable to resolve "(?!\(null\))[^"]*"/;

/** The files of a cluster are those that the operator writes: test-cluster compares them. Here the real Slurm reads them. */
describeWithSlurm('the real Slurm with what slurm-operator writes for a trap', () => {
  const caseOf = (number: number) => TRAP_CASES.find(each => each.number === number)!;

  /** What manifests with the trap declare. */
  function trapped(number: number): DeclaredCluster {
    const { objects, stored } = caseOf(number);
    const bed = new TrapBed(number);
    return clusterOf((stored ?? objects)(bed));
  }

  /** What our constructs make of the same wish. */
  function avoided(number: number): DeclaredCluster {
    return clusterOf(manifests(caseOf(number).avoided!.declare));
  }

  async function judged({ slurmConf, cgroupConf }: DeclaredCluster) {
    return verdict({ 'slurm.conf': slurmConf.text, 'cgroup.conf': cgroupConf.text });
  }

  async function within<T>(cluster: DeclaredCluster, look: (sandbox: Sandbox) => Promise<T>, runNodes = 0): Promise<T> {
    const sandbox = await Sandbox.start(cluster, { slurm: slurm(), runNodes });
    try {
      return await look(sandbox);
    } finally {
      await sandbox.stop();
    }
  }

  const tried = [
    {
      number: 2,
      shows: async () => expect(await judged(trapped(2))).toEqual({
        accepted: false,
        said: expect.arrayContaining([expect.stringMatching(/^error: Parse error in file .*: " idle_on_node_suspend"$/), 'fatal: Unable to process configuration file']),
      }),
    },
    {
      number: 3,
      shows: async () => {
        await expect(within(trapped(3), async () => undefined)).rejects.toThrow('Unable to add node, node table is full (cpu-1024)');
        expect(await within(avoided(3), async sandbox => said(sandbox, 'sinfo --noheader --format=%D'))).toBe('1025');
      },
    },
    {
      number: 4,
      shows: async () => {
        await within(trapped(4), async sandbox => {
          expect(await said(sandbox, 'scontrol show node cpu-0')).toContain('Gres=(null)');
          expect(await asked(sandbox, 'sbatch --test-only --gres=gpu:1 --wrap=true')).toMatchObject({ status: 1, stderr: expect.stringContaining('Invalid generic resource (gres) specification') });
        });
        await within(avoided(4), async sandbox => {
          expect(await said(sandbox, 'scontrol show node cpu-0')).toContain('Gres=nic:2');
          expect(await asked(sandbox, 'sbatch --test-only --gres=nic:1 --wrap=true')).toMatchObject({ status: 0 });
        });
      },
    },
    {
      number: 6,
      shows: async () => {
        // It asks for ten seconds before it says so.
        const [there, ours] = await Promise.all([trapped(6), avoided(6)].map(hostLookedFor));
        expect(there).toContain('t6-accounting');
        expect(ours).toContain('dbd.example.com');
      },
    },
    {
      number: 9,
      shows: async () => {
        await within(trapped(9), async sandbox => {
          await asked(sandbox, 'sbatch --output=/dev/null --wrap=true');
          expect(await comes(async () => said(sandbox, 'sinfo --noheader --format=%t:%E'), state => /drain/.test(state))).toMatch(/^drain\w*:Prolog error/);
        }, 1);
        await within(avoided(9), async sandbox => {
          const job = await said(sandbox, 'sbatch --parsable --output=/dev/null --wrap=true');
          expect(await comes(async () => said(sandbox, `scontrol show job ${job}`), text => /JobState=(COMPLETED|FAILED|PENDING.*held)/.test(text))).toContain('JobState=COMPLETED');
          expect(await comes(async () => said(sandbox, 'sinfo --noheader --format=%t'), state => state !== 'comp')).toBe('idle');
        }, 1);
      },
    },
    {
      number: 12,
      shows: async () => {
        const nodes = await within(trapped(12), async sandbox => said(sandbox, 'sinfo --noheader --partition=b --Node --format=%N'));
        expect(nodes.split('\n').sort()).toEqual(['a-0', 'b-0']);
      },
    },
    { number: 13, shows: async () => expect(await judged(trapped(13))).toMatchObject({ accepted: false, said: expect.arrayContaining([expect.stringContaining('duplicate entry for partition gpu')]) }) },
    { number: 14, shows: async () => expect(await judged(trapped(14))).toMatchObject({ accepted: false, said: [expect.stringContaining('duplicate entry for partition cpu')] }) },
    { number: 23, shows: async () => expect(await judged(trapped(23))).toMatchObject({ accepted: false, said: expect.arrayContaining([expect.stringContaining('unrecognized key: NoSuchKey')]) }) },
  ];

  test('has them all', () => {
    expect(tried.map(({ number }) => number)).toEqual(TRAP_CASES.filter(({ daemons }) => daemons !== undefined).map(({ number }) => number));
  });

  test.each(tried.map(trial => ({ ...trial, daemons: caseOf(trial.number).daemons })))('$number: $daemons', async ({ shows }) => shows());
});

function clusterOf(objects: readonly unknown[]): DeclaredCluster {
  return modelFromObjects(objects.map(object => ({ object }))).clusters[0];
}

async function asked(sandbox: Sandbox, line: string): Promise<CommandResult> {
  const [command, ...words] = line.split(' ');
  return sandbox.exec(command, words);
}

async function said(sandbox: Sandbox, line: string): Promise<string> {
  return (await asked(sandbox, line)).stdout.trim();
}

async function comes(look: () => Promise<string>, isThere: (text: string) => boolean): Promise<string> {
  let text = await look();
  for (const end = Date.now() + PATIENCE_SECONDS * 1000; !isThere(text) && Date.now() < end; text = await look()) {
    await sleep(100);
  }
  return text;
}

/** What slurmctld says when it does not find the slurmdbd of its slurm.conf. */
async function hostLookedFor(cluster: DeclaredCluster): Promise<string> {
  const bench = DaemonBench.create();
  try {
    const trial = await bench.trial();
    trial.write('slurm.conf', slurmConfHere(cluster, trial));
    trial.write('cgroup.conf', cluster.cgroupConf.text);
    const { said: text } = await trial.start('slurmctld', ['-D', '-f', trial.file('etc', 'slurm.conf'), '-v']).until(LOOKUP, PATIENCE_SECONDS);
    return text.split('\n').filter(line => LOOKUP.test(line)).join('\n');
  } finally {
    await bench.remove();
  }
}
