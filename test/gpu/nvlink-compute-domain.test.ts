import { Chart } from 'cdk8s';
import {
  Autoscaler, Gpu, GpuNodeSetOptions, JobNamespaces, Mig, NvlinkChannels, NvlinkComputeDomain, NvlinkComputeDomainProps, NvlinkNodes,
  PrometheusServer, Scaling, Script, SlurmCluster, SlurmClusterProps, SlurmImage, SwitchType,
} from '../../src';
import { identities, manifests, pick } from '../cluster/cluster-manifests';
import { describeWithCrds } from '../schema/shared-crds';
import { validateManifests } from '../schema/validate-manifests';

// Warnings of rules are none of these tests' business.
beforeAll(() => { jest.spyOn(console, 'warn').mockImplementation(); });

interface Case {
  readonly domain?: NvlinkComputeDomainProps;
  readonly sets?: Partial<GpuNodeSetOptions>[];
  readonly cluster?: SlurmClusterProps;
  readonly more?: (chart: Chart, cluster: SlurmCluster, domain: NvlinkComputeDomain) => void;
}

function declared({ domain: props, sets = [{}], cluster: clusterProps, more }: Case = {}) {
  return manifests(chart => {
    const cluster = new SlurmCluster(chart, 'slurm', clusterProps);
    const domain = new NvlinkComputeDomain(chart, 'rack', props);
    sets.forEach((options, index) => cluster.addGpuNodeSet(`gb${index}`, { gpu: Gpu.GB200, scaling: Scaling.fixed(18), computeDomain: domain, ...options }));
    cluster.addPartition('all');
    more?.(chart, cluster, domain);
  });
}

const conf = (which: Case) => pick(declared(which), 'Controller').spec.extraConf as string;

describe('a compute domain', () => {
  test('is elastic and has a channel for every job unless told otherwise', () => {
    expect(pick(declared(), 'ComputeDomain')).toMatchObject({
      apiVersion: 'resource.nvidia.com/v1beta1',
      metadata: { name: 'rack', namespace: 'slurm' },
      spec: { numNodes: 0, channel: { allocationMode: 'All', resourceClaimTemplate: { name: 'rack-channel' } } },
    });
    expect(conf({})).toContain('SwitchType=switch/nvidia_imex\n');
  });

  test('is claimed by every worker pod, beside the GPUs that the device plugin gives', () => {
    const { slurmd, template } = pick(declared(), 'NodeSet').spec;
    expect(template.spec.resourceClaims).toEqual([{ name: 'compute-domain-channel', resourceClaimTemplateName: 'rack-channel' }]);
    expect(slurmd.resources).toEqual({
      claims: [{ name: 'compute-domain-channel' }], limits: { 'nvidia.com/gpu': 4 }, requests: { 'nvidia.com/gpu': 4 },
    });
  });

  test('comes before the node sets that use it', () => {
    const order = identities(declared());
    expect(order.indexOf('ComputeDomain/rack')).toBeLessThan(order.indexOf('NodeSet/slurm-worker-gb0'));
  });

  test('with one channel for all leaves Slurm alone', () => {
    const shared = { domain: { channels: NvlinkChannels.SHARED } };
    expect(pick(declared(shared), 'ComputeDomain').spec.channel.allocationMode).toBe('Single');
    expect(conf(shared)).not.toContain('SwitchType');
  });

  test('may wait for as many nodes as its node sets have together', () => {
    expect(pick(declared({ domain: { nodes: NvlinkNodes.fixed(36) }, sets: [{}, {}] }), 'ComputeDomain').spec.numNodes).toBe(36);
  });

  test('may wait for any number where only Kubernetes knows the nodes', () => {
    expect(pick(declared({ domain: { nodes: NvlinkNodes.fixed(5) }, sets: [{ scaling: Scaling.daemonSet() }] }), 'ComputeDomain').spec.numNodes).toBe(5);
  });

  test('may have another name than its construct', () => {
    expect(pick(declared({ domain: { name: 'nvl72' } }), 'NodeSet').spec.template.spec.resourceClaims[0].resourceClaimTemplateName).toBe('nvl72-channel');
  });

  test('can be one for each node set', () => {
    const objects = declared({
      more: (chart, cluster) => cluster.addGpuNodeSet('other', { gpu: Gpu.GB300, computeDomain: new NvlinkComputeDomain(chart, 'rack-2') }),
    });
    expect(identities(objects).filter(name => name.startsWith('ComputeDomain/')).sort()).toEqual(['ComputeDomain/rack', 'ComputeDomain/rack-2']);
  });

  test('takes parameters of the switch, and the switch said twice', () => {
    expect(conf({ cluster: { slurmConf: { switchType: SwitchType.NVIDIA_IMEX, switchParameters: ['imex_channel_count=512'] } } }))
      .toMatch(/SwitchParameters=imex_channel_count=512\nSwitchType=switch\/nvidia_imex\n/);
  });

  test('serves a GPU that the catalogue does not have', () => {
    const gpu = Gpu.custom({ resourceName: 'nvidia.com/gpu', gresType: 'vr200', multiNodeNvlink: true });
    expect(pick(declared({ sets: [{ gpu, gpusPerNode: 4 }] }), 'NodeSet').spec.template.spec.resourceClaims).toHaveLength(1);
  });
});

