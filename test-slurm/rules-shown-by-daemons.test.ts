import { DaemonBench } from './daemon-bench';
import { describeWithSlurm } from './real-slurm';
import { RULE_SIGNS, RuleSign } from './rule-signs';
import { tryTexts, Witness } from './rule-trial';
import { SLURM_TEXT_CASES } from '../test/model/rules/slurm';
import { SlurmCase } from '../test/model/rules/slurm/slurm-case';

const shown = RULE_SIGNS.flatMap(sign => SLURM_TEXT_CASES
  .filter(({ rule, about }) => rule === sign.rule && (sign.about === undefined || about === sign.about))
  .map((each): [string, string, RuleSign, SlurmCase] => [each.rule, each.about, sign, each]));

describeWithSlurm('the daemons of Slurm show what a rule predicts', () => {
  let bench: DaemonBench;

  beforeAll(() => {
    bench = DaemonBench.create();
  });

  afterAll(async () => bench.remove());

  test('for at least 80 rules', () => {
    expect(new Set(shown.map(([rule]) => rule)).size).toBeGreaterThanOrEqual(80);
  });

  test('and every sign belongs to a case', () => {
    expect(RULE_SIGNS.filter(({ rule, about }) => !shown.some(([id, text]) => id === rule && (about === undefined || text === about)))).toEqual([]);
  });

  test.each(shown)('%s: %s', async (_, __, sign, { passes, ...fails }) => {
    const right = sign.unlike?.passes ?? passes;
    const [wrong, fine] = await Promise.all([fails, right].map(texts => tryTexts(bench, texts, sign.witness, sign.sign, sign)));
    expect(wrong.said).toMatch(sign.sign);
    expect(fine.said).not.toMatch(sign.sign);
    const maySpeakOnly = sign.witness === Witness.ANSWER || (sign.unlike !== undefined && sign.unlike.passes === undefined);
    expect(maySpeakOnly ? undefined : fine).toEqual(maySpeakOnly ? undefined : { said: fine.said, ended: undefined });
  });
});
