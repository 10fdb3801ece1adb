/**
 * Loads files of the compiled package with the code that V8 made of them in an earlier process. A third of what a small program costs would otherwise go
 * into compiling the rules and the constructs, each time anew. Node.js 22 can do something like it for all files of a program (NODE_COMPILE_CACHE); it keeps
 * what its first process called, and this what any has called. NODE_DISABLE_COMPILE_CACHE turns both off.
 *
 * Only the bundles of `scripts/bundle-lib.ts` call it. It has no say in what is loaded: without kept code, or where none can be written, all works as before.
 */
import { createHash } from 'crypto';
import * as fs from 'fs';
import { createRequire, Module } from 'module';
import * as path from 'path';
import { runInThisContext, Script } from 'vm';

/** Where a program grows, functions join it that earlier processes never called, so code is kept anew from time to time. */
const KEEP_FOR_MS = 24 * 60 * 60 * 1000;

/** Before kept code stands its digest: V8 looks at the head alone, and ends the process over code that a disk or a copy has spoilt. */
const DIGEST_BYTES = 20;

interface LoadedFile {
  readonly script: Script;
  readonly cache: string;
}

const loaded: LoadedFile[] = [];
let isIncomplete = false;

/**
 * What a file exports.
 *
 * @param file absolute path
 * @param natively loads it as usual; the name stands there for bundlers, which look for calls of `require`
 */
export function load(file: string, natively: () => unknown): unknown {
  const known = require.cache[file];
  if (known) {
    return known.exports;
  }
  const cache = cacheOf(file);
  return cache === undefined ? natively() : run(file, cache);
}

type CompiledFile = (exports: unknown, require: NodeRequire, module: Module, file: string, folder: string) => void;

function run(file: string, cache: string): unknown {
  const kept = readKept(cache);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) { ${fs.readFileSync(file, 'utf8')}\n})`, {
    filename: file,
    // V8 refuses what another version of it wrote, or one with other flags.
    cachedData: kept?.code,
  });
  if (!isIncomplete && (kept === undefined || script.cachedDataRejected === true || Date.now() - kept.since > KEEP_FOR_MS)) {
    isIncomplete = true;
    process.once('exit', code => {
      if (code === 0) {
        keep();
      }
    });
  }
  loaded.push({ script, cache });
  const module = new Module(file);
  module.filename = file;
  require.cache[file] = module;
  try {
    (script.runInThisContext() as CompiledFile)(module.exports, createRequire(file), module, file, path.dirname(file));
  } catch (error) {
    delete require.cache[file];
    throw error;
  }
  module.loaded = true;
  return module.exports;
}

function readKept(cache: string): { readonly since: number; readonly code: Buffer } | undefined {
  try {
    const content = fs.readFileSync(cache);
    const code = content.subarray(DIGEST_BYTES);
    return digestOf(code).equals(content.subarray(0, DIGEST_BYTES)) ? { since: fs.statSync(cache).mtimeMs, code } : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(code: Buffer): Buffer {
  return createHash('sha1').update(code).digest();
}

/** Keeps the code of all functions that were called, also of files that had some already. */
function keep(): void {
  try {
    const folder = path.dirname(loaded[0].cache);
    fs.mkdirSync(folder, { recursive: true });
    const others = fs.readdirSync(folder);
    for (const { script, cache } of loaded) {
      const own = path.basename(cache);
      // Another process may read or write it right now.
      const draft = `${cache}.${process.pid}`;
      const code = script.createCachedData();
      fs.writeFileSync(draft, Buffer.concat([digestOf(code), code]));
      fs.renameSync(draft, cache);
      others.filter(other => other !== own && other.startsWith(own.replace(/@.*/, '@'))).forEach(old => fs.rmSync(path.join(folder, old), { force: true }));
    }
  } catch {
    // A read-only or full disk: the next process compiles again.
  }
}

/** File for the code of a file: in `node_modules/.cache`, where tools keep what can be made again. */
function cacheOf(file: string): string | undefined {
  const stat = isWanted() ? fs.statSync(file, { throwIfNoEntry: false }) : undefined;
  const modules = stat && nodeModulesOf(file);
  if (stat === undefined || modules === undefined) {
    return undefined;
  }
  // npm gives every file one time of change, but not one time of arrival.
  const state = [stat.size, Math.floor(stat.ctimeMs)].map(number => number.toString(36)).join('-');
  const folder = path.join(modules, '.cache', 'slurm-constructs', `node-${process.versions.node}-${process.arch}`);
  return path.join(folder, `${path.relative(path.dirname(modules), file).replace(/[^\w.-]+/g, '+')}@${state}`);
}

function nodeModulesOf(file: string): string | undefined {
  const folders = path.dirname(file).split(path.sep);
  const around = folders.lastIndexOf('node_modules');
  if (around >= 0) {
    return folders.slice(0, around + 1).join(path.sep);
  }
  // A checkout of the package itself.
  return folders.map((_, index) => path.join(folders.slice(0, folders.length - index).join(path.sep), 'node_modules')).find(folder => fs.existsSync(folder));
}

let wanted: boolean | undefined;

function isWanted(): boolean {
  // Code of a script belongs to the main context; a test runner such as Jest has others, whose objects are not those of the main one.
  wanted ??= !process.env.NODE_DISABLE_COMPILE_CACHE && runInThisContext('Object') === Object;
  return wanted;
}
