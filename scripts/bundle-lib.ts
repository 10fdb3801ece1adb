/**
 * Puts all modules of the compiled library into two files, each module to be evaluated when it is first used: lib/modules.js has those that an import
 * needs, lib/later-modules.js the others. A program then reads one file instead of hundreds, and Node.js spends most of a cold import on looking
 * files up and parsing them. What package.json names as entries becomes a line that loads from there, so all entries share their modules; types stay
 * in their own files.
 *
 * Runs after jsii, as part of `npx projen compile`, on what TypeScript writes for CommonJS; a form it does not know is an error.
 */
import * as fs from 'fs';
import { createRequire } from 'module';
import * as path from 'path';

const repository = path.join(__dirname, '..');
const lib = path.join(repository, 'lib');
const bundleFile = path.join(lib, 'modules.js');
const laterFile = path.join(lib, 'later-modules.js');

interface Loader {
  (name: string): object;
  /** By name, what has been evaluated. */
  readonly loaded: object;
}

interface CompiledModule {
  readonly code: string;
  /** Absolute paths of the modules it requires. */
  readonly requires: string[];
}

// src loads some modules late by hand, where even a first use may never come.
const lateRequire = /\bmodule\.require\('([^']*)'\)/g;
const relativeRequire = /\brequire\("(\.[^"]*)"\)/g;
// The number makes the name TypeScript's own, which no text of ours contains.
const topLevelImport = /^const (\w+_\d+) = (require\("\.[^"]*"\));$/gm;

function compiledModule(file: string): CompiledModule {
  let code = fs.readFileSync(file, 'utf8').replace(/^#!.*\n/, '').replace(/^\/\/# sourceMappingURL=.*$/m, '').trimEnd();
  code = code.replace(lateRequire, 'require("$1")');
  const imported: string[] = [];
  code = code.replace(topLevelImport, (_, name: string, value: string) => {
    imported.push(name);
    return `let ${name}_; const ${name} = () => ${name}_ ??= ${value};`;
  });
  // In parentheses, since 'new a.B()' becomes 'new (a()).B()'.
  for (const name of imported) {
    code = code.replace(new RegExp(`\\b${name}\\b(?=[.[])`, 'g'), `(${name}())`);
  }
  const requires: string[] = [];
  code = code.replace(relativeRequire, (_, target: string) => {
    const required = resolved(path.resolve(path.dirname(file), target));
    requires.push(required);
    return `load(${JSON.stringify(moduleName(required))})`;
  });
  const unknown = /.*(?:\brequire\((?!"[a-z@])|\brequire\.main\b|\b__filename\b|\bmodule\.(?!exports\b)).*/.exec(code);
  if (unknown) {
    throw new Error(`${path.relative(repository, file)} holds a form that this script does not know: ${unknown[0].trim()}`);
  }
  return { code, requires };
}

function resolved(target: string): string {
  return [`${target}.js`, path.join(target, 'index.js'), target].find(file => fs.existsSync(file)) ?? target;
}

function moduleName(file: string): string {
  return path.relative(lib, file).replace(/\\/g, '/').replace(/\.js$/, '');
}

function reachable(entries: string[]): Map<string, CompiledModule> {
  const modules = new Map<string, CompiledModule>();
  const waiting = [...entries];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (!modules.has(file)) {
      const found = compiledModule(file);
      modules.set(file, found);
      waiting.push(...found.requires);
    }
  }
  return modules;
}

function moduleObject(modules: Map<string, CompiledModule>, files: string[]): string {
  const sorted = [...files].sort((one, other) => (moduleName(one) < moduleName(other) ? -1 : 1));
  return ['{', ...sorted.map(file => `${JSON.stringify(moduleName(file))}(exports, __dirname) {\n${modules.get(file)!.code}\n},`), '}'].join('\n');
}

function bundle(modules: Map<string, CompiledModule>, first: string[]): string {
  return `"use strict";
const path = require("path");
const modules = ${moduleObject(modules, first)};
const loaded = {};
function load(name) {
  if (!(name in loaded)) {
    const module = modules[name] ?? require("./${path.basename(laterFile)}")(load)[name];
    loaded[name] = {};
    // The folder that the module was compiled into, from which it may look for files.
    module(loaded[name], path.join(__dirname, name, ".."));
  }
  return loaded[name];
}
module.exports = load;
load.loaded = loaded;
`;
}

function laterBundle(modules: Map<string, CompiledModule>, later: string[]): string {
  return `"use strict";
let modules;
module.exports = load => modules ??= ${moduleObject(modules, later)};
`;
}

/** What stands in place of an entry, given the names it exports; a program that is run exports none. */
function entryText(entry: string, exported: string[] | undefined): string {
  const loading = `require(${JSON.stringify(relativeTo(entry))})(${JSON.stringify(moduleName(entry))});\n`;
  // The last line never runs: it tells Node.js which names an ES module can import from here.
  return exported === undefined
    ? `#!/usr/bin/env node\n${loading}`
    : `"use strict";\nmodule.exports = ${loading}0 && (module.exports = { ${exported.join(', ')} });\n`;
}

function relativeTo(entry: string): string {
  const relative = path.relative(path.dirname(entry), bundleFile).replace(/\\/g, '/');
  return relative.startsWith('.') ? relative : `./${relative}`;
}

function main(): void {
  const { exports, bin } = JSON.parse(fs.readFileSync(path.join(repository, 'package.json'), 'utf8')) as { exports: object; bin?: object };
  const compiled = (named: object) => Object.values(named).map(file => path.join(repository, String(file))).filter(file => file.endsWith('.js') && fs.existsSync(file));
  const libraries = compiled(exports);
  const programs = compiled(bin ?? {});
  if (libraries.some(file => fs.readFileSync(file, 'utf8').includes('/modules.js"'))) {
    console.log('lib is bundled already');
    return;
  }
  const modules = reachable([...libraries, ...programs]);
  fs.writeFileSync(bundleFile, bundle(modules, [...modules.keys()]));
  const load = createRequire(bundleFile)(bundleFile) as Loader;
  const texts = [
    ...libraries.map(file => [file, entryText(file, Object.keys(load(moduleName(file))).sort())]),
    ...programs.map(file => [file, entryText(file, undefined)]),
  ];
  const [first, later] = [true, false].map(isFirst => [...modules.keys()].filter(file => moduleName(file) in load.loaded === isFirst));
  texts.push([bundleFile, bundle(modules, first)], [laterFile, laterBundle(modules, later)]);
  // Also what no entry reaches: nobody could import it.
  fs.readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.js')).forEach(file => fs.rmSync(path.join(lib, file)));
  texts.forEach(([file, text]) => fs.writeFileSync(file, text));
  programs.forEach(file => fs.chmodSync(file, 0o755));
}

main();
