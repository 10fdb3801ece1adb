import { Command, InvalidArgumentError, Option } from 'commander';
import { oneCluster } from './cluster-choice';
import { Interruption } from './interruption';
import type { CliIo } from './io';
import { Manifests } from './manifests';
import { Progress } from './progress';
import { readable, sandboxModule } from './sandbox-choice';
import type { Sandbox } from '../sandbox';

/** What every verb that starts a sandbox is asked. */
export interface SandboxStart {
  readonly manifests: readonly string[];
  /** Which cluster of several. */
  readonly chosen?: string;
  readonly slurmRoot?: string;
  readonly slurmImage: readonly string[];
  readonly runNodes: number;
  readonly nodes: { readonly [nodeSet: string]: number };
  readonly accounting: boolean;
  readonly load: readonly string[];
  readonly namespace: string;
}

/** A sandbox that is up, and what ends it. */
export interface StartedSandbox {
  readonly sandbox: Sandbox;
  /** Settles on Ctrl-C and its relatives. */
  readonly interrupted: Promise<undefined>;
  readonly progress: Progress;
}

/** Adds the options that every verb that starts a sandbox has. */
export function addStartOptions(verb: Command): Command {
  return verb
    .option('--slurm-root <dir>', 'root file system that holds Slurm (default: the Slurm on the PATH, else that of the container images)')
    .addOption(new Option('--slurm-image <image>', 'container image that holds Slurm; may be repeated').argParser(listed).default([], 'those of the manifests'))
    .addOption(new Option('--nodes <set=number>', 'another number of nodes for a node set; may be repeated').argParser(nodeCount).default({}, 'as declared'))
    .option('--accounting', 'run slurmdbd too, on a MariaDB of its own, so that accounts, QOS and their limits count', false)
    .addOption(new Option('--load <file>', 'accounts, users and QOS for it: what sacctmgr dump wrote, or a sacctmgr command a line; may be repeated').argParser(listed).default([], 'what partitions name'));
}

/**
 * Starts a sandbox, lets it be used, and leaves nothing behind.
 *
 * @param option how the user chooses a cluster of several
 */
export async function withSandbox<T>(args: SandboxStart, option: string, io: CliIo, use: (started: StartedSandbox) => Promise<T>): Promise<T> {
  const manifests = (await Manifests.read(args.manifests, io, args)).requireSlurm();
  const { modelFromObjects } = require('../model/from-objects') as typeof import('../model/from-objects');
  const cluster = oneCluster(modelFromObjects(manifests.objects, { namespace: args.namespace }).clusters, args.chosen, option);
  const interruption = new Interruption();
  const progress = new Progress(io);
  const say = (step: string): void => progress.say(step);
  const { findSlurm, Sandbox: sandboxes } = sandboxModule();
  try {
    const sandbox = await readable(async () => {
      // Before anybody is sent to look for a Slurm.
      sandboxes.require(cluster);
      return sandboxes.start(cluster, {
        slurm: findSlurm(cluster, { root: args.slurmRoot, images: args.slurmImage, env: io.env, progress: say }),
        runNodes: args.runNodes,
        accounting: args.accounting || args.load.length > 0,
        load: args.load,
        nodeCounts: Object.keys(args.nodes).length === 0 ? undefined : args.nodes,
        progress: say,
        signal: interruption.signal,
      });
    });
    progress.done();
    try {
      return await use({ sandbox, interrupted: interruption.happened, progress });
    } finally {
      await sandbox.stop();
    }
  } finally {
    progress.done();
    interruption.forget();
  }
}

/** Collects the values of an option that may be repeated. */
export function listed(text: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, text];
}

function nodeCount(text: string, earlier: { readonly [nodeSet: string]: number }): { readonly [nodeSet: string]: number } {
  const [, nodeSet, number] = /^([^=]+)=(\d{1,5})$/.exec(text) ?? [];
  if (nodeSet === undefined) {
    throw new InvalidArgumentError('write the Slurm name of a node set and a number, such as h100=512.');
  }
  return { ...earlier, [nodeSet]: Number(number) };
}
