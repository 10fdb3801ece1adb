/**
 * Puts all modules of the compiled library into lib/index.js, each to be evaluated when it is first used: a program then reads one file instead of
 * hundreds and runs a third of them. Node.js spends most of a cold import on looking files up. Types stay in their own files.
 *
 * Runs after jsii, as part of `npx projen compile`, on what TypeScript writes for CommonJS; a form it does not know is an error.
 */
import * as fs from 'fs';
import { createRequire } from 'module';
import * as path from 'path';

const lib = path.join(__dirname, '../lib');
const entry = path.join(lib, 'index.js');

interface CompiledModule {
  readonly code: string;
  /** Absolute paths of the modules it requires. */
  readonly requires: string[];
}

const relativeRequire = /\brequire\("(\.[^"]*)"\)/g;
// The number makes the name TypeScript's own, which no text of ours contains.
const topLevelImport = /^const (\w+_\d+) = (require\("\.[^"]*"\));$/gm;

function compiledModule(file: string): CompiledModule {
  let code = fs.readFileSync(file, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '').trimEnd();
  const imported: string[] = [];
  code = code.replace(topLevelImport, (_, name: string, value: string) => {
    imported.push(name);
    return `let ${name}_; const ${name} = () => ${name}_ ??= ${value};`;
  });
  for (const name of imported) {
    code = code.replace(new RegExp(`\\b${name}\\b(?=[.[])`, 'g'), `${name}()`);
  }
  const requires: string[] = [];
  code = code.replace(relativeRequire, (_, target: string) => {
    const required = resolved(path.resolve(path.dirname(file), target));
    requires.push(required);
    return `load(${JSON.stringify(moduleName(required))})`;
  });
  if (/\brequire\((?!"[a-z@])/.test(code)) {
    throw new Error(`${file} requires something in a form that this script does not know`);
  }
  return { code, requires };
}

function resolved(target: string): string {
  return [`${target}.js`, path.join(target, 'index.js'), target].find(file => fs.existsSync(file)) ?? target;
}

function moduleName(file: string): string {
  return path.relative(lib, file).replace(/\\/g, '/').replace(/\.js$/, '');
}

function reachable(from: string): Map<string, CompiledModule> {
  const modules = new Map<string, CompiledModule>();
  const waiting = [from];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (!modules.has(file)) {
      const found = compiledModule(file);
      modules.set(file, found);
      waiting.push(...found.requires);
    }
  }
  return modules;
}

function bundle(modules: Map<string, CompiledModule>, exportNames: string[]): string {
  const names = [...modules.keys()].sort((one, other) => (moduleName(one) < moduleName(other) ? -1 : 1));
  return [
    '"use strict";',
    'const modules = {',
    ...names.map(file => `${JSON.stringify(moduleName(file))}(exports) {\n${modules.get(file)!.code}\n},`),
    '};',
    'const loaded = {};',
    'function load(name) {',
    '  if (!(name in loaded)) {',
    '    loaded[name] = {};',
    '    modules[name](loaded[name]);',
    '  }',
    '  return loaded[name];',
    '}',
    'module.exports = load("index");',
    // Never runs: it tells Node.js which names an ES module can import from here.
    `0 && (module.exports = { ${exportNames.join(', ')} });`,
    '',
  ].join('\n');
}

const isBundled = fs.readFileSync(entry, 'utf8').includes('const modules = {');
if (isBundled) {
  console.log('lib/index.js is a bundle already');
} else {
  const exportNames = Object.keys(createRequire(entry)(entry) as object).sort();
  fs.writeFileSync(entry, bundle(reachable(entry), exportNames));
}
