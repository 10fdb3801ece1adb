import { KeywordTable, keyword, keywords, nearestKeyword, token, tokenList } from '../../src/slurm/catalog';

describe('keyword catalog', () => {
  test.each([
    [KeywordTable.SLURM_CONF, 248],
    [KeywordTable.SLURMDBD_CONF, 72],
    [KeywordTable.CGROUP_CONF, 24],
    [KeywordTable.GRES_CONF, 13],
    [KeywordTable.NODE, 30],
    [KeywordTable.PARTITION, 48],
    [KeywordTable.ACCT_GATHER_CONF, 44],
    [KeywordTable.BURST_BUFFER_CONF, 20],
    [KeywordTable.JOB_CONTAINER_CONF, 11],
    [KeywordTable.MPI_CONF, 13],
    [KeywordTable.OCI_CONF, 20],
  ])('%s holds the %i keys of Slurm 26.05', (table, count) => {
    expect(keywords(table)).toHaveLength(count);
  });

  test('finds a key whatever its case', () => {
    expect(keyword(KeywordTable.SLURM_CONF, 'KILLWAIT')).toMatchObject({ name: 'KillWait', kind: 'uint16', unit: 'seconds', default: 30 });
  });

  test('keeps the keys of a line apart from the keys of the file', () => {
    expect(keyword(KeywordTable.SLURM_CONF, 'RealMemory')).toBeUndefined();
    expect(keyword(KeywordTable.NODE, 'RealMemory')).toMatchObject({ unit: 'MiB' });
  });

  test.each([
    [KeywordTable.SLURM_CONF, 'KilWait', 'KillWait'],
    [KeywordTable.SLURM_CONF, 'ShedulerType', 'SchedulerType'],
    [KeywordTable.PARTITION, 'MaxTme', 'MaxTime'],
    [KeywordTable.CGROUP_CONF, 'ConstrainDevice', 'ConstrainDevices'],
  ])('in %s %s most likely means %s', (table, written, meant) => {
    expect(nearestKeyword(table, written)).toBe(meant);
  });

  test('suggests nothing for a word nobody could mean', () => {
    expect(nearestKeyword(KeywordTable.SLURM_CONF, 'Xyzzy')).toBeUndefined();
  });

  test('every key that takes words names a list of the catalog', () => {
    const missing = Object.values(KeywordTable).flatMap(table => keywords(table))
      .filter(key => key.tokens !== undefined && tokenList(key.tokens) === undefined)
      .map(key => key.name);
    expect(missing).toEqual([]);
  });

  test.each([
    ['SchedulerParameters', 'BF_Continue', 'bf_continue'],
    ['SwitchParameters', 'def_txqs', 'def_<res>'],
    ['GpuFreqDef', '1410', '<MHz>'],
    ['GpuFreqDef', 'turbo', undefined],
  ])('%s knows %s as %s', (list, word, name) => {
    expect(token(tokenList(list) ?? { name: list, unknown: 'fatal', tokens: [] }, word)?.token).toBe(name);
  });
});
