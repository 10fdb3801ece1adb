import { constantsIn, Field, fieldsBelow, optionalFields, Statement } from './code/expression';
import { Omissions } from './code/omissions';
import { Trials } from './trials';

/** A search for fields to leave out: it asks whether the same comes out without some, and ends with all that it found. */
type Search = Generator<readonly Field[], readonly Field[], boolean>;

/** So many node sets and login sets are tried together: most of what a try costs is the cluster around them. */
const TOGETHER = 50;

/** From so many statements on, a try of the whole program takes so long that few are made. */
const LARGE = 200;

/** So few are tried one by one. */
const FEW = 6;

/** Finds what a program need not say, since the library does it anyway. */
export class Defaults {
  private readonly shown: readonly Statement[];
  private readonly references: ReadonlyMap<Statement, ReadonlySet<string>>;
  private readonly isLarge: boolean;

  public constructor(
    statements: readonly Statement[], private readonly refused: Omissions, private readonly trials: Trials, private readonly said: (done: string) => void,
  ) {
    this.shown = statements.filter(statement => !refused.has(statement));
    this.references = new Map(this.shown.map(statement => [statement, new Set(constantsIn(statement.value))]));
    this.isLarge = this.shown.length >= LARGE;
  }

  /** Fields without which the program declares the same. */
  public find(): readonly Field[] {
    const whole = this.trials.text(this.shown, this.refused);
    const isSame = (left: readonly Field[]): boolean => this.trials.text(this.shown, this.refused.with(left)) === whole;
    const [additions, cluster] = [this.shown.filter(isAddition), this.shown.filter(({ name }) => name === 'cluster')];
    const found: Field[] = [];
    for (let first = 0; first < additions.length; first += TOGETHER) {
      found.push(...this.defaultsOf(additions.slice(first, first + TOGETHER), found));
      this.said(`defaults of ${Math.min(first + TOGETHER, additions.length)} sets`);
    }
    for (const statement of this.shown.filter(each => !isAddition(each) && !cluster.includes(each) && optionalFields(each.value).length > 0)) {
      found.push(...this.defaultsOf([statement], found));
      this.said(`defaults of ${statement.name ?? 'the program'}`);
    }
    // Some depend on the rest of the program, such as what the only partition is.
    const confirmed = this.confirmed(found, isSame);
    // The cluster comes last: its version and images stand for what others then need not say.
    const ofCluster = cluster.flatMap(statement => this.defaultsOf([statement], confirmed));
    return [...confirmed, ...this.confirmed(ofCluster, left => isSame([...confirmed, ...left]))];
  }

  /** What some statements need not say in a program of them and of what belongs to them. */
  private defaultsOf(group: readonly Statement[], found: readonly Field[]): readonly Field[] {
    const program = this.programOf(group);
    const omissions = this.refused.with(found);
    const expected = this.trials.text(program, omissions);
    const isSame = (left: readonly Field[]): boolean => expected !== undefined && this.trials.text(program, omissions.with(left)) === expected;
    if (group.length === 1) {
      return expected === undefined ? [] : answered(this.searchIn(group[0]), isSame);
    }
    const left = this.inLockstep(group, program, omissions);
    if (left && isSame(left)) {
      return left;
    }
    // What one of them has a part in, such as gres.conf, is told apart by trying fewer.
    const middle = Math.ceil(group.length / 2);
    return [group.slice(0, middle), group.slice(middle)].flatMap(half => this.defaultsOf(half, found));
  }

  /** Searches in many statements at once, each by what its own construct makes of it; nothing where a question breaks the program. */
  private inLockstep(group: readonly Statement[], program: readonly Statement[], omissions: Omissions): readonly Field[] | undefined {
    const expected = this.trials.textsOf(group, program, omissions);
    const searches = group.map(statement => {
      const search = this.searchIn(statement);
      return { statement, search, step: search.next() };
    });
    while (expected && searches.some(({ step }) => !step.done)) {
      const texts = this.trials.textsOf(group, program, omissions.with(searches.flatMap(({ step }) => step.value)));
      if (!texts) {
        return undefined;
      }
      for (const each of searches.filter(({ step }) => !step.done)) {
        each.step = each.search.next(texts.get(each.statement) === expected.get(each.statement));
      }
    }
    return expected && searches.flatMap(({ step }) => step.value);
  }

