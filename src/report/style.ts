import { PICKED_PARTITIONS } from './map-section';
import { VARIETY } from './node-map';

/** Colours that people with any colour vision tell apart, each 3:1 or better against the ground: for light pages, then for dark ones. */
const PALETTES = {
  light: ['#1769aa', '#c2510a', '#00795f', '#a9437f', '#8a6a00', '#6554c0', '#3f7f93', '#5c6672'],
  dark: ['#58aef5', '#f58b4c', '#2fc79b', '#ea8fc0', '#dfb13c', '#a79bf5', '#7fc7dc', '#aab6c3'],
};

/** The style sheet of the page. */
export function styleSheet(): string {
  return [
    `:root{${LIGHT}${palette(PALETTES.light)}}`,
    `@media (prefers-color-scheme:dark){:root{${DARK}${palette(PALETTES.dark)}}}`,
    BASE,
    MAP,
    TEXTS,
    ...PALETTES.light.map((_, index) => `.c${index}{--own:var(--c${index})}.map:has(.v-combination:checked) .q${index}{--own:var(--c${index})}`),
    '.map .by-combination .n{--own:var(--c0)}',
    ...PALETTES.light.map((_, index) => `.by-combination .q${index}{--own:var(--c${index})!important}`),
    ...Array.from({ length: PICKED_PARTITIONS }, (_, index) => `.map:has(.v-p${index}:checked) .places .n:not(.p${index}){opacity:.16}`),
    WIDE,
    NARROW,
    PRINT,
  ].join('\n');
}

function palette(colours: readonly string[]): string {
  return colours.slice(0, VARIETY).map((colour, index) => `--c${index}:${colour};`).join('');
}

const LIGHT = 'color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#17202b;--soft:#566170;--line:#dde2e8;--tint:#eef2f6;--link:#0b5cad;--error:#b3261e;--warning:#8a5a00;--fine:#0a7048;--on:#fff;--mark:#17202b;';
const DARK = '--ground:#0e1319;--card:#161d26;--ink:#e6ebf1;--soft:#a0acb9;--line:#2a3440;--tint:#1e2732;--link:#7dbcff;--error:#ff9a92;--warning:#f0bf5f;--fine:#5fd6a4;--on:#10161d;--mark:#fff;';

const BASE = `*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-behavior:smooth;scroll-padding-top:3.5rem}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
code{font:.92em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
a{color:var(--link)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
header,main,footer{max-width:1240px;margin:0 auto;padding:0 24px}
header{padding-top:32px}
h1{font-size:30px;line-height:1.2;letter-spacing:-.02em;margin:0}
h2{font-size:24px;letter-spacing:-.015em;margin:0}
.card h2,.card h3{font-size:17px;letter-spacing:-.005em;margin:0 0 12px}
.top{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;justify-content:space-between}
.sub,.note,small{color:var(--soft)}
.sub{margin:4px 0 0}
.note{font-size:13.5px;margin:0 0 12px;max-width:90ch}
table+.note,.bars+.note,.facts+.note,.file+.note{margin:12px 0 0}
small{font-size:13px;font-weight:400}
nav{position:sticky;top:0;z-index:3;background:var(--ground);border-bottom:1px solid var(--line);margin-top:20px}
nav ul{display:flex;gap:4px 20px;flex-wrap:wrap;list-style:none;max-width:1240px;margin:0 auto;padding:9px 24px}
nav a{color:var(--soft);text-decoration:none;font-size:14px}
nav a:hover{color:var(--ink);text-decoration:underline}
.verdict{display:inline-block;padding:5px 13px;border-radius:99px;border:1px solid currentColor;text-decoration:none;font-weight:600;font-size:14px}
.verdict.error{color:var(--error)}.verdict.warning{color:var(--warning)}.verdict.fine{color:var(--fine)}
section.cluster{margin-top:28px}
section.cluster+section.cluster{border-top:2px solid var(--line);padding-top:32px;margin-top:44px}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:20px 22px;margin:16px 0}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,430px),1fr));gap:0 16px;align-items:start}
.pair>.card{height:calc(100% - 32px)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:1px;background:var(--line);border:1px solid var(--line);border-radius:12px;overflow:hidden;margin:18px 0 0}
.figures>div{background:var(--card);padding:14px 18px}
.figures dt{color:var(--soft);font-size:13.5px}
.figures dd{margin:0;font-size:27px;line-height:1.25;font-weight:650;letter-spacing:-.02em}
.figures dd.long{font-size:20px;line-height:1.25;padding:4px 0 5px}
.figures dd.more{font-size:13px;font-weight:400;letter-spacing:0;color:var(--soft);margin-top:2px}
footer{color:var(--soft);font-size:13px;padding-top:8px;padding-bottom:40px}`;

