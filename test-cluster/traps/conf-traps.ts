import { Chart } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { effective, predictedSlurmConf } from './trap-bed';
import type { TrapCase } from './trap-case';
import { AuthKeys, Partition, Qos, Scaling, SlurmCluster } from '../../src';
import { smallCluster } from '../../test/cluster/cluster-manifests';

const outsideKeys = (chart: Chart) => {
  const secret = Secret.fromSecretName(chart, 'Keys', 'keys');
  return AuthKeys.existing({ slurmKey: { secret, key: 'slurm.key' }, jwtKey: { secret, key: 'jwt.key' } });
};
const withExtra = (...extraSlurmConf: string[]) => (chart: Chart) => void smallCluster(chart, 'slurm', { extraSlurmConf });

const UNCHECKED = 'NoSuchKey=1\nPartitionName=open Nodes=ALL RootOnly=NO';

/** Traps that show in the text of slurm.conf. */
export const CONF_TRAPS: TrapCase[] = [
  {
    number: 2,
    shows: 'a blank in SlurmctldParameters loses configless mode, and a path in AuthInfo its case',
    daemons: 'slurmctld stops at what stands behind the blank',
    objects: bed => [bed.controller({ extraConf: 'SlurmctldParameters=enable_stepmgr, idle_on_node_suspend\nAuthInfo=socket=/run/Sack.sock' })],
    seen: async bed => {
      const text = await bed.slurmConf('### MERGED CONFIG ###');
      expect(effective(text, 'SlurmctldParameters')).toBe('enable_stepmgr, idle_on_node_suspend');
      expect(effective(text, 'AuthInfo')).toBe('socket=/run/sack.sock,use_client_ids');
    },
    refused: [
      { id: 'CONF-040', declare: withExtra('SlurmctldParameters="enable_stepmgr, idle_on_node_suspend"') },
      { id: 'CONF-042', declare: withExtra('AuthInfo=socket=/run/Sack.sock') },
    ],
  },
  {
    number: 3,
    shows: 'MaxNodeCount stays 1024 with 1025 nodes',
    daemons: 'slurmctld has no room for the 1025th node',
    // A slurmrestd that does not answer keeps the operator from making 1025 pods.
    objects: bed => {
      bed.silenceRest();
      return [bed.controller(), bed.restApi(), bed.nodeSet({ replicas: 1025 })];
    },
    seen: async bed => {
      expect(effective(await bed.slurmConf('NodeSet=cpu'), 'MaxNodeCount')).toBe('1024');
    },
    avoided: {
      declare: chart => {
        const cluster = new SlurmCluster(chart, 'slurm');
        cluster.addNodeSet('cpu', { scaling: Scaling.fixed(1025) });
        cluster.addPartition('all', { isDefault: true });
      },
      expect: objects => expect(Number(effective(predictedSlurmConf(objects), 'MaxNodeCount'))).toBeGreaterThanOrEqual(1025),
    },
  },
  {
    number: 4,
    shows: 'nothing is written that holds jobs in cgroups or knows GRES',
    daemons: 'nodes have Gres=(null), and no job may ask for a GPU',
    objects: bed => [bed.controller({ extraConf: '' }), bed.nodeSet({ extraConf: 'Gres=gpu:2' })],
    seen: async bed => {
      const text = await bed.slurmConf('NodeSet=cpu');
      ['GresTypes', 'ProctrackType', 'PrologFlags', 'TaskPlugin', 'SelectTypeParameters', 'JobAcctGatherType', 'AccountingStorageTRES', 'ReturnToService']
        .forEach(key => expect({ key, value: effective(text, key) }).toEqual({ key, value: undefined }));
    },
    avoided: {
      declare: chart => {
        const cluster = new SlurmCluster(chart, 'slurm');
        cluster.addNodeSet('cpu', { gres: [{ name: 'nic', count: 2 }] });
        cluster.addPartition('all', { isDefault: true });
      },
      expect: objects => {
        const text = predictedSlurmConf(objects);
        expect({ gres: effective(text, 'GresTypes'), contain: effective(text, 'PrologFlags'), track: effective(text, 'ProctrackType'), task: effective(text, 'TaskPlugin') })
          .toEqual({ gres: 'nic', contain: expect.stringMatching(/\bContain\b/), track: 'proctrack/cgroup', task: expect.stringContaining('task/cgroup') });
      },
    },
  },
  {
    number: 6,
    shows: 'slurmctld is sent to a Service that nobody makes, whatever address the external Accounting has',
    daemons: 'slurmctld looks for a host that does not exist',
    objects: bed => [bed.accounting({ external: true, externalConfig: { host: 'dbd.example.com', port: 6819 } }), bed.controller({ accountingRef: { name: bed.name } })],
    seen: async bed => {
      expect(effective(await bed.slurmConf(), 'AccountingStorageHost')).toBe(`${bed.name}-accounting`);
      expect(await bed.find(`services/${bed.name}-accounting`)).toBeUndefined();
    },
    avoided: {
      declare: chart => void smallCluster(chart, 'slurm', { authKeys: outsideKeys(chart), accounting: { external: { host: 'dbd.example.com' } } }),
      expect: objects => expect(effective(predictedSlurmConf(objects), 'AccountingStorageHost')).toBe('dbd.example.com'),
    },
  },
  {
    number: 7,
    shows: 'slurmrestd is sent to port 6817 of an external Controller that listens on 7000, while workers dial 7000',
    objects: bed => [bed.controller({ external: true, externalConfig: { host: 'ctl.example.com', port: 7000 } }), bed.nodeSet()],
    seen: async bed => {
      const text = await bed.slurmConf();
      expect({ host: effective(text, 'SlurmctldHost'), port: effective(text, 'SlurmctldPort') }).toEqual({ host: 'ctl.example.com', port: '6817' });
      const [pod] = await bed.pods(1);
      expect(pod.spec.containers[0].args.join(' ')).toContain('--conf-server ctl.example.com:7000');
    },
    refused: [{
      id: 'CTLD-005',
      declare: chart => void new SlurmCluster(chart, 'slurm', { clusterName: 'a', authKeys: outsideKeys(chart), externalController: { host: 'ctl.example.com', port: 7000 } }),
    }],
  },
  {
    number: 14,
    shows: 'a partition of the NodeSet and one of extraConf both stand there',
    daemons: 'slurmctld stops at the second partition of the name',
    objects: bed => [bed.controller({ extraConf: 'PartitionName=cpu Nodes=ALL' }), bed.nodeSet()],
    seen: async bed => {
      const text = await bed.slurmConf('NodeSet=cpu');
      expect(text.split('\n').filter(line => line.startsWith('PartitionName=cpu'))).toEqual(['PartitionName=cpu Nodes=cpu Default=YES MaxTime=UNLIMITED', 'PartitionName=cpu Nodes=ALL']);
    },
    refused: [{
      id: 'PART-005',
      declare: chart => {
        const cluster = smallCluster(chart, 'slurm');
        new Partition(chart, 'again', { cluster, partitionName: 'all' });
      },
    }],
  },
  {
    number: 23,
    shows: 'a line break in the options of a partition is refused by the CRD, but extraConf of a Controller takes anything',
    daemons: 'slurmctld stops at the key that it does not know',
    stored: bed => [bed.controller({ extraConf: UNCHECKED })],
    objects: bed => [bed.controller({ extraConf: UNCHECKED }), bed.nodeSet({ partition: { enabled: true, config: 'State=UP\nPartitionName=x Nodes=ALL' } })],
    seen: async bed => {
      expect(bed.applied).toMatchObject({ code: 1, stderr: expect.stringContaining('spec.partition.config') });
      expect(await bed.slurmConf()).toContain(`\n${UNCHECKED}\n`);
    },
    refused: [
      { id: 'CONF-001', declare: withExtra('NoSuchKey=1') },
      { id: 'PART-011', declare: chart => void smallCluster(chart, 'slurm').addPartition('x', { qos: Qos.named('high\nPartitionName=y Nodes=ALL') }) },
    ],
  },
  {
    number: 24,
    shows: 'slurmctld listens on the port of extraConf, and its Service stays on 6817',
    objects: bed => [bed.controller({ extraConf: 'SlurmctldPort=7000' })],
    seen: async bed => {
      expect(effective(await bed.slurmConf(), 'SlurmctldPort')).toBe('7000');
      expect((await bed.comes(`services/${bed.name}-controller`)).spec.ports).toMatchObject([{ port: 6817 }]);
    },
    refused: [{ id: 'CONF-043', declare: withExtra('SlurmctldPort=7000') }],
  },
];
