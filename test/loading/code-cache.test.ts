import { spawnSync } from 'child_process';
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { transformSync } from 'esbuild';
import { load } from '../../src/loading/code-cache';

const source = path.join(__dirname, '../../src/loading/code-cache.ts');
const loader = transformSync(fs.readFileSync(source, 'utf8'), { loader: 'ts', format: 'cjs', target: 'node20' }).code;

/** Says of each script whether there was code for it, and whether V8 took that. */
const watch = `
  const vm = require('vm');
  const { Script } = vm;
  vm.Script = class extends Script {
    constructor(text, options) {
      super(text, options);
      console.log(options.cachedData === undefined ? 'compiled' : this.cachedDataRejected ? 'refused' : 'taken');
    }
  };`;

let project: string;
let modules: string;

beforeEach(() => {
  project = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'code-cache-')));
  modules = path.join(project, 'node_modules');
  fs.mkdirSync(path.join(modules, 'library'), { recursive: true });
  write('loader.js', loader);
  write('first.js', 'exports.answer = () => "first, in " + require("path").basename(__dirname);');
  write('second.js', 'exports.answer = () => "second";');
});

afterEach(() => fs.rmSync(project, { recursive: true }));

function write(file: string, text: string): void {
  fs.writeFileSync(path.join(modules, 'library', file), text);
}

/** Runs a program that may load files of the library; what it printed, a line each. */
function run(program: string, environment: { [name: string]: string } = {}): string[] {
  const text = `${watch}
    const { load: loadFile } = require('library/loader.js');
    const load = name => loadFile(require.resolve('library/' + name), () => { console.log('native'); return require('library/' + name); });
    ${program}`;
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '', ...environment };
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', text], { cwd: project, encoding: 'utf8', env });
  return `${stdout}${stderr}`.trim().split('\n');
}

const useFirst = "console.log(load('first.js').answer());";

/** Kept code: file names and times of change. */
function kept(): { [file: string]: number } {
  const folder = path.join(modules, '.cache/slurm-constructs', `node-${process.versions.node}-${process.arch}`);
  const files = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return Object.fromEntries(files.map(file => [path.join(folder, file), fs.statSync(path.join(folder, file)).mtimeMs]));
}

describe('code of an earlier process', () => {
  test('is taken by the next one, and left alone', () => {
    expect(run(useFirst)).toEqual(['compiled', 'first, in library']);
    const before = kept();
    expect(Object.keys(before).map(file => path.basename(file))).toEqual([expect.stringMatching(/^node_modules\+library\+first\.js@/)]);
    expect(run(useFirst)).toEqual(['taken', 'first, in library']);
    expect(kept()).toEqual(before);
  });

  test('is kept anew when a file joins, with the functions that came to be called since', () => {
    run("load('first.js')");
    const [[file, time]] = Object.entries(kept());
    const size = fs.statSync(file).size;
    expect(run(`${useFirst} console.log(load('second.js').answer());`)).toEqual(['taken', 'first, in library', 'compiled', 'second']);
    expect(Object.keys(kept())).toHaveLength(2);
    expect(kept()[file]).toBeGreaterThan(time);
    expect(fs.statSync(file).size).toBeGreaterThan(size);
  });

  test('is kept anew after a day', () => {
    run(useFirst);
    const [file] = Object.keys(kept());
    fs.utimesSync(file, new Date(), new Date(Date.now() - 25 * 60 * 60 * 1000));
    const [old] = Object.values(kept());
    expect(run(useFirst)).toEqual(['taken', 'first, in library']);
    expect(kept()[file]).toBeGreaterThan(old);
  });

  test('of a file that has changed is not used, and goes', () => {
    run(useFirst);
    write('first.js', 'exports.answer = () => "other, in " + require("path").basename(__dirname);');
    expect(run(useFirst)).toEqual(['compiled', 'other, in library']);
    expect(Object.keys(kept())).toHaveLength(1);
    expect(run(useFirst)).toEqual(['taken', 'other, in library']);
  });

  test('that is broken is refused, and the program runs all the same', () => {
    run(useFirst);
    const nothing = Buffer.from('no code at all');
    fs.writeFileSync(Object.keys(kept())[0], Buffer.concat([createHash('sha1').update(nothing).digest(), nothing]));
    expect(run(useFirst)).toEqual(['refused', 'first, in library']);
    expect(run(useFirst)).toEqual(['taken', 'first, in library']);
  });

  test.each<[string, (code: Buffer) => Buffer]>([
    ['empty', () => Buffer.alloc(0)],
    ['cut off', code => code.subarray(0, code.length / 2)],
    ['garbled', code => code.map((byte, index) => (index > 200 && index % 97 === 0 ? 255 - byte : byte)) as Buffer],
  ])('that is %s never reaches V8, which would end the process, and is made anew', (_, spoil) => {
    run(useFirst);
    const [file] = Object.keys(kept());
    fs.writeFileSync(file, spoil(fs.readFileSync(file)));
    expect(run(useFirst)).toEqual(['compiled', 'first, in library']);
    expect(run(useFirst)).toEqual(['taken', 'first, in library']);
  });
});

describe('no code is kept', () => {
  test('with NODE_DISABLE_COMPILE_CACHE, and files are loaded as usual', () => {
    expect(run(useFirst, { NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual(['native', 'first, in library']);
    expect(kept()).toEqual({});
  });

  test('by a program that fails', () => {
    run(`${useFirst} process.exitCode = 1;`);
    expect(kept()).toEqual({});
  });

  test('where there is no place for it', () => {
    fs.writeFileSync(path.join(modules, '.cache'), 'a file');
    expect(run(useFirst)).toEqual(['compiled', 'first, in library']);
  });

  test('in a context that is not the main one, such as that of Jest', () => {
    expect(load(path.join(__dirname, '../tsconfig.json'), () => 'loaded by Jest')).toBe('loaded by Jest');
  });
});

describe('a loaded file', () => {
  test('is the one that require gives, before and after', () => {
    expect(run("console.log(load('first.js') === require('library/first.js'))")).toEqual(['compiled', 'true']);
    expect(run("const before = require('library/first.js'); console.log(load('first.js') === before)")).toEqual(['true']);
  });

  test('sees what a file that loads it has exported so far', () => {
    write('first.js', "exports.early = 'early'; exports.seen = require('./second.js').seen;");
    write('second.js', "exports.seen = require('./first.js').early;");
    expect(run("console.log(load('first.js').seen)")).toEqual(['compiled', 'early']);
  });

  test('that throws is loaded anew the next time', () => {
    write('first.js', "globalThis.times = (globalThis.times ?? 0) + 1; if (globalThis.times < 2) { throw new Error('not yet'); } exports.times = globalThis.times;");
    expect(run("try { load('first.js'); } catch (error) { console.log(error.message); } console.log(load('first.js').times)")).toEqual(['compiled', 'not yet', 'compiled', '2']);
  });
});
