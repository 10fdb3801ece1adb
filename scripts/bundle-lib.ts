/**
 * Bundles the compiled library with esbuild: Node.js spends most of a cold import on looking files up and on reading text that the program never runs. So
 * there are few files, each holds what is used together, and within a file each module is evaluated at its first use.
 *
 * - `index.js` names what is public, and loads nothing until a program names something of it;
 * - of the files in `bundled/`, `core.js` holds what every cluster needs, `slurm.js` the Slurm language, and each of the others an area;
 * - what only a synthesis needs (the rules, the keywords) stays a file of its own, read when the first cluster is judged;
 * - `loading/code-cache.js` loads all these with the code that earlier processes compiled;
 * - the command line and the Pulumi entry are one file each, which use those above.
 *
 * Runs after jsii, as part of `npx projen compile`.
 */
import * as fs from 'fs';
import { createRequire } from 'module';
import * as path from 'path';
import { build, BuildOptions, Plugin } from 'esbuild';
import { evaluateAtFirstUse } from './evaluate-at-first-use';

const repository = path.join(__dirname, '..');
const lib = path.join(repository, 'lib');
const publicEntry = 'index.js';
const pulumiEntry = 'pulumi/index.js';
const lintEntry = 'model/lint-on-demand.js';
const loader = 'loading/code-cache.js';

/** What the Pulumi entry may hold a copy of. All else comes from the public entry, so that a class of ours is one class for both. */
const copiedForPulumi = /^(pulumi\/|errors\/|auth\/referenced-secret\.js$)/;

/** Files that others load late; they hold functions and data alone, so that two copies of what they share do no harm. */
const late = [lintEntry, ...fs.readdirSync(path.join(lib, 'slurm/keywords')).filter(file => file.endsWith('.js')).map(file => `slurm/keywords/${file}`)];

/** Areas that many clusters do without. */
const apart = ['accounting', 'autoscaling', 'containers', 'gpu', 'identity', 'install', 'network', 'observability', 'operations', 'topology'];

/** Modules that the public entry and the rules lead to. */
const reached = reachable([publicEntry, lintEntry]);

function reachable(entries: string[]): Set<string> {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (!found.has(file)) {
      found.add(file);
      const text = fs.readFileSync(path.join(lib, file), 'utf8');
      [...text.matchAll(/require\(["'](\.[^"']+)["']\)/g)].forEach(([, request]) => visit(moduleOf(request, path.dirname(path.join(lib, file)))));
    }
  };
  entries.forEach(visit);
  return found;
}

/** What even a cluster that has nothing of an area asks of it. */
const askedByEveryCluster = new RegExp(`^(${[
  '[^/]+/index',
  'autoscaling/(cluster-autoscaling|elastic-partitions)',
  'containers/(cluster-containers|container-setup)',
  'gpu/(cluster-gpus|gres-conf|nvlink-conf)',
  'identity/(identity|directory-setup|sssd-conf|sssd-secrets)',
  'network/bound-network',
  'topology/(cluster-topologies|members-source)',
].join('|')})\\.js$`);

/** The bundle that holds a module of the library for all others; undefined if each keeps its own copy. */
function bundleOf(file: string): string | undefined {
  const [folder] = file.split('/');
  if (!reached.has(file) || folder === 'model') {
    return undefined;
  }
  return `bundled/${folder === 'slurm' || (apart.includes(folder) && !askedByEveryCluster.test(file)) ? folder : 'core'}.js`;
}

/** Name of the module that a request means, from lib. */
function moduleOf(request: string, folder: string): string {
  return path.relative(lib, createRequire(path.join(folder, '_')).resolve(request)).replace(/\\/g, '/');
}

function relative(from: string, to: string): string {
  const between = path.posix.relative(path.posix.dirname(from), to);
  return between.startsWith('.') ? between : `./${between}`;
}

/** Modules of other bundles are asked for there, once; late files stay files. */
function useOthers(entry: string, isOwn: (file: string) => boolean): Plugin {
  return {
    name: 'modules of other bundles stay there',
    setup: esbuild => {
      esbuild.onResolve({ filter: /^\./ }, ({ path: request, resolveDir, kind, namespace }) => {
        if (namespace === 'elsewhere') {
          return { path: request, external: true };
        }
        const file = moduleOf(request, resolveDir);
        // Whoever asks for the public entry gets the one that programs import.
        if (file === publicEntry && kind !== 'entry-point' && file !== entry) {
          return { path: relative(entry, file), external: true };
        }
        if (late.includes(file) && file !== entry) {
          return { path: file, namespace: 'elsewhere' };
        }
        return kind === 'entry-point' || bundleOf(file) === undefined || isOwn(file) ? undefined : { path: file, namespace: 'elsewhere' };
      });
      esbuild.onLoad({ filter: /.*/, namespace: 'elsewhere' }, ({ path: file }) => ({
        contents: `module.exports = ${late.includes(file) ? loading(entry, file) : `${loading(entry, bundleOf(file)!)}[${JSON.stringify(file)}]`};`, resolveDir: lib,
      }));
    },
  };
}

