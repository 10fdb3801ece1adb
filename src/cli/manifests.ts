import { DocumentLines, fieldSteps, TextPlace } from './field-line';
import { InputError } from './input-error';
import type { CliIo } from './io';
import { HELM_TEMPLATE, isHelmTemplate, readDocuments, SourceDocument } from './kubernetes-yaml';
import { manifestFiles } from './manifest-paths';
import { MAX_TOTAL_MIB, readStdin, readTextFile } from './manifest-text';
import { count, printable } from './output';
import { Progress } from './progress';
import type { WireObject } from '../model/fields';
import type { InputObject } from '../model/from-objects';

/** A Kubernetes object and the place it was read from. */
export interface ManifestObject extends InputObject {
  readonly object: WireObject;
  /** File as the user named it; `stdin` for standard input. */
  readonly file: string;
  /** Line of the file where the object starts, from 1. */
  readonly line: number;
}

/** How manifests are read. */
export interface ManifestOptions {
  /**
   * Namespace of objects that name none.
   *
   * @default default
   */
  readonly namespace?: string;
}

/** Kubernetes objects from files, folders and standard input. */
export class Manifests {
  /** Reads every path; throws an InputError when one of them cannot be used. */
  public static async read(paths: readonly string[], io: CliIo, options: ManifestOptions = {}): Promise<Manifests> {
    const reader = new ManifestReader(options.namespace ?? 'default');
    const progress = new Progress(io);
    try {
      const files = manifestFiles(paths.filter(path => path !== STDIN));
      for (const [index, { name, isNamed }] of files.entries()) {
        progress.say(`reading ${printable(name)}, file ${index + 1} of ${files.length}`);
        reader.read(name, readTextFile(name), isNamed);
      }
      if (isStdinAsked(paths)) {
        reader.read('stdin', await readStdin('stdin', io), true);
      }
    } finally {
      progress.done();
    }
    const manifests = reader.manifests();
    if (reader.skipped.length > 0) {
      io.stderr.write(`note: ${count(reader.skipped.length, 'file')} without Kubernetes objects left out: ${printable(shortList(reader.skipped))}\n`);
    }
    return manifests;
  }

  private readonly bySource: ReadonlyMap<string, Source>;
  private readonly fieldLines = new Map<string, number>();

  constructor(public readonly objects: readonly ManifestObject[], sourcesOf: readonly Source[]) {
    this.bySource = new Map(objects.map((object, index) => [`${object.file}:${object.line}`, sourcesOf[index]]));
  }

  /** Throws when there is no object of Slinky's, so that nobody takes silence for a good answer. */
  public requireSlurm(): this {
    if (!this.objects.some(({ object }) => String(object.apiVersion).startsWith('slinky.slurm.net/'))) {
      const kinds = shortList([...new Set(this.objects.map(({ object }) => String(object.kind)))]);
      throw new InputError(`no object of a Slurm cluster (apiVersion slinky.slurm.net/…) among the ${this.objects.length} read `
        + `(${kinds}); give the folder that cdk8s synth or helm template wrote`);
    }
    return this;
  }

  /**
   * Line of a field of the object that starts at `file` and `line`, that of the object when the field cannot be found.
   *
   * @param fieldLine line within a text that the field holds, from 1
   */
  public lineOf(file: string, line: number, field: string, fieldLine?: number): number {
    const source = this.bySource.get(`${file}:${line}`);
    if (source?.place === undefined) {
      return line;
    }
    // A text of many lines asks for its field once per line.
    const key = `${file}:${line} ${field}`;
    const found = this.fieldLines.get(key) ?? source.lines().lineOf(source.place, fieldSteps(field));
    this.fieldLines.set(key, found);
    return found + source.firstLine + (fieldLine !== undefined && source.lines().isLiteral(found) ? fieldLine : 0);
  }
}

/** The text around an object. */
interface Source {
  readonly text: string;
  readonly lines: () => DocumentLines;
  readonly place?: TextPlace;
  readonly firstLine: number;
}

const STDIN = '-';

function isStdinAsked(paths: readonly string[]): boolean {
  const times = paths.filter(path => path === STDIN).length;
  if (times > 1) {
    throw new InputError(`standard input (${STDIN}) can be read only once`);
  }
  return times === 1;
}

class ManifestReader {
  public readonly skipped: string[] = [];
  private readonly objects: ManifestObject[] = [];
  private readonly sources: Source[] = [];
  private readonly byAddress = new Map<string, ManifestObject>();
  private total = 0;

  constructor(private readonly defaultNamespace: string) {}

