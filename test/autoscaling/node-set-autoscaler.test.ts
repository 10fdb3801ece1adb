import { Chart, Duration } from 'cdk8s';
import { Cpu, Secret } from 'cdk8s-plus-28';
import {
  AuthKeys, Autoscaler, AutoScalingOptions, NodeSetOptions, PrometheusAuthentication, PrometheusServer, Scaling, SlurmCluster, SlurmClusterProps,
} from '../../src';
import { manifests, pick } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

const prometheus = PrometheusServer.at('http://prometheus-operated.monitoring:9090');
const autoscaler = Autoscaler.keda({ prometheus });
const scraped: SlurmClusterProps = { metrics: { serviceMonitor: {} } };

interface Parts {
  readonly scaling?: Partial<AutoScalingOptions>;
  readonly cluster?: SlurmClusterProps;
  readonly nodeSet?: NodeSetOptions;
}

/** A cluster with one node set that grows, `cpu`, and a partition of that name. */
function scaled(chart: Chart, { scaling = {}, cluster: props = scraped, nodeSet = {} }: Parts = {}): SlurmCluster {
  const cluster = new SlurmCluster(chart, 'slurm', props);
  const cpu = cluster.addNodeSet('cpu', { scaling: Scaling.auto({ max: 64, autoscaler, ...scaling }), ...nodeSet });
  cluster.addPartition('cpu', { nodeSets: [cpu] });
  return cluster;
}

const withHpa = { autoscaler: Autoscaler.horizontalPodAutoscaler({ ruleLabels: { release: 'prometheus' } }), min: 1 };

