import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import type { AcknowledgedWarning } from './acknowledged-warning';
import { AppRun, followRuns, runOf } from './app-run';
import { oncePerTurn } from './once-per-turn';
import { Problem, problemText } from '../errors/refuse';
import type { ModelFinding } from '../model/lint';
import type * as LintOnDemand from '../model/lint-on-demand';
import { LintSeverity } from '../slurm/finding';

/** Warnings that only the constructs can give, since no object says what they know. */
export interface ConstructWarnings {
  readonly construct: IConstruct;
  /** Ids that it may give. */
  readonly ruleIds: string[];
  readonly find: () => Problem[];
  /** Rules whose warnings about the construct's objects a prop has answered. */
  readonly answered: string[];
}

interface ChartLint {
  readonly acknowledgements: AcknowledgedWarning[];
  readonly warnings: ConstructWarnings[];
  readonly printed: Set<string>;
}

const lintOf = new WeakMap<Chart, ChartLint>();

/**
 * Holds all rules against the objects of a chart whenever it is synthesized: errors stop the synthesis, warnings are printed once. So whatever came in
 * through an escape hatch is checked like anybody's manifests.
 */
export function lintAtSynthesis(chart: Chart, acknowledgements: AcknowledgedWarning[], warnings: ConstructWarnings): void {
  const known = lintOf.get(chart);
  if (known) {
    known.acknowledgements.push(...acknowledgements);
    known.warnings.push(warnings);
    return;
  }
  const state: ChartLint = { acknowledgements: [...acknowledgements], warnings: [warnings], printed: new Set() };
  lintOf.set(chart, state);
  const errors = oncePerTurn(() => objectsOf(chart).length, () => errorsOf(chart, state));
  chart.node.addValidation({
    validate: () => {
      const run = runOf(chart);
      return run ? run.judge(chart, () => errorsOf(chart, state, run)) : errors();
    },
  });
  followRuns(chart);
}

// Those of charts within are theirs.
function objectsOf(scope: IConstruct, found: ApiObject[] = []): ApiObject[] {
  for (const child of scope.node.children) {
    if (!Chart.isChart(child)) {
      if (child instanceof ApiObject) {
        found.push(child);
      }
      objectsOf(child, found);
    }
  }
  return found;
}

function errorsOf(chart: Chart, state: ChartLint, run?: AppRun): string[] {
  const own = new Set(state.warnings.flatMap(({ ruleIds }) => ruleIds));
  const acknowledgements = state.acknowledgements.filter(({ ruleId, reason }) => !own.has(ruleId) || reason.trim() === '');
  // Loaded here: a program that only declares needs no rules.
  const { lintObjects } = require('../model/lint-on-demand') as typeof LintOnDemand;
  const { findings } = lintObjects(inputs(objectsOf(chart), run), { namespace: chart.namespace, acknowledgements });
  findings.filter(finding => finding.severity === LintSeverity.WARNING && !isAnswered(finding, state)).forEach(finding => printOnce(state, text(finding)));
  const accepted = new Set(state.acknowledgements.map(({ ruleId }) => ruleId));
  for (const { construct, find } of state.warnings) {
    find().filter(({ id }) => !accepted.has(id)).forEach(problem => {
      printOnce(state, problemText({ ...problem, what: `at '${construct.node.path}': ${problem.what}` }));
    });
  }
  return findings.filter(finding => finding.severity === LintSeverity.ERROR).map(text);
}

function isAnswered(finding: ModelFinding, state: ChartLint): boolean {
  return state.warnings.some(({ construct, answered }) => answered.includes(finding.ruleId) && finding.object?.construct?.startsWith(`${construct.node.path}/`));
}

function inputs(objects: ApiObject[], run: AppRun | undefined): { object: unknown; origin: string }[] {
  return objects.map(object => ({ object: run ? run.render(object) : object.toJson(), origin: declaredPath(object) }));
}

// The construct that the user wrote, not the resource inside it.
function declaredPath(object: ApiObject): string {
  return object.node.id === 'Resource' ? object.node.scope!.node.path : object.node.path;
}

function text(finding: ModelFinding): string {
  return `${finding.ruleId}: at '${finding.object?.construct ?? finding.subject}': ${finding.message}; ${finding.fix}`;
}

function printOnce(state: ChartLint, warning: string): void {
  if (!state.printed.has(warning)) {
    state.printed.add(warning);
    console.warn(`warning ${warning}`);
  }
}
