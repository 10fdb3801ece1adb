import * as pulumi from '@pulumi/pulumi';
import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Account, AdminLevel, Autoscaler, FairShare, PrometheusServer, QosFlag, Scaling, SlurmCluster } from 'slurm-constructs';
import * as slurm from 'slurm-constructs/pulumi';
import { deploy } from './deployment';
import { manifests, pick } from '../cluster/cluster-manifests';

const scaling = Scaling.auto({ max: 8, autoscaler: Autoscaler.keda({ prometheus: PrometheusServer.at('http://prometheus.example.com') }) });
const cpu = { scaling, cpu: Cpu.units(8), memory: Size.gibibytes(16) };

const accountingPolicy: slurm.AccountingPolicyArgs = {
  wait: Duration.minutes(5),
  everybody: { maxJobs: 100, qos: ['normal'] },
  qos: { low: { graceTime: Duration.seconds(30) }, high: { priority: 10, flags: [QosFlag.NO_DECAY] } },
  accounts: { research: { description: pulumi.output('Research'), fairShare: FairShare.shares(3), qos: ['low', 'high'], defaultQos: 'low' }, nlp: { parent: 'research' } },
  users: { alice: { accounts: ['nlp', 'research'], defaultAccount: 'research', coordinates: ['nlp'], adminLevel: AdminLevel.OPERATOR } },
};

const cluster = (policy: slurm.AccountingPolicyArgs): slurm.SlurmClusterArgs => ({
  namespace: 'slurm', clusterName: 'training', accounting: {}, metrics: { serviceMonitor: {} }, nodeSets: { cpu }, partitions: { cpu: { nodeSets: ['cpu'], denyAccounts: ['nlp'] } }, accountingPolicy: policy,
});

test('accounts, users and QOS of the arguments are those of the construct', async () => {
  const { objects } = await deploy(() => new slurm.SlurmCluster('training', cluster(accountingPolicy)));
  const expected = manifests(chart => {
    const declared = new SlurmCluster(chart, 'slurm', { clusterName: 'training', accounting: {}, metrics: { serviceMonitor: {} } });
    declared.addPartition('cpu', { nodeSets: [declared.addNodeSet('cpu', cpu)], denyAccounts: [Account.named('nlp')] });
    const policy = declared.addAccountingPolicy('accounting-policy', { wait: Duration.minutes(5), everybody: { maxJobs: 100, qos: [{ qosName: 'normal' }] } });
    const low = policy.addQos('low', { graceTime: Duration.seconds(30) });
    const high = policy.addQos('high', { priority: 10, flags: [QosFlag.NO_DECAY] });
    const research = policy.addAccount('research', { description: 'Research', fairShare: FairShare.shares(3), qos: [low, high], defaultQos: low });
    const nlp = policy.addAccount('nlp', { parent: research });
    policy.addUser('alice', { accounts: [nlp, research], defaultAccount: research, coordinates: [nlp], adminLevel: AdminLevel.OPERATOR });
  });
  const inputs = objects.map(object => object.inputs);
  const map = inputs.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'slurm-accounting-policy');
  expect(map.data['policy.cfg']).toBe(pick(expected, 'ConfigMap', 'slurm-accounting-policy').data['policy.cfg']);
  expect(map.data['policy.cfg']).toContain("QOS - 'elastic-training-cpu'");
  expect(inputs.find(({ kind }) => kind === 'NodeSet').spec.partition).toEqual(pick(expected, 'NodeSet').spec.partition);
  expect(inputs.find(({ kind }) => kind === 'Controller').spec.extraConf).toBe(pick(expected, 'Controller').spec.extraConf);
});

test.each<[string, slurm.AccountingPolicyArgs, string]>([
  ['a parent that comes later', { accounts: { nlp: { parent: 'research' }, research: {} } }, "PUL-006: 'parent' of account 'nlp' names 'research', and there is no account before it of that name"],
  ['an account of a user that is not there', { accounts: { nlp: {} }, users: { alice: { accounts: ['vision'] } } }, "PUL-006: 'accounts' of user 'alice' names 'vision', and there is no account of that name; use 'nlp'"],
])('refuses %s', async (_, policy, message) => {
  await deploy(() => {
    expect(() => new slurm.SlurmCluster('training', cluster(policy))).toThrow(message);
  });
});
