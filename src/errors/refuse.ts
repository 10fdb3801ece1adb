import * as path from 'path';
import { IConstruct } from 'constructs';

/** One thing that is wrong, told to the person who wrote it. */
export interface Problem {
  /** Rule id, e.g. `NODE-002`. Ids are API: never renamed, never used twice. */
  readonly id: string;
  /** The value seen and why it cannot work: which daemon or API refuses it, or what it does instead. */
  readonly what: string;
  /** What to write instead, with a concrete value. */
  readonly fix: string;
}

/** The words of a problem, as they stand in an aggregated validation error. Passwords in addresses are left out, since messages come into logs. */
export function problemText(problem: Problem): string {
  return `${problem.id}: ${problem.what}; ${problem.fix}`.replace(/(:\/\/[^\s/:@']*:)[^\s/@']+@/g, '$1...@');
}

/** Refuses a construct for one reason. */
export function refuse(construct: IConstruct, problem: Problem): never {
  throw refusal(construct.node.path, [problem]);
}

/** Refuses a construct for all reasons at once; returns when there are none. */
export function refuseAll(construct: IConstruct, problems: Problem[]): void {
  if (problems.length > 0) {
    throw refusal(construct.node.path, problems);
  }
}

/** Refuses a call that has no construct yet, such as that of a factory. */
export function refuseCall(call: string, problems: Problem[]): void {
  if (problems.length > 0) {
    throw refusal(call, problems);
  }
}

/** Runs a function of cdk8s or cdk8s-plus and tells its error as ours, with the construct path. */
export function refuseIfThrows<T>(construct: IConstruct, action: () => T, problem: (reason: string) => Problem): T {
  try {
    return action();
  } catch (error) {
    throw refusal(construct.node.path, [problem(error instanceof Error ? error.message : String(error))]);
  }
}

function refusal(where: string, problems: Problem[]): Error {
  const text = problems.map(problem => `[${where}] ${problemText(problem)}`).join('\n');
  const error = new Error(text);
  error.name = 'SlurmConstructsError';
  error.stack = [`${error.name}: ${text}`, ...userFrames(error.stack)].join('\n');
  return error;
}

// src/errors or lib/errors: everything under its parent is ours, and no help to the reader of an error.
const ourFolder = path.dirname(__dirname) + path.sep;

function userFrames(stack: string | undefined): string[] {
  return (stack ?? '').split('\n').filter(line => /^\s+at /.test(line) && !line.includes(ourFolder) && !/[\\/]node_modules[\\/]|\(node:|at node:/.test(line));
}
