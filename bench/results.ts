import { Contender, Cost, inTurns, median, ratio, Turns } from './cost';
import { textTable } from '../scripts/text-table';

/** What a contender costs, beside the first of its group. */
export interface Row {
  readonly group: string;
  readonly contender: string;
  readonly turns: number;
  readonly cpuMs: number;
  readonly wallMs: number;
  /** How many times the first contender costs this one, by processor time: above 1, this one is cheaper. */
  readonly cpuRatio?: number;
  readonly wallRatio?: number;
}

/** A figure that is not compared, with its unit. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** What must hold. */
export interface Limit {
  readonly name: string;
  readonly value: number;
  /** The value may not exceed it. */
  readonly limit: number;
  /** What the project wants to reach, where that is less. */
  readonly target?: number;
}

/** Everything one run has found. */
export class Results {
  public readonly rows: Row[] = [];
  public readonly figures: Figure[] = [];
  public readonly limits: Limit[] = [];
  public readonly notMeasured: string[] = [];

  /** Runs contenders in turns and keeps what they cost. The first is the one that is held against the others. */
  public compare(group: string, contenders: readonly Contender[], turns: Turns): Cost[][] {
    const costs = inTurns(contenders, turns);
    costs.forEach((own, index) => this.rows.push({
      group,
      contender: contenders[index].name,
      turns: own.length,
      cpuMs: median(own.map(({ cpuMs }) => cpuMs)),
      wallMs: median(own.map(({ wallMs }) => wallMs)),
      cpuRatio: index === 0 ? undefined : ratio(costs[0], own, 'cpuMs'),
      wallRatio: index === 0 ? undefined : ratio(costs[0], own, 'wallMs'),
    }));
    return costs;
  }

  public figure(name: string, value: number, unit: string): void {
    this.figures.push({ name, value, unit });
  }

  /** Holds a value against a limit, and says so when it is within the limit and still over the target. */
  public hold(name: string, value: number, limit: number, target?: number): void {
    this.limits.push({ name, value, limit, target });
  }

  public get broken(): Limit[] {
    return this.limits.filter(({ value, limit }) => value > limit);
  }

  /** The tables that a person reads. */
  public text(): string {
    return [
      'processes, medians over turns; ratios are medians of the pairs within a turn:',
      ...textTable(['what', 'by', 'turns', 'cpu ms', 'wall ms', 'first costs, by cpu', 'by wall'], this.rows.map(row => [
        row.group, row.contender, String(row.turns), row.cpuMs.toFixed(0), row.wallMs.toFixed(0), times(row.cpuRatio), times(row.wallRatio),
      ])),
      '',
      ...textTable(['what', 'value', 'unit'], this.figures.map(({ name, value, unit }) => [name, figureText(value), unit])),
      '',
      ...textTable(['must hold', 'value', 'limit', 'target', ''], this.limits.map(({ name, value, limit, target }) => [
        name, value.toFixed(2), String(limit), String(target ?? limit), value > limit ? 'BROKEN' : value > (target ?? limit) ? 'target not reached' : 'holds',
      ])),
      ...this.notMeasured.map(reason => `NOT MEASURED: ${reason}`),
    ].join('\n');
  }
}

function times(value: number | undefined): string {
  return value === undefined ? '-' : `${value.toFixed(2)} x`;
}

function figureText(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(3);
}
