import { readFileSync } from 'fs';
import * as path from 'path';
import { predictedSlurmConf, TrapBed } from './trap-bed';
import { TRAP_CASES as cases } from './trap-cases';
import { modelFromObjects } from '../../src/model/from-objects';
import { lint } from '../../src/model/lint';
import { manifests } from '../../test/cluster/cluster-manifests';
import { TRAPS } from '../../test/traps';
import { operatorIsHere } from '../cluster-programs';
import { installDefinitions, SLINKY } from '../custom-resources';
import { eventually } from '../kube-api';
import { RealCluster } from '../real-cluster';
import { SlurmOperator } from '../slurm-operator';
import { SlurmRestStandIn } from '../slurm-rest-stand-in';
import { describeWithCluster, testWithOperator } from '../with-cluster';


describeWithCluster('traps of slurm-operator', () => {
  let cluster: RealCluster;
  let slurmRest: SlurmRestStandIn;
  let operator: SlurmOperator;

  beforeAll(async () => {
    if (!operatorIsHere) {
      return;
    }
    cluster = await RealCluster.start();
    await installDefinitions(cluster, SLINKY);
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

  const bedOf = (number: number) => new TrapBed(number, operatorIsHere ? { cluster, operator, slurmRest } : undefined);

  test('are all tried', () => {
    expect(cases.map(({ number }) => number)).toEqual(TRAPS.map(({ number }) => number));
  });

  testWithOperator.each(cases)('$number: $shows', async ({ number, objects, seen }) => {
    const bed = bedOf(number);
    await bed.apply(objects(bed));
    await seen(bed);
  });

  // What they show there is of worth when the operator writes no other text.
  testWithOperator.each(cases.filter(({ daemons }) => daemons !== undefined))('$number has the slurm.conf that the daemons of test-slurm are shown', async ({ number, objects, stored }) => {
    const bed = bedOf(number);
    const predicted = predictedSlurmConf((stored ?? objects)(bed));
    await eventually('the predicted slurm.conf', async () => await bed.slurmConf() === predicted, 20).catch(() => undefined);
    expect(await bed.slurmConf()).toBe(predicted);
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