const MAP = `.n{fill:var(--own)}
.n.e{fill-opacity:.22;stroke:var(--own);stroke-width:1;stroke-dasharray:2 1.5}
.pip{fill:var(--card);fill-opacity:.82;pointer-events:none;stroke:none}
.n.e .pip{fill:var(--own);fill-opacity:.6}
.n .at{stroke:var(--mark);stroke-width:2;stroke-dasharray:none;fill-opacity:1}
.key{display:inline-block;min-width:1.5em;padding:0 .35em;border-radius:4px;background:var(--own,var(--soft));color:var(--on);font-weight:650;font-size:11.5px;line-height:1.5;text-align:center}
.views{display:flex;flex-wrap:wrap;gap:6px;align-items:center;border:0;padding:0;margin:0 0 12px}
.views legend,.views .or{float:left;color:var(--soft);font-size:13.5px;padding:0;margin-right:6px}
.views .or{margin:0 2px 0 8px}
.views label{position:relative;font-size:13.5px}
.views input{position:absolute;opacity:0;inset:0;margin:0;cursor:pointer}
.views span:not(.or){display:block;padding:3px 11px;border:1px solid var(--line);border-radius:99px}
.views input:checked+span{background:var(--ink);border-color:var(--ink);color:var(--card)}
.views input:focus-visible+span{outline:2px solid var(--link);outline-offset:2px}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;list-style:none;padding:0;margin:0 0 14px;font-size:13.5px}
.swatch{vertical-align:-1px}
.by-combination,.map:has(.v-combination:checked) .by-set{display:none}
.map:has(.v-combination:checked) .by-combination{display:flex}
.map:has(.v-combination:checked) .key{background:var(--soft)}
.places{display:flex;flex-wrap:wrap;gap:14px 16px;align-items:flex-start}
.place{margin:0}
.place figcaption{font-size:12.5px;line-height:1.35;margin-bottom:5px;max-width:100%}
.place svg{display:block;max-width:100%;height:auto;overflow:visible}
.fields .place figcaption{display:grid;grid-template-columns:auto 1fr;gap:0 5px;align-items:center;contain:inline-size}
.fields .place figcaption b{font-weight:600;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.fields .place figcaption small{grid-column:1/-1;font-size:11.5px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.fields .place{min-width:124px}
.small .place{min-width:52px}
.small .place figcaption .key,.small .place figcaption small{display:none}
.small .place.loose figcaption .key{display:block}
.small .place figcaption{font-size:11px;margin-bottom:3px}
.small .place figcaption b{font-weight:500}
.small.places,.small .places{gap:10px 14px}
.racks .place{border:1px solid var(--line);border-radius:8px;padding:10px 12px;background:var(--tint)}
.racks .place figcaption small{display:block}
.racks .pip{fill:var(--tint)}
.place.open{border:1px dashed var(--soft);border-radius:8px;padding:10px 12px;max-width:260px;font-size:13px}
.place.open p{margin:0;color:var(--soft)}
.spine{border-left:3px solid var(--line);padding-left:14px;width:100%}
.spine>p{margin:0 0 8px;font-size:13.5px;color:var(--soft)}
.spine>p b{color:var(--ink)}
.places svg path:not(.pip){cursor:pointer}
.walker{position:sticky;bottom:0;display:grid;grid-template-columns:auto minmax(90px,260px) 1fr;gap:4px 12px;align-items:center;background:var(--card);border-top:1px solid var(--line);margin:16px -22px 0;padding:9px 22px;border-bottom:1px solid var(--line);font-size:13.5px}
.walker[hidden]{display:none}
.walker input{width:100%;accent-color:var(--link)}
.walker p{margin:0}
.map+.note{margin-top:14px}
.alt{margin-top:14px}
.map+.alt{margin-top:14px}`;

