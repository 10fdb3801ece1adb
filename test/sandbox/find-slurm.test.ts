import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { modelFromObjects } from '../../src/model/from-objects';
import { findSlurm } from '../../src/sandbox/find-slurm';
import { scriptProgram } from '../../src/sandbox/script-program';
import { SlurmInstallation } from '../../src/sandbox/slurm-installation';
import { commandInRoot, SlurmRoot } from '../../src/sandbox/slurm-root';

const [cluster] = modelFromObjects([{
  object: { apiVersion: 'slinky.slurm.net/v1beta1', kind: 'Controller', metadata: { name: 'c' }, spec: { slurmctld: { image: 'example.com/slurmctld:26.05' } } },
}]).clusters;

let folder: string;

beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'find-slurm-')); });

afterEach(() => fs.rmSync(folder, { recursive: true }));

function program(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), text, { mode: 0o755 });
}

describe('root folder with Slurm', () => {
  test('absolute links within it stay within it', () => {
    program('usr/sbin/slurmctld-wlm', '');
    fs.mkdirSync(path.join(folder, 'etc/alternatives'), { recursive: true });
    fs.symlinkSync('/etc/alternatives/slurmctld', path.join(folder, 'usr/sbin/slurmctld'));
    fs.symlinkSync('/usr/sbin/slurmctld-wlm', path.join(folder, 'etc/alternatives/slurmctld'));
    expect(commandInRoot(folder, 'slurmctld')).toBe(path.join(folder, 'usr/sbin/slurmctld-wlm'));
  });

  test('a link that leads in a circle or nowhere is no program', () => {
    fs.mkdirSync(path.join(folder, 'usr/bin'), { recursive: true });
    fs.symlinkSync('/usr/bin/b', path.join(folder, 'usr/bin/a'));
    fs.symlinkSync('a', path.join(folder, 'usr/bin/b'));
    fs.symlinkSync('../../../../nowhere', path.join(folder, 'usr/bin/c'));
    expect(['a', 'b', 'c'].map(name => commandInRoot(folder, name))).toEqual([undefined, undefined, undefined]);
  });

  test('programs run with its loader, its libraries and their own name', () => {
    program('usr/bin/scontrol', '');
    program('usr/sbin/slurmctld', '');
    program('lib64/ld-linux-x86-64.so.2', '');
    program('usr/lib/x86_64-linux-gnu/slurm-wlm/auth_slurm.so', '');
    const root = SlurmRoot.open(folder);
    expect(root.command('scontrol', '/self')).toBe(`exec '${folder}/lib64/ld-linux-x86-64.so.2' --argv0 '/self' `
      + `--library-path '${folder}/usr/lib/x86_64-linux-gnu/slurm-wlm:${folder}/usr/lib/x86_64-linux-gnu:${folder}/usr/lib' '${folder}/usr/bin/scontrol' "$@"`);
    expect(root.has('srun')).toBe(false);
  });

  test.each([
    ['a folder that is missing', (): void => fs.rmSync(folder, { recursive: true }), /does not exist; give a root file system/],
    ['one without slurmctld', (): void => undefined, /there is no slurmctld in .* \(looked in usr\/sbin/],
    ['one without a loader', (): void => program('usr/sbin/slurmctld', ''), /no program loader/],
  ])('%s is refused with the reason', (_, prepare, message) => {
    prepare();
    expect(() => SlurmRoot.open(folder)).toThrow(message);
    fs.mkdirSync(folder, { recursive: true });
  });
});

describe('Slurm of this machine', () => {
  const install = (version: string): SlurmInstallation => {
    for (const name of ['slurmctld', 'scontrol', 'sinfo']) {
      program(`bin/${name}`, `#!/bin/sh\necho slurm ${version}\n`);
    }
    fs.mkdirSync(path.join(folder, 'target'));
    return SlurmInstallation.ofPath([path.join(folder, 'bin')])!;
  };

  test('is found by its slurmctld and says its release', () => {
    expect(install('26.05.5').install(path.join(folder, 'target'))).toBe('26.05.5');
    expect(fs.readlinkSync(path.join(folder, 'target/scontrol'))).toBe(path.join(folder, 'bin/scontrol'));
  });

  test('is refused when it is too old', () => {
    expect(() => install('22.05.8').install(path.join(folder, 'target'))).toThrow(/is 22\.05\.8, but the sandbox needs 25\.05 or later/);
  });

  test('is refused when clients are missing', () => {
    const slurm = install('26.05.5');
    fs.rmSync(path.join(folder, 'bin/sinfo'));
    expect(() => slurm.install(path.join(folder, 'target'))).toThrow(/has no sinfo; install the client commands/);
  });
});

describe('finding Slurm', () => {
  test('nothing found gives one message with the three ways', () => {
    expect(() => findSlurm(cluster, { env: { PATH: path.join(folder, 'bin') }, images: ['example.com/slurmctld:26.05'] })).toThrow(/--slurm-root DIR .* on the PATH, or Docker or Podman to take it from example\.com\/slurmctld:26\.05 \(docker: not installed, podman: not installed\)/);
  });

  test('images are unpacked once and used as a root folder', () => {
    program('image/usr/sbin/slurmctld', '');
    program('image/lib64/ld-linux-x86-64.so.2', '');
    program('bin/docker', [
      '#!/bin/sh',
      `echo "$@" >> ${folder}/calls`,
      'case $1 in',
      '  version|create) echo 1 ;;',
      '  image) echo sha256:abc ;;',
      `  export) /bin/tar -c -f "$3" -C ${folder}/image . ;;`,
      'esac',
    ].join('\n'));
    fs.symlinkSync('/bin/tar', path.join(folder, 'bin/tar'));
    const sources = { env: { PATH: path.join(folder, 'bin'), XDG_CACHE_HOME: path.join(folder, 'cache') }, images: ['example.com/slurm:1'] };
    const first = findSlurm(cluster, sources);
    const second = findSlurm(cluster, sources);
    expect(first.origin).toBe(second.origin);
    expect(fs.existsSync(path.join(first.origin, 'usr/sbin/slurmctld'))).toBe(true);
    expect(fs.readFileSync(path.join(folder, 'calls'), 'utf8').split('\n').filter(call => call.startsWith('export'))).toHaveLength(1);
    expect(fs.readdirSync(path.join(folder, 'cache/slurm-constructs/images'))).toHaveLength(1);
  });

  test('an image that cannot be pulled is named with what the engine says', () => {
    program('bin/docker', '#!/bin/sh\ncase $1 in version) echo 1 ;; *) echo "manifest unknown" >&2; exit 1 ;; esac\n');
    const env = { PATH: path.join(folder, 'bin'), XDG_CACHE_HOME: folder };
    expect(() => findSlurm(cluster, { env, images: ['example.com/none:1'] })).toThrow('docker pull fails for example.com/none:1: manifest unknown');
  });
});

describe('program that runs a script', () => {
  test('hands on arguments and environment', () => {
    const script = path.join(folder, 'script.sh');
    const binary = path.join(folder, 'program');
    fs.writeFileSync(script, 'echo "$#: $1 $WORD"\n');
    fs.writeFileSync(binary, scriptProgram(script, os.machine())!, { mode: 0o755 });
    expect(spawnSync(binary, ['a b', 'c'], { env: { WORD: 'here' }, encoding: 'utf8' }).stdout).toBe('2: a b here\n');
  });

  test.each([['x86_64', 62], ['aarch64', 183]])('is an executable of %s', (machine, number) => {
    const program64 = scriptProgram('/script.sh', machine)!;
    expect(program64.subarray(0, 4).toString('latin1')).toBe('\x7fELF');
    expect(program64.readUInt16LE(18)).toBe(number);
    expect(program64.toString('latin1')).toContain('/bin/sh\0/script.sh\0');
  });

  test('is not made for a processor nobody wrote it for', () => {
    expect(scriptProgram('/script.sh', 'riscv64')).toBeUndefined();
  });
});