test('node sets without a domain claim nothing and ask for no switch', () => {
  const objects = declared({ sets: [{ computeDomain: undefined }] });
  expect(pick(objects, 'NodeSet').spec.template.spec).not.toHaveProperty('resourceClaims');
  expect(pick(objects, 'NodeSet').spec.slurmd.resources).not.toHaveProperty('claims');
  expect(pick(objects, 'Controller').spec.extraConf).not.toContain('SwitchType');
});

test('NVLink crosses nodes for GPUs of NVL72 racks alone', () => {
  const crossing = Object.entries(Gpu).filter(([, gpu]) => gpu instanceof Gpu && gpu.multiNodeNvlink).map(([name]) => name);
  expect(crossing).toEqual(['GB200', 'GB300']);
});

test.each<[string, Case, RegExp]>([
  ['GPUs whose NVLink ends at the node', { sets: [{ gpu: Gpu.B200 }] },
    /\[hpc\/slurm\/gb0\] NVL-001: NVLink of NVIDIA B200 ends at the node, so no machine with it carries compute domain 'rack', and its workers would stay pending; leave 'computeDomain' out/],
  ['MIG devices', { sets: [{ mig: Mig.uniform('1g.23gb'), image: SlurmImage.of('example.com/slurmd-nvml:26.05.1') }] }, /NVL-003: 'mig' cuts the GPUs/],
  ['no nodes to wait for', { domain: { nodes: NvlinkNodes.fixed(0) } }, /\[hpc\/rack\] NVL-004: 'nodes' is NvlinkNodes.fixed\(0\)/],
  ['half a node to wait for', { domain: { nodes: NvlinkNodes.fixed(1.5) } }, /NVL-004/],
  ['fewer nodes than it waits for', { domain: { nodes: NvlinkNodes.fixed(20) } },
    /NVL-005: compute domain 'rack' waits for 20 nodes, and its node sets have 18.*use NvlinkNodes.elastic\(\), or NvlinkNodes.fixed\(18\)/],
  ['a name that Kubernetes does not take', { domain: { name: 'NVL_72' } }, /NVL-007: 'NVL_72' cannot be the name of a compute domain.*use e.g. 'nvl-72'/],
  ['a name too long for its template', { domain: { name: 'r'.repeat(56) } }, /NVL-007/],
  ['another switch', { cluster: { slurmConf: { switchType: SwitchType.HPE_SLINGSHOT } } }, /\[hpc\/slurm\] NVL-008: SwitchType=switch\/hpe_slingshot is set/],
  ['one channel for all while Slurm gives every job its own',
    { domain: { channels: NvlinkChannels.SHARED }, cluster: { slurmConf: { switchType: SwitchType.NVIDIA_IMEX } } },
    /NVL-009: compute domain 'rack' gives its workers channel 0 alone.*which is set/],
  ['one channel for all beside a domain with channels for jobs',
    {
      domain: { channels: NvlinkChannels.SHARED },
      more: (chart, cluster) => cluster.addGpuNodeSet('other', { gpu: Gpu.GB200, computeDomain: new NvlinkComputeDomain(chart, 'two') }),
    },
    /NVL-009: .*which 'two' needs/],
  ['a number of nodes to wait for that come and go',
    {
      domain: { nodes: NvlinkNodes.fixed(18) },
      sets: [{ scaling: Scaling.auto({ max: 18, autoscaler: Autoscaler.keda({ prometheus: PrometheusServer.at('http://prometheus.example.com') }) }) }],
      cluster: { metrics: { serviceMonitor: {} } },
    },
    /NVL-005: compute domain 'rack' waits for 18 nodes, and its node sets grow and shrink.*use NvlinkNodes.elastic\(\)/],
  ['private directories of jobs by tmpfs', { cluster: { jobNamespaces: JobNamespaces.tmpfs() } },
    /NVL-012: jobs have private directories by namespace\/tmpfs, and with that slurmstepd gives no job its channel of compute domain 'rack'.*use JobNamespaces.linux\(\)/],
  ['private directories of jobs by a line of slurm.conf', { cluster: { extraSlurmConf: ['JobContainerType=job_container/tmpfs'], configFiles: { 'job_container.conf': 'BasePath=/nvme' } } },
    /NVL-012: jobs have private directories by job_container\/tmpfs/],
  ['a prolog that starts IMEX', { cluster: { prologs: { '10-imex.sh': Script.inline('#!/bin/sh\nsystemctl start nvidia-imex\n') } } }, /NVL-010: a prolog or epilog handles nvidia-imex itself/],
  ['workers that share machines with those of another domain',
    {
      sets: [{ oversubscribeNode: true }],
      more: (chart, cluster) => cluster.addGpuNodeSet('other', { gpu: Gpu.GB200, computeDomain: new NvlinkComputeDomain(chart, 'two') }),
    },
    /NVL-011: node set 'gb0' may share machines/],
  ['a second cluster',
    { more: (chart, _cluster, domain) => new SlurmCluster(chart, 'two').addGpuNodeSet('gb', { gpu: Gpu.GB200, computeDomain: domain }) },
    /\[hpc\/two\/gb\] NVL-006: compute domain 'rack' serves cluster 'slurm' already/],
  ['workers of another namespace',
    { more: (chart, cluster) => cluster.addGpuNodeSet('far', { gpu: Gpu.GB200, computeDomain: new NvlinkComputeDomain(new Chart(chart, 'there', { namespace: 'gpu' }), 'far') }) },
    /NVL-002: compute domain 'far' is in namespace 'gpu' and the workers in 'slurm'/],
])('a compute domain with %s is refused', (_what, which, message) => {
  expect(() => declared(which)).toThrow(message);
});

test('a prolog that only speaks of IMEX in a comment is fine', () => {
  expect(() => declared({ cluster: { prologs: { '10-note.sh': Script.inline('#!/bin/sh\n# nvidia-imex runs in pods here\nexit 0\n') } } })).not.toThrow();
});

test.each<[string, Case]>([
  ['by namespaces of the kernel', { cluster: { jobNamespaces: JobNamespaces.linux() } }],
  ['where all jobs have one channel', { domain: { channels: NvlinkChannels.SHARED }, cluster: { jobNamespaces: JobNamespaces.tmpfs() } }],
])('private directories of jobs are fine %s', (_how, which) => {
  expect(() => declared(which)).not.toThrow();
});

test('workers that share machines are fine within one domain', () => {
  expect(() => declared({ sets: [{ oversubscribeNode: true }, { oversubscribeNode: true }] })).not.toThrow();
});

describeWithCrds('manifests with a compute domain', () => {
  test('are taken by the API server', () => {
    expect(validateManifests(declared({ sets: [{}, {}] }))).toEqual([]);
  });
});
