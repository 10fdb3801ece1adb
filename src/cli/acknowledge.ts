import { InvalidArgumentError, Option } from 'commander';
import type { Acknowledgement } from '../model/lint';

/** The option by which somebody lets warnings stay. */
export function acknowledgeOption(): Option {
  return new Option('-a, --acknowledge <id=reason>', 'let the warnings of a rule stay, and say why; may be repeated').argParser(acknowledgement).default([], 'none');
}

function acknowledgement(text: string, earlier: readonly Acknowledgement[]): Acknowledgement[] {
  const [, ruleId, reason] = /^\s*([A-Z]+-\d{3})\s*=(.*)$/s.exec(text) ?? [];
  if (ruleId === undefined || reason.trim() === '') {
    throw new InvalidArgumentError('write the id of a rule and a reason, such as OPR-015="restarts are fine here".');
  }
  return [...earlier, { ruleId, reason: reason.trim() }];
}
