import * as fs from 'fs';
import * as path from 'path';
import { KeywordTable } from '../../src/slurm/catalog';

/** Real configuration files, kept beside the repository because they are not ours to publish. */
export const confCasesFolder = path.join(__dirname, '..', '..', '..', 'shared', 'cases', 'slurm-conf');

/** One file of a case. */
export interface ConfCase {
  /** Path below the folder of cases. */
  readonly name: string;
  readonly text: string;
  readonly table: KeywordTable;
}

/** All files that slurmctld or slurmd read by Slurm's common grammar. Without the folder there are none, which is an error in CI only. */
export function confCases(): ConfCase[] {
  if (!fs.existsSync(confCasesFolder)) {
    const message = 'the real cases of slurm.conf are not here, so the tests on them are skipped';
    if (process.env.CI === 'true') throw new Error(message);
    console.warn(message);
    return [];
  }
  return filesBelow(confCasesFolder)
    .filter(file => !/topology|job_submit_switches|allowed_devices/.test(path.basename(file)))
    .map(file => ({ name: path.relative(confCasesFolder, file), text: fs.readFileSync(file, 'utf8'), table: tableOf(path.basename(file)) }));
}

/** Sites rename their files, so the end of the name decides. */
function tableOf(name: string): KeywordTable {
  if (/gres/.test(name.replace('acct_gather', ''))) return KeywordTable.GRES_CONF;
  if (/cgroup/.test(name)) return KeywordTable.CGROUP_CONF;
  if (name === 'plugstack.conf') return KeywordTable.PLUGSTACK_CONF;
  if (name === 'acct_gather.conf') return KeywordTable.ACCT_GATHER_CONF;
  return KeywordTable.SLURM_CONF;
}

function filesBelow(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => entry.isDirectory() ? filesBelow(path.join(folder, entry.name)) : [path.join(folder, entry.name)]);
}