/** Loads another file with the code that earlier processes compiled. The name in require stays, for who bundles a program with us. */
function loading(entry: string, file: string): string {
  const request = JSON.stringify(relative(entry, file));
  return `require(${JSON.stringify(relative(entry, loader))}).load(require('path').join(__dirname, ${request}), () => require(${request}))`;
}

const usePublicEntry: Plugin = {
  name: 'the Pulumi entry uses the public one',
  setup: esbuild => esbuild.onResolve({ filter: /^\./ }, ({ path: request, resolveDir, kind }) => {
    const file = moduleOf(request, resolveDir);
    if (kind === 'entry-point' || copiedForPulumi.test(file)) {
      return undefined;
    }
    if (file !== publicEntry) {
      throw new Error(`src/pulumi imports ${file}, of which it would get a copy: import it from '../index'`);
    }
    return { path: '../index.js', external: true };
  }),
};

/** The last line never runs: it tells Node.js which names an ES module can import from an entry. */
function namesFooter(entry: string): string {
  const file = path.join(lib, entry);
  return `0 && (module.exports = { ${Object.keys(createRequire(file)(file) as object).sort().join(', ')} });`;
}

/** The public entry as src/index.ts has it, with areas that wait for their first use. */
function waitingEntry(): BuildOptions {
  const load = createRequire(path.join(lib, publicEntry));
  const lines = fs.readFileSync(path.join(repository, 'src/index.ts'), 'utf8').trim().split('\n').map(line => {
    const [, namespace, area] = /^export \* (?:as (\w+) )?from '([^']+)';$/.exec(line) ?? [];
    if (area === undefined) {
      throw new Error(`src/index.ts holds more than exports of areas: ${line}`);
    }
    const names = namespace === undefined ? Object.keys(load(area) as object) : [namespace];
    return `later(${JSON.stringify(names)}, () => require(${JSON.stringify(area)}), ${namespace !== undefined});`;
  });
  const contents = [
    'const later = (names, area, whole) => names.forEach(name => Object.defineProperty(exports, name, { enumerable: true, get: () => whole ? area() : area()[name] }));',
    'Object.defineProperty(exports, "__esModule", { value: true });',
    ...lines,
  ].join('\n');
  return { stdin: { contents, resolveDir: lib }, footer: { js: namesFooter(publicEntry) }, plugins: [useOthers(publicEntry, () => false)] };
}


/** A bundle whose modules others ask for by their names. */
function shared(name: string): BuildOptions {
  const modules = [...reached].filter(file => bundleOf(file) === name && file !== publicEntry && !late.includes(file)).sort();
  const contents = `module.exports = {\n${modules.map(file => `get ${JSON.stringify(file)}() { return require(${JSON.stringify(`./${file}`)}); },`).join('\n')}\n};`;
  return { stdin: { contents, resolveDir: lib }, plugins: [useOthers(name, file => bundleOf(file) === name)] };
}

function optionsOf(entry: string): BuildOptions {
  const entryPoints = [path.join(lib, entry)];
  switch (entry) {
    case publicEntry:
      return waitingEntry();
    case pulumiEntry:
      return { stdin: { contents: 'module.exports = require("./index.js");', resolveDir: path.join(lib, 'pulumi') }, footer: { js: namesFooter(entry) }, plugins: [usePublicEntry] };
    default:
      return { entryPoints, plugins: [useOthers(entry, file => bundleOf(file) !== 'bundled/slurm.js')] };
  }
}

async function bundle(entry: string, options: BuildOptions): Promise<{ path: string; contents: Uint8Array }[]> {
  const { outputFiles } = await build({
    ...options,
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    // Lines stay lines: Node.js shows the one from which an error was thrown.
    minifySyntax: true,
    write: false,
    outfile: path.join(lib, entry),
    plugins: [...options.plugins ?? [], evaluateAtFirstUse(lib)],
    logLevel: 'warning',
  });
  return outputFiles;
}

async function main(): Promise<void> {
  const { bin } = JSON.parse(fs.readFileSync(path.join(repository, 'package.json'), 'utf8')) as { bin: { [name: string]: string } };
  const shares = new Set([...reached].flatMap(file => bundleOf(file) ?? []));
  const programs = Object.values(bin).map(file => path.relative('lib', file));
  const bundles = (await Promise.all([
    ...[publicEntry, pulumiEntry, loader, ...programs, ...late].map(entry => bundle(entry, optionsOf(entry))),
    ...[...shares].map(name => bundle(name, shared(name))),
  ])).flat();
  // Also what no entry reaches goes: nobody could import it.
  fs.readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.js')).forEach(file => fs.rmSync(path.join(lib, file)));
  // An earlier compilation may have left one.
  fs.rmSync(path.join(lib, 'bundled'), { recursive: true, force: true });
  fs.mkdirSync(path.join(lib, 'bundled'));
  bundles.forEach(file => fs.writeFileSync(file.path, file.contents));
  programs.forEach(file => fs.chmodSync(path.join(lib, file), 0o755));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
