import { readFileSync } from 'fs';
import * as path from 'path';
import { CONF_TRAPS } from './conf-traps';
import { OBJECT_TRAPS } from './object-traps';
import { POD_TRAPS } from './pod-traps';
import { TrapBed } from './trap-bed';
import { modelFromObjects } from '../../src/model/from-objects';
import { lint } from '../../src/model/lint';
import { manifests } from '../../test/cluster/cluster-manifests';
import { TRAPS } from '../../test/traps';
import { operatorIsHere } from '../cluster-programs';
import { installDefinitions } from '../custom-resources';
import { RealCluster } from '../real-cluster';
import { SlurmOperator } from '../slurm-operator';
import { SlurmRestStandIn } from '../slurm-rest-stand-in';
import { describeWithCluster, testWithOperator } from '../with-cluster';

const cases = [...CONF_TRAPS, ...POD_TRAPS, ...OBJECT_TRAPS].sort((left, right) => left.number - right.number);

describeWithCluster('traps of slurm-operator', () => {
  let cluster: RealCluster;
  let slurmRest: SlurmRestStandIn;
  let operator: SlurmOperator;

  beforeAll(async () => {
    if (!operatorIsHere) {
      return;
    }
    cluster = await RealCluster.start();
    await installDefinitions(cluster);
    await cluster.startControllers();
    slurmRest = await SlurmRestStandIn.start();
    operator = new SlurmOperator(cluster, slurmRest.address);
    await operator.startWebhook();
    await operator.startManager();
  });

  afterAll(async () => {
    await cluster?.stop();
    await slurmRest?.stop();
  });

  beforeEach(() => {
    jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  });

  const bedOf = (number: number) => new TrapBed(cluster, operator, slurmRest, number);

  test('are all tried', () => {
    expect(cases.map(({ number }) => number)).toEqual(TRAPS.map(({ number }) => number));
  });

  testWithOperator.each(cases)('$number: $shows', async ({ number, objects, seen }) => {
    const bed = bedOf(number);
    await bed.apply(objects(bed));
    await seen(bed);
  });

  test.each(cases)('$number is found by its rules in the manifests that step into it', ({ number, objects, readBack }) => {
    const unseen = TRAPS[number - 1].unseen !== undefined;
    const found = lint(modelFromObjects((readBack ?? objects)(bedOf(number)).map(object => ({ object })))).findings.map(({ ruleId }) => ruleId);
    expect(found.some(id => TRAPS[number - 1].rules.includes(id))).toBe(!unseen);
  });

  const refusals = cases.flatMap(({ number, refused }) => (refused ?? []).map(refusal => ({ number, ...refusal })));

  test.each(refusals)('$number is refused at synthesis with $id', ({ id, declare }) => {
    expect(() => manifests(declare)).toThrow(id);
  });

  const avoidances = cases.flatMap(({ number, avoided }) => avoided === undefined ? [] : [{ number, ...avoided }]);

  test.each(avoidances)('$number is not in what constructs write', ({ declare, expect: holds }) => {
    holds(manifests(declare));
  });

  test('are kept out by constructs, but for what only documents can say', () => {
    const open = cases.filter(({ refused, avoided }) => refused === undefined && avoided === undefined);
    expect(open.map(({ number }) => number)).toEqual([16]);
    open.forEach(({ documented }) => expect(readFileSync(path.join(__dirname, '../..', documented ?? ''), 'utf8')).toMatch(/once .* exists/));
  });
});
