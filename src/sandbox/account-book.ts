import * as fs from 'fs';
import { SandboxError } from './sandbox-error';
import { DeclaredCluster } from '../model/declared-cluster';
import { lastValue } from '../model/partition-facts';
import { DumpTitle, parseDump } from '../slurm/sacctmgr-dump';
import { splitWords } from '../slurm/sbatch-words';

/** Runs sacctmgr in the sandbox. */
export type RunSacctmgr = (words: readonly string[]) => Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }>;

/** Account of jobs where nobody declares one. */
export const SANDBOX_ACCOUNT = 'sandbox';

const NOTHING_TO_DO = /nothing (?:new )?added|already exist|nothing to (?:do|modify)|nothing modified/i;
const COMPLAINT = /^\s*line\(\d+\)|\berror\b|\bunknown\b|\byou need\b/im;
const CLUSTER_LINE = /^(\s*(?:cluster|machine)\s+-\s+)(?:'[^']*'|"[^"]*"|[^\s:]+)/im;

/** The accounts, users and QOS of a sandbox' database. */
export class AccountBook {
  private readonly made: { readonly what: string; readonly name: string }[] = [];
  private readonly loaded: string[] = [];

  /**
   * @param dump file of the sandbox that a dump is copied to, under the name of its cluster
   */
  constructor(private readonly sacctmgr: RunSacctmgr, private readonly dump: string) {}

  /** Makes the QOS that partitions name: slurmctld does not start when one of them is unknown. */
  public async addCluster(cluster: DeclaredCluster): Promise<void> {
    const qos = named(cluster, 'AllowQos', 'DenyQos', 'QOS');
    if (qos.length > 0) {
      await this.run(['add', 'qos', qos.join(',')]);
    }
    await this.run(['add', 'cluster', cluster.controller.clusterName]);
    this.made.push(...qos.filter(name => name !== 'normal').map(name => ({ name, what: 'QOS' })));
  }

  /** Makes the accounts that partitions name where no file did: one that is there already would not get the parent and limits that a file gives it. */
  public async addAccounts(cluster: DeclaredCluster): Promise<void> {
    const accounts = named(cluster, 'AllowAccounts', 'DenyAccounts').filter(name => name !== 'root');
    if (accounts.length > 0) {
      await this.run(['add', 'account', accounts.join(',')]);
    }
    this.made.push(...accounts.map(name => ({ name, what: 'account' })));
  }

  /** What nobody declares and the sandbox made. */
  public get assumptions(): readonly string[] {
    const bare = this.made.filter(({ name }) => !this.loaded.some(text => text.toLowerCase().includes(name)));
    return bare.length === 0 ? [] : [`${bare.map(({ what, name }) => `${what} ${name}`).join(', ')}: made without limits, because partitions name them; --load gives them theirs`];
  }

