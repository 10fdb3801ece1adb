import * as fc from 'fast-check';
import { DumpTitle, parseDump, renderDumpLine } from '../../src/slurm/sacctmgr-dump';

const fieldsOf = (line: string) => parseDump(line).map(({ title, name, fields }) => [title, name, ...fields.map(({ key, value }) => `${key}=${value}`)]);

describe('sacctmgr dump', () => {
  test.each([
    ['Account - \'bio\':Description="a: b":GrpJobs=4', ['Account', 'bio', 'Description=a: b', 'GrpJobs=4']],
    ["User - 'bob':Partition='all':QOS='high,normal'", ['User', 'bob', 'Partition=all', 'QOS=high,normal']],
    ['qos - high:MaxTRESPerUser=cpu=10,gres/gpu:h100=2:Priority=4', ['QOS', 'high', 'MaxTRESPerUser=cpu=10,gres/gpu:h100=2', 'Priority=4']],
    ["QOS - 'h':GrpTRES=gres/gpu:a100=1,gres/gpu:h100=2,cpu=3:GrpWall=5", ['QOS', 'h', 'GrpTRES=gres/gpu:a100=1,gres/gpu:h100=2,cpu=3', 'GrpWall=5']],
    ["Machine - 'c':Fairshare=1", ['Cluster', 'c', 'Fairshare=1']],
    ["Project - 'p'", ['Account', 'p']],
    ["  Parent - 'root'  ", ['Parent', 'root']],
  ])('reads %s', (line, expected) => {
    expect(fieldsOf(line)).toEqual([expected]);
  });

  test.each(['', '# Account - x', 'sacctmgr add account x', 'Wckey - x'])('passes over %p', line => {
    expect(parseDump(line)).toEqual([]);
  });

  test('reads what it writes', () => {
    const text = fc.stringMatching(/^[a-z0-9 :=,/.-]{0,20}$/);
    const field = fc.record({ key: fc.stringMatching(/^[A-Z][a-zA-Z]{0,8}$/), value: text.filter(value => !/(?:^|,)gres\/[^=,]*$/.test(value)) });
    fc.assert(fc.property(fc.constantFrom(...Object.values(DumpTitle)), fc.stringMatching(/^[a-z0-9._-]{1,9}$/), fc.array(field), (title, name, fields) => {
      expect(parseDump(renderDumpLine({ title, name, fields }))).toEqual([{ title, name, fields }]);
    }), { seed: 4 });
  });
});
