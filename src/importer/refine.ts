import { FailedStatement, RefusedStatement } from './code/evaluate';
import { Field, fieldsBelow, Statement } from './code/expression';
import { Omissions } from './code/omissions';
import { Defaults } from './defaults';
import { ImportNote, NoteKind } from './helm/note';
import { SYNTHESIS, Trial, Trials } from './trials';

/** A program that synthesizes, and what it leaves out. */
export interface RefinedProgram {
  readonly statements: readonly Statement[];
  readonly omissions: Omissions;
  readonly notes: readonly ImportNote[];
  /** The manifests. */
  readonly objects: readonly object[];
}

/**
 * Leaves out what the library refuses, and what it does anyway. Both are found by trying: the library is the one truth about its defaults and its
 * rules.
 */
export class Refinement {
  private readonly omissions = new Omissions();
  private readonly notes: ImportNote[] = [];
  private readonly trials: Trials;

  public constructor(private statements: readonly Statement[], trial: Trial, private readonly said: (done: string) => void) {
    this.trials = new Trials(trial);
  }

  public run(): RefinedProgram {
    const objects = this.leaveOutRefused();
    if (!objects) {
      return { statements: this.statements, omissions: this.omissions, notes: this.notes, objects: [] };
    }
    const defaults = new Defaults(this.statements, this.omissions, this.trials, this.said).find();
    const shorter = this.trials.manifests(this.statements, this.omissions.with(defaults));
    if (!Array.isArray(shorter)) {
      return { statements: this.statements, omissions: this.omissions, notes: this.notes, objects };
    }
    defaults.forEach(field => this.omissions.add(field));
    return { statements: this.statements, omissions: this.omissions, notes: this.notes, objects: shorter };
  }

  /** The manifests of what is left; nothing where it does not synthesize. */
  private leaveOutRefused(): object[] | undefined {
    for (let round = 1; round <= 1000; round++) {
      const outcome = this.trials.manifests(this.statements, this.omissions);
      if (Array.isArray(outcome)) {
        return outcome;
      }
      if (!this.leaveOutOne(outcome)) {
        return undefined;
      }
      this.said(`${round} refusals`);
    }
    return undefined;
  }

  /** Leaves one thing out so that fewer refusals remain; false when nothing helps. */
  private leaveOutOne({ statement, refusal }: RefusedStatement): boolean {
    const suspects = statement === SYNTHESIS ? this.suspects(refusal) : [statement];
    for (const suspect of suspects) {
      const candidates = fieldsBelow(suspect.value).filter(field => field.isOptional && !this.omissions.has(field));
      const mentioned = candidates.filter(field => isMentioned(field, refusal));
      for (const field of [...mentioned, ...candidates.filter(each => !mentioned.includes(each))]) {
        const tried = this.without([field], suspect === statement ? statement : undefined);
        if (this.isBetter(tried, { statement, refusal }, mentioned.includes(field))) {
          this.omit(field, field.origin ?? suspect.origin, solvedProblem(refusal, tried));
          return true;
        }
      }
    }
    if (statement === SYNTHESIS) {
      for (const whole of suspects.filter(({ name }) => name === undefined)) {
        const tried = this.without([whole]);
        if (this.isBetter(tried, { statement, refusal })) {
          this.omit(whole, whole.origin, solvedProblem(refusal, tried));
          return true;
        }
      }
      if (this.leaveOutTogether(suspects, refusal)) {
        return true;
      }
      this.notes.push({ kind: NoteKind.BROKEN, message: `the program does not synthesize yet: ${refusal.replace(/\s*\n\s*/g, ' ')}`, fix: 'put it right in the program' });
      return false;
    }
    if (statement.otherwise) {
      this.statements = this.statements.flatMap(each => each === statement ? statement.otherwise! : [each]);
      this.notes.push({ kind: NoteKind.REFUSED, origin: statement.origin, message: `the library refuses it with typed GPUs, so it is a plain node set: ${firstProblem(refusal)}` });
    } else if (statement.value.kind !== 'literal' && / was refused, and this refers to it$/.test(refusal)) {
      this.omissions.add(statement);
    } else {
      this.omit(statement, statement.origin, firstProblem(refusal));
    }
    return true;
  }

