import * as pulumi from '@pulumi/pulumi';
import { asNumber, SlurmComponent } from 'slurm-constructs/pulumi';
import { deploy } from './deployment';
import { smallCluster } from '../cluster/cluster-manifests';

test('an accounting policy takes limits that only the deployment knows, and its Job comes after slurmdbd', async () => {
  const { objects } = await deploy(() => new SlurmComponent('training', { namespace: 'slurm' }, chart => {
    const cluster = smallCluster(chart, 'slurm', { clusterName: 'training', accounting: {} });
    const policy = cluster.addAccountingPolicy('policy');
    policy.addAccount('research', { grpTres: { cpus: asNumber(pulumi.output(96)) }, maxJobs: asNumber(pulumi.output(7)) });
  }));
  const find = (kind: string, name: RegExp) => objects.find(({ inputs }) => inputs.kind === kind && name.test(inputs.metadata.name))!;
  expect(find('ConfigMap', /^slurm-accounting-policy$/).inputs.data['policy.cfg']).toContain("Account - 'research':GrpTRES='cpu=96':MaxJobs='7'\n");
  const job = find('Job', /^slurm-accounting-policy-[0-9a-f]{8}$/);
  expect(job.dependencies).toEqual(expect.arrayContaining([
    find('Accounting', /^slurm$/).urn, find('ConfigMap', /^slurm-accounting-policy$/).urn, find('ConfigMap', /-applied$/).urn, find('Token', /^slurm-token-policy$/).urn,
  ]));
});
