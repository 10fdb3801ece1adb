/**
 * Bundles the compiled library with esbuild: Node.js spends most of a cold import on looking files up, and hundreds of files cost several times what one does.
 * Every entry becomes one file beside its types. The areas of the public entry are evaluated when a program first names something of theirs, and what
 * only a synthesis needs stays a file of its own, read when the first cluster is judged.
 *
 * Runs after jsii, as part of `npx projen compile`.
 */
import * as fs from 'fs';
import { createRequire } from 'module';
import * as path from 'path';
import { build, BuildOptions, Plugin } from 'esbuild';

const repository = path.join(__dirname, '..');
const lib = path.join(repository, 'lib');
const publicEntry = path.join(lib, 'index.js');
const pulumiEntry = path.join(lib, 'pulumi/index.js');

/** What the Pulumi entry may hold a copy of. All else comes from the public entry, so that a class of ours is one class for both. */
const copiedForPulumi = /^(pulumi\/|errors\/|auth\/referenced-secret\.js$)/;

/** Files that others load late; they hold functions and data alone, so that two copies of what they share do no harm. */
const late = ['model/lint-on-demand.js', ...fs.readdirSync(path.join(lib, 'slurm/keywords')).filter(file => file.endsWith('.js')).map(file => `slurm/keywords/${file}`)];

function keepApart(entry: string): Plugin {
  return {
    name: 'late files stay files',
    setup: esbuild => esbuild.onResolve({ filter: /^\./ }, ({ path: request, resolveDir, kind }) => {
      const file = path.relative(lib, path.resolve(resolveDir, request)).replace(/\\/g, '/').replace(/(\.js)?$/, '.js');
      const relative = path.relative(path.dirname(entry), path.join(lib, file)).replace(/\\/g, '/');
      return kind === 'entry-point' || !late.includes(file) || path.join(lib, file) === entry ? undefined : { path: `./${relative}`, external: true };
    }),
  };
}

const usePublicEntry: Plugin = {
  name: 'the Pulumi entry uses the public one',
  setup: esbuild => esbuild.onResolve({ filter: /^\./ }, ({ path: request, resolveDir, kind }) => {
    const file = path.relative(lib, createRequire(path.join(resolveDir, '_')).resolve(request)).replace(/\\/g, '/');
    if (kind === 'entry-point' || copiedForPulumi.test(file)) {
      return undefined;
    }
    if (path.join(lib, file) !== publicEntry) {
      throw new Error(`src/pulumi imports ${file}, of which it would get a copy: import it from '../index'`);
    }
    return { path: '../index.js', external: true };
  }),
};

/** The last line never runs: it tells Node.js which names an ES module can import from an entry. */
function namesFooter(entry: string): string {
  return `0 && (module.exports = { ${Object.keys(createRequire(entry)(entry) as object).sort().join(', ')} });`;
}

/** The public entry as src/index.ts has it, with areas that wait for their first use. */
function waitingEntry(): BuildOptions {
  const load = createRequire(publicEntry);
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
  return { stdin: { contents, resolveDir: lib }, footer: { js: namesFooter(publicEntry) } };
}

function optionsOf(entry: string): BuildOptions {
  switch (entry) {
    case publicEntry:
      return waitingEntry();
    case pulumiEntry:
      return { stdin: { contents: 'module.exports = require("./index.js");', resolveDir: path.dirname(entry) }, footer: { js: namesFooter(entry) } };
    default:
      return { entryPoints: [entry] };
  }
}

async function bundle(entry: string): Promise<{ path: string; contents: Uint8Array }[]> {
  const { outputFiles } = await build({
    ...optionsOf(entry),
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    // Lines stay lines: Node.js shows the one from which an error was thrown.
    minifySyntax: true,
    write: false,
    outfile: entry,
    plugins: [entry === pulumiEntry ? usePublicEntry : keepApart(entry)],
    logLevel: 'warning',
  });
  return outputFiles;
}

async function main(): Promise<void> {
  const { bin } = JSON.parse(fs.readFileSync(path.join(repository, 'package.json'), 'utf8')) as { bin: { [name: string]: string } };
  const programs = Object.values(bin).map(file => path.join(repository, file));
  const bundles = (await Promise.all([publicEntry, pulumiEntry, ...programs, ...late.map(file => path.join(lib, file))].map(bundle))).flat();
  // Also what no entry reaches goes: nobody could import it.
  fs.readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.js')).forEach(file => fs.rmSync(path.join(lib, file)));
  bundles.forEach(file => fs.writeFileSync(file.path, file.contents));
  programs.forEach(file => fs.chmodSync(file, 0o755));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
