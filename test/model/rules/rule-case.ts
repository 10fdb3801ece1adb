import { lint, modelFindingText } from '../../../src/model/lint';
import { RULES } from '../../../src/model/rules';
import { model, Plain } from '../slinky-objects';

/** Objects, and what one rule says about them: whole sentences, or nothing. */
export interface RuleCase {
  readonly rule: string;
  readonly about: string;
  readonly objects: Plain[];
  readonly finds: string[];
}

/** What one rule says about some objects. */
export function findingsOf(ruleId: string, objects: Plain[]): string[] {
  return lint(model(...objects), { rules: RULES.filter(rule => rule.id === ruleId) }).findings.map(modelFindingText);
}
