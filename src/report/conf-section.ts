import { counted, grouped } from './amounts';
import { html, Html } from './html';
import { DeclaredCluster } from '../model/declared-cluster';
import { objectLabel } from '../model/object-ref';
import { predictFiles } from '../model/predict/cluster-files';
import { LineOrigin, PredictedLine } from '../model/predict/predicted-file';

/** Finds the line of a file that an origin stands for. */
export type OriginLine = (origin: LineOrigin) => number | undefined;

/** Lines that are shown without being asked for. */
const OPEN_LINES = 150;

/** slurm.conf as slurmctld will see it; who put a line there is told on hover and focus. */
export function confSection(cluster: DeclaredCluster, place: OriginLine): Html {
  const { lines } = cluster.slurmConf;
  const others = predictFiles(cluster).map(({ name }) => name).filter(name => name !== 'slurm.conf');
  const own = lines.filter(({ origin }) => origin.object !== undefined).length;
  return html`<p class="note">${grouped(own)} of ${counted(lines.length, 'line')} come from the manifests (marked), the others are what slurm-operator always writes. Point at a line, or walk with the arrow keys, to see who put it there.${
    cluster.missingConfigMaps.length > 0 && ` Unknown, since not among the manifests: ConfigMap ${cluster.missingConfigMaps.map(({ name }) => name).join(', ')}.`}</p>
<details class="file"${lines.length <= OPEN_LINES && html` open`}><summary><code>slurm.conf</code>, ${counted(lines.length, 'line')}</summary>
<label class="all"><input type="checkbox" class="v-origins"> all origins</label>
<ol class="conf" aria-label="slurm.conf">${lines.map((line, index) => lineHtml(line, index, place))}</ol></details>${
  others.length > 0 && html`<p class="note">Beside it: ${others.map((name, index) => html`${index > 0 && ', '}<code>${name}</code>`)}. <code>slurm-constructs explain</code> shows them.</p>`}`;
}

function lineHtml({ text, origin }: PredictedLine, index: number, place: OriginLine): Html {
  const isOwn = origin.object !== undefined;
  return html`<li tabindex="${index === 0 ? 0 : -1}"${isOwn && html` class="own"`}><code>${text === '' ? ' ' : coloured(text)}</code><span class="from">${originText(origin, place)}</span></li>\n`;
}

function coloured(text: string): Html {
  const [, key, rest] = /^([A-Za-z]\w*)(=.*)$/s.exec(text) ?? [];
  return text.startsWith('#') ? html`<i>${text}</i>` : key === undefined ? html`${text}` : html`<b>${key}</b>${rest}`;
}

function originText(origin: LineOrigin, place: OriginLine): string {
  const { object, field } = origin;
  if (object === undefined) {
    return 'slurm-operator';
  }
  const file = object.file === undefined ? [] : [`${object.file}:${place(origin) ?? object.line ?? 1}`];
  return [...object.construct === undefined ? file : [object.construct], [objectLabel(object), ...field === undefined ? [] : [field]].join(' ')].join(' · ');
}