  /** Fields of a statement without which the same comes out, whole ones before their members. */
  private* searchIn({ value }: Statement): Search {
    const found: Field[] = [];
    const isOpen = (field: Field): boolean => !found.includes(field) && !this.refused.has(field);
    let level = optionalFields(value);
    const general = level.filter(isGeneral).flatMap(field => [...fieldsBelow(field.value).filter(({ isOptional }) => isOptional), field]);
    while (level.some(isCandidate)) {
      found.push(...yield* among(level.filter(field => isCandidate(field) && isOpen(field)), found));
      level = level.filter(field => isCandidate(field) && isOpen(field)).flatMap(field => optionalFields(field.value));
    }
    found.push(...yield* among(general.filter(isOpen), found));
    return found;
  }

  /** Those of some fields without which the whole program stays as it is, too. */
  private confirmed(fields: readonly Field[], isSame: (left: readonly Field[]) => boolean): readonly Field[] {
    if (!this.isLarge || isSame(fields)) {
      return answered(among(fields, []), isSame);
    }
    // Fields of one name stay or go together.
    const named = [...new Set(fields.map(({ name }) => name))].map(name => fields.filter(field => field.name === name));
    return named.reduce<readonly Field[]>((kept, some) => isSame([...kept, ...some]) ? [...kept, ...some] : kept, []);
  }

  /** The part of the program that shows what some statements do: the statements, what they refer to, and what does without other node sets and login sets. */
  private programOf(group: readonly Statement[]): readonly Statement[] {
    if (!this.isLarge && !group.every(isAddition)) {
      return this.shown;
    }
    const named = new Map(this.shown.map(statement => [statement.name, statement]));
    const needed = new Set(group.every(({ name }) => name === 'cluster') ? this.samples() : group);
    // A set grows while it is gone through.
    for (const statement of needed) {
      [...this.references.get(statement)!].flatMap(name => named.get(name) ?? []).forEach(each => needed.add(each));
    }
    const missing = new Set<string | undefined>();
    return this.shown.filter(statement => {
      const isThere = needed.has(statement) || (!isAddition(statement) && ![...this.references.get(statement)!].some(name => missing.has(name)));
      if (!isThere) {
        missing.add(statement.name);
      }
      return isThere;
    });
  }

  /** A node set or login set of each kind. */
  private samples(): readonly Statement[] {
    const kinds = new Map(this.shown.filter(isAddition).map(statement => [fieldsBelow(statement.value).map(({ name }) => name).join(), statement]));
    return [...kinds.values()].slice(0, TOGETHER);
  }
}

/** Fields without which the same comes out: by halves where there are many, since most statements have few of one kind or the other. */
function* among(candidates: readonly Field[], left: readonly Field[]): Search {
  if (candidates.length === 0 || (yield [...left, ...candidates])) {
    return candidates;
  }
  if (candidates.length === 1) {
    return [];
  }
  if (candidates.length <= FEW) {
    const found: Field[] = [];
    for (const field of candidates) {
      if (yield [...left, ...found, field]) found.push(field);
    }
    return found;
  }
  const middle = Math.ceil(candidates.length / 2);
  const first = yield* among(candidates.slice(0, middle), left);
  return [...first, ...yield* among(candidates.slice(middle), [...left, ...first])];
}

/** What a search finds when each of its questions is answered by itself. */
function answered(search: Search, isSame: (left: readonly Field[]) => boolean): readonly Field[] {
  let step = search.next();
  while (!step.done) {
    step = search.next(isSame(step.value));
  }
  return step.value;
}

/** What other fields may follow from is tried after them. */
function isGeneral({ name }: Field): boolean {
  return ['slurmVersion', 'images'].includes(name);
}

function isCandidate(field: Field): boolean {
  return !field.isPassedOn && !isGeneral(field);
}

function isAddition({ value }: Statement): boolean {
  return value.kind === 'call' && value.callee.kind === 'member' && /^add(?:Gpu)?NodeSet$|^addLoginSet$/.test(value.callee.name);
}
