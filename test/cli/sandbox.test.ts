import { folder, run } from './fake-io';

const controller = (name: string): string => `apiVersion: slinky.slurm.net/v1beta1\nkind: Controller\nmetadata: { name: ${name}, namespace: slurm }\nspec: {}\n`;

describe('sandbox', () => {
  test.each([
    ['two clusters', [controller('a'), controller('b')].join('---\n'), [], 'the manifests declare 2 clusters; choose one with --cluster: slurm/a, slurm/b'],
    ['a cluster nobody declares', controller('a'), ['--cluster', 'z'], "no cluster 'z' among the manifests; they declare slurm/a"],
    ['no Controller', controller('a').replace('Controller', 'RestApi'), [], 'no Controller among the manifests'],
    ['a root folder that is missing', controller('a'), ['--slurm-root', `${folder()}/missing`], '/missing does not exist'],
    ['a root folder without Slurm', controller('a'), ['--slurm-root', folder()], 'there is no slurmctld in'],
    ['a number of running nodes that is none', controller('a'), ['--run-nodes', '-1'], 'give a whole number of 0 or more'],
    ['node counts without a number', controller('a'), ['--nodes', 'h100'], 'such as h100=512'],
  ])('%s is refused in one line, with exit code 2', async (_, yaml, words, message) => {
    const { code, stdout, stderr } = await run(['sandbox', `${folder({ 'm.yaml': yaml })}/m.yaml`, ...words]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('an external slurmctld is refused, because its slurm.conf is elsewhere', async () => {
    const yaml = controller('a').replace('spec: {}', 'spec: { external: true, externalConfig: { host: ctl.example.com } }');
    const { code, stderr } = await run(['sandbox', `${folder({ 'm.yaml': yaml })}/m.yaml`]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/^error: the slurmctld of a is outside Kubernetes .*, and so is its slurm\.conf: .*; ask that slurmctld itself\n$/) as string });
  });

  test('help shows an example for the verb and each of its own', async () => {
    for (const words of [['sandbox'], ['sandbox', 'exec'], ['sandbox', 'down']]) {
      const { code, stdout } = await run([...words, '--help']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/Examples?:\n {2}slurm-constructs sandbox/);
    }
  });
});