describe('Scaling.auto', () => {
  test('leaves the number of replicas to KEDA', () => {
    const objects = manifests(chart => scaled(chart, { scaling: { min: 2, idleToZero: true, scaleInWindow: Duration.minutes(20) } }));
    expect(pick(objects, 'NodeSet').spec.replicas).toBeUndefined();
    expect(pick(objects, 'ScaledObject').spec).toMatchObject({
      scaleTargetRef: { apiVersion: 'slinky.slurm.net/v1beta1', kind: 'NodeSet', name: 'slurm-worker-cpu' },
      minReplicaCount: 2,
      idleReplicaCount: 0,
      maxReplicaCount: 64,
      cooldownPeriod: 1200,
      advanced: {
        restoreToOriginalReplicaCount: false,
        horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: 1200 }, scaleUp: { stabilizationWindowSeconds: 0 } } },
      },
    });
  });

  test('holds the nodes as they are while slurmctld is silent', () => {
    const [trigger] = pick(manifests(chart => scaled(chart)), 'ScaledObject').spec.triggers;
    expect(trigger).toMatchObject({
      type: 'prometheus',
      metricType: 'AverageValue',
      metadata: { serverAddress: 'http://prometheus-operated.monitoring:9090', threshold: '1', activationThreshold: '0', ignoreNullValues: 'false' },
    });
    expect(trigger).not.toHaveProperty('authenticationRef');
  });

  test('asks about the partitions that hold the node set, and about its nodes alone', () => {
    const objects = manifests(chart => {
      const cluster = scaled(chart);
      const gpu = cluster.addNodeSet('gpu', { scaling: Scaling.fixed(4) });
      cluster.addPartition('all', { isDefault: true });
      cluster.addPartition('gpu', { nodeSets: [gpu] });
    });
    const { query } = pick(objects, 'ScaledObject').spec.triggers[0].metadata;
    expect(query).toContain('slurm_partition_jobs_pending{job="slurm-controller",namespace="slurm",partition=~"all|cpu"}');
    expect(query).toContain('slurm_node_cpus_alloc{job="slurm-controller",namespace="slurm",node=~"cpu-[0-9]+"}');
  });

  test('takes another query or other labels', () => {
    const query = (scaling: Partial<AutoScalingOptions>) => pick(manifests(chart => scaled(chart, { scaling })), 'ScaledObject').spec.triggers[0].metadata.query;
    expect(query({ wantedNodes: 'vector(3)' })).toBe('vector(3)');
    expect(query({ selector: { cluster: 'a' } })).toContain('slurm_node_cpus{cluster="a",node=~"cpu-[0-9]+"}');
  });

  test('logs in to Prometheus with a Secret', () => {
    const objects = manifests(chart => scaled(chart, {
      scaling: {
        autoscaler: Autoscaler.keda({
          prometheus: PrometheusServer.at('https://prometheus.example.com/api', {
            authentication: PrometheusAuthentication.bearerToken({ secret: Secret.fromSecretName(chart, 'Token', 'prometheus'), key: 'token' }),
            headers: { 'X-Scope-OrgID': 'slurm' },
            acceptsAnyCertificate: true,
          }),
        }),
      },
    }));
    expect(pick(objects, 'TriggerAuthentication').spec).toEqual({ secretTargetRef: [{ parameter: 'bearerToken', name: 'prometheus', key: 'token' }] });
    expect(pick(objects, 'ScaledObject').spec.triggers[0]).toMatchObject({
      authenticationRef: { name: 'slurm-worker-cpu' },
      metadata: { authModes: 'bearer', customHeaders: 'X-Scope-OrgID=slurm', unsafeSsl: 'true' },
    });
  });

  test('uses an authentication that is there', () => {
    const authentication = PrometheusAuthentication.existing({ name: 'aws', isClusterWide: true });
    const objects = manifests(chart => scaled(chart, { scaling: { autoscaler: Autoscaler.keda({ prometheus: PrometheusServer.at('https://aps.example.com', { authentication }) }) } }));
    expect(objects.filter(({ kind }) => kind === 'TriggerAuthentication')).toEqual([]);
    expect(pick(objects, 'ScaledObject').spec.triggers[0].authenticationRef).toEqual({ name: 'aws', kind: 'ClusterTriggerAuthentication' });
  });

  test('scales by a recorded metric without KEDA', () => {
    const objects = manifests(chart => scaled(chart, { scaling: withHpa }));
    const [rule] = pick(objects, 'PrometheusRule').spec.groups[0].rules;
    const { metrics, minReplicas, maxReplicas } = pick(objects, 'HorizontalPodAutoscaler').spec;
    expect(rule.record).toBe(metrics[0].external.metric.name);
    expect(rule.labels).toEqual(metrics[0].external.metric.selector.matchLabels);
    expect([minReplicas, maxReplicas, metrics[0].external.target]).toEqual([1, 64, { type: 'AverageValue', averageValue: '1' }]);
    expect(pick(objects, 'PrometheusRule').metadata.labels).toEqual({ release: 'prometheus' });
  });

  test('puts the most nodes into the partitions, since slurmctld sees those of the moment', () => {
    const objects = manifests(chart => {
      const cluster = scaled(chart);
      const fixed = cluster.addNodeSet('fixed', { scaling: Scaling.fixed(6) });
      cluster.addPartition('all', { isDefault: true });
      cluster.addPartition('small', { maxNodes: 2 });
      cluster.addPartition('fixed', { nodeSets: [fixed] });
    });
    expect(pick(objects, 'NodeSet', 'slurm-worker-cpu').spec.partition.config).toBe('MaxNodes=64');
    expect(pick(objects, 'NodeSet', 'slurm-worker-fixed').spec.partition.config).toBeUndefined();
    expect(pick(objects, 'Controller').spec.extraConf).toMatch(/^PartitionName=all Nodes=ALL Default=YES MaxNodes=70$/m);
    expect(pick(objects, 'Controller').spec.extraConf).toMatch(/^PartitionName=small Nodes=ALL MaxNodes=2$/m);
  });

  test('brings the check of jobs, and the size of what is known of the nodes', () => {
    const objects = manifests(chart => scaled(chart, { scaling: { checksJobsAtSubmit: true }, nodeSet: { cpu: Cpu.units(16) } }));
    expect(pick(objects, 'Controller').spec.extraConf).toMatch(/^JobSubmitPlugins=lua$/m);
    const script = pick(objects, 'ConfigMap', 'slurm-config-extra').data['job_submit.lua'];
    expect(script).toContain('["cpu"] = {cpus = 16},');
    expect(pick(objects, 'ScaledObject').spec.triggers[0].metadata.query).not.toContain('max_job_nodes');
  });

  test('makes the same text twice', () => {
    const once = manifests(chart => scaled(chart));
    expect(manifests(chart => scaled(chart))).toEqual(once);
  });

  test.each<[string, Parts, string]>([
    ['no limit', { scaling: { max: 0 } }, "AUTO-003: 'max' of Scaling.auto is 0"],
    ['a minimum above the maximum', { scaling: { min: 65 } }, "AUTO-004: 'min' of Scaling.auto is 65"],
    ['half a node', { scaling: { min: 0.5 } }, "AUTO-004: 'min' of Scaling.auto is 0.5"],
    ['no node without KEDA', { scaling: { ...withHpa, min: 0 } }, "AUTO-005: 'min' is 0"],
    ['idling at none twice', { scaling: { idleToZero: true } }, "AUTO-006: 'idleToZero' is set and 'min' is 0 already"],
    ['idling at none without KEDA', { scaling: { ...withHpa, idleToZero: true } }, "AUTO-006: 'idleToZero' is set, and only KEDA goes to no node"],
    ['a window beyond what Kubernetes takes', { scaling: { scaleInWindow: Duration.hours(2) } }, "AUTO-007: 'scaleInWindow' is 7200 seconds"],
    ['half a second between looks', { scaling: { pollingInterval: Duration.millis(500) } }, "AUTO-008: 'pollingInterval' is 0.5 seconds"],
    ['no job on a node', { scaling: { jobsPerNode: 0 } }, "AUTO-009: 'jobsPerNode' is 0"],
    ['a Prometheus without an address', { scaling: { autoscaler: Autoscaler.keda({ prometheus: PrometheusServer.at('prometheus:9090') }) } }, "AUTO-001: 'prometheus:9090' is no address"],
    ['a cluster without metrics', { cluster: {} }, "AUTO-011: the autoscaler follows the metrics of slurmctld, and the cluster has none; set 'metrics: { serviceMonitor: {} }' on the cluster"],
    ['metrics that nobody scrapes', { cluster: { metrics: {} } }, 'AUTO-011: the autoscaler follows the metrics of slurmctld, and nobody scrapes them'],
    ['scrapes without partitions', { cluster: { metrics: { serviceMonitor: { paths: ['/metrics/nodes'] } } } }, "AUTO-012: 'paths' of the ServiceMonitor lack /metrics/partitions"],
    ['metrics behind a login', { cluster: { ...scraped, extraSlurmConf: ['PrivateData=jobs'] } }, 'AUTO-013: PrivateData is set'],
    ['nodes with the names of machines', { nodeSet: { hostNetwork: true } }, "AUTO-018: 'hostNetwork' gives nodes the names of their machines"],
    ['a second script at submission', { scaling: { checksJobsAtSubmit: true }, cluster: { ...scraped, configFiles: { 'job_submit.lua': 'x' } } }, "AUTO-016: 'job_submit.lua' is a configuration file"],
    ['another plugin at submission', { scaling: { checksJobsAtSubmit: true }, cluster: { ...scraped, extraSlurmConf: ['JobSubmitPlugins=throttle'] } }, "AUTO-017: 'checksJobsAtSubmit' needs the plugin 'lua'"],
  ])('refuses %s', (_, parts, message) => {
    expect(() => manifests(chart => scaled(chart, parts))).toThrow(message);
  });

  test('refuses a cluster whose slurmctld is elsewhere', () => {
    expect(() => manifests(chart => {
      const secret = Secret.fromSecretName(chart, 'Keys', 'slurm-keys');
      const authKeys = AuthKeys.existing({ slurmKey: { secret, key: 'slurm.key' }, jwtKey: { secret, key: 'jwt.key' } });
      const cluster = new SlurmCluster(chart, 'slurm', { clusterName: 'campus', authKeys, externalController: { host: 'slurmctld.example.com' } });
      cluster.addNodeSet('cpu', { scaling: Scaling.auto({ max: 4, autoscaler }) });
    })).toThrow('AUTO-010: slurmctld runs outside Kubernetes');
  });

  test('refuses part limits that would keep jobs from waiting for nodes', () => {
    expect(() => manifests(chart => scaled(chart, { cluster: { ...scraped, extraSlurmConf: ['EnforcePartLimits=ANY'] } }))).toThrow(/OPR-044: .*EnforcePartLimits is ANY/);
  });

  test('refuses a partition that promises more nodes than there can be', () => {
    expect(() => manifests(chart => scaled(chart).addPartition('large', { maxNodes: 65, isDefault: true }))).toThrow(
      "AUTO-015: 'maxNodes' of partition 'large' is 65, and its node sets can have 64 nodes at most",
    );
  });

  test('refuses a node set that no partition holds', () => {
    expect(() => manifests(chart => {
      const cluster = scaled(chart);
      cluster.addNodeSet('lost', { scaling: Scaling.auto({ max: 4, autoscaler }) });
    })).toThrow("AUTO-014: node set 'lost' is in no partition");
  });
});

describeWithCrds('Scaling.auto and the CRDs of KEDA and Prometheus', () => {
  test.each<[string, Partial<AutoScalingOptions>]>([['KEDA', { idleToZero: true, min: 1 }], ['a HorizontalPodAutoscaler', withHpa]])('%s', (_, scaling) => {
    expect(validateManifests(manifests(chart => scaled(chart, { scaling })))).toEqual([]);
  });
});
