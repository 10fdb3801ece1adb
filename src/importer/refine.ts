import { evaluate, Modules, RefusedStatement } from './code/evaluate';
import { Field, fieldsBelow, optionalFields, Statement } from './code/expression';
import { Omissions } from './code/omissions';
import { ImportNote, NoteKind } from './helm/note';

/** How a program is tried: its statements in a fresh chart, and what comes out. */
export interface Trial {
  /** The constants that the program starts with. */
  readonly start: () => { readonly constants: { readonly [name: string]: unknown }; readonly objects: (checked: boolean) => object[] };
  readonly modules: Modules;
}

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
  private statements: readonly Statement[];

  public constructor(statements: readonly Statement[], private readonly trial: Trial, private readonly said: (done: string) => void) {
    this.statements = statements;
  }

  public run(): RefinedProgram {
    this.leaveOutRefused();
    const objects = this.tryAll(this.omissions);
    if (!Array.isArray(objects)) {
      return { statements: this.statements, omissions: this.omissions, notes: this.notes, objects: [] };
    }
    this.leaveOutDefaults(JSON.stringify(this.unchecked(this.omissions)));
    return { statements: this.statements, omissions: this.omissions, notes: this.notes, objects: this.tryAll(this.omissions) as object[] };
  }

  private leaveOutRefused(): void {
    for (let round = 0; round < 1000; round++) {
      const outcome = this.tryAll(this.omissions);
      if (Array.isArray(outcome) || !this.leaveOutOne(outcome)) {
        return;
      }
      this.said(`${round + 1} refusals`);
    }
  }

  /** Leaves one thing out so that fewer refusals remain; false when nothing helps. */
  private leaveOutOne({ statement, refusal }: RefusedStatement): boolean {
    const suspects = statement === SYNTHESIS ? this.suspects(refusal) : [statement];
    for (const suspect of suspects) {
      const candidates = fieldsBelow(suspect.value).filter(field => field.isOptional && !this.omissions.has(field));
      const mentioned = candidates.filter(field => isMentioned(field, refusal));
      for (const field of [...mentioned, ...candidates.filter(each => !mentioned.includes(each))]) {
        const tried = this.tryAll(this.omissions.with([field]), suspect === statement ? statement : undefined);
        if (this.isBetter(tried, { statement, refusal }, mentioned.includes(field))) {
          this.omit(field, field.origin ?? suspect.origin, firstProblem(refusal));
          return true;
        }
      }
    }
    const whole = statement === SYNTHESIS
      ? suspects.find(each => each.name === undefined && this.isBetter(this.tryAll(this.omissions.with([each])), { statement, refusal }))
      : undefined;
    if (whole) {
      this.omit(whole, whole.origin, firstProblem(refusal));
      return true;
    }
    if (statement === SYNTHESIS) {
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
      const tried = this.tryAll(this.omissions.with(left));
      return Array.isArray(tried) || (id !== undefined && tried.statement === SYNTHESIS && !problemIds(tried.refusal).includes(id));
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

  private isBetter(tried: object[] | RefusedStatement, before: { readonly statement: Statement; readonly refusal: string }, isMentionedThere = false): boolean {
    if (Array.isArray(tried)) {
      return true;
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

  private leaveOutDefaults(expected: string): void {
    const essential = this.statements.filter(statement => statement.name === 'cluster' || statement.value.kind !== 'call' || !isAddition(statement));
    // The cluster comes last: its version and images stand for what others then need not say.
    for (const statement of [...this.statements.filter(({ name }) => name !== 'cluster'), ...this.statements.filter(({ name }) => name === 'cluster')]) {
      const others = isAddition(statement) ? new Set([...essential, ...this.statements.filter(each => isNeeded(each, statement)), statement]) : undefined;
      const apart = this.omissions.with(others ? this.statements.filter(each => !others.has(each)) : []);
      const reference = others ? JSON.stringify(this.unchecked(apart)) : expected;
      const sames = this.defaultsOf(statement, apart, reference);
      const before = this.omissions.with([]);
      sames.forEach(field => this.omissions.add(field));
      if (others && sames.length > 0 && this.statements.length < 200 && JSON.stringify(this.unchecked(this.omissions)) !== expected) {
        // Some depend on the rest of the program, such as what the only partition is.
        const kept = this.defaultsAmong(sames, before, expected);
        sames.filter(field => !kept.includes(field)).forEach(field => this.omissions.remove(field));
      }
      this.said(`defaults of ${statement.name ?? 'the program'}`);
    }
  }

  /** Fields of a statement without which the same comes out, whole ones before their members. */
  private defaultsOf(statement: Statement, apart: Omissions, reference: string): Field[] {
    const found: Field[] = [];
    const alike = (candidates: readonly Field[]): void => {
      found.push(...this.defaultsAmong(candidates.filter(field => !this.omissions.has(field)), apart.with(found), reference));
    };
    const isCandidate = (field: Field): boolean => !field.isPassedOn && !isGeneral(field);
    let level = optionalFields(statement.value);
    const general = level.filter(isGeneral).flatMap(field => [...fieldsBelow(field.value).filter(({ isOptional }) => isOptional), field]);
    while (level.some(isCandidate)) {
      alike(level.filter(isCandidate));
      level = level.filter(field => isCandidate(field) && !found.includes(field) && !this.omissions.has(field)).flatMap(field => optionalFields(field.value));
    }
    alike(general);
    return found;
  }

  /** Fields without which the same comes out: by halves where there are many, since most statements have few of one kind or the other. */
  private defaultsAmong(candidates: readonly Field[], omissions: Omissions, expected: string): Field[] {
    const isSame = (left: readonly Field[]): boolean => JSON.stringify(this.unchecked(omissions.with(left))) === expected;
    if (candidates.length === 0 || isSame(candidates)) {
      return [...candidates];
    }
    if (candidates.length === 1) {
      return [];
    }
    if (candidates.length <= FEW) {
      return candidates.reduce<Field[]>((found, field) => isSame([...found, field]) ? [...found, field] : found, []);
    }
    const middle = Math.ceil(candidates.length / 2);
    const first = this.defaultsAmong(candidates.slice(0, middle), omissions, expected);
    return [...first, ...this.defaultsAmong(candidates.slice(middle), omissions.with(first), expected)];
  }

  private unchecked(omissions: Omissions): object[] | RefusedStatement {
    return this.tryAll(omissions, undefined, false);
  }

  /** @param checked whether rules and validations judge it, which takes most of the time */
  private tryAll(omissions: Omissions, upTo?: Statement, checked = true): object[] | RefusedStatement {
    const { constants, objects } = this.trial.start();
    try {
      const last = upTo ? this.statements.indexOf(upTo) + 1 : this.statements.length;
      evaluate(this.statements.slice(0, last), this.trial.modules, omissions, constants);
    } catch (error) {
      if (error instanceof RefusedStatement) {
        return error;
      }
      throw error;
    }
    try {
      return upTo ? [] : objects(checked);
    } catch (error) {
      return new RefusedStatement(SYNTHESIS, error instanceof Error ? error.message : String(error));
    }
  }
}

/** Stands for what is refused only when all is declared. */
const SYNTHESIS: Statement = { value: { kind: 'literal', value: 'synthesis' }, comments: [] };

/** So few are tried one by one. */
const FEW = 6;

/** More are not tried together. */
const MANY = 60;

/** What other fields may follow from is tried after them. */
function isGeneral({ name }: Field): boolean {
  return ['slurmVersion', 'images'].includes(name);
}

function isAddition(statement: Statement): boolean {
  return statement.value.kind === 'call' && statement.value.callee.kind === 'member' && /^add(?:Gpu)?NodeSet$|^addLoginSet$/.test(statement.value.callee.name);
}

/** Whether a statement is a constant that another may refer to. */
function isNeeded(statement: Statement, other: Statement): boolean {
  return statement.name !== undefined && !isAddition(statement) && statement !== other;
}

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
