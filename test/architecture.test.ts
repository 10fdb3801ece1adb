import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { buildSync } from 'esbuild';

const repository = path.join(__dirname, '..');
const src = path.join(repository, 'src');

function sources(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? sources(file) : file.endsWith('.ts') ? [file] : [];
  }).sort();
}

const files = sources(src).map(file => ({ name: path.relative(src, file).replace(/\\/g, '/'), text: fs.readFileSync(file, 'utf8') }));

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom|\brequire\(|\bimport\(|^import)\s*'([^']+)'/gm)].map(match => match[1]);
}

test('index.ts has only export lines', () => {
  const lines = files.find(({ name }) => name === 'index.ts')!.text.trim().split('\n');
  expect(lines.filter(line => !/^export \* (as \w+ )?from '\.\/[\w-]+';$/.test(line))).toEqual([]);
});

// Reads topology.yaml, pure text; loaded when the first one is read.
const slurmMayUse = ['yaml'];

test('src/slurm imports only itself', () => {
  const strangers = files.filter(({ name }) => name.startsWith('slurm/')).flatMap(({ name, text }) => importsOf(text)
    .filter(target => !slurmMayUse.includes(target))
    .filter(target => !target.startsWith('.') || !path.join(path.dirname(name), target).startsWith('slurm'))
    .map(target => `${name}: ${target}`));
  expect(strangers).toEqual([]);
});

/** What each file needs of others to run: imports of types alone are none. */
function neededToRun(): Map<string, string[]> {
  const entries = files.map(({ name }) => `import './${name}';`).join('\n');
  const { metafile } = buildSync({
    stdin: { contents: entries, resolveDir: src }, bundle: true, platform: 'node', packages: 'external', absWorkingDir: src, write: false, metafile: true,
  });
  return new Map(Object.entries(metafile.inputs).map(([name, { imports }]) => [name, imports.filter(each => !each.external).map(each => each.path)]));
}

/** The first way from a file back to itself, if there is one. */
function firstCircle(arrows: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const from = (name: string, way: string[]): string[] => {
    if (way.includes(name)) {
      return [...way.slice(way.indexOf(name)), name];
    }
    const found = done.has(name) ? [] : (arrows.get(name) ?? []).map(next => from(next, [...way, name])).find(circle => circle.length > 0) ?? [];
    done.add(name);
    return found;
  };
  return [...arrows.keys()].map(name => from(name, [])).find(circle => circle.length > 0) ?? [];
}

test('no file needs itself to run, by way of others', () => {
  const arrows = neededToRun();
  expect([...arrows.keys()]).toEqual(expect.arrayContaining(['cli/main.ts', 'cluster/slurm-cluster.ts', 'slurm/hostlist.ts']));
  expect(arrows.get('cluster/slurm-cluster.ts')).toContain('cluster/partition.ts');
  expect(firstCircle(arrows)).toEqual([]);
  expect(firstCircle(new Map([...arrows, ['slurm/hostlist.ts', ['cli/main.ts']]])).length).toBeGreaterThan(2);
});

test('no source but the command line, the sandbox and what loads the bundles asks for the time, for chance, for the environment or prints', () => {
  const impure = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\bprocess\.(?:env|cwd|stdout)\b|\bconsole\.(?:log|info|debug)\b|\blocaleCompare\b/;
  const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  expect(files.filter(({ name, text }) => !/^(cli|sandbox|loading)\//.test(name) && impure.test(code(text))).map(({ name }) => name)).toEqual([]);
});

test('requiring the library loads neither cdk8s-plus nor Pulumi nor a YAML reader of its own', () => {
  const program = `
    require(${JSON.stringify(path.join(src, 'index.ts'))});
    const names = Object.keys(require.cache).map(file => (/[\\\\/]node_modules[\\\\/]((?:@[^\\\\/]+[\\\\/])?[^\\\\/]+)/.exec(file) ?? [])[1]).filter(Boolean);
    console.log([...new Set(names)].sort().join(' '));`;
  const loaded = execFileSync(process.execPath, ['--require', 'tsx/cjs', '-e', program], { cwd: repository, encoding: 'utf8' }).trim().split(' ');
  expect(loaded).toEqual(expect.arrayContaining(['cdk8s', 'constructs']));
  expect(loaded.filter(name => /^cdk8s-plus|^@pulumi|^yaml$/.test(name))).toEqual([]);
}, 60_000);

/** Ids that several files report: each has one meaning, which is here. The words differ, since what is seen and where to mend it do. */
const sharedIds: { readonly [id: string]: string } = {
  'ACCT-003': 'the host of the database or of slurmdbd is none that can be reached',
  'ESC-011': 'an escape hatch changes nothing',
  'GPU-002': 'a GRES type that Slurm cannot read',
  'ID-001': 'a part of sssd.conf that SSSD cannot read',
  'ID-006': 'an account to bind with, and its password, go together',
  'ID-008': 'sssd.conf lacks something without which SSSD serves nobody',
  'STOR-002': 'two mounts at one path',
  'STOR-003': 'two volumes of one name',
  'STOR-009': 'a path below a volume that the API server refuses',
  'STOR-010': 'home directories are on no shared file system',
};

/** Findings of the readers of Slurm's own languages: their lists of rules say what each means. */
const isOfLanguage = (id: string) => /^(CONF|TOPO|JOB)-/.test(id);

test('an id of a problem is reported by one file, or has its one meaning written down here', () => {
  const byId = new Map<string, Set<string>>();
  for (const { name, text } of files.filter(each => !each.name.startsWith('model/'))) {
    for (const [, id] of text.matchAll(/'([A-Z]{2,5}-\d{3})'/g)) {
      byId.set(id, (byId.get(id) ?? new Set()).add(name));
    }
  }
  const shared = [...byId].filter(([id, names]) => names.size > 1 && !isOfLanguage(id)).map(([id]) => id).sort();
  expect(shared).toEqual(Object.keys(sharedIds).sort());
});

test('a rule over manifests has no id that a construct uses for something else', () => {
  const ids = (matching: (name: string) => boolean) => new Set(files.filter(({ name }) => matching(name))
    .flatMap(({ text }) => [...text.matchAll(/\b(?:id|ruleId)(?:: string)? ?[:=] '([A-Z]{2,5}-\d{3})'/g)].map(match => match[1])));
  const ofRules = ids(name => name.startsWith('model/'));
  const ofConstructs = ids(name => !name.startsWith('model/') && !name.startsWith('slurm/'));
  expect(ofRules.size).toBeGreaterThan(20);
  expect([...ofRules].filter(id => ofConstructs.has(id))).toEqual([]);
});
