import { ACCT_GATHER_CONF } from './checks/acct-gather-conf';
import { CONF_TEXT } from './checks/conf-text';
import { DATABASE_CHECKS } from './checks/database-checks';
import { GRES_CONF } from './checks/gres-conf';
import { GRES_COUNTS } from './checks/gres-counts';
import { NODE_RECORDS } from './checks/node-records';
import { PARTITION_NAMES } from './checks/partition-names';
import { POWER_SAVING } from './checks/power-saving';
import { SCHEDULING_CHECKS } from './checks/scheduling-checks';
import { SCRIPT_CHECKS } from './checks/scripts';
import { SLURMDBD_AGREEMENT } from './checks/slurmdbd-agreement';
import { TOPOLOGY_SETTINGS } from './checks/topology-settings';
import { TRES_WEIGHTS } from './checks/tres-weights';
import { ClusterRule } from './cluster-check';
import { ConflictRule } from './conflict-rule';
import { ACCOUNTING_CONFLICTS } from './conflicts/accounting-conflicts';
import { DAEMON_CONFLICTS } from './conflicts/daemon-conflicts';
import { NODE_CONFLICTS } from './conflicts/node-conflicts';
import { PARTITION_CONFLICTS } from './conflicts/partition-conflicts';
import { PLUGIN_CONFLICTS } from './conflicts/plugin-conflicts';
import { PREEMPTION_CONFLICTS } from './conflicts/preemption-conflicts';
import { PRIORITY_CONFLICTS } from './conflicts/priority-conflicts';
import { PROCESS_CONFLICTS } from './conflicts/process-conflicts';
import { SCHEDULING_CONFLICTS } from './conflicts/scheduling-conflicts';
import { compareText } from '../../config-files';
import { ILintRule } from '../../rule';

const CONFLICTS = [
  ACCOUNTING_CONFLICTS, DAEMON_CONFLICTS, NODE_CONFLICTS, PARTITION_CONFLICTS, PLUGIN_CONFLICTS, PREEMPTION_CONFLICTS, PRIORITY_CONFLICTS, PROCESS_CONFLICTS,
  SCHEDULING_CONFLICTS,
];

const CHECKS = [
  ACCT_GATHER_CONF, CONF_TEXT, DATABASE_CHECKS, GRES_CONF, GRES_COUNTS, NODE_RECORDS, PARTITION_NAMES, POWER_SAVING, SCHEDULING_CHECKS, SCRIPT_CHECKS,
  SLURMDBD_AGREEMENT, TOPOLOGY_SETTINGS, TRES_WEIGHTS,
];

/** What Slurm's daemons make of a configuration as a whole, ordered by id. The last two digits are those of the fact that a rule rests on. */
export const SLURM_RULES: readonly ILintRule[] = [
  ...CONFLICTS.flat().map(row => new ConflictRule(row)),
  ...CHECKS.flat().map(check => new ClusterRule(check)),
].sort((left, right) => compareText(left.id, right.id));
