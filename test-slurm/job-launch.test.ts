import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir, userInfo } from 'os';
import * as path from 'path';
import { App, Chart } from 'cdk8s';
import { describeWithSlurm, slurm } from './real-slurm';
import { Verdict, verdict } from './slurmctld-verdict';
import { JobContainers, JobNamespaces, Mpi, OciRuntime, PmixFence, Scaling, SlurmCluster, SlurmClusterProps, SlurmImage } from '../src';
import { pyxisConf } from '../src/containers/pyxis';
import { modelFromObjects } from '../src/model/from-objects';
import { Sandbox } from '../src/sandbox';

const image = SlurmImage.of('example.com/slurmd-crun:26.05.1');

function declared(props: SlurmClusterProps) {
  const chart = new Chart(new App(), 'launch', { namespace: 'slurm' });
  const cluster = new SlurmCluster(chart, 'slurm', props);
  cluster.addNodeSet('cpu', { scaling: Scaling.fixed(1), image });
  cluster.addPartition('all', { isDefault: true });
  return modelFromObjects((chart.toJson() as object[]).map(object => ({ object }))).clusters[0];
}

/** What slurmctld says to the files of a cluster. */
async function judged(props: SlurmClusterProps, changes: { readonly [file: string]: string } = {}): Promise<Verdict> {
  const cluster = declared(props);
  const files = Object.fromEntries(cluster.files.map(({ name, text }) => [name, text]));
  return verdict({ ...files, 'slurm.conf': cluster.slurmConf.text, ...changes });
}

describeWithSlurm('how jobs start, under the real slurmctld', () => {
  test.each<[string, SlurmClusterProps]>([
    ['plugstack.conf of Pyxis, which it does not have', { jobContainers: JobContainers.pyxis() }],
    ['plugstack.conf with another plugin beside Pyxis', { jobContainers: JobContainers.pyxis({ otherPlugins: ['optional spank_pbs.so'] }) }],
    ['oci.conf for crun', { jobContainers: JobContainers.oci() }],
    ['oci.conf for runc with all options', { jobContainers: JobContainers.oci({ runtime: OciRuntime.RUNC, containerPath: '/images/%u', disableHooks: ['prestart'], extra: { CreateEnvFile: 'newline' } }) }],
    ['job_container.conf', { jobNamespaces: JobNamespaces.tmpfs({ initScript: '/bin/true', shared: true }) }],
    ['namespace.yaml', { jobNamespaces: JobNamespaces.linux({ privateProcesses: true, directories: ['/tmp', '/var/tmp', '/dev/shm'] }) }],
    ['PMI-2', { mpi: Mpi.pmi2() }],
    ['PMIx and its settings, although its plugin is not there', { mpi: Mpi.pmix({ fence: PmixFence.RING, directConnections: true }) }],
  ])('%s is accepted', async (_what, props) => {
    expect(await judged(props)).toMatchObject({ accepted: true });
  });
});

describeWithSlurm('jobs under the real slurmd', () => {
  let bundle: string;
  let sandbox: Sandbox;

  beforeAll(async () => {
    bundle = mkdtempSync(path.join(tmpdir(), 'bundle-'));
    const rootless = { ociVersion: '1.0.0', process: { cwd: '/', args: ['true'], env: [] }, root: { path: 'rootfs' }, mounts: [] };
    writeFileSync(path.join(bundle, 'config.json'), JSON.stringify(rootless));
    mkdirSync(path.join(bundle, 'rootfs'));
    // Stands for the runtime: it knows no container but the one it was asked to run, and tells which.
    writeFileSync(path.join(bundle, 'crun'), '#!/bin/sh\ncase " $* " in *" run "*) echo "contained $*" ;; *) exit 1 ;; esac\n', { mode: 0o755 });
    const jobContainers = JobContainers.oci({ extra: { RunTimeRun: `${bundle}/crun --root=/run/x/%U run --bundle %b %n.%u.%j.%s.%t`, RunTimeQuery: `${bundle}/crun state %n.%j` } });
    sandbox = await Sandbox.start(declared({ jobContainers, mpi: Mpi.pmi2() }), { slurm: slurm(), runNodes: 1 });
  }, 100_000);

  afterAll(async () => {
    await sandbox?.stop();
    rmSync(bundle, { recursive: true, force: true });
  });

  test('a program of MPI is told where its peers are', async () => {
    const { stdout } = await sandbox.exec('srun', ['--ntasks=2', '--overcommit', 'sh', '-c', 'echo $PMI_RANK $PMI_SIZE']);
    expect(stdout.trim().split('\n').sort()).toEqual(['0 2', '1 2']);
  });

  test('a bundle is given to the runtime of oci.conf', async () => {
    const { stdout, stderr } = await sandbox.exec('srun', ['--quiet', `--container=${bundle}`, 'true']);
    expect([stderr, stdout.trim()]).toEqual(['', expect.stringMatching(new RegExp(`^contained --root=/run/x/${userInfo().uid} run --bundle \\S+ cpu-0\\.${userInfo().username}\\.\\d+\\.0\\.0$`))]);
  });

  test.each([
    ['that is there is found among those of Slurm', 'spank_pbs.so', 0],
    ['that is missing stops srun', 'spank_pyxis.so', 1],
  ])('a plugin %s, by the line for Pyxis', async (_what, plugin, code) => {
    const folder = mkdtempSync(path.join(bundle, 'plugins-'));
    writeFileSync(path.join(folder, 'pyxis.conf'), pyxisConf({}).replace('spank_pyxis.so', plugin));
    const stack = path.join(sandbox.folder, 'etc', 'plugstack.conf');
    writeFileSync(stack, `include ${folder}/*\n`);
    try {
      const { status, stderr } = await sandbox.exec('srun', ['true']);
      expect(status).toBe(code);
      expect(stderr).toMatch(code === 0 ? /^(?![^]*Failed to load)/ : /Failed to load plugin spank_pyxis\.so/);
    } finally {
      rmSync(stack);
    }
  });
});
