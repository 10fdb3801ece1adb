import { existsSync } from 'fs';
import * as os from 'os';
import { slurm } from './real-slurm';
import { ConfEditor } from '../src/sandbox/conf-editor';
import { freePorts } from '../src/sandbox/free-ports';
import { SandboxFolder } from '../src/sandbox/sandbox-folder';
import { Slurmctld } from '../src/sandbox/slurmctld';
import { controllerConf } from '../src/sandbox/substituted-conf';
import { Teardown } from '../src/sandbox/teardown';

// It looks for a missing Include for a minute before it gives up.
const PATIENCE_SECONDS = 70;

/** What slurmctld does with configuration files. */
export interface Verdict {
  readonly accepted: boolean;
  /** Why, when it does not; else its errors. */
  readonly said: readonly string[];
}

/**
 * Starts slurmctld with files as they are, but for what binds them to another host: addresses, folders, accounts in a database and programs.
 *
 * @param files texts by name; slurm.conf is one of them
 */
export async function verdict(files: { readonly [name: string]: string }): Promise<Verdict> {
  const folder = SandboxFolder.create();
  const teardown = Teardown.arm(folder.root, existsSync('/run/slurmctld'));
  try {
    const installation = slurm();
    installation.install(folder.file('bin'));
    const token = folder.writeKeys(os.userInfo().username);
    for (const [name, text] of Object.entries(files)) {
      folder.writeConf(name, text);
    }
    const [controllerPort] = await freePorts(1);
    const place = {
      folder: folder.root,
      hostName: os.hostname().split('.')[0],
      user: os.userInfo().username,
      controllerPort,
      // The plugins a file names are part of what is judged.
      pluginDir: installation.pluginDir,
      hasPlugin: () => undefined,
      hasFile: existsSync,
    };
    const conf = new ConfEditor(controllerConf(files['slurm.conf'], place, 0).text, 'slurm.conf');
    conf.set('AuthType', 'auth/slurm', 'no munged runs here');
    conf.set('CredType', 'cred/slurm', 'no munged runs here');
    conf.drop('CryptoType', 'no munged runs here');
    folder.writeConf('slurm.conf', conf.text);
    const slurmctld = new Slurmctld(folder, token);
    return { accepted: await slurmctld.answers(PATIENCE_SECONDS), said: slurmctld.complaints() };
  } finally {
    await teardown.run();
  }
}