const TEXTS = `summary{cursor:pointer;font-size:14px;font-weight:600;padding:2px 0}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;overflow-wrap:break-word;vertical-align:top;padding:8px 14px 8px 0;border-top:1px solid var(--line)}
thead th{border-top:0;color:var(--soft);font-weight:500;font-size:13px;padding-top:0}
tbody th{font-weight:600}
td code{overflow-wrap:anywhere}
th small{display:block}
.num{text-align:right;white-space:nowrap}
.set{white-space:nowrap}
td .set{margin-right:.5em}
.badge{display:inline-block;padding:0 7px;border-radius:99px;border:1px solid var(--line);font-size:12px;font-weight:500;color:var(--soft)}
.plain{list-style:none;margin:0;padding:0}
.bars{list-style:none;margin:0;padding:0;display:grid;gap:14px}
.bars li{display:grid;grid-template-columns:1fr auto;gap:4px 12px;align-items:baseline}
.bars .many{font-weight:650;font-size:18px}
.bar{grid-column:1/-1;width:100%;height:8px;border-radius:4px;fill:var(--c0)}
.rail{fill:var(--tint)}
.facts{margin:0;display:grid;gap:8px}
.facts>div{display:grid;grid-template-columns:minmax(8.5em,11em) 1fr;gap:12px}
.facts dt{color:var(--soft);font-size:14px}
.facts dd{margin:0;font-size:14px}
.file{position:relative}
.all{display:inline-block;font-size:13.5px;margin:8px 0}
.conf{list-style:none;counter-reset:line;margin:0;padding:10px 0;background:var(--tint);border-radius:8px;font-size:13px}
.conf li{position:relative;counter-increment:line;padding:0 14px 0 58px;border-left:3px solid transparent}
.conf li::before{content:counter(line);position:absolute;left:0;width:42px;text-align:right;color:var(--soft);font-size:11.5px;line-height:1.75}
.conf code{white-space:pre-wrap}
.conf b{font-weight:650}
.conf i{font-style:normal;color:var(--soft)}
.conf .own{border-left-color:var(--c0)}
.conf li:hover,.conf li:focus{background:var(--card)}
.from{position:absolute;z-index:2;right:8px;top:0;max-width:calc(100% - 70px);padding:0 8px;background:var(--ink);color:var(--card);border-radius:4px;font-size:12.5px;line-height:1.6;clip-path:inset(50%);height:1px;overflow:hidden;white-space:nowrap}
.conf li:hover .from,.conf li:focus .from{clip-path:none;height:auto;white-space:normal}
.file:has(.v-origins:checked) .from{position:static;display:block;clip-path:none;height:auto;white-space:normal;background:none;color:var(--soft);padding:0 0 3px 12px;max-width:none}
.findings{list-style:none;margin:0;padding:0;display:grid;gap:10px}
.findings .plain{margin-top:6px;font-size:13.5px}
.findings>li{border:1px solid var(--line);border-left:4px solid var(--soft);border-radius:8px;padding:12px 16px}
.findings p{margin:0 0 4px;max-width:100ch}
.findings p:last-child{margin:0}
.findings>.error{border-left-color:var(--error)}.findings>.warning{border-left-color:var(--warning)}
.findings .error .badge{color:var(--error);border-color:currentColor}.findings .warning .badge{color:var(--warning);border-color:currentColor}
p.fine{color:var(--fine);margin:0}
p.fine::before{content:"✓ "}`;

