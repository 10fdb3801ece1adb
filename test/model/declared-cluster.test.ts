import { cluster, controller, nodeSet, Plain } from './slinky-objects';

function partitionsOf(extraConf: string, ...more: Plain[]) {
  return cluster(controller({ extraConf }), nodeSet({}, 'slurm-worker-cpu'), nodeSet({ partition: null }, 'slurm-worker-gpu'), ...more).partitions;
}

describe('partitions', () => {
  test('come from NodeSets and from extraConf, with their origins', () => {
    expect(partitionsOf('# all of it\nPartitionName=all Nodes=ALL State=UP').map(({ name, isDefault, nodeSets, line }) => ({
      name,
      isDefault,
      nodeSets: nodeSets.map(({ slurmName }) => slurmName),
      origin: [line.origin.object?.kind, line.origin.field, line.origin.fieldLine],
    }))).toEqual([
      { name: 'cpu', isDefault: true, nodeSets: ['cpu'], origin: ['NodeSet', 'spec.partition', undefined] },
      { name: 'all', isDefault: false, nodeSets: ['cpu', 'gpu'], origin: ['Controller', 'spec.extraConf', 2] },
    ]);
  });

  test.each([
    ['Nodes=gpu,cpu', ['gpu', 'cpu'], []],
    ['Nodes=all', ['cpu', 'gpu'], []],
    ['Nodes=gpu,old-[0-3,7],x', ['gpu'], ['old-[0-3,7]', 'x']],
    ['State=UP', [], []],
  ])('with %s hold their NodeSets', (options, held, foreign) => {
    const found = partitionsOf(`PartitionName=p ${options}`).find(({ name }) => name === 'p');
    expect(found?.nodeSets.map(({ slurmName }) => slurmName)).toEqual(held);
    expect(found?.foreignNodes).toEqual(foreign);
  });

  test('inherit from the DEFAULT line before them, which is none itself', () => {
    const found = partitionsOf('PartitionName=a Nodes=gpu\nPartitionName=DEFAULT Nodes=cpu Default=YES\nPartitionName=b\nPartitionName=c Default=NO Nodes=gpu');
    expect(found.slice(1).map(({ name, nodes, isDefault }) => [name, nodes, isDefault])).toEqual([['a', 'gpu', false], ['b', 'cpu', true], ['c', 'gpu', false]]);
  });
});

describe('settings', () => {
  test('take the last value, of any case, and skip records and comments', () => {
    const { settings } = cluster(controller({ extraConf: 'KillWait=30\nkillwait=60 # why\n#KillWait=90\nNodeName=x KillWait=1' }));
    expect(settings.value('KillWait')).toBe('60');
    expect(settings.all('KillWait').map(({ value }) => value)).toEqual(['30', '60']);
    expect(settings.find('NoSuchKey')).toBeUndefined();
    expect(settings.value('NoSuchKey', 'x')).toBe('x');
  });

  test('split lists into lower-case words', () => {
    const { settings } = cluster(controller({ extraConf: 'TaskPlugin=task/Affinity,,task/cgroup' }));
    expect(settings.words('TaskPlugin')).toEqual(['task/affinity', 'task/cgroup']);
  });

  test('are the merged ones where the operator merges', () => {
    const { settings } = cluster(controller({ extraConf: 'SlurmctldParameters=enable_stepmgr' }));
    expect(settings.value('SlurmctldParameters')).toBe('enable_configless,enable_stepmgr,reconfig_on_restart');
  });
});

describe('a cluster', () => {
  test('says which ConfigMaps are out of sight', () => {
    expect(cluster(controller({ configFileRefs: [{ name: 'a' }], epilogScriptRefs: [{ name: 'b' }] })).missingConfigMaps).toEqual([
      { name: 'a', role: 'configFileRefs' }, { name: 'b', role: 'epilogScriptRefs' },
    ]);
  });
});
