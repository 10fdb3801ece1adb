import { Parsed, TextIssue, unreadable, valueOf } from './text-issue';

/** Characters a feature may be made of: whatever the expression grammar leaves. */
const FEATURE = /^[^\s&|,*()[\]!%]+/;

/** How a term is joined to what stands before it. */
export enum FeatureOperator {
  /** Both must hold. A comma reads the same. */
  AND = '&',
  /** One must hold. */
  OR = '|',
}

/** A feature, or a group in parentheses (one thing) or brackets (all nodes share one of the alternatives). */
export interface FeatureTerm {
  /** How the term joins what stands before it; absent for the first. */
  readonly operator?: FeatureOperator;
  /** The feature, absent for a group. */
  readonly feature?: string;
  /** The terms of a group. */
  readonly group?: FeatureTerm[];
  /** Whether the group stands in brackets. */
  readonly isMatching?: boolean;
  /** Nodes that must have it, when given as in `a*2`. */
  readonly count?: number;
}

/**
 * What `--constraint` and `--prefer` say about node features: `h100&nvlink`, `a|b`, `[rack1|rack2]`, `a*2&b*4`, `(a&b)|c`.
 *
 * @see https://slurm.schedmd.com/sbatch.html#OPT_constraint
 */
export class FeatureExpression {
  /** An expression written in the program; throws on text that `parse` cannot read. */
  public static of(text: string): FeatureExpression {
    return valueOf(FeatureExpression.parse(text));
  }

  /** Reads an expression. */
  public static parse(text: string): Parsed<FeatureExpression> {
    return new Reader(text).read();
  }

  /** Reads the `Feature=` of a node or node set: names with commas. */
  public static parseNodeFeatures(text: string): Parsed<string[]> {
    const issues: TextIssue[] = [];
    let offset = 0;
    const features = text === '' ? [] : text.split(',');
    for (const feature of features) {
      if (FEATURE.exec(feature)?.[0] !== feature) {
        issues.push({ message: `'${feature}' is not a feature that jobs can ask for`, fix: 'use letters, digits, \'-\', \'_\' and \'.\'', offset, length: feature.length });
      }
      offset += feature.length + 1;
    }
    return issues.length > 0 ? { issues } : { value: features, issues };
  }

  /** Made by `parse`; for readers of a syntax tree. */
  public readonly terms: FeatureTerm[];

  /** @param terms the terms in order */
  constructor(terms: FeatureTerm[]) {
    this.terms = terms;
  }

  /** Every feature named, in order, each once. */
  public get features(): string[] {
    return [...new Set(featuresOf(this.terms))];
  }

  /**
   * Whether a node with these features can be among the nodes of such a job. Terms join left to right. Counted terms speak of different
   * nodes, so one of them is enough.
   */
  public admits(nodeFeatures: Iterable<string>): boolean {
    return holds(this.terms, new Set(nodeFeatures));
  }

  /** The expression in Slurm's form; commas come out as `&`. */
  public toString(): string {
    return textOf(this.terms);
  }
}

function featuresOf(terms: FeatureTerm[]): string[] {
  return terms.flatMap(term => term.group === undefined ? [term.feature ?? ''] : featuresOf(term.group));
}

function holds(terms: FeatureTerm[], features: Set<string>): boolean {
  const results = terms.map(term => term.group === undefined ? features.has(term.feature ?? '') : holds(term.group, features));
  if (terms.some(term => term.count !== undefined)) {
    return results.includes(true);
  }
  return results.reduce((sofar, result, i) => terms[i].operator === FeatureOperator.OR ? sofar || result : sofar && result);
}

function textOf(terms: FeatureTerm[]): string {
  return terms.map(({ operator = '', feature, group, isMatching, count }) => {
    const inner = group === undefined ? feature : `${isMatching ? '[' : '('}${textOf(group)}${isMatching ? ']' : ')'}`;
    return `${operator}${inner}${count === undefined ? '' : `*${count}`}`;
  }).join('');
}

const CLOSING: { [open: string]: string } = { '(': ')', '[': ']' };

class Reader {
  private at = 0;
  private issue?: TextIssue;

  constructor(private readonly text: string) {}

  public read(): Parsed<FeatureExpression> {
    const terms = this.terms('');
    if (terms === undefined) {
      return { issues: this.issue === undefined ? [] : [this.issue] };
    }
    return this.at < this.text.length
      ? unreadable(`'${this.text[this.at]}' joins nothing and closes nothing`, 'join features by & or |, as in h100&nvlink', this.at, 1)
      : { value: new FeatureExpression(terms), issues: [] };
  }

  private terms(opened: string): FeatureTerm[] | undefined {
    const terms: FeatureTerm[] = [];
    let operator: FeatureOperator | undefined;
    do {
      const term = this.term(opened);
      const count = term === undefined ? undefined : this.count();
      if (term === undefined || count === 'bad') {
        return undefined;
      }
      terms.push({ ...(operator === undefined ? {} : { operator }), ...term, ...(count === undefined ? {} : { count }) });
      operator = this.operator();
    } while (operator !== undefined);
    return terms;
  }

  private term(opened: string): FeatureTerm | undefined {
    const char = this.text[this.at] ?? '';
    const closing = CLOSING[char];
    if (closing === undefined) {
      return this.feature();
    }
    const start = this.at;
    // Slurm takes parentheses inside brackets and no other nesting.
    if (opened !== '' && !(opened === '[' && char === '(')) {
      return this.refuse(`'${char}' stands inside another group`, 'only parentheses inside brackets may nest, as in [(a&b)|c]', start, 1);
    }
    this.at++;
    const group = this.terms(char);
    if (group === undefined) {
      return undefined;
    }
    if (this.text[this.at] !== closing) {
      return this.refuse(`'${char}' is not closed`, `add '${closing}' behind the last feature of the group`, start, 1);
    }
    this.at++;
    return { group, isMatching: char === '[' };
  }

  private feature(): FeatureTerm | undefined {
    const feature = FEATURE.exec(this.text.slice(this.at))?.[0];
    if (feature !== undefined) {
      this.at += feature.length;
      return { feature };
    }
    return this.at < this.text.length
      ? this.refuse(`'${this.text[this.at]}' stands where a feature is expected`, 'write features joined by & or |, as in h100&nvlink', this.at, 1)
      : this.refuse('a feature is missing at the end', 'write features joined by & or |, as in h100&nvlink', this.at, 0);
  }

  private operator(): FeatureOperator | undefined {
    const char = this.text[this.at];
    if (char === '&' || char === ',') {
      this.at++;
      return FeatureOperator.AND;
    }
    if (char === '|') {
      this.at++;
      return FeatureOperator.OR;
    }
    return undefined;
  }

  private count(): number | 'bad' | undefined {
    if (this.text[this.at] !== '*') {
      return undefined;
    }
    const match = /^\*([1-9]\d{0,9})(?![^\s&|,*()[\]!%])/.exec(this.text.slice(this.at));
    if (match === null) {
      this.refuse('\'*\' is not followed by a number of nodes', 'write a count such as h100*4', this.at, 1);
      return 'bad';
    }
    this.at += match[0].length;
    return Number(match[1]);
  }

  private refuse(message: string, fix: string, offset: number, length: number): undefined {
    this.issue = { message, fix, offset, length };
    return undefined;
  }
}
