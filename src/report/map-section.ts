import { counted, grouped } from './amounts';
import { html, Html, NOTHING } from './html';
import { cellSize, CellSize, drawing, keyOf, keys, NodeLook, placeText, swatch, VARIETY } from './node-map';
import { MOST_DRAWN, NodePlaces, nodesBelow, Place, PlacedNode } from './node-places';
import { ReportedSet } from './reported-set';
import { Hostlist } from '../slurm/hostlist';
import { Topology, TopologyKind } from '../slurm/topology';
import { blockSizesInForce } from '../slurm/topology-block';

/** Partitions that can be picked out on the map. */
export const PICKED_PARTITIONS = 12;
const LEGEND = 24;

/** The map of nodes with its legend, a way through it by keyboard, and the same as a table. */
export function mapSection(id: string, placed: NodePlaces, sets: readonly ReportedSet[], partitions: readonly string[]): Html {
  if (placed.count > MOST_DRAWN) {
    return html`<p class="note">${grouped(placed.count)} nodes are more than can be drawn one by one (${grouped(MOST_DRAWN)}). The tables below have them by node set.</p>`;
  }
  const unknown = sets.filter(({ nodes }) => nodes.isOpen && nodes.most === 0);
  const look = new NodeLook(partitions);
  const size = cellSize(placed.count);
  const drawn = placesHtml(placed.places, size, look);
  return html`
<p class="note">${intro(placed)}</p>
<div class="map">
${placed.count > 0 && colourChoice(id, partitions)}
${legend(sets, look)}
<div class="places ${size.rows !== undefined ? 'racks' : size.width < 10 ? 'fields small' : 'fields'}">${drawn}${unknown.map(openSet)}</div>
${placed.count > 0 && walker(id, placed.count)}
</div>
${remarks(placed)}
${placed.places.length > 0 && html`<details class="alt"><summary>The map as a table</summary>${placeTable(placed.places, look)}</details>`}`;
}

function intro({ topology, count }: NodePlaces): string {
  const nodes = count === 0 ? 'No node is declared by number.' : count === 1 ? 'The figure stands for the one node.' : `Each of the ${grouped(count)} figures is a node.`;
  return `${nodes} ${topology === undefined ? 'The cluster declares no topology, so they stand by node set, in the order of their names.' : topologyText(topology)}`;
}

function topologyText(topology: Topology): string {
  switch (topology.kind) {
    case TopologyKind.BLOCK: {
      const [base, ...larger] = blockSizesInForce(topology);
      const sizes = base === undefined ? '' : ` Jobs can count on ${counted(base, 'node')} of a block${larger.length === 0 ? '' : `, and on groups of ${larger.join(', ')}`}.`;
      return `They stand by blocks of topology ${topology.name}.${sizes}`;
    }
    case TopologyKind.TREE: return `They stand under the switches of topology ${topology.name}.`;
    case TopologyKind.RING: return `They stand by rings of topology ${topology.name}, in the order of the ring.`;
    case TopologyKind.TORUS3D: return `They stand by torus of topology ${topology.name}, x running fastest.`;
    case TopologyKind.FLAT: return '';
  }
}

function colourChoice(id: string, partitions: readonly string[]): Html {
  const choice = (value: string, label: string, checked: boolean): Html =>
    html`<label><input type="radio" name="${id}-colour" class="v-${value}"${checked && html` checked`}><span>${label}</span></label>`;
  return html`<fieldset class="views"><legend>Colour by</legend>${choice('set', 'node set', true)}${choice('combination', 'partitions', false)}${partitions.length > 0 && html`<span class="or">or pick out</span>`}${
    partitions.slice(0, PICKED_PARTITIONS).map((name, index) => choice(`p${index}`, name, false))}</fieldset>`;
}

function legend(sets: readonly ReportedSet[], look: NodeLook): Html {
  const drawn = sets.filter(({ nodes }) => nodes.most > 0);
  const more = (count: number): Html => count > LEGEND ? html`<li>and ${grouped(count - LEGEND)} more, below</li>` : NOTHING;
  const combinations = [...look.combinationsSeen];
  return html`<ul class="legend by-set" aria-label="Node sets">${drawn.slice(0, LEGEND).map(set =>
    html`<li>${swatch(`c${set.index % VARIETY}`, set)} ${keyOf(set)} ${set.name}</li>`)}${more(drawn.length)}${drawn.some(({ nodes }) => nodes.least < nodes.most)
    && html`<li>${swatch('c0 e', undefined)} comes and goes with demand</li>`}</ul>
<ul class="legend by-combination" aria-label="Partitions">${combinations.slice(0, LEGEND).map(([names, index]) =>
  html`<li>${swatch(`q${index % VARIETY}`, undefined)} ${names === '' ? 'no partition' : names}</li>`)}${more(combinations.length)}</ul>`;
}

