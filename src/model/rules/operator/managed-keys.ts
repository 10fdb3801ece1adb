import { LintSeverity } from '../../../slurm/finding';
import type { ClusterModel } from '../../cluster-model';
import { ObjectRef } from '../../object-ref';
import { MANAGED_KEYS } from '../../predict/merged-config';
import { ILintRule, RuleFinding } from '../../rule';

/** Keys that the operator merges stand on one line, without blanks, quotes or capital letters in option values. */
export class ManagedKeyLines implements ILintRule {
  public readonly id = 'OPR-002';
  public readonly severity = LintSeverity.ERROR;
  public readonly title = 'keys that the operator merges stand on one line, without blanks, quotes or capital letters in option values';

  public check(model: ClusterModel): RuleFinding[] {
    return [
      ...model.ownClusters.flatMap(({ controller }) => faults(controller.ref, controller.extraConf, MANAGED_KEYS)),
      ...model.facts.accountings.flatMap(accounting => faults(accounting.ref, accounting.extraConf, MANAGED_KEYS.filter(key => key !== 'SlurmctldParameters'))),
    ];
  }
}

const OPERATOR_OPTIONS = ['jwt_key', 'jwks'];

function faults(subject: ObjectRef, extraConf: string, keys: readonly string[]): RuleFinding[] {
  const lines = joinContinuations(extraConf).map(line => /^\s*(\w+)\s*=\s*(.*)$/.exec(line)).flatMap(match => match === null ? [] : [{ key: match[1], value: match[2] }]);
  return keys.flatMap(key => {
    const values = lines.filter(line => line.key.toLowerCase() === key.toLowerCase()).map(line => line.value.trim());
    const found = (message: string, fix: string): RuleFinding => ({ subject, field: 'spec.extraConf', message, fix });
    const repeated = values.length < 2 ? [] : [found(
      `${key} stands on ${values.length} lines, and the operator keeps the options of the last one only`,
      `write one line ${key}=${values.join(',')}`,
    )];
    return [...repeated, ...values.flatMap(value => valueFaults(key, value, found))];
  });
}

function valueFaults(key: string, value: string, found: (message: string, fix: string) => RuleFinding): RuleFinding[] {
  if (/\s/.test(value)) {
    const loss = key === 'SlurmctldParameters' ? 'overrides enable_configless, so no node gets its configuration' : 'overrides the operator\'s own options';
    const effect = value.startsWith('"') ? `the line ${loss}` : 'slurmctld, which takes what follows the blank for a key, exits';
    return [found(`${key} is '${value}' with a blank: the operator skips its merge, and ${effect}`, `write ${key}=${value.replace(/["\s]/g, '')}`)];
  }
  if (/["']/.test(value)) {
    return [found(`${key} is ${value} with quotes, which the operator takes for part of the options: the merged line is broken`, `write ${key}=${value.replace(/["']/g, '')}`)];
  }
  return value.split(',').flatMap(option => {
    const [name, ...rest] = option.split('=');
    if (OPERATOR_OPTIONS.includes(name.toLowerCase())) {
      return [found(`${key} sets ${name}, but the operator's own ${name} wins, so '${option}' does nothing`, 'remove it, and use \'jwtKeyRef\' or \'jwksKeyRef\'')];
    }
    return /[A-Z]/.test(rest.join('=')) ? [found(
      `option '${option}' of ${key} has capital letters, and the operator writes it in lower case: '${option.toLowerCase()}'`,
      `use a value that is right in lower case, such as '${option.toLowerCase()}'`,
    )] : [];
  });
}

function joinContinuations(text: string): string[] {
  return text.replace(/\r/g, '').split('\n').map(line => line.replace(/#.*$/, '').trimEnd()).join('\n').replace(/\\\n/g, '').split('\n');
}
