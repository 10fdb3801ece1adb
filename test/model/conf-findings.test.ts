import { accounting, controller, core, cpuCluster, HEALTHY_CONF, model, nodeSet, Plain } from './slinky-objects';
import { lint, modelFindingText } from '../../src/model/lint';

function confFindingsOf(...objects: Plain[]): string[] {
  return lint(model(...objects)).findings.filter(({ ruleId }) => /^(CONF|TOPO)-/.test(ruleId)).map(modelFindingText);
}

describe('texts of Slurm inside objects', () => {
  test.each([
    ['an unknown key of extraConf', [controller({ extraConf: 'ReturnToService=2\nSchedulerTyp=sched/backfill' })], /^\[Controller slurm\/slurm\] CONF-\d+: line 2: .*SchedulerTyp/],
    ['an unknown key of a partition', [controller(), nodeSet({ partition: { enabled: true, config: 'MaxTme=1' } })], /^\[NodeSet slurm\/slurm-worker-cpu\] CONF-\d+: .*MaxTme/],
    ['an unknown key of a node', [controller(), nodeSet({ extraConf: 'RealMemry=1' })], /^\[NodeSet slurm\/slurm-worker-cpu\] CONF-\d+: .*RealMemry/],
    ['an unknown key of slurmdbd.conf', [accounting({ extraConf: 'PurgeJobsAfter=1month' })], /^\[Accounting slurm\/slurm\] CONF-\d+: .*PurgeJobsAfter/],
    [
      'an unknown key of cgroup.conf',
      [controller({ configFileRefs: [{ name: 'files' }] }), core('ConfigMap', 'files', { data: { 'cgroup.conf': 'ConstrainDevice=yes\n' } })],
      /^\[ConfigMap slurm\/files\] CONF-\d+: .*ConstrainDevice/,
    ],
    [
      'an empty topology.yaml',
      [controller({ configFileRefs: [{ name: 'files' }] }), core('ConfigMap', 'files', { data: { 'topology.yaml': '[]\n' } })],
      /^\[ConfigMap slurm\/files\] TOPO-\d+: /,
    ],
    [
      'a block topology in topology.conf',
      [
        controller({ configFileRefs: [{ name: 'files' }], extraConf: 'TopologyPlugin=topology/block' }),
        core('ConfigMap', 'files', { data: { 'topology.conf': 'BlockName=a Nodes=x[0-3]\nBlockSizes=4,6\n' } }),
      ],
      /^\[ConfigMap slurm\/files\] TOPO-\d+: /,
    ],
  ])('%s is found', (_, objects, expected) => {
    const found = confFindingsOf(...objects);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  test.each([
    ['sound keys', cpuCluster()],
    ['the keys of an external Controller, which nobody reads', [controller({ external: true, externalConfig: { host: 'h', port: 6817 }, extraConf: 'NoSuchKey=1' })]],
    ['a topology.conf that no TopologyPlugin asks for', [
      controller({ configFileRefs: [{ name: 'files' }] }),
      core('ConfigMap', 'files', { data: { 'topology.conf': 'nonsense\n' } }),
    ]],
    ['a script among the files', [
      controller({ extraConf: HEALTHY_CONF, prologScriptRefs: [{ name: 'scripts' }] }),
      core('ConfigMap', 'scripts', { data: { 'prolog-x.sh': '#!/bin/sh\nexit 0\n' } }),
    ]],
  ])('%s pass', (_, objects) => {
    expect(confFindingsOf(...objects)).toEqual([]);
  });

  test('findings of the parser and of rules keep their line within the field', () => {
    const { findings } = lint(model(
      controller({ extraConf: 'ReturnToService=2\n\nSchedulerTyp=a\nCommunicationParameters=DisableIPv4', configFileRefs: [{ name: 'files' }] }),
      core('ConfigMap', 'files', { data: { 'cgroup.conf': '# here\nConstrainDevice=yes\n' } }),
    ));
    const lineOf = (id: string, kind: string): number | undefined => findings.find(({ ruleId, object }) => ruleId === id && object?.kind === kind)?.fieldLine;
    expect([lineOf('CONF-001', 'Controller'), lineOf('CONF-001', 'ConfigMap'), lineOf('CTL-024', 'Controller')]).toEqual([3, 2, 4]);
  });

  test('keys are those of the release that slurmctld runs', () => {
    const objects = (image: string): Plain[] => cpuCluster({ controller: { slurmctld: { image }, extraConf: 'PartitionName=x Nodes=ALL Exclusive=NODE' } });
    const older = confFindingsOf(...objects('slurmctld:25.11.6'));
    expect(confFindingsOf(...objects('slurmctld:26.05.1'))).not.toEqual(older);
    expect(older.join()).toMatch(/26\.05/);
  });
});
