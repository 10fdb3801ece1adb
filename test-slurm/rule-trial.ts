import * as fs from 'fs';
import * as path from 'path';
import { DaemonBench, Outcome, Trial } from './daemon-bench';
import { slurmConfHere, slurmdbdConfHere } from './operator-files';
import { objectsOf, SlurmTexts } from '../test/model/rules/slurm/slurm-case';
import { model } from '../test/model/slinky-objects';

/** Who shows what a rule predicts. */
export enum Witness {
  SLURMCTLD = 'slurmctld',
  /** slurmd without anything that needs cgroups, which the machine of a test may not give away. */
  SLURMD = 'slurmd',
  /** slurmd with the cgroups that the texts ask for. */
  SLURMD_CGROUP = 'slurmd and its cgroups',
  /** slurmctld when slurmd registers. */
  REGISTRATION = 'slurmctld at registration',
  SLURMDBD = 'slurmdbd',
  /** A command of users, answered by a running slurmctld. */
  ANSWER = 'an answer of slurmctld',
}

/** What to ask once slurmctld runs. */
export interface Question {
  readonly program: string;
  readonly words: readonly string[];
}

const READY = {
  slurmctld: /Running as primary controller|Retrying initial connection to slurmdbd|getaddrinfo\(\) failed|retrying in 1sec/,
  slurmd: /slurmd version \S+ started|slurmd started on|retrying in 1sec/i,
  slurmdbd: /mysql|database|slurmdbd version \S+ started/i,
};

const NODE_WORDS = ['-D', '-N', 'cpu-0'];
const PATIENCE_SECONDS = 30;
const ANSWER_SECONDS = 10;
// Threads of slurmctld complain after it has said that it runs.
const AFTERTHOUGHT_SECONDS = 0.25;

/** Lines for a slurmd on a machine that is no node: no cgroups, and hardware as the configuration says. */
const NO_NODE = ['ProctrackType=proctrack/linuxproc', 'SlurmdParameters=config_overrides', 'GresTypes=gpu,nic,shard'];

/** What stands beside the texts of a case. */
export interface Circumstances {
  readonly question?: Question;
  /** Lines that slurm.conf needs beside those of the case. */
  readonly conf?: string;
  /** What the node set says when the case leaves that open. */
  readonly node?: string;
  /** The nodes are unknown, as those of a NodeSet are before they register. */
  readonly withoutNodes?: boolean;
}

/** Lets the real daemons read the texts of a rule's case. Waits for `sign`, or else until they would have said it. */
export async function tryTexts(bench: DaemonBench, texts: SlurmTexts, witness: Witness, sign: RegExp, beside: Circumstances = {}): Promise<Outcome> {
  const trial = await bench.trial();
  try {
    if (witness === Witness.SLURMDBD) {
      return await watch(trial, 'slurmdbd', writeDbd(trial, texts), sign);
    }
    writeCluster(trial, texts, witness, beside);
    if (witness === Witness.SLURMD || witness === Witness.SLURMD_CGROUP) {
      return await watch(trial, 'slurmd', [...NODE_WORDS, '-f', trial.file('etc', 'slurm.conf'), '-d', trial.program('slurmstepd'), '-v'], sign);
    }
    const slurmctld = trial.start('slurmctld', ['-D', '-f', trial.file('etc', 'slurm.conf'), '-v']);
    if (witness === Witness.SLURMCTLD) {
      return await settled(slurmctld, READY.slurmctld, sign);
    }
    const started = await slurmctld.until(/Running as primary controller/, PATIENCE_SECONDS);
    if (started.ended !== undefined) {
      return started;
    }
    if (beside.question !== undefined) {
      const { program, words } = beside.question;
      return await trial.start(program, words, { SLURM_JWT: bench.token }).until(sign, ANSWER_SECONDS);
    }
    const slurmd = trial.start('slurmd', [...NODE_WORDS, '-f', trial.file('etc', 'slurm.conf'), '-d', trial.program('slurmstepd')]);
    const { said, ended } = await settled(slurmctld, /Node cpu-0 now responding|node_did_resp|Registering|registration/i, sign);
    // Without the node there is nothing to see, and then only slurmd can say why.
    return { said: sign.test(said) ? said : `${said}\nslurmd: ${slurmd.outcome.said}`, ended };
  } finally {
    await trial.stop();
  }
}

async function watch(trial: Trial, program: 'slurmd' | 'slurmdbd', words: readonly string[], sign: RegExp): Promise<Outcome> {
  return settled(trial.start(program, words), READY[program], sign);
}

async function settled(watched: ReturnType<Trial['start']>, ready: RegExp, sign: RegExp): Promise<Outcome> {
  await watched.until(new RegExp(`${ready.source}|${sign.source}`, 'i'), PATIENCE_SECONDS);
  return watched.until(sign, AFTERTHOUGHT_SECONDS);
}

function writeCluster(trial: Trial, texts: SlurmTexts, witness: Witness, { conf, node = '', withoutNodes = false }: Circumstances): void {
  const [cluster] = model(...objectsOf({ ...texts, conf: [texts.conf, conf].filter(each => each !== undefined).join('\n') })).clusters;
  const runsNode = witness === Witness.SLURMD || witness === Witness.REGISTRATION;
  const says = (line: string): boolean => new RegExp(`^\\s*${line.split('=')[0]}\\s*=`, 'im').test(`${texts.conf ?? ''}\n${conf ?? ''}`);
  const extra = runsNode ? NO_NODE.filter(line => !says(line)) : [];
  const fields = texts.node ?? node;
  const nodes = `NodeName=cpu-[0-1] NodeAddr=127.0.0.1 Port=[${trial.nodePorts.join(',')}] ${/\bFeatures?=/i.test(fields) ? fields : `Feature=cpu ${fields}`}`;
  trial.write('slurm.conf', here(trial, slurmConfHere(cluster, trial, [...extra, ...(withoutNodes ? [] : [nodes])])));
  for (const { name, text } of cluster.files) {
    trial.write(name, here(trial, text ?? ''), 0o700);
  }
  trial.write('cgroup.conf', runsNode ? 'CgroupPlugin=disabled\n' : `${cluster.cgroupConf.lines.map(({ text }) => text).join('\n')}\n`);
}

function writeDbd(trial: Trial, texts: SlurmTexts): string[] {
  trial.write('slurmdbd.conf', slurmdbdConfHere(texts.dbd ?? '', trial));
  return ['-D', '-vv'];
}

/** Gives a text the programs and devices it names, as files of the trial. */
function here(trial: Trial, text: string): string {
  return text.replace(/(?<=[=,])\/(opt|dev)\/([\w.-]+)(\[(\d+)-(\d+)\])?/g, (_, top: string, name: string, range?: string, low?: string, high?: string) => {
    const names = range === undefined ? [name] : Array.from({ length: Number(high) - Number(low) + 1 }, (__, index) => `${name}${Number(low) + index}`);
    for (const each of names) {
      make(trial.file(top, each), top === 'dev');
    }
    return `${trial.file(top, name)}${range ?? ''}`;
  });
}

function make(file: string, isDevice: boolean): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  if (isDevice && !fs.existsSync(file)) {
    fs.symlinkSync('/dev/null', file);
  } else if (!isDevice) {
    fs.writeFileSync(file, '#!/bin/sh\n', { mode: 0o755 });
  }
}