  public manifests(): Manifests {
    if (this.objects.length === 0) {
      throw new InputError(`${shortList(this.skipped)}: no Kubernetes object in ${count(this.skipped.length, 'file')}; give manifests as cdk8s synth, helm template or kubectl get -o yaml write them`);
    }
    return new Manifests(this.objects, this.sources);
  }

  public read(file: string, text: string, isNamed: boolean): void {
    this.total += text.length;
    if (this.total > MAX_TOTAL_MIB * 1024 * 1024) {
      throw new InputError(`${file}: with it there are more than ${MAX_TOTAL_MIB} MiB of text; give the folder of one cluster`);
    }
    // A folder may hold a package.json, a values file or the templates of a chart beside the manifests.
    if (!isNamed && !/^[ \t-]*["']?(?:apiVersion|kind)["']?[ \t]*:/m.test(text) && !/^\s*[{[].*"kind"\s*:/.test(text)) {
      this.skipped.push(file);
      return;
    }
    if (text.trim() === '') {
      throw new InputError(`${file}: it is empty`);
    }
    const before = this.objects.length;
    for (const document of readDocuments(file, text)) {
      this.readDocument(file, document, isNamed);
    }
    if (this.objects.length === before) {
      if (isNamed) {
        throw new InputError(`${file}: it holds no Kubernetes object; give manifests as cdk8s synth, helm template or kubectl get -o yaml write them`);
      }
      this.skipped.push(file);
    }
  }

  private readDocument(file: string, document: SourceDocument, isNamed: boolean): void {
    if (document.value === null || document.value === undefined) {
      return;
    }
    let lines: DocumentLines | undefined;
    const source = { text: document.text, lines: () => lines ??= new DocumentLines(document.text), firstLine: document.firstLine };
    if (!Array.isArray(document.value)) {
      this.readObject(file, document.value, { ...source, place: source.lines().root }, isNamed);
      return;
    }
    const root = source.lines().root;
    const places = root === undefined ? [] : source.lines().items(root);
    document.value.forEach((value, index) => this.readObject(file, value, { ...source, place: places[index] }, isNamed));
  }

  private readObject(file: string, value: unknown, source: Source, isNamed: boolean): void {
    const line = source.firstLine + (source.place?.line ?? 0);
    if (!isWireObject(value) || typeof value.kind !== 'string' || typeof value.apiVersion !== 'string') {
      if (isNamed) {
        throw new InputError(`${file}:${line}: ${isHelmTemplate(source.text) ? HELM_TEMPLATE : `this is no Kubernetes object: ${whyNot(value)}`}`);
      }
      return;
    }
    if (value.kind.endsWith('List') && Array.isArray(value.items)) {
      const list = source.place === undefined ? undefined : source.lines().field(source.place, 'items')?.value;
      const places = list === undefined ? [] : source.lines().items(list);
      // Items of a typed list may leave out their own kind: kubectl fills it in, raw API answers do not.
      const kind = value.kind.slice(0, -'List'.length);
      value.items.forEach((item: unknown, index) => this.readObject(
        file,
        isWireObject(item) && kind !== '' ? { apiVersion: value.apiVersion, kind, ...item } : item,
        { ...source, place: places[index] ?? source.place },
        isNamed,
      ));
      return;
    }
    this.add({ object: value, file, line }, source);
  }

  private add(entry: ManifestObject, source: Source): void {
    const address = this.address(entry.object);
    const earlier = address === undefined ? undefined : this.byAddress.get(address);
    if (earlier !== undefined) {
      if (JSON.stringify(earlier.object) === JSON.stringify(entry.object)) {
        return;
      }
      throw new InputError(`${entry.file}:${entry.line}: ${address} stands differently in ${earlier.file}:${earlier.line}; `
        + 'give the manifests of one Kubernetes cluster at a time, each object once');
    }
    if (address !== undefined) {
      this.byAddress.set(address, entry);
    }
    this.objects.push(entry);
    this.sources.push(source);
  }

  private address({ apiVersion, kind, metadata }: WireObject): string | undefined {
    if (!isWireObject(metadata) || typeof metadata.name !== 'string' || metadata.name === '') {
      return undefined;
    }
    const group = String(apiVersion).split('/').slice(0, -1).join('/');
    const namespace = typeof metadata.namespace === 'string' && metadata.namespace !== '' ? metadata.namespace : this.defaultNamespace;
    return `${String(kind)}${group === '' ? '' : `.${group}`} ${namespace}/${metadata.name}`;
  }
}

function shortList(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', ');
}

function isWireObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function whyNot(value: unknown): string {
  if (!isWireObject(value)) {
    return `it is ${Array.isArray(value) ? 'a list' : 'plain text'}; a manifest starts with apiVersion and kind`;
  }
  return `'${typeof value.apiVersion === 'string' ? 'kind' : 'apiVersion'}' is missing or no text`;
}
