import { LintSeverity } from '../../../../slurm/finding';
import { DeclaredCluster } from '../../../declared-cluster';
import { parseImage } from '../../../image-version';
import { lastValue } from '../../../partition-facts';
import { includesFiles } from '../../../slurm-text';
import { ClusterCheck, finding } from '../cluster-check';
import { ConfRecord, userLines } from '../node-lines';

const PROGRAMS = ['RebootProgram', 'ResumeFailProgram', 'ResumeProgram', 'SuspendProgram'];

/** Checks of the programs that power nodes down and up. */
export const POWER_SAVING: readonly ClusterCheck[] = [
  {
    id: 'PWR-002',
    severity: LintSeverity.WARNING,
    title: 'programs of power saving are absolute paths or power actions',
    find: cluster => PROGRAMS.flatMap(key => {
      const setting = cluster.settings.find(key);
      const program = setting?.value.split(' ')[0] ?? '/';
      return program.startsWith('/') || includesFiles(cluster.controller.extraConf) || actions(cluster).some(({ name }) => name === program) ? [] : [finding(
        cluster, setting?.line, `${key}=${program} is neither an absolute path nor a PowerAction: slurmctld logs an error, and power saving is off`, 'write the whole path of the program',
      )];
    }),
  },
  {
    id: 'PWR-005',
    severity: LintSeverity.WARNING,
    title: 'partitions kept powered are partitions',
    find: cluster => {
      const setting = cluster.settings.find('SuspendExcParts');
      const unknown = (setting?.value ?? '').split(',').map(name => name.trim()).filter(name => name !== '' && !cluster.partitions.some(partition => partition.name === name));
      return unknown.length === 0 || includesFiles(cluster.controller.extraConf) ? [] : [finding(
        cluster, setting?.line, `SuspendExcParts names ${unknown.join(', ')}, which is no partition: slurmctld logs an error and ignores it`, 'correct the name',
      )];
    },
  },
  {
    id: 'PWR-010',
    severity: LintSeverity.ERROR,
    title: 'power actions say where they run, and what',
    find: cluster => actions(cluster).flatMap(({ name, options, line }) => {
      const [location, program] = [lastValue(options, 'Location'), lastValue(options, 'Program')];
      if (location === undefined || program === undefined) {
        return [finding(cluster, line, `PowerAction=${name} has no ${location === undefined ? 'Location' : 'Program'}: slurmctld exits`, 'add Location=slurmctld (or slurmd) and Program=<absolute path>')];
      }
      return location.toLowerCase() !== 'slurmctld' || program.startsWith('/') ? [] : [finding(
        cluster, line, `PowerAction=${name} runs Program=${program}, which is no absolute path: slurmctld exits`, 'write the whole path of the program',
      )];
    }),
  },
  {
    id: 'PWR-011',
    severity: LintSeverity.ERROR,
    title: 'nodes are powered up by slurmctld',
    find: cluster => {
      const setting = cluster.settings.find('ResumeProgram');
      const action = actions(cluster).find(({ name }) => name === setting?.value);
      return !runsOnNode(action) ? [] : [finding(
        cluster, setting?.line, `ResumeProgram=${setting?.value} is a power action with Location=slurmd, which a node that is off cannot run: nodes stay down`, 'use an action with Location=slurmctld',
      )];
    },
  },
  {
    id: 'PWR-012',
    severity: LintSeverity.WARNING,
    title: 'each power action is defined once',
    find: cluster => actions(cluster).filter(({ name }, index, all) => all.findIndex(other => other.name === name) < index)
      .map(({ name, line }) => finding(cluster, line, `PowerAction=${name} is defined twice, and slurmctld says nothing`, 'remove one of the lines')),
  },
  {
    id: 'PWR-016',
    severity: LintSeverity.WARNING,
    title: 'nodes that run power actions know them',
    find: cluster => actions(cluster).filter(runsOnNode).flatMap(({ name, line }) => {
      const old = cluster.nodeSets.filter(({ pod }) => (parseImage(pod.container.image ?? '').release ?? '26.05') < '26.05');
      return old.length === 0 ? [] : [finding(
        cluster, line, `PowerAction=${name} runs on the nodes, but those of ${old.map(({ slurmName }) => slurmName).join(', ')} are older than 26.05: slurmctld logs an error and skips them`, 'upgrade slurmd of these node sets first',
      )];
    }),
  },
];

function actions(cluster: DeclaredCluster): readonly ConfRecord[] {
  return userLines(cluster, 'PowerAction');
}

function runsOnNode(action: ConfRecord | undefined): boolean {
  return action !== undefined && lastValue(action.options, 'Location')?.toLowerCase() === 'slurmd';
}