const WIDE = `@media screen and (min-width:1000px){
.file .all{display:none}
.file .conf{margin-top:8px}
.conf li{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,4fr);gap:16px}
.conf .from{position:static;max-width:none;background:none;color:var(--soft);padding:0;white-space:nowrap;text-overflow:ellipsis;visibility:hidden;clip-path:none;height:auto}
.conf .own .from,.conf li:hover .from,.conf li:focus .from{visibility:visible}
.conf li:hover .from,.conf li:focus .from{color:var(--ink);white-space:normal}
}`;

const NARROW = `@media screen and (max-width:760px){
header,main,footer{padding-left:14px;padding-right:14px}
nav{position:static}
nav ul{padding-left:14px;padding-right:14px;gap:2px 14px}
header{padding-top:20px}
h1{font-size:25px}
.card{padding:16px 14px;border-radius:10px}
.figures{grid-template-columns:1fr 1fr}
.figures>div{padding:11px 14px}
.figures dd{font-size:22px}
.figures dd.long{font-size:17px;padding:3px 0}
.walker{margin:16px -14px 0;padding:9px 14px;grid-template-columns:auto 1fr}
.walker p{grid-column:1/-1}
.facts>div{grid-template-columns:1fr;gap:0}
.conf li{padding-left:44px;padding-right:8px}
.conf li::before{width:32px}
.from{left:44px;right:auto;top:100%;max-width:calc(100% - 52px)}
.places{gap:12px}
.set{display:inline-block}
table.cards,.cards tbody,.cards tr,.cards th,.cards td{display:block;text-align:left;white-space:normal}
.cards thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.cards tr{border-top:1px solid var(--line);padding:10px 0}
.cards th,.cards td{border:0;padding:1px 0}
.cards tbody th{font-size:15px}
.cards td{position:relative;padding:1px 0 1px 40%;min-height:1.6em}
.cards td::before{content:attr(data-label);color:var(--soft);position:absolute;left:0;width:38%}
}`;

const PRINT = `@media print{
:root{${LIGHT}${palette(PALETTES.light)}--ground:#fff;--tint:#f4f6f8}
@page{margin:14mm}
@page across{size:landscape}
.across{page:across}
body{font-size:11px}
nav,.views,.walker,.all,.alt:not([open]){display:none!important}
header,main,footer{max-width:none;padding-left:0;padding-right:0}
.card{border:0;padding:0;margin:18px 0;border-radius:0}
.card h2,.card h3{break-after:avoid}
tr,.place,.findings>li,.figures{break-inside:avoid}
.figures{grid-template-columns:repeat(6,1fr)}
.figures>div{padding:8px 10px}
.figures dt,.figures dd.more{font-size:9.5px}
.figures dd{font-size:17px}
.figures dd.long{font-size:11.5px;padding:3px 0}
.pair{display:block}
.n,.pip,.key,.bar,.rail,.conf{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.from{position:static;display:block;clip-path:none;height:auto;white-space:normal;background:none;color:var(--soft);padding:0 0 1px 12px;font-size:9px;max-width:none}
.conf{font-size:10px}
.conf li{display:block}
table{font-size:9.5px}
th,td{padding:4px 8px 4px 0}
thead th,th small,td small,.note,.sub,.legend,.facts dt,.facts dd,.place figcaption,.place figcaption small,.fields .place figcaption small,.spine>p,.badge,summary{font-size:9.5px}
h1{font-size:24px}
.card h2,.card h3{font-size:14px;margin-bottom:6px}
footer{padding-bottom:0}
a{color:inherit}
}`;
