import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { dump } from 'js-yaml';

const present = spawnSync('promtool', ['--version']).status === 0;

/** A `describe` for tests that need promtool: says so and skips without it, and fails without it in CI. */
export function describeWithPromtool(name: string, tests: () => void): void {
  if (present) {
    describe(name, tests);
  } else if (process.env.CI === 'true') {
    test(name, () => {
      throw new Error('promtool is not on the PATH: run .ci/prepare-tools');
    });
  } else {
    describe.skip(`${name} (no promtool on the PATH: .ci/prepare-tools installs it)`, tests);
  }
}

/** Groups of rules, as in the spec of a PrometheusRule. */
export interface RuleGroups {
  readonly groups: readonly object[];
}

/** What a rule test expects of one query. */
export interface ExpectedQuery {
  readonly expr: string;
  readonly eval_time: string;
  readonly exp_samples?: readonly { readonly labels: string; readonly value: number }[];
}

/** One rule test: series that Prometheus is fed with, and what it answers then. */
export interface RuleTest {
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly promql_expr_test?: readonly ExpectedQuery[];
  readonly alert_rule_test?: readonly object[];
}

/** What `promtool check rules` complains about; nothing when it takes the rules. */
export function checkRules(rules: RuleGroups): string {
  return promtool(['check', 'rules', 'rules.yaml'], { 'rules.yaml': rules });
}

/** What `promtool test rules` complains about; nothing when all tests pass. */
export function testRules(rules: RuleGroups, tests: readonly RuleTest[]): string {
  return promtool(['test', 'rules', 'tests.yaml'], { 'rules.yaml': rules, 'tests.yaml': { rule_files: ['rules.yaml'], evaluation_interval: '1m', tests } });
}

function promtool(command: string[], files: { [name: string]: object }): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'promtool-'));
  try {
    Object.entries(files).forEach(([name, content]) => fs.writeFileSync(path.join(folder, name), dump(content, { lineWidth: -1, noRefs: true })));
    execFileSync('promtool', command, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    return `${stdout ?? ''}${stderr ?? String(error)}`;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
