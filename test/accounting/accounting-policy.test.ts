import { App, Chart, Cron, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { policyCluster, researchPolicy } from './policy-programs';
import {
  AccountingPolicy, AccountingPolicyOptions, AccountingStorageEnforce, AssociationLimits, Autoscaler, AutoScalingOptions, FairShare, OnDrift, OverSubscribe,
  PartitionOptions, PartitionPreemptMode, PreemptMode, PreemptType, PrometheusServer, Qos, QosFlag, QosOptions, Scaling, SlurmCluster, SlurmClusterProps,
} from '../../src';
import { Manifest, manifests, pick, smallCluster } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

const name = 'slurm-accounting-policy';
const policyOf = (objects: Manifest[]): string => pick(objects, 'ConfigMap', name).data['policy.cfg'];
const jobOf = (objects: Manifest[]): Manifest => objects.find(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith(name))!;
const confOf = (objects: Manifest[]): string[] => pick(objects, 'Controller').spec.extraConf.split('\n');

function declared(declare: (policy: AccountingPolicy, cluster: SlurmCluster) => void, props: SlurmClusterProps = {}): Manifest[] {
  return manifests(chart => {
    const cluster = policyCluster(chart, props);
    declare(cluster.addAccountingPolicy('policy'), cluster);
  });
}

/** Fields of the one QOS line that options give. */
const qosFields = (options: QosOptions): string => policyOf(declared(policy => policy.addQos('q', options), { slurmConf: { accountingStorageTres: ['license/matlab'] } })).split('\n')[0].replace("QOS - 'q'", '').replace(/^:/, '');
const accountFields = (limits: (policy: AccountingPolicy) => AssociationLimits): string => /Account - 'a':?(.*)/.exec(policyOf(declared(policy => policy.addAccount('a', limits(policy)))))![1];

describe('accounting policy', () => {
  test('is a file for sacctmgr: QOS, the cluster, then each account below its parent', () => {
    expect(policyOf(manifests(chart => researchPolicy(policyCluster(chart), { everybody: { maxJobs: 100, qos: [Qos.named('normal')] } })))).toBe([
      "QOS - 'high':Flags='DenyOnLimit,OverPartQOS':GrpTRESMins='gres/gpu=60000':LimitFactor='1.500000':MaxJobsPU='5':MaxTRESPerUser='gres/gpu=16,mem=2000G':MaxWallDurationPerJob='1440':Preempt='low':Priority='100':UsageThreshold='0.200000'",
      "QOS - 'low':Description='fills gaps':GraceTime='90':PreemptMode='requeue':PreemptExemptTime='00:20:00':UsageFactor='0.500000'",
      "Cluster - 'training':QOS='normal':MaxJobs='100'",
      "Parent - 'root'",
      "Account - 'research':Fairshare='10':QOS='high,low,normal':DefaultQOS='low':GrpTRES='cpu=192,gres/gpu:h100=24,gres/gpu=24'",
      "Parent - 'research'",
      "Account - 'nlp':Organization='Language':Fairshare='2147483647':GrpWall='6000':MaxJobs='4'",
      "Account - 'vision':Description='Images: all of them':MaxTRESPerJob='node=1'",
      "Parent - 'nlp'",
      "User - 'alice':DefaultAccount='nlp':AdminLevel='Operator':Coordinator='vision':MaxSubmitJobs='10'",
      "Parent - 'vision'",
      "User - 'alice':DefaultAccount='nlp':AdminLevel='Operator':Coordinator='vision':MaxSubmitJobs='10'",
      "User - 'bob':DefaultAccount='vision':DefaultQOS='low'",
      '',
    ].join('\n'));
  });

  test('does not depend on the order of the program', () => {
    const one = declared(policy => { policy.addQos('a'); policy.addQos('b'); policy.addAccount('x'); policy.addAccount('y'); });
    const other = declared(policy => { policy.addAccount('y'); policy.addAccount('x'); policy.addQos('b'); policy.addQos('a'); });
    expect(other).toEqual(one);
  });

  test.each<[QosOptions, string]>([
    [{}, ''],
    [{ maxTresPerJob: { memory: Size.mebibytes(1500) } }, "MaxTRESPerJob='mem=1500M'"],
    [{ maxTresPerJob: { memory: Size.tebibytes(1), nodes: 4, billing: 7 } }, "MaxTRESPerJob='billing=7,mem=1T,node=4'"],
    [{ minTresPerJob: { others: { 'license/matlab': 2 } } }, "MinTRESPerJob='license/matlab=2'"],
    [{ flags: [QosFlag.NO_DECAY, QosFlag.NO_DECAY] }, "Flags='NoDecay'"],
    [{ maxWall: Duration.hours(36), graceTime: Duration.minutes(2) }, "GraceTime='120':MaxWallDurationPerJob='2160'"],
    [{ maxTresRunMinsPerUser: { gpus: 0 }, maxJobsAccruePerAccount: 3 }, "MaxJobsAccruePA='3':MaxTRESRunMinsPerUser='gres/gpu=0'"],
  ])('writes a QOS with %j', (options, fields) => {
    expect(qosFields(options)).toBe(fields);
  });

  test('writes limits of an account', () => {
    expect(accountFields(policy => ({
      fairShare: FairShare.shares(0), qos: [policy.addQos('high')], grpTresRunMins: { cpus: 5 }, maxTresPerNode: { gpus: 4 }, grpSubmitJobs: 9, priority: 3, minPrioThresh: 2,
    }))).toBe("Fairshare='0':QOS='high':GrpTRESRunMins='cpu=5':GrpSubmitJobs='9':MaxTRESPerNode='gres/gpu=4':MinPrioThresh='2':Priority='3'");
  });

  test.each<[string, (policy: AccountingPolicy, cluster: SlurmCluster) => void, RegExp]>([
    ['a fraction of a GPU', policy => policy.addQos('q', { grpTres: { gpus: 1.5 } }), /\[hpc\/slurm\/policy\/Qos\/q\] ACCT-031: 'grpTres' has 1.5 of 'gres\/gpu'/],
    ['a TRES with a blank', policy => policy.addQos('q', { grpTres: { others: { 'gres gpu': 1 } } }), /ACCT-032: 'grpTres' names 'gres gpu', which no TRES is called/],
    ['a limit of nothing', policy => policy.addQos('q', { grpTres: {} }), /ACCT-033: 'grpTres' limits nothing/],
    ['shares below 0', policy => policy.addAccount('a', { fairShare: FairShare.shares(-1) }), /ACCT-034: 'fairShare' is -1/],
    ['half a job', policy => policy.addQos('q', { maxJobsPerUser: 0.5 }), /ACCT-035: 'maxJobsPerUser' is 0.5/],
    ['a negative factor', policy => policy.addQos('q', { usageFactor: -1 }), /ACCT-035: 'usageFactor' is -1/],
    ['seconds of wall time', policy => policy.addQos('q', { maxWall: Duration.seconds(90) }), /ACCT-036: 'maxWall' is not a whole number of minutes/],
    ['milliseconds of grace', policy => policy.addQos('q', { graceTime: Duration.millis(5) }), /ACCT-036: 'graceTime' is not a whole number of seconds/],
    ['a quote in a description', policy => policy.addAccount('a', { description: "Bob's" }), /ACCT-037: 'description' is 'Bob's', which a line of a sacctmgr file cannot carry/],
    ['no flags', policy => policy.addQos('q', { flags: [] }), /ACCT-038: 'flags' is empty; leave it out/],
    ['a default QOS beside the list', policy => policy.addAccount('a', { qos: [Qos.named('normal')], defaultQos: Qos.named('x') }), /ACCT-039: 'defaultQos' is 'x', which is not among 'qos' \(normal\)/],
    ['a QOS that preempts itself', policy => policy.addQos('q', { preempt: [Qos.named('q')] }), /ACCT-040: QOS 'q' preempts itself/],
    ['the root account', policy => policy.addAccount('root'), /ACCT-041: account 'root' is one that slurmdbd makes itself/],
    ['a capital letter', policy => policy.addAccount('Research Group'), /ACCT-042: 'Research Group' is no name for an account: .*such as 'research-group'/],
    ['a user without accounts', policy => policy.addUser('alice', { accounts: [] }), /ACCT-044: 'accounts' is empty/],
    ['a default account beside the list', policy => policy.addUser('u', { accounts: [policy.addAccount('a')], defaultAccount: policy.addAccount('b') }), /ACCT-045: 'defaultAccount' is 'b'/],
    ['two QOS of a name', policy => { policy.addQos('q'); policy.addQos('r', { qosName: 'q' }); }, /ACCT-046: there is QOS 'q' in the policy already/],
    ['two accounts of a name', policy => { policy.addAccount('q'); policy.addAccount('r', { accountName: 'q' }); }, /ACCT-046: there is account 'q' in the policy already/],
    ['a second policy', (_, cluster) => void cluster.addAccountingPolicy('other'), /\[hpc\/slurm\/other\] ACCT-051: the cluster has the accounting policy 'hpc\/slurm\/policy' already/],
  ])('refuses %s', (_, declare, message) => {
    expect(() => declared(declare)).toThrow(message);
  });

  test('refuses a parent of another policy', () => {
    expect(() => manifests(chart => {
      const stranger = policyCluster(chart).addAccountingPolicy('policy').addAccount('theirs');
      const other = new SlurmCluster(chart, 'other', { clusterName: 'other', accounting: {} });
      other.addAccountingPolicy('policy').addAccount('ours', { parent: stranger });
    })).toThrow("ACCT-047: account 'theirs' at 'hpc/slurm/policy/Accounts/theirs' belongs to another policy");
  });

  test('refuses a cluster without accounting, an image without a tag and a wait of half a second', () => {
    expect(() => manifests(chart => void smallCluster(chart, 'slurm').addAccountingPolicy('policy', { recordImage: 'curl', wait: Duration.millis(500) })))
      .toThrow(/ACCT-043: cluster 'slurm' has no accounting[^]*ACCT-052: 'wait'[^]*IMG-002/);
  });
});

describe('the drift check of an accounting policy', () => {
  const checked = (options: AccountingPolicyOptions) => manifests(chart => void policyCluster(chart).addAccountingPolicy('policy', options));

  test('is a CronJob that looks with no rights in Kubernetes', () => {
    const { metadata, spec } = pick(checked({ driftCheck: Cron.daily(), nodeSelector: { pool: 'system' } }), 'CronJob');
    expect([metadata.name, spec.schedule, spec.concurrencyPolicy]).toEqual(['slurm-acct-drift', '0 0 * * *', 'Forbid']);
    const pod = spec.jobTemplate.spec.template.spec;
    const [container, ...others] = pod.containers;
    expect([pod.serviceAccountName, pod.automountServiceAccountToken, pod.initContainers, others]).toEqual([undefined, false, undefined, []]);
    expect(container.env).toContainEqual({ name: 'ON_DRIFT', value: 'check' });
    expect(container.securityContext).toEqual({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true });
    expect(pod.nodeSelector).toEqual({ 'kubernetes.io/os': 'linux', 'pool': 'system' });
    expect(pod.volumes.map((volume: Manifest) => volume.name)).toEqual(['policy', 'record', 'token', 'work']);
  });

  test('is not there unless it is asked for, and leaves the Job alone', () => {
    const without = checked({});
    expect(without.filter(({ kind }) => kind === 'CronJob')).toEqual([]);
    expect(jobOf(checked({ driftCheck: Cron.hourly() }))).toEqual(jobOf(without));
  });

  test('has a name that Kubernetes takes with the longest name of a cluster, as has the Job', () => {
    const objects = manifests(chart => {
      const cluster = new SlurmCluster(chart, 'slurm', { name: 'a'.repeat(41), clusterName: 'training', accounting: {} });
      cluster.addPartition('cpu', { nodeSets: [cluster.addNodeSet('cpu')] });
      cluster.addAccountingPolicy('policy', { driftCheck: Cron.hourly() });
    });
    expect(pick(objects, 'CronJob').metadata.name.length).toBeLessThanOrEqual(52);
    expect(objects.filter(({ kind }) => kind === 'Job').map(({ metadata }) => metadata.name.length).filter(length => length > 63)).toEqual([]);
  });
});

describe('an accounting policy and partitions that grow', () => {
  const autoscaler = Autoscaler.keda({ prometheus: PrometheusServer.at('http://prometheus.example.com') });
  const elasticLine = (maxTres: string) =>
    `QOS - 'elastic-training-cpu':Description='jobs that partition cpu can never hold are refused':Flags='DenyOnLimit':MaxTRESPerAccount='${maxTres}'`;

  /** A cluster with a partition `Cpu` of nodes that grow to 64. */
  function elastic(
    options: AccountingPolicyOptions,
    more: (policy: AccountingPolicy, cluster: SlurmCluster) => PartitionOptions | void,
    scaling: Partial<AutoScalingOptions> = {},
    slurmConf: SlurmClusterProps['slurmConf'] = {},
  ): Manifest[] {
    return manifests(chart => {
      const cluster = policyCluster(chart, { metrics: { serviceMonitor: {} }, slurmConf });
      const partition = more(cluster.addAccountingPolicy('policy', options), cluster);
      const cpu = cluster.addNodeSet('cpu', { cpu: Cpu.units(16), scaling: Scaling.auto({ max: 64, autoscaler, ...scaling }) });
      cluster.addPartition('Cpu', { nodeSets: [cpu], ...partition });
    });
  }
  const lineOf = (objects: Manifest[]): string => confOf(objects).find(line => line.startsWith('PartitionName=Cpu'))!;
  const elasticOf = (objects: Manifest[]): string[] => policyOf(objects).split('\n').filter(line => line.startsWith("QOS - 'elastic"));

  test('have a QOS of the policy that refuses jobs which they can never hold', () => {
    const objects = elastic({}, () => {});
    expect(elasticOf(objects)).toEqual([elasticLine('cpu=1024,node=64')]);
    expect(lineOf(objects)).toBe('PartitionName=Cpu Nodes=cpu MaxNodes=64 QOS=elastic-training-cpu');
  });

  test('count all node sets that they hold, and CPUs only where every node says them', () => {
    const objects = elastic({}, (_, cluster) => void cluster.addPartition('all', {}));
    expect(elasticOf(objects)).toContain("QOS - 'elastic-training-all':Description='jobs that partition all can never hold are refused':Flags='DenyOnLimit':MaxTRESPerAccount='cpu=1280,gres/gpu=32,node=68'");
    expect(elasticOf(elastic({}, (_, cluster) => {
      const plain = cluster.addNodeSet('plain', { scaling: Scaling.fixed(2) });
      cluster.addPartition('mixed', { nodeSets: [plain, cluster.addNodeSet('more', { cpu: Cpu.units(4), scaling: Scaling.auto({ max: 3, autoscaler }) })] });
    }))).toContainEqual(expect.stringMatching(/elastic-training-mixed'.*:MaxTRESPerAccount='node=5'$/));
  });

  test('do not name it before they are told to, so that it can be made first', () => {
    const objects = elastic({ refusesOversizedJobs: false }, () => {});
    expect(elasticOf(objects)).toEqual([elasticLine('cpu=1024,node=64')]);
    expect(lineOf(objects)).toBe('PartitionName=Cpu Nodes=cpu MaxNodes=64');
  });

  test('keep a QOS of their own', () => {
    const objects = elastic({}, policy => ({ qos: policy.addQos('own') }));
    expect([elasticOf(objects), lineOf(objects)]).toEqual([[], 'PartitionName=Cpu Nodes=cpu MaxNodes=64 QOS=own']);
  });

  test('have none where slurmctld looks at the size of jobs itself', () => {
    expect(elasticOf(elastic({}, () => {}, { checksJobsAtSubmit: true }))).toEqual([]);
  });

  test('loosen no limit of an account that a QOS of the policy has, unless that goes first', () => {
    const limited = (flags?: QosFlag[]) => elasticOf(elastic({}, policy => void policy.addQos('few', { maxTresPerAccount: { nodes: 4 }, flags })));
    expect(limited()).toEqual([elasticLine('cpu=1024')]);
    expect(limited([QosFlag.OVER_PART_QOS])).toEqual([elasticLine('cpu=1024,node=64')]);
  });

  test.each<[string, PartitionOptions]>([
    ['share CPUs', { overSubscribe: OverSubscribe.force(4) }],
    ['suspend jobs', { preemptMode: PartitionPreemptMode.SUSPEND }],
  ])('count nodes alone where they %s, so that jobs have more CPUs together than there are', (_, options) => {
    expect(elasticOf(elastic({}, () => options))).toEqual([elasticLine('node=64')]);
  });

  test('count nodes alone where the cluster suspends jobs for others', () => {
    const preemptMode = [PreemptMode.SUSPEND, PreemptMode.GANG];
    expect(elasticOf(elastic({}, () => {}, {}, { preemptMode }))).toEqual([elasticLine('node=64')]);
  });

  test('refuse a QOS of that name that is something else', () => {
    expect(() => elastic({}, policy => void policy.addQos('elastic-training-cpu'))).toThrow(/ACCT-053: QOS 'elastic-training-cpu' has the name of the one that keeps jobs out of partition 'Cpu'/);
  });
});

describe('slurm.conf under an accounting policy', () => {
  test('enforces associations, limits and QOS, and weighs nothing that the policy does not say', () => {
    const conf = confOf(declared(policy => policy.addAccount('a')));
    expect(conf).toContain('AccountingStorageEnforce=associations,limits,qos');
    expect(conf.filter(line => line.startsWith('PriorityWeight'))).toEqual([]);
  });

  test('weighs shares and priorities that the policy says', () => {
    const conf = confOf(manifests(chart => researchPolicy(policyCluster(chart))));
    expect(conf).toEqual(expect.arrayContaining(['PriorityWeightFairshare=10000', 'PriorityWeightQOS=10000']));
    expect(conf.filter(line => line.startsWith('PriorityWeight'))).toHaveLength(2);
  });

  test('keeps to what the user writes', () => {
    const conf = confOf(declared(policy => policy.addAccount('a', { fairShare: FairShare.shares(2) }), {
      slurmConf: { accountingStorageEnforce: [AccountingStorageEnforce.SAFE], priorityWeightFairshare: 7 },
    }));
    expect(conf).toEqual(expect.arrayContaining(['AccountingStorageEnforce=safe', 'PriorityWeightFairshare=7']));
  });

  test.each<[string, SlurmClusterProps['slurmConf'], RegExp]>([
    ['limits that nothing enforces', { accountingStorageEnforce: [AccountingStorageEnforce.ASSOCIATIONS] }, /ACCT-048: 'accountingStorageEnforce' is associations, with which slurmctld keeps to no limit/],
    ['shares without weight', { priorityWeightFairshare: 0 }, /ACCT-049: the policy sets 'fairShare' and 'priorityWeightFairshare' is 0/],
    ['a QOS priority without weight', { priorityWeightQos: 0 }, /ACCT-049: the policy sets 'priority' of a QOS and 'priorityWeightQos' is 0/],
    ['preemption by partitions', { preemptType: PreemptType.PARTITION_PRIO }, /ACCT-050: QOS 'high' preempts 'low', .* not preempt\/partition_prio; set 'preemptType'/],
  ])('with %s is refused', (_, slurmConf, message) => {
    const chart = new Chart(new App(), 'hpc', { namespace: 'slurm' });
    researchPolicy(policyCluster(chart, { slurmConf }));
    expect(chart.node.findAll().flatMap(each => each.node.validate()).join('\n')).toMatch(message);
  });
});

describe('the Job of an accounting policy', () => {
  const objects = (options: AccountingPolicyOptions = {}): Manifest[] => manifests(chart => researchPolicy(policyCluster(chart), options));

  test('runs sacctmgr of slurmctld\'s image as SlurmUser with a token, not with the keys of the cluster', () => {
    const job = jobOf(objects());
    const { spec } = job.spec.template;
    const [apply] = spec.initContainers;
    expect(apply.image).toMatch(/^ghcr\.io\/slinkyproject\/slurmctld:26\.05/);
    expect(Object.fromEntries(apply.env.map(({ name: key, value }: { name: string; value: string }) => [key, value]))).toMatchObject({ CLUSTER: 'training', ON_DRIFT: 'fail', WAIT: '900' });
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 401 });
    expect([apply, ...spec.containers].map(container => container.securityContext)).toEqual(Array(2).fill({
      allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] },
    }));
    expect(JSON.stringify(job)).not.toMatch(/slurm-auth/);
    expect(spec.volumes).toContainEqual({ name: 'token', secret: { secretName: 'slurm-token-policy', items: [{ key: 'SLURM_JWT', path: 'SLURM_JWT' }] } });
    expect(apply.volumeMounts.map(({ name: volume }: { name: string }) => volume)).not.toContain('account');
  });

  test('may change one ConfigMap, which is declared without content', () => {
    const all = objects();
    expect(pick(all, 'Role', name).rules).toEqual([{ apiGroups: [''], resources: ['configmaps'], resourceNames: [`${name}-applied`], verbs: ['patch'] }]);
    expect(pick(all, 'ConfigMap', `${name}-applied`).data).toBeUndefined();
    expect(jobOf(all).spec.template.spec).toMatchObject({ serviceAccountName: name, automountServiceAccountToken: false });
  });

  test('is tried again unless somebody else changed the database', () => {
    expect(jobOf(objects()).spec).toMatchObject({
      backoffLimit: 10,
      podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { containerName: 'apply', operator: 'In', values: [3] } }] },
    });
  });

  test('is another one when the policy or what becomes of it is', () => {
    const names = [objects(), objects({ onDrift: OnDrift.KEEP }), declared(policy => policy.addQos('q')), declared(policy => policy.addQos('q', { priority: 1 }))].map(each => jobOf(each).metadata.name);
    expect(new Set(names).size).toBe(4);
    expect(jobOf(objects()).metadata.name).toBe(names[0]);
  });

  test('reaches the slurmdbd that the cluster uses', () => {
    const conf = pick(objects(), 'ConfigMap', name).data['slurm.conf'];
    expect(conf.split('\n')).toEqual(expect.arrayContaining(['ClusterName=training', 'AccountingStorageHost=slurm-accounting', 'AccountingStoragePort=6819']));
  });

  test('goes where it is told', () => {
    const { spec } = jobOf(objects({ nodeSelector: { pool: 'system' }, tolerations: [{ operator: 'Exists' }], recordImage: 'registry.example.com/curl:8', wait: Duration.minutes(1) })).spec.template;
    expect(spec).toMatchObject({ nodeSelector: { 'kubernetes.io/os': 'linux', 'pool': 'system' }, tolerations: [{ operator: 'Exists' }] });
    expect([spec.containers[0].image, spec.initContainers[0].env.find(({ name: key }: { name: string }) => key === 'WAIT').value]).toEqual(['registry.example.com/curl:8', '60']);
  });
});

describeWithCrds('an accounting policy and the schemas of Kubernetes', () => {
  test('has objects that the API server takes', () => {
    const objects = manifests(chart => researchPolicy(policyCluster(chart), { driftCheck: Cron.daily(), tolerations: [{ key: 'system', operator: 'Exists' }] }));
    expect(validateManifests(objects)).toEqual([]);
  });
});
