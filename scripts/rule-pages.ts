import { RULES } from '../src/model/rules';
import { confRules } from '../src/slurm/conf-rules';
import { FIT_CASES } from '../test/model/rules/fit-cases';
import { OPERATOR_CASES } from '../test/model/rules/operator-cases';
import { SLURM_CASES } from '../test/model/rules/slurm';
import { TRAPS } from '../test/traps';

const GENERATED = '<!-- Generated: npx tsx scripts/print-rules.ts -->';

/** docs/rules.md: every rule with what it says of its first failing case. */
export function rulesPage(): string {
  const cases = [...FIT_CASES, ...OPERATOR_CASES, ...SLURM_CASES];
  const rules = RULES.map(rule => {
    const [example] = cases.find(({ rule: id, finds }) => id === rule.id && finds.length > 0)?.finds ?? [];
    return [`## ${rule.id} (${rule.severity})`, `${sentence(rule.title)}`, `Of ${cases.find(({ rule: id }) => id === rule.id)?.about} it says:`, `> ${escape(example ?? '')}`].join('\n\n');
  });
  return `${[
    GENERATED,
    '# Rules',
    [
      'Each rule reads Kubernetes objects, ours or any others. An error stops synthesis: a daemon, the operator or the API server refuses the thing, or work is lost.',
      'A warning runs, but not as its author expects; it can be acknowledged by id with a reason. `OPR` rules are about slurm-operator v1.2 (see [traps](traps.md)),',
      '`FIT` rules about what Kubernetes and Slurm must agree on, all others about what the daemons of Slurm make of the files they will see.',
    ].join('\n'),
    table(['id', 'severity', 'holds when silent'], RULES.map(rule => [`[${rule.id}](#${rule.id.toLowerCase()}-${rule.severity})`, rule.severity, rule.title])),
    '## What the readers of files find',
    'These come from the readers of Slurm\'s configuration files, which read the texts inside the objects; `TOPO-…` findings come from the readers of topology.yaml and topology.conf.',
    table(['id', 'severity', 'finds'], confRules.map(({ id, severity, title }) => [id, severity, title])),
    ...rules,
  ].join('\n\n')}\n`;
}

/** docs/traps.md: every trap of the operator with what guards it and the tests of that. */
export function trapsPage(): string {
  return `${[
    GENERATED,
    '# Traps of slurm-operator v1.2, and what guards them',
    'Constructs make a trap impossible or refuse it at synthesis; rules find it in any manifests.',
    table(['#', 'trap', 'constructs', 'rules', 'tests'], TRAPS.map(({ number, trap, constructs, rules, unseen, tests }) => [
      String(number),
      trap,
      constructs,
      [...rules, ...(unseen === undefined ? [] : [unseen])].join(', '),
      tests.map(file => `[${file}](../test/${file})`).join(', '),
    ])),
  ].join('\n\n')}\n`;
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.map(cell => escape(cell).replace(/\|/g, '\\|')).join(' | ')} |`).join('\n');
}

function escape(text: string): string {
  return text.replace(/</g, '&lt;').replace(/\*/g, '\\*');
}

function sentence(text: string): string {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}