  /** Leaves out the least of all that a refusal mentions, where no single part is to blame: hosts that disagree, for example. */
  private leaveOutTogether(suspects: readonly Statement[], refusal: string): boolean {
    const parts = [
      ...suspects.filter(({ name }) => name === undefined),
      ...suspects.flatMap(({ value }) => fieldsBelow(value)).filter(field => field.isOptional && isMentioned(field, refusal)),
    ].filter(part => !this.omissions.has(part));
    const [id] = problemIds(refusal);
    const works = (left: readonly (Field | Statement)[]): boolean => {
      const tried = this.without(left);
      return Array.isArray(tried) || (id !== undefined && tried?.statement === SYNTHESIS && !problemIds(tried.refusal).includes(id));
    };
    if (parts.length > MANY || !works(parts)) {
      return false;
    }
    const needed = parts.reduce<(Field | Statement)[]>((left, part) => {
      const others = left.filter(each => each !== part);
      return works(others) ? others : left;
    }, parts);
    needed.forEach(part => this.omit(part, part.origin, firstProblem(refusal)));
    return true;
  }

  /** What comes of it without some parts; nothing where it cannot do without them. */
  private without(parts: readonly (Field | Statement)[], upTo?: Statement): object[] | RefusedStatement | undefined {
    const omissions = this.omissions.with(parts);
    try {
      return upTo
        ? this.trials.refused(this.statements.slice(0, this.statements.indexOf(upTo) + 1), omissions) ?? []
        : this.trials.manifests(this.statements, omissions);
    } catch (error) {
      if (error instanceof FailedStatement) {
        return undefined;
      }
      throw error;
    }
  }

  private isBetter(tried: object[] | RefusedStatement | undefined, before: Pick<RefusedStatement, 'statement' | 'refusal'>, isMentionedThere = false): boolean {
    if (tried === undefined || Array.isArray(tried)) {
      return tried !== undefined;
    }
    const place = (statement: Statement): number => statement === SYNTHESIS ? Infinity : this.statements.indexOf(statement);
    if (place(tried.statement) !== place(before.statement)) {
      return place(tried.statement) > place(before.statement);
    }
    const [ids, now] = [problemIds(before.refusal), problemIds(tried.refusal)];
    // What was hidden by the first problem of a statement comes to light when that is gone.
    return (now.length > 0 && now.length < ids.length && now.every(id => ids.includes(id)))
      || (before.statement !== SYNTHESIS && isMentionedThere && !now.includes(ids[0]));
  }

  private omit(part: Field | Statement, origin: ImportNote['origin'], problem: string): void {
    this.omissions.add(part, `Refused: ${problem}`);
    this.notes.push({ kind: NoteKind.REFUSED, origin, message: `it stands in the program as a comment, since the library refuses it: ${problem}` });
  }

  // The path of a refusal names the construct, and its id the statement that makes it.
  private suspects(refusal: string): Statement[] {
    const paths = [...refusal.matchAll(/\[([^\]\s]+)\]|'([\w./-]+)'/g)].flatMap(([, path, quoted]) => (path ?? quoted).split('/'));
    const named = this.statements.filter(statement => paths.some(id => JSON.stringify(statement.value).includes(`"value":${JSON.stringify(id)}`))
      || [...JSON.stringify(statement.value).matchAll(/"value":"([^"]{4,})"/g)].some(([, text]) => refusal.includes(text)));
    return [...new Set([...named, ...this.statements.filter(({ name }) => name === 'cluster')])];
  }
}

/** More are not tried together. */
const MANY = 60;

function isMentioned(field: Field, refusal: string): boolean {
  return refusal.includes(`'${field.name}'`) || (field.value.kind === 'literal' && String(field.value.value).length > 1 && refusal.includes(String(field.value.value)))
    || JSON.stringify(field.value).length < 2000 && [...JSON.stringify(field.value).matchAll(/"value":"([^"]{3,})"/g)].some(([, text]) => refusal.includes(text));
}

function problemIds(refusal: string): string[] {
  return [...refusal.matchAll(/\b[A-Z]{2,5}-\d{3}(?=: )/g)].map(([id]) => id);
}

function firstProblem(refusal: string): string {
  const [first] = /\b[A-Z]{2,5}-\d{3}: .*/.exec(refusal) ?? [refusal.split('\n')[0]];
  return first;
}

/** The problem that is gone after something was left out: of several, not always the first. */
function solvedProblem(refusal: string, after: object[] | RefusedStatement | undefined): string {
  const left = after instanceof RefusedStatement ? after.refusal : '';
  const gone = refusal.split('\n').find(line => problemIds(line).length > 0 && !left.includes(firstProblem(line)));
  return firstProblem(gone ?? refusal);
}
