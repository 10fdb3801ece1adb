import { App, Chart } from 'cdk8s';
import { ConfigMap, Secret } from 'cdk8s-plus-28';
import { predictedSlurmConf, TrapBed } from './trap-bed';
import type { TrapCase } from './trap-case';
import { Database, Script } from '../../src';
import { identities, pick, smallCluster } from '../../test/cluster/cluster-manifests';
import type { AuthoredObject } from '../declared-manifests';
import { eventually, KubeObject } from '../kube-api';

const script = Script.inline('#!/bin/sh\nexit 0\n');
const PROLOG = '#!/bin/sh\nexit 0\n';
/** Fails where it is no epilog. */
const EPILOG = '#!/bin/sh\n[ "$SLURM_SCRIPT_CONTEXT" = epilog_slurmd ]\n';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Traps that show in the objects around the pods, and in when they come. */
export const OBJECT_TRAPS: TrapCase[] = [
  {
    number: 9,
    shows: 'one file name serves as prolog and as epilog, and two ConfigMaps bring it to one folder',
    daemons: 'the epilog is run as prolog, and the node drained',
    objects: bed => [
      bed.configMap('a-prologs', { '00-exit.sh': PROLOG }),
      bed.configMap('b-epilogs', { '00-exit.sh': EPILOG }),
      bed.controller({ prologScriptRefs: [{ name: 'a-prologs' }], epilogScriptRefs: [{ name: 'b-epilogs' }] }),
      bed.nodeSet(),
    ],
    seen: async bed => {
      expect(await bed.slurmConf('### PROLOG & EPILOG ###')).toContain('\nProlog=00-exit.sh\nEpilog=00-exit.sh\n');
      const { volumes } = (await bed.comes(`apps/v1/statefulsets/${bed.name}-controller`)).spec.template.spec;
      const sources = volumes.find(({ name }: { name: string }) => name === 'slurm-etc').projected.sources.map((source: KubeObject) => source.configMap?.name);
      expect(sources).toEqual(expect.arrayContaining(['a-prologs', 'b-epilogs']));
    },
    avoided: {
      declare: chart => void smallCluster(chart, 'slurm', { prologs: { '00-exit.sh': Script.inline(PROLOG) }, epilogs: { '00-exit.sh': Script.inline(EPILOG) } }),
      expect: objects => expect(predictedSlurmConf(objects)).toContain('\nProlog=prolog-00-exit.sh\nEpilog=epilog-00-exit.sh\n'),
    },
    refused: [{ id: 'SCR-005', declare: chart => smallCluster(chart, 'slurm', { prologs: { '00-exit.sh': script } }).addProlog('00-exit.sh', script) }],
  },
  {
    number: 10,
    shows: 'the files of a ConfigMap called like the one of the operator are gone',
    objects: bed => [bed.configMap(`${bed.name}-config`, { 'mpi.conf': 'PMIxDebug=1\n' }), bed.controller({ configFileRefs: [{ name: `${bed.name}-config` }] })],
    seen: async bed => {
      await bed.slurmConf();
      expect(Object.keys((await bed.comes(`configmaps/${bed.name}-config`)).data)).not.toContain('mpi.conf');
    },
    refused: [{ id: 'NAME-005', declare: chart => { const cluster = smallCluster(chart, 'slurm'); cluster.addConfigMap(ConfigMap.fromConfigMapName(cluster, 'C', 'slurm-config')); } }],
  },
  {
    number: 11,
    shows: 'Controllers of one name in two namespaces claim each other\'s NodeSets as owners, which is refused at every sync',
    objects: bed => [bed.controller(), bed.nodeSet(), ...[bed.controller(), bed.nodeSet()].map(object => elsewhere(object, `${bed.namespace}-b`))],
    seen: async bed => {
      await eventually('the refusal', async () => bed.operator.log.split('\n').some(line => line.includes(`"${bed.namespace}`) && line.includes('cross-namespace owner references are disallowed')));
      await bed.pods(1);
    },
    refused: [{
      id: 'NAME-004',
      declare: chart => {
        smallCluster(chart, 'slurm');
        smallCluster(new Chart(chart.node.root as App, 'other', { namespace: 'other' }), 'slurm');
      },
    }],
  },
  {
    number: 15,
    shows: 'one more NodeSet changes the pod of slurmctld, unless it is reconfigured in place',
    objects: bed => [bed.controller({ inplaceReconfigure: false }), bed.nodeSet()],
    seen: async bed => {
      expect(await changesPod(bed, [bed.nodeSet({ template: { spec: { hostname: 'b-' } } }, 'b')], 'NodeSet=b')).toBe(true);
      await bed.apply([bed.controller()]);
      await eventually('the sidecar that reconfigures', async () => JSON.stringify(await bed.find(`apps/v1/statefulsets/${bed.name}-controller`)).includes('"reconfigure"'));
      expect(await changesPod(bed, [bed.nodeSet({ template: { spec: { hostname: 'c-' } } }, 'c')], 'NodeSet=c')).toBe(false);
    },
    avoided: { declare: chart => void smallCluster(chart, 'slurm'), expect: objects => expect(pick(objects, 'Controller').spec.inplaceReconfigure).toBe(true) },
  },
  {
    number: 16,
    shows: 'another size of the state volume is accepted and changes nothing',
    objects: bed => [bed.controller()],
    seen: async bed => {
      const claims = async () => (await bed.comes(`apps/v1/statefulsets/${bed.name}-controller`)).spec.volumeClaimTemplates.map(({ spec }: KubeObject) => spec.resources.requests.storage);
      expect(await claims()).toEqual(['4Gi']);
      await bed.apply([bed.controller({ persistence: { enabled: true, accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '8Gi' } } }, extraConf: 'KillWait=31' })]);
      expect(bed.applied).toMatchObject({ code: 0, stderr: '' });
      await bed.slurmConf('KillWait=31');
      expect(await claims()).toEqual(['4Gi']);
    },
    documented: 'src/cluster/state-storage.ts',
  },
  {
    number: 18,
    shows: 'after a client-side apply the pod of slurmctld changes with every edit, in place or not',
    objects: bed => [bed.controller()],
    readBack: bed => {
      const controller = bed.controller();
      return [{ ...controller, metadata: { ...controller.metadata, annotations: { [LAST_APPLIED]: '{}' } } } as AuthoredObject];
    },
    seen: async bed => {
      await bed.comes(`apps/v1/statefulsets/${bed.name}-controller`);
      expect(JSON.stringify(await podTemplate(bed))).not.toContain(LAST_APPLIED);
      await bed.apply([bed.controller({ extraConf: 'KillWait=31' })], []);
      await bed.slurmConf('KillWait=31');
      const before = await eventually('the annotation', async () => podTemplate(bed).then(template => JSON.stringify(template).includes(LAST_APPLIED) && template));
      await bed.apply([bed.controller({ extraConf: 'KillWait=32' })], []);
      await eventually('another template', async () => JSON.stringify(await podTemplate(bed)) !== JSON.stringify(before));
      expect(await bed.slurmConf('KillWait=32')).toContain('KillWait=32');
    },
    avoided: { declare: chart => void smallCluster(chart, 'slurm'), expect: objects => expect(JSON.stringify(objects)).not.toContain('kubectl.kubernetes.io/') },
  },
  {
    number: 19,
    shows: 'slurmctld starts without accounting, and its pod changes when the Accounting comes',
    objects: bed => [bed.controller({ accountingRef: { name: bed.name }, inplaceReconfigure: false })],
    seen: async bed => {
      expect(await bed.slurmConf()).toContain('\nAccountingStorageType=accounting_storage/none\n');
      expect(await changesPod(bed, [bed.accounting()], 'AccountingStorageType=accounting_storage/slurmdbd')).toBe(true);
    },
    avoided: {
      declare: chart => {
        const password = { secret: Secret.fromSecretName(chart, 'Password', 'db'), key: 'password' };
        smallCluster(chart, 'slurm', { accounting: { database: Database.external({ host: 'db.example.com', username: 'slurm', password }) } });
      },
      expect: objects => expect(isBefore(identities(objects), 'Accounting/slurm', 'Controller/slurm')).toBe(true),
    },
  },
  {
    number: 20,
    shows: 'a ConfigMap of files that is not there is refused at the door, one of scripts keeps slurm.conf from being written',
    objects: bed => [bed.controller({ prologScriptRefs: [{ name: 'nowhere' }] })],
    seen: async bed => {
      await bed.logs('\\"nowhere\\" not found');
      expect(await bed.find(`configmaps/${bed.name}-config`)).toBeUndefined();
      await bed.apply([bed.controller({ configFileRefs: [{ name: 'nowhere' }] })]);
      expect(bed.applied).toMatchObject({ code: 1, stderr: expect.stringContaining('"nowhere" not found') });
    },
    avoided: {
      declare: chart => void smallCluster(chart, 'slurm', { configFiles: { 'mpi.conf': 'PMIxDebug=1\n' }, prologs: { 'x.sh': script } }),
      expect: objects => identities(objects).filter(identity => identity.startsWith('ConfigMap/'))
        .forEach(identity => expect({ identity, first: isBefore(identities(objects), identity, 'Controller/slurm') }).toEqual({ identity, first: true })),
    },
  },
];

function elsewhere(object: AuthoredObject, namespace: string): AuthoredObject {
  return { ...object, metadata: { ...object.metadata, namespace } };
}

async function podTemplate(bed: TrapBed): Promise<unknown> {
  return (await bed.comes(`apps/v1/statefulsets/${bed.name}-controller`)).spec.template;
}

/** Whether the pod of slurmctld is another one when slurm.conf has taken in new objects. */
async function changesPod(bed: TrapBed, objects: AuthoredObject[], words: string): Promise<boolean> {
  await bed.slurmConf();
  const before = JSON.stringify(await podTemplate(bed));
  await bed.apply(objects);
  await bed.slurmConf(words);
  try {
    await eventually('another pod template', async () => JSON.stringify(await podTemplate(bed)) !== before, 4);
    return true;
  } catch {
    return false;
  }
}

function isBefore(names: string[], first: string, second: string): boolean {
  return names.includes(first) && names.indexOf(first) < names.indexOf(second);
}
