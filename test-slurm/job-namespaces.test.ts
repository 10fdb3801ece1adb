import { spawn } from 'child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { hostname, tmpdir } from 'os';
import * as path from 'path';
import { describeWithSlurm, slurm } from './real-slurm';
import { JobNamespaces } from '../src';

describeWithSlurm('private directories under the real slurmd', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'namespaces-'));
    mkdirSync(path.join(folder, 'bin'));
    slurm().install(path.join(folder, 'bin'));
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What slurmd says until its plugin is loaded or it stops. */
  async function said(files: { readonly [name: string]: string }, plugin: string): Promise<string> {
    const place = mkdtempSync(path.join(folder, 'etc-'));
    const { pluginDir } = slurm();
    const conf = {
      ClusterName: 'test',
      SlurmctldHost: hostname().split('.')[0],
      AuthType: 'auth/slurm',
      ProctrackType: 'proctrack/linuxproc',
      TaskPlugin: 'task/none',
      PrologFlags: 'Contain',
      SlurmdSpoolDir: path.join(place, 'spool'),
      SlurmdPidFile: path.join(place, 'pid'),
      NamespaceType: plugin,
      ...pluginDir === undefined ? {} : { PluginDir: pluginDir },
    };
    writeFileSync(path.join(place, 'slurm.conf'), `${Object.entries(conf).map(([key, value]) => `${key}=${value}\n`).join('')}NodeName=n0 State=CLOUD\nPartitionName=p Nodes=ALL\n`);
    mkdirSync(path.join(place, 'spool'));
    writeFileSync(path.join(place, 'cgroup.conf'), 'CgroupPlugin=disabled\n');
    writeFileSync(path.join(place, 'slurm.key'), 'k'.repeat(1024), { mode: 0o600 });
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(path.join(place, name), text.replace('/var/lib/job-namespaces', path.join(place, 'jobs')));
    }
    const bin = (name: string) => path.join(folder, 'bin', name);
    const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
    const slurmd = spawn('unshare', [...user, '--mount', '--kill-child', '--fork', bin('slurmd'), '-D', '-vv', '-N', 'n0', '-d', bin('slurmstepd'), '-f', path.join(place, 'slurm.conf')]);
    return new Promise(done => {
      let log = '';
      const hear = (text: Buffer) => {
        log += text.toString();
        if (/namespace \w+ plugin loaded|fatal:/.test(log)) {
          slurmd.kill('SIGKILL');
        }
      };
      slurmd.stdout.on('data', hear);
      slurmd.stderr.on('data', hear);
      slurmd.on('close', () => done(log));
    });
  }

  const all = { initScript: '/bin/true', shared: true, directories: ['/tmp', '/var/tmp', '/dev/shm'] };

  test.each([
    ['job_container.conf', 'namespace/tmpfs', JobNamespaces.tmpfs()],
    ['job_container.conf with all options', 'namespace/tmpfs', JobNamespaces.tmpfs(all)],
    ['namespace.yaml', 'namespace/linux', JobNamespaces.linux()],
    ['namespace.yaml with all options', 'namespace/linux', JobNamespaces.linux({ ...all, privateProcesses: true })],
  ])('%s is read', async (what, plugin, namespaces) => {
    const log = await said(namespaces._configFiles, plugin);
    expect(log).toContain(`${what.split(' ')[0]} read successfully`);
    expect(log).not.toMatch(/fatal:|error: .*(namespace|key)/);
  });

  test('a key that slurmd does not know stops it', async () => {
    expect(await said({ 'job_container.conf': 'BasePath=/var/lib/job-namespaces Dirz=/tmp\n' }, 'namespace/tmpfs')).toMatch(/fatal: .*job_container\.conf/);
  });
});