function placesHtml(places: readonly Place[], size: CellSize, look: NodeLook): Html[] {
  // Names of neighbours say the same again and again; where there is little room, what differs is enough.
  if (size.rows !== undefined) {
    return places.map(place => placeHtml(place, place.name, size, look));
  }
  const alike = new Map<ReportedSet | undefined, Place[]>();
  for (const place of places) {
    const set = place.kind === '' ? place.nodes[0].set : undefined;
    alike.set(set, [...alike.get(set) ?? [], place]);
  }
  return [...alike.values()].flatMap(group => {
    const shared = group.length > 1 ? sharedStart(group.map(({ name }) => name)) : '';
    return group.map(place => placeHtml(place, place.name.slice(shared.length), size, look));
  });
}

function placeHtml(place: Place, name: string, size: CellSize, look: NodeLook): Html {
  const all = nodesBelow(place);
  const label = `${place.kind === '' ? '' : `${place.kind} `}${place.name}: ${placeText(all)}`;
  const caption = html`<b title="${place.name}">${name}</b> <small>${placeText(all)}</small>`;
  if (place.places.length > 0) {
    return html`<div class="spine" role="group" aria-label="${label}"><p>${place.kind} ${caption} ${keys(all)}</p><div class="places">${
      place.nodes.length > 0 && figure(place, caption, drawing(place, size, look, label))}${placesHtml(place.places, size, look)}</div></div>`;
  }
  return figure(place, caption, drawing(place, size, look, label));
}

// Up to a dash or dot, or a bracket, that all have at the same place.
function sharedStart(names: readonly string[]): string {
  const [first] = names;
  const length = [...first].findIndex((_, at) => names.some(name => name[at] !== first[at]));
  return /^.*[-_.:/](?=[^-])|^.*(?=\[)/.exec(first.slice(0, Math.max(0, length)))?.[0] ?? '';
}

function figure(place: Place, caption: Html, picture: Html): Html {
  return html`<figure class="place${place.kind === '' && ' loose'}"><figcaption>${keys(place.nodes)} ${caption}</figcaption>${picture}</figure>`;
}

function openSet(set: ReportedSet): Html {
  return html`<figure class="place open"><figcaption>${keyOf(set)} <b>${set.name}</b></figcaption><p>${set.scaling ?? 'as many as the cluster has'}: only the live cluster knows how many</p></figure>`;
}

function walker(id: string, count: number): Html {
  return html`<div class="walker" hidden><label for="${id}-walk">Node</label><input type="range" id="${id}-walk" min="1" max="${count}" value="1"><p class="told" aria-hidden="true">Point at a node, or walk with the arrow keys; page keys jump from place to place.</p></div>`;
}

function remarks({ topology, empty, strangers, places }: NodePlaces): Html {
  const without = topology === undefined ? [] : places.filter(({ kind }) => kind === '').flatMap(({ nodes }) => nodes.map(({ name }) => name));
  return html`${empty.length > 0 && html`<p class="note">${short(Hostlist.fold(empty))} ${empty.length === 1 ? 'lists' : 'list'} no nodes: they join by the annotations of their Kubernetes nodes, which only the live cluster knows.</p>`}${
    without.length > 0 && empty.length === 0 && html`<p class="note">${counted(without.length, 'node')} (${short(Hostlist.fold(without))}) ${without.length === 1 ? 'stands' : 'stand'} nowhere in topology ${topology?.name}.</p>`}${
    strangers.length > 0 && html`<p class="note">The topology names ${counted(strangers.length, 'node')} that nothing declares: ${short(Hostlist.fold(strangers))}.</p>`}`;
}

function placeTable(places: readonly Place[], look: NodeLook): Html {
  const rows = (place: Place, path: string): Html[] => [
    ...bySet(place.nodes).map(nodes => html`<tr><th scope="row">${path}${place.name}</th><td data-label="Kind">${place.kind === '' ? '–' : place.kind}</td><td data-label="Nodes" class="num">${grouped(nodes.length)}</td><td data-label="Names"><code>${
      short(Hostlist.fold(nodes.map(({ name }) => name)))}</code></td><td data-label="About">${look.about(nodes[0])}</td></tr>`),
    ...place.places.flatMap(below => rows(below, `${path}${place.name} / `)),
  ];
  return html`<table class="cards"><thead><tr><th scope="col">Place</th><th scope="col">Kind</th><th scope="col" class="num">Nodes</th><th scope="col">Names</th><th scope="col">Node set and partitions</th></tr></thead><tbody>${places.flatMap(place => rows(place, ''))}</tbody></table>`;
}

function bySet(nodes: readonly PlacedNode[]): PlacedNode[][] {
  const groups = new Map<string, PlacedNode[]>();
  for (const node of nodes) {
    const key = `${node.set.index} ${node.partitions.join(',')} ${node.comesAndGoes}`;
    const group = groups.get(key) ?? [];
    group.push(node);
    groups.set(key, group);
  }
  return [...groups.values()];
}

const LONGEST = 160;

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
