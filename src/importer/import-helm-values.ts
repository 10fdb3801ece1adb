import type { IConstruct } from 'constructs';
import { Modules } from './code/evaluate';
import { programText } from './code/program-text';
import { chartVersion, knownValues } from './helm/check-keys';
import { Conversion } from './helm/conversion';
import { convert } from './helm/convert';
import { refuseMistakenFiles } from './helm/mistaken-files';
import { ImportNote, NoteKind } from './helm/note';
import { tellOldDefaults, withoutOldKeys } from './helm/old-keys';
import { RefinedProgram, Refinement } from './refine';
import { Trial } from './trials';
import { Comment } from './values/comments';
import { readValues } from './values/read-values';
import { merged, Value } from './values/value';

/** Values of the official `slurm` chart, and the release that they make. */
export interface HelmValues {
  /** The files in the order of `helm --values`: later ones win. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly release: string;
  readonly namespace: string;
}

/** What the program is made with: the library itself, and what it stands on. */
export interface ImportTools {
  readonly modules: Modules;
  /** Hears what is going on, for what takes long. */
  readonly progress?: (doing: string) => void;
}

/** A program that declares what the chart renders. */
export interface ImportedProgram {
  /** The module that declares the cluster: `export function addCluster(chart: Chart)`. */
  readonly cluster: string;
  /** Name of the cluster's objects, as the chart makes it of the release. */
  readonly name: string;
  readonly namespace: string;
  /** The chart version that the values were written for, as far as their keys tell. */
  readonly chartVersion: string;
  readonly notes: readonly ImportNote[];
  /** What the program synthesizes. */
  readonly objects: readonly object[];
}

/** Turns values of the official `slurm` chart into a program. */
export function importHelmValues(values: HelmValues, tools: ImportTools): ImportedProgram {
  const files = values.files.map(({ name, text }) => ({ name, ...readValues(name, text) }));
  files.forEach(each => refuseMistakenFiles(each.values));
  const read = files.map(file => file.values).reduce((below, above) => merged(below, above));
  const name = fullName(read, values.release);
  const namespace = read.at('namespaceOverride')?.text ?? values.namespace;
  const conversion = new Conversion(tools.modules['slurm-constructs'] as { readonly [name: string]: unknown }, name, namespace);
  const isOld = ['slurmKeyRef', 'jwtHs256KeyRef', 'priorityClassName'].some(key => read.entries.has(key)) || chartVersion(read) === '1.0';
  const known = knownValues(conversion, withoutOldKeys(conversion, read));
  tellOldDefaults(conversion, known, ['slurmKeyRef', 'jwtHs256KeyRef'].some(key => read.entries.has(key)));
  const statements = convert(conversion, known);
  const refined = new Refinement(statements, trial(values.release, namespace, tools.modules), doing => tools.progress?.(doing)).run();
  const cluster = clusterModule(refined, read);
  return {
    cluster,
    name,
    namespace,
    chartVersion: isOld ? '1.0' : chartVersion(read),
    notes: unrepeated([...conversion.notes, ...refined.notes, ...files.flatMap(({ name: file, comments }) => lostComments(cluster, file, comments))]),
    objects: refined.objects,
  };
}

/** The name of the chart's objects. */
function fullName(values: Value, release: string): string {
  const own = values.at('fullnameOverride');
  const chart = values.at('nameOverride')?.text ?? 'slurm';
  const name = own && own.text !== '' ? own.text : release.includes(chart) ? release : `${release}-${chart}`;
  return name.slice(0, 63).replace(/-$/, '');
}

function trial(release: string, namespace: string, modules: Modules): Trial {
  const { ApiObject, App, Chart } = modules.cdk8s as typeof import('cdk8s');
  const objectsIn = ({ node }: IConstruct): object[] => node.findAll().filter(ApiObject.isApiObject).map(each => ApiObject.of(each).toJson() as object);
  return {
    modules,
    start: () => {
      const chart = new Chart(new App(), release, { namespace });
      return {
        constants: { chart },
        objects: checked => quietly(() => checked ? chart.toJson() as object[] : objectsIn(chart)),
        objectsOf: construct => quietly(() => objectsIn(construct as IConstruct)),
      };
    },
  };
}

// The program is tried many times over, and warns when the user runs it.
function quietly<T>(action: () => T): T {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return action();
  } finally {
    console.warn = warn;
  }
}

function clusterModule({ statements, omissions }: RefinedProgram, values: Value): string {
  const said = values.comments.filter(line => !/SPDX-/.test(line)).join('\n').trim();
  return programText(statements, omissions, {
    opening: 'export function addCluster(chart: Chart): void {',
    comments: ['Declares the cluster.', ...said === '' ? [] : ['', ...said.split('\n')]],
    imports: { cdk8s: ['Chart'] },
    taken: ['chart', 'addCluster'],
    common: [
      { methods: ['addNodeSet', 'addGpuNodeSet'], key: 'nodesetDefaults', name: 'nodeSetDefaults', comments: values.at('nodesetDefaults')?.comments ?? [] },
      { methods: ['addLoginSet'], key: 'loginsetDefaults', name: 'loginSetDefaults', comments: values.at('loginsetDefaults')?.comments ?? [] },
    ],
  });
}

/** Tells of comments that stand nowhere in the program: on what is a default there, or values that are commented out. */
function lostComments(program: string, file: string, comments: readonly Comment[]): ImportNote[] {
  const words = (text: string): string => text.replace(/\s+/g, ' ').trim();
  // The program breaks long lines.
  const said = words(program.replace(/^ *(?:\/\/|\*)/gm, ' ').replaceAll('* /', '*/'));
  const lost = comments.filter(({ text }) => !/SPDX-/.test(text) && !said.includes(words(text))).map(({ line }) => line);
  return lost.length === 0 ? [] : [{
    kind: NoteKind.LEFT_OUT,
    origin: { file, line: lost[0], path: '' },
    message: `comments on what the program need not say, or on values in comments, are not in it: ${lost.length === 1 ? 'line' : 'lines'} ${ranges(lost)}`,
  }];
}

/** Numbers with runs folded: `3, 7-9`. */
function ranges(numbers: readonly number[]): string {
  const starts = numbers.filter(each => !numbers.includes(each - 1));
  const ends = numbers.filter(each => !numbers.includes(each + 1));
  return starts.map((start, index) => start === ends[index] ? String(start) : `${start}-${ends[index]}`).join(', ');
}

function unrepeated(notes: readonly ImportNote[]): ImportNote[] {
  return [...new Map(notes.map(note => [JSON.stringify([note.kind, note.origin?.file, note.origin?.line, note.message]), note])).values()];
}
