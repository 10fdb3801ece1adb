import { evaluate, FailedStatement, isRefusal, Modules, reasonOf, RefusedStatement } from './code/evaluate';
import { Statement } from './code/expression';
import { Omissions } from './code/omissions';

/** A chart in which statements can be evaluated. */
export interface TrialChart {
  /** The constants that the program starts with. */
  readonly constants: { readonly [name: string]: unknown };
  /** @param checked whether rules and validations judge it, which takes most of the time */
  readonly objects: (checked: boolean) => object[];
  /** Objects of one construct. */
  readonly objectsOf: (construct: unknown) => object[];
}

/** How a program is tried: its statements in a fresh chart, and what comes out. */
export interface Trial {
  readonly start: () => TrialChart;
  readonly modules: Modules;
}

/** Stands for what is refused only when all is declared. */
export const SYNTHESIS: Statement = { value: { kind: 'literal', value: 'synthesis' }, comments: [] };

/** Runs programs, and says what comes out. */
export class Trials {
  public constructor(private readonly trial: Trial) {}

  /** The manifests, judged by rules and validations, or the first refusal. */
  public manifests(statements: readonly Statement[], omissions: Omissions): object[] | RefusedStatement {
    const chart = this.trial.start();
    const refused = this.evaluated(statements, omissions, chart);
    if (refused) {
      return refused;
    }
    try {
      return chart.objects(true);
    } catch (error) {
      if (!isRefusal(error)) {
        throw new FailedStatement(undefined, error);
      }
      return new RefusedStatement(SYNTHESIS, reasonOf(error));
    }
  }

  /** The first refusal of a statement, if there is one; synthesis is left alone. */
  public refused(statements: readonly Statement[], omissions: Omissions): RefusedStatement | undefined {
    return this.evaluated(statements, omissions, this.trial.start());
  }

  /** The manifests as one text, unjudged; nothing for a program that does not run, as one may that lacks what it needs. */
  public text(statements: readonly Statement[], omissions: Omissions): string | undefined {
    try {
      const chart = this.trial.start();
      evaluate(statements, this.trial.modules, omissions, chart.constants);
      return JSON.stringify(chart.objects(false));
    } catch {
      return undefined;
    }
  }

  /** The manifests of some statements' own constructs, each as a text; nothing for a program that does not run. */
  public textsOf(some: readonly Statement[], statements: readonly Statement[], omissions: Omissions): ReadonlyMap<Statement, string> | undefined {
    try {
      const chart = this.trial.start();
      const made = evaluate(statements, this.trial.modules, omissions, chart.constants);
      return new Map(some.map(statement => [statement, JSON.stringify(chart.objectsOf(made.get(statement)))]));
    } catch {
      return undefined;
    }
  }

  private evaluated(statements: readonly Statement[], omissions: Omissions, chart: TrialChart): RefusedStatement | undefined {
    try {
      evaluate(statements, this.trial.modules, omissions, chart.constants);
      return undefined;
    } catch (error) {
      if (error instanceof RefusedStatement) {
        return error;
      }
      throw error;
    }
  }
}
