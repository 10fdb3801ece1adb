import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { FOLDER_PREFIX } from './sandbox-folder';
import { SubmissionPolicy } from './submission-policy';

/** A sandbox of this user that another process keeps up. */
export interface RunningSandbox {
  readonly folder: string;
  /** `ClusterName` of the cluster. */
  readonly clusterName: string;
  /** Process that keeps it up and ends it on SIGTERM. */
  readonly pid: number;
  readonly environment: { readonly [name: string]: string };
  /** Release of its daemons. */
  readonly slurmVersion: string;
  readonly submissionPolicy: SubmissionPolicy;
  /** What the manifests leave open and it took for granted. */
  readonly assumptions: readonly string[];
}

const FILE = 'sandbox.json';

/** Lets other processes of this user find a sandbox. */
export function announce(sandbox: RunningSandbox): void {
  fs.writeFileSync(path.join(sandbox.folder, FILE), JSON.stringify(sandbox), { mode: 0o600 });
}

/** The sandboxes that this user has up, by folder. */
export function runningSandboxes(): RunningSandbox[] {
  const parent = fs.realpathSync(os.tmpdir());
  return fs.readdirSync(parent).filter(name => name.startsWith(FOLDER_PREFIX)).sort().flatMap(name => {
    const folder = path.join(parent, name);
    // Anybody may make a folder of that name; only our own may tell us which process to end and what to run.
    if (fs.lstatSync(folder, { throwIfNoEntry: false })?.uid !== process.getuid?.()) {
      return [];
    }
    try {
      const sandbox = JSON.parse(fs.readFileSync(path.join(folder, FILE), 'utf8')) as RunningSandbox;
      process.kill(sandbox.pid, 0);
      return [sandbox];
    } catch {
      return [];
    }
  });
}
