import { setTimeout as sleep } from 'timers/promises';
import { Chart } from 'cdk8s';
import { ServiceType } from 'cdk8s-plus-28';
import { effective, slurmd, TrapBed } from './trap-bed';
import type { TrapCase } from './trap-case';
import { NodeSetOptions, Scaling, SlurmCluster } from '../../src';
import { pick, smallCluster } from '../../test/cluster/cluster-manifests';
import { eventually, KubeObject } from '../kube-api';

const withNodeSet = (options: NodeSetOptions) => (chart: Chart) => void smallCluster(chart, 'slurm').addNodeSet('x', options);
const THRESHOLDS_ONLY = { periodSeconds: 5 };

/** Traps that show in the pods of workers and daemons. */
export const POD_TRAPS: TrapCase[] = [
  {
    number: 1,
    shows: 'two blanks in extraConf of a NodeSet panic its reconciler, and no pod comes',
    objects: bed => [bed.controller(), bed.nodeSet({ extraConf: 'Weight=1  Gres=nic:1' })],
    seen: async bed => {
      await bed.logs('malformed --conf item');
      await sleep(2000);
      expect(await bed.podsNow()).toEqual([]);
    },
    refused: [{ id: 'NODE-034', declare: withNodeSet({ extraNodeConf: { Parameters: 'a  b' } }) }],
  },
  {
    number: 5,
    shows: 'the Service is on the port of the manifest, and slurmctld and its workers stay on 6817',
    objects: bed => [bed.controller({ service: { port: 7000 } }), bed.nodeSet()],
    seen: async bed => {
      expect((await bed.comes(`services/${bed.name}-controller`)).spec.ports).toMatchObject([{ port: 7000 }]);
      expect(effective(await bed.slurmConf(), 'SlurmctldPort')).toBe('6817');
      const [pod] = await bed.pods(1);
      expect(slurmd(pod).args.join(' ')).toContain(`--conf-server ${bed.name}-controller.${bed.namespace}:6817 `);
    },
    avoided: {
      declare: chart => void smallCluster(chart, 'slurm', { controller: { service: { type: ServiceType.NODE_PORT, nodePort: 30817 } } }),
      expect: objects => expect(pick(objects, 'Controller').spec.service.port).toBeUndefined(),
    },
  },
  {
    number: 8,
    shows: 'a probe without handler keeps slurmctld from coming, a second slurmd container the workers, and privileged: false changes nothing',
    objects: bed => [
      bed.controller({ slurmctld: { image: 'ghcr.io/slinkyproject/slurmctld:26.05-ubuntu26.04', readinessProbe: THRESHOLDS_ONLY } }),
      bed.nodeSet({ template: { spec: { hostname: 'cpu-', containers: [{ name: 'slurmd', image: 'busybox:1' }] } } }),
      bed.nodeSet({ template: { spec: { hostname: 'free-' } }, slurmd: { image: 'ghcr.io/slinkyproject/slurmd:26.05-ubuntu26.04', securityContext: { privileged: false } } }, 'slurm-worker-free'),
    ],
    seen: async bed => {
      await bed.logs('must specify a handler type');
      await bed.logs('Duplicate value: \\"slurmd\\"');
      const [pod] = await bed.pods(1, 'slurm-worker-free');
      expect(slurmd(pod).securityContext.privileged).toBe(true);
      expect(await bed.find(`apps/v1/statefulsets/${bed.name}-controller`)).toBeUndefined();
      expect(await bed.podsNow()).toEqual([]);
    },
    refused: [
      { id: 'POD-002', declare: withNodeSet({ containerTemplate: { livenessProbe: THRESHOLDS_ONLY } }) },
      { id: 'POD-001', declare: withNodeSet({ sidecars: [{ name: 'slurmd' }] }) },
      { id: 'ESC-010', declare: withNodeSet({ securityContext: { privileged: false } }) },
    ],
  },
  {
    number: 12,
    shows: 'nodes of one NodeSet say that they have the feature by which the other is made',
    daemons: 'a job for the one NodeSet is given a node of the other',
    objects: bed => [
      bed.controller(),
      bed.nodeSet({ template: { spec: { hostname: 'a-' } }, extraConf: 'Features=b', partition: { enabled: true, config: 'Default=YES' } }, 'one'),
      bed.nodeSet({ template: { spec: { hostname: 'b-' } }, partition: { enabled: true, config: 'State=UP' } }, 'two'),
    ],
    seen: async bed => {
      expect(await bed.slurmConf('NodeSet=b')).toContain('NodeSet=b Feature=b\nPartitionName=b Nodes=b ');
      const [pod] = await bed.pods(1, 'one');
      expect(slurmd(pod).args).toContain("'Features=a,b'");
    },
    refused: [{
      id: 'OPR-012',
      declare: chart => {
        const cluster = smallCluster(chart, 'slurm');
        cluster.addNodeSet('a', { features: ['b'] });
        cluster.addNodeSet('b');
      },
    }],
  },
  {
    number: 13,
    shows: 'two NodeSets of one host name are one NodeSet to Slurm, and their first pods one node',
    daemons: 'slurmctld stops at the second partition of the name',
    objects: bed => [
      bed.controller(),
      ...['one', 'two'].map(name => bed.nodeSet({ template: { spec: { hostname: 'gpu-' } } }, name)),
    ],
    seen: async bed => {
      const names = await Promise.all(['one', 'two'].map(async nodeSet => (await bed.pods(1, nodeSet))[0].spec.hostname));
      expect(names).toEqual(['gpu-0', 'gpu-0']);
      const text = await eventually('both NodeSets', async () => {
        const found = await bed.slurmConf('NodeSet=gpu');
        return found.split('NodeSet=gpu Feature=gpu').length === 3 && found;
      });
      expect(text.split('\n').filter(line => line.startsWith('PartitionName=gpu '))).toHaveLength(2);
    },
    refused: [{
      id: 'NAME-003',
      declare: chart => {
        const cluster = smallCluster(chart, 'slurm');
        cluster.addNodeSet('again', { nodeSetName: 'cpu' });
      },
    }],
  },
  {
    number: 17,
    shows: 'without a RestApi a pod that is too many goes at once, with one its busy node is drained first and stays',
    objects: bed => [bed.controller(), bed.nodeSet({ replicas: 2 })],
    seen: async bed => {
      await bed.pods(2);
      await scale(bed, 1);
      await bed.pods(1);

      await scale(bed, 2);
      const pods = await bed.pods(2);
      pods.forEach(({ spec }) => bed.rest.nodes.set(spec.hostname, { name: spec.hostname, state: ['ALLOCATED'] }));
      await bed.apply([bed.restApi()]);
      await bed.called('slurm-worker-cpu', 'the first question to slurmrestd', async () => bed.rest.requests.some(({ host }) => host.startsWith(`${bed.name}-restapi.`)));
      await scale(bed, 1);
      const drain = await bed.called('slurm-worker-cpu', 'the request to drain', async () => bed.rest.requests.find(({ host, method, body }) => host.startsWith(`${bed.name}-restapi.`) && method === 'POST' && body?.state?.includes('DRAIN')));
      expect(drain.body.reason).toMatch(/^slurm-operator: Pod \(trap-17\/.*\) is pending termination for scale-in$/);
      await sleep(3000);
      expect(await bed.podsNow()).toHaveLength(2);
    },
    refused: [{ id: 'CTLD-010', declare: chart => void smallCluster(chart, 'slurm', { restApi: { replicas: 0 } }) }],
    avoided: { declare: chart => void smallCluster(chart, 'slurm'), expect: objects => expect(pick(objects, 'RestApi').spec.controllerRef).toEqual({ name: 'slurm' }) },
  },
  {
    number: 21,
    shows: 'the pod of a machine that is not ready is deleted, unless its NodeSet tolerates that',
    objects: bed => [
      bed.controller(),
      daemonSet(bed, 'plain', undefined),
      daemonSet(bed, 'tolerant', ['not-ready', 'unreachable'].map(name => ({ key: `node.kubernetes.io/${name}`, operator: 'Exists', effect: 'NoExecute' }))),
    ],
    seen: async bed => {
      for (const name of ['plain', 'tolerant']) {
        await makeNode(bed, `trap-21-${name}`, { trap: name });
        await bed.pods(1, name);
      }
      for (const name of ['plain', 'tolerant']) {
        await bed.cluster.api.merge(`/api/v1/nodes/trap-21-${name}`, { spec: { taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' }] } });
      }
      await bed.pods(0, 'plain');
      await sleep(2000);
      expect(await bed.podsNow('tolerant')).toHaveLength(1);
    },
    avoided: {
      declare: chart => {
        const cluster = new SlurmCluster(chart, 'slurm');
        cluster.addNodeSet('cpu', { scaling: Scaling.daemonSet({ maxNodes: 4 }) });
        cluster.addPartition('all', { isDefault: true });
      },
      expect: objects => expect(pick(objects, 'NodeSet').spec.template.spec.tolerations).toEqual(expect.arrayContaining(['not-ready', 'unreachable']
        .map(name => expect.objectContaining({ key: `node.kubernetes.io/${name}`, effect: 'NoExecute' })))),
    },
  },
  {
    number: 22,
    shows: 'own tolerations and search domains are all that the pod has',
    objects: bed => [bed.controller(), bed.nodeSet({ template: { spec: { hostname: 'cpu-', tolerations: [{ key: 'own', operator: 'Exists' }], dnsConfig: { searches: ['example.com'] } } } })],
    seen: async bed => {
      const [{ spec }] = await bed.pods(1);
      expect(spec.dnsConfig.searches).toEqual(['example.com']);
      // The API server adds two for seconds of not-ready and unreachable.
      expect(spec.tolerations.map(({ key }: { key: string }) => key).filter((key: string) => !key.startsWith('node.kubernetes.io/'))).toEqual(['own']);
    },
    refused: [{ id: 'POD-003', declare: withNodeSet({ podTemplate: { spec: { dnsConfig: { searches: ['example.com'] } } } }) }],
    avoided: {
      declare: withNodeSet({ tolerations: [{ key: 'own' }] }),
      expect: objects => expect(pick(objects, 'NodeSet', 'slurm-worker-x').spec.template.spec.tolerations.map(({ key }: { key: string }) => key))
        .toEqual(expect.arrayContaining(['own', 'nodeset.slinky.slurm.net/worker'])),
    },
  },
  {
    number: 25,
    shows: 'a deletion cost that is no number reaches the pod',
    objects: bed => [bed.controller(), bed.nodeSet({ template: { metadata: { annotations: { 'nodeset.slinky.slurm.net/pod-deletion-cost': 'cheap' } }, spec: { hostname: 'cpu-' } } })],
    seen: async bed => {
      expect(bed.applied).toMatchObject({ code: 0, stderr: '' });
      const [pod] = await bed.pods(1);
      expect(pod.metadata.annotations?.['nodeset.slinky.slurm.net/pod-deletion-cost']).toBe('cheap');
    },
    refused: [{ id: 'OPR-025', declare: withNodeSet({ podTemplate: { metadata: { annotations: { 'nodeset.slinky.slurm.net/pod-deletion-cost': 'cheap' } } } }) }],
  },
];

async function scale(bed: TrapBed, replicas: number): Promise<KubeObject> {
  return bed.cluster.api.merge(bed.path('slinky.slurm.net/v1beta1/nodesets/slurm-worker-cpu'), { spec: { replicas } });
}

function daemonSet(bed: TrapBed, name: string, tolerations: object[] | undefined): ReturnType<TrapBed['nodeSet']> {
  return bed.nodeSet({ scalingMode: 'DaemonSet', replicas: undefined, template: { spec: { hostname: `${name}-`, nodeSelector: { trap: name }, tolerations } } }, name);
}

/** A machine that is ready: the API server takes each new one for one that is not. */
async function makeNode({ cluster }: TrapBed, name: string, labels: { [name: string]: string }): Promise<void> {
  await cluster.api.create('/api/v1/nodes', { metadata: { name, labels } });
  await cluster.api.merge(`/api/v1/nodes/${name}`, { spec: { taints: null } });
}
