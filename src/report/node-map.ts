import { counted } from './amounts';
import { html, Html, joined } from './html';
import { Place, PlacedNode } from './node-places';
import { gpusPerNode, ReportedSet } from './reported-set';

/** How large a node is drawn: so that all of a cluster can be seen, and each node still told from the next. */
export interface CellSize {
  readonly width: number;
  readonly height: number;
  readonly gap: number;
  /** Nodes below one another before the next column starts; absent for a square field. */
  readonly rows?: number;
}

/** Colours and shapes that tell sets apart. */
export const VARIETY = 8;

/** A tray of a rack with its GPUs, a cell, or a small one. */
export function cellSize(nodes: number): CellSize {
  if (nodes <= 200) {
    return { width: 118, height: 11, gap: 3, rows: 18 };
  }
  return nodes <= 2560 ? { width: 11, height: 11, gap: 3 } : { width: 6, height: 6, gap: 1 };
}

/** Classes of nodes that are drawn alike: colour by set, colour by partitions, partitions one by one. */
export class NodeLook {
  private readonly combinations = new Map<string, number>();

  constructor(private readonly partitionNames: readonly string[]) {}

  /** Every combination of partitions that a node is in, by number. */
  public get combinationsSeen(): ReadonlyMap<string, number> {
    return this.combinations;
  }

  public classes({ set, partitions, comesAndGoes }: PlacedNode): string {
    return ['n', `c${set.index % VARIETY}`, `q${this.combination(partitions) % VARIETY}`, ...partitions.map(index => `p${index}`), ...comesAndGoes ? ['e'] : []].join(' ');
  }

  /** What is to be said of such a node beside its name. */
  public about({ set, partitions, comesAndGoes }: PlacedNode): string {
    const names = partitions.map(index => this.partitionNames[index]);
    return [
      `${set.key} ${set.name}`,
      ...set.gres.length === 0 ? [] : [set.gres.map(({ kind, count }) => `${count} × ${kind}`).join(', ')],
      names.length === 0 ? 'in no partition' : `in ${names.join(', ')}`,
      ...comesAndGoes ? ['comes and goes with demand'] : [],
    ].join(' · ');
  }

  private combination(partitions: readonly number[]): number {
    const text = partitions.map(index => this.partitionNames[index]).join(', ');
    const known = this.combinations.get(text) ?? this.combinations.size;
    this.combinations.set(text, known);
    return known;
  }
}

/** The nodes of one place as a drawing, in the order in which they are listed there. */
export function drawing(place: Place, size: CellSize, look: NodeLook, label: string): Html {
  const { nodes } = place;
  const columns = size.rows === undefined ? fieldColumns(nodes.length) : Math.ceil(nodes.length / size.rows);
  const rows = Math.ceil(nodes.length / columns);
  const across = size.width + size.gap;
  const down = size.height + size.gap;
  const at = (index: number): { readonly x: number; readonly y: number } => size.rows === undefined
    ? { x: index % columns * across, y: Math.floor(index / columns) * down }
    : { x: Math.floor(index / rows) * across, y: index % rows * down };
  const groups: Html[] = [];
  for (let start = 0; start < nodes.length;) {
    const classes = look.classes(nodes[start]);
    let end = start;
    const cells: Html[] = [];
    const pips: string[] = [];
    for (; end < nodes.length && nodes[end].set === nodes[start].set && look.classes(nodes[end]) === classes; end++) {
      const { x, y } = at(end);
      cells.push(html`<path d="M${x} ${y}${outline(nodes[end].set, size)}"><title>${nodes[end].name}</title></path>`);
      pips.push(gpuPips(nodes[end].set, x, y, size));
    }
    groups.push(html`<g class="${classes}" data-about="${look.about(nodes[start])}">${cells}${pips.some(pip => pip !== '') && html`<path class="pip" d="${pips.join('')}"/>`}</g>`);
    start = end;
  }
  const width = columns * across - size.gap + 1;
  const height = rows * down - size.gap + 1;
  return html`<svg role="img" aria-label="${label}" width="${width}" height="${height}" viewBox="-.5 -.5 ${width} ${height}">${groups}</svg>`;
}

/** A cell of a set for the legend. */
export function swatch(classes: string, set: ReportedSet | undefined): Html {
  const size = { width: 11, height: 11, gap: 0 };
  return html`<svg class="swatch" aria-hidden="true" width="12" height="12" viewBox="-.5 -.5 12 12"><g class="n ${classes}"><path d="M0 0${set === undefined ? 'h11v11h-11z' : outline(set, size)}"/></g></svg>`;
}

/** Keys of the sets that stand in a place, in their colours. */
export function keys(nodes: readonly PlacedNode[]): Html {
  const sets = [...new Set(nodes.map(({ set }) => set))];
  return joined([...sets.slice(0, 4).map(keyOf), ...sets.length > 4 ? [html`<span class="key">+${sets.length - 4}</span>`] : []], html` `);
}

/** The key and the name of a set. */
export function named(set: ReportedSet): Html {
  return html`<span class="set">${keyOf(set)} ${set.name}</span> `;
}

/** The key of a set. */
export function keyOf(set: ReportedSet): Html {
  return html`<span class="key c${set.index % VARIETY}" title="${set.name}">${set.key}</span>`;
}

/** A place in numbers. */
export function placeText(nodes: readonly PlacedNode[]): string {
  const gpus = nodes.reduce((sum, { set }) => sum + gpusPerNode(set), 0);
  return [counted(nodes.length, 'node'), ...gpus === 0 ? [] : [counted(gpus, 'GPU')]].join(' · ');
}

// Near a square; a number of columns that fills the last row, if there is one.
function fieldColumns(nodes: number): number {
  const root = Math.ceil(Math.sqrt(nodes));
  const even = Array.from({ length: root }, (_, more) => root + more).find(columns => nodes % columns === 0);
  return even ?? root;
}

// A shape each, since colours alone do not reach everybody; wide cells name their set beside them and keep one shape.
function outline({ index }: ReportedSet, { width: w, height: h }: CellSize): string {
  const half = h / 2;
  const third = Math.round(h / 3 * 10) / 10;
  const box = `h${w}v${h}h-${w}z`;
  if (w > h) {
    return box;
  }
  // Beyond the colours, shapes move on by one, so that pairs of both stay distinct.
  return [
    box,
    `m0 ${half}a${half} ${half} 0 1 0 ${h} 0a${half} ${half} 0 1 0-${h} 0z`,
    `h${h}v${half}l-${half} ${half}h-${half}z`,
    `${box}m${third} ${third}v${third}h${third}v-${third}z`,
    `h${h}l-${half} ${h}z`,
    `m${half} 0l${half} ${half}l-${half} ${half}l-${half}-${half}z`,
    `m${third} 0h${third}v${third}h${third}v${third}h-${third}v${third}h-${third}v-${third}h-${third}v-${third}h${third}z`,
    `m${half} 0l${half} ${h}h-${h}z`,
  ][(index + Math.floor(index / VARIETY)) % VARIETY];
}

const MOST_PIPS = 16;

function gpuPips(set: ReportedSet, x: number, y: number, { width, height }: CellSize): string {
  const gpus = gpusPerNode(set);
  if (width <= height || gpus === 0 || gpus > MOST_PIPS) {
    return '';
  }
  const step = gpus <= 8 ? 9 : 5;
  return Array.from({ length: gpus }, (_, gpu) => `M${x + width - 1 - (gpus - gpu) * step} ${y + 3}h${step - 3}v${height - 6}h-${step - 3}z`).join('');
}
