import { chunks, run, RunOptions, Answer } from './fake-io';
import { HEALTHY, yamlStream } from './manifest-yaml';
import { ExitCode } from '../../src/cli/io';
import { predictFiles } from '../../src/model/predict/cluster-files';
import { accounting, cluster, controller, gpuCluster, nodeSet, restApi, scaledObject } from '../model/slinky-objects';
import { measured, MOMENT_MS } from '../processor-time';

const OBJECTS = [...gpuCluster({ controller: { accountingRef: { name: 'slurm' }, clusterName: 'training' } }), accounting()];
const TEXT = yamlStream(...OBJECTS);
const TWO = yamlStream(...OBJECTS, controller({}, 'test', 'lab'), restApi(), nodeSet({ controllerRef: { name: 'test' } }, 'slurm-worker-x', 'lab'));

function explain(text: string, words: readonly string[] = [], options: RunOptions = {}): Promise<Answer> {
  return run(['explain', '-', ...words], { stdin: chunks(text), ...options });
}

function lineOf(part: string): number {
  return TEXT.split('\n').findIndex(line => line.includes(part)) + 1;
}

describe('explain', () => {
  test('shows every file of the daemons under the name of the cluster', async () => {
    const { code, stdout, stderr } = await explain(TEXT);
    expect({ code, stderr }).toEqual({ code: ExitCode.FINE, stderr: '' });
    expect(stdout).toMatch(/^# cluster slurm\/slurm, ClusterName=training\n/);
    expect(stdout.match(/^## \S+.*$/gm)).toEqual([
      '## slurm.conf (slurmctld, which hands it to slurmd and login hosts)',
      '## cgroup.conf (slurmctld, which hands it to slurmd and login hosts)',
      '## slurmdbd.conf (slurmdbd)',
      '## gres.conf (slurmctld, which hands it to slurmd and login hosts)',
      '## slurmd gpu (command line of slurmd on the nodes of set gpu: 2 gpu-[0-1])',
    ]);
  });

  test('shows how many nodes an autoscaler may make', async () => {
    const { stdout } = await explain(yamlStream(...OBJECTS, scaledObject('slurm-worker-gpu')));
    expect(stdout).toContain('## slurmd gpu (command line of slurmd on the nodes of set gpu: 0 to 8 gpu-[0-7])');
  });

  test.each([
    ['of the operator', 'SlurmdUser=root', '< operator'],
    ['of a field', 'ClusterName=training', `< stdin:${lineOf('clusterName: training')} Controller slurm/slurm spec.clusterName`],
    ['within a text of several lines', 'GresTypes=gpu', `< stdin:${lineOf('GresTypes=gpu')} Controller slurm/slurm spec.extraConf`],
    ['of a ConfigMap', 'AutoDetect=nvidia', `< stdin:${lineOf('AutoDetect=nvidia')} ConfigMap slurm/slurm-config-extra data["gres.conf"]`],
    ['of a node set', '--conf \'Features=gpu Gres=gpu:h100:8\'', `< stdin:${lineOf('Gres=gpu:h100:8')} NodeSet slurm/slurm-worker-gpu spec.extraConf`],
  ])('shows beside a line %s where it comes from', async (_, line, origin) => {
    const { stdout } = await explain(TEXT);
    expect(stdout.split('\n').filter(text => text.startsWith(line)).map(text => text.slice(text.indexOf('  <')).trim())).toEqual([origin]);
  });

  test('aligns the origins of a file', async () => {
    const { stdout } = await explain(TEXT, ['--file', 'slurm.conf']);
    const columns = stdout.split('\n').flatMap(line => (line.includes('  < ') ? [line.lastIndexOf('  < ')] : []));
    expect(columns.length).toBeGreaterThan(20);
    expect(new Set(columns).size).toBe(1);
  });

  test('gives one file as the daemon reads it, byte for byte', async () => {
    const files = predictFiles(cluster(...OBJECTS));
    for (const { name, text } of files) {
      expect((await explain(TEXT, ['--file', name, '--no-origins'])).stdout).toBe(text);
    }
    expect(files.length).toBe(4);
  });

  test.each(['training', 'slurm', 'slurm/slurm'])('shows one cluster, called %s', async name => {
    const { stdout } = await explain(TWO, ['--cluster', name]);
    expect(stdout.match(/^# cluster .*$/gm)).toEqual(['# cluster slurm/slurm, ClusterName=training']);
  });

  test('shows all clusters unless one is asked for', async () => {
    expect((await explain(TWO)).stdout.match(/^# cluster .*$/gm)).toEqual(['# cluster lab/test, ClusterName=lab_test', '# cluster slurm/slurm, ClusterName=training']);
  });

  test.each([
    ['an unknown cluster', ['--cluster', 'prod'], "error: no cluster 'prod' among the manifests; they declare lab/test, slurm/slurm\n"],
    ['an unknown file', ['--file', 'oci.conf'], "error: no file 'oci.conf' of these clusters; there are slurm.conf, cgroup.conf, slurmd, slurmdbd.conf, gres.conf\n"],
  ])('refuses %s and names those there are', async (_, words, message) => {
    expect(await explain(TWO, words)).toEqual({ code: ExitCode.UNUSABLE, stdout: '', stderr: message });
  });

  test('refuses manifests without a Controller', async () => {
    expect(await explain(yamlStream(nodeSet()))).toMatchObject({ code: ExitCode.UNUSABLE, stderr: expect.stringContaining('error: no Controller among the manifests') as string });
  });

  test('says which ConfigMaps are out of sight', async () => {
    const { stdout } = await explain(yamlStream(controller({ configFileRefs: [{ name: 'elsewhere' }] })));
    expect(stdout).toContain('# ConfigMap elsewhere is not among the manifests: its files are unknown\n');
  });

  test('says so when the operator stops at the extraConf of a node set', async () => {
    const { stdout } = await explain(HEALTHY.replace('replicas: 2', 'replicas: 2\n  extraConf: CPUs'), ['--file', 'slurmd']);
    expect(stdout).toContain('# none: the operator stops at \'CPUs\', which is no Key=Value');
  });

  test('takes a text of 20,000 lines in its stride', async () => {
    const long = HEALTHY.replace('extraConf: |-', `extraConf: |-\n${'    # a line\n'.repeat(20_000)}`.trimEnd());
    const { result, processorMs } = await measured(async () => explain(long));
    expect(result.stdout.split('\n').filter(line => line.startsWith('# a line'))).toHaveLength(20_000);
    expect(processorMs).toBeLessThan(MOMENT_MS);
  });

  test('answers programs in JSON, each line with its origin', async () => {
    const { stdout } = await explain(TEXT, ['--file', 'slurm.conf', '--format', 'json']);
    const answer = JSON.parse(stdout) as { clusters: { name: string; files: { name: string; lines: { text: string; origin: unknown }[] }[] }[] };
    expect(answer.clusters).toMatchObject([{ name: 'slurm', namespace: 'slurm', clusterName: 'training', isExternal: false, missingConfigMaps: [] }]);
    const [file] = answer.clusters[0].files;
    expect(file.lines.find(({ text }) => text === 'AuthType=auth/slurm')?.origin).toEqual({ by: 'operator' });
    expect(file.lines.find(({ text }) => text === 'GresTypes=gpu')?.origin).toEqual({
      by: 'manifest', object: { kind: 'Controller', namespace: 'slurm', name: 'slurm' }, field: 'spec.extraConf', fieldLine: 2, file: 'stdin', line: lineOf('GresTypes=gpu'),
    });
  });
});