  /**
   * Loads a file that `sacctmgr dump` wrote, or one with a command of sacctmgr on each line. Limits of GRES need slurmctld to have told the
   * database which GRES there are, so it runs already.
   */
  public async load(file: string, clusterName: string): Promise<void> {
    let text: string;
    try {
      text = fs.readFileSync(file, 'utf8');
    } catch (error) {
      throw new SandboxError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (CLUSTER_LINE.test(text)) {
      await this.loadDump(text, file, clusterName);
      return;
    }
    this.loaded.push(text);
    for (const [index, line] of text.split('\n').entries()) {
      const words = splitWords(line).words.map(word => word.text).filter((word, at) => !(at === 0 && word === 'sacctmgr') && word !== '-i' && word !== '--immediate');
      if (words.length > 0) {
        await this.run(words, `${file}:${index + 1}: `);
      }
    }
  }

  /**
   * Loads the text of a file that `sacctmgr dump` wrote.
   *
   * @param origin where it is from, for messages
   */
  public async loadDump(text: string, origin: string, clusterName: string): Promise<void> {
    this.loaded.push(text);
    // A QOS that preempts others is refused until those exist, which an earlier line of the same file does not yet bring about.
    const qos = parseDump(text).filter(({ title }) => title === DumpTitle.QOS).map(({ name }) => name);
    if (qos.length > 0) {
      await this.run(['add', 'qos', qos.join(',')], `${origin}: `);
    }
    // With cluster= on its command line sacctmgr would refuse the lines of QOS.
    fs.writeFileSync(this.dump, text.replace(CLUSTER_LINE, `$1'${clusterName}'`));
    await this.run(['load', `file=${this.dump}`], `${origin}: `);
  }

  /**
   * Lets users charge every account, so that limits of accounts hold for them, and lets everybody use every QOS where no file says who may.
   *
   * @returns the account of jobs that name none
   */
  public async addUsers(users: readonly string[], clusterName: string): Promise<string> {
    const qos = this.made.filter(({ what }) => what === 'QOS').map(({ name }) => name);
    if (this.loaded.length === 0 && qos.length > 0) {
      await this.run(['modify', 'cluster', clusterName, 'set', `qos+=${qos.join(',')}`]);
    }
    const { stdout } = await this.run(['--noheader', '--parsable2', 'show', 'account', 'format=account']);
    const declared = stdout.split('\n').map(line => line.trim()).filter(name => name !== '' && name !== 'root');
    if (declared.length === 0) {
      await this.run(['add', 'account', SANDBOX_ACCOUNT]);
    }
    const accounts = declared.length === 0 ? [SANDBOX_ACCOUNT] : declared;
    for (const user of users) {
      const { stdout: own } = await this.run(['--noheader', '--parsable2', 'show', 'assoc', `user=${user}`, 'format=account']);
      // Somebody who has accounts already keeps exactly those.
      if (own.trim() === '' || user === 'root') {
        await this.run(['add', 'user', user, `account=${accounts.join(',')}`, `defaultaccount=${accounts[0]}`]);
      }
    }
    return accounts[0];
  }

  /**
   * Makes every QOS refuse a job at once that its limits, or those of its account, would keep waiting for ever: otherwise sbatch --test-only
   * passes over them.
   *
   * @returns the QOS that do so by themselves
   */
  public async refuseAtOnce(): Promise<readonly string[]> {
    const { stdout } = await this.run(['--noheader', '--parsable2', 'show', 'qos', 'format=name,flags']);
    const rows = stdout.split('\n').map(line => line.trim().split('|')).filter(([name]) => name !== '');
    const strict = rows.filter(([, flags = '']) => /DenyOnLimit/i.test(flags)).map(([name]) => name);
    const others = rows.map(([name]) => name).filter(name => !strict.includes(name));
    if (others.length > 0) {
      await this.run(['modify', 'qos', others.join(','), 'set', 'flags+=DenyOnLimit']);
    }
    return strict;
  }

  private async run(words: readonly string[], place = ''): Promise<{ readonly stdout: string }> {
    const { status, stdout, stderr } = await this.sacctmgr(['--immediate', ...words]);
    const text = `${stdout}\n${stderr}`;
    // sacctmgr ends well when there was nothing to do and when a part of it failed.
    if (status !== 0 && (!NOTHING_TO_DO.test(text) || COMPLAINT.test(text))) {
      const said = text.split('\n').map(line => line.trim()).filter(line => line !== '');
      throw new SandboxError(`${place}sacctmgr ${words.join(' ')} fails: ${said.join('; ') || `exit code ${status}`}`);
    }
    return { stdout };
  }
}

function named({ partitions }: DeclaredCluster, ...keys: string[]): string[] {
  const words = partitions.flatMap(({ options }) => keys.flatMap(key => (lastValue(options, key) ?? '').split(',')));
  return [...new Set(words.map(word => word.trim().toLowerCase()).filter(word => word !== '' && word !== 'all'))];
}
