import { cluster, controller, core, nodeSet, Plain, slinky } from '../slinky-objects';

// The three worked examples of the operator sheet.
const MINIMAL = `#
### GENERAL ###
ClusterName=slurm_slurm
SlurmUser=slurm
SlurmctldHost=slurm-controller-0(slurm-controller.slurm)
SlurmctldPort=6817
StateSaveLocation=/var/spool/slurmctld/slurm_slurm
SlurmdUser=root
SlurmdPort=6818
SlurmdSpoolDir=/var/spool/slurmd
MaxNodeCount=1024
#
### LOGGING ###
SlurmctldLogFile=/var/log/slurm/slurmctld.log
SlurmSchedLogFile=/var/log/slurm/slurmctld.log
SlurmdLogFile=/var/log/slurm/slurmd.log
#
### PLUGINS & PARAMETERS ###
AuthType=auth/slurm
CredType=cred/slurm
AuthAltTypes=auth/jwt
AuthAltParameters=jwt_key=/etc/slurm/jwt.key
AuthInfo=use_client_ids
SlurmctldParameters=enable_configless,reconfig_on_restart
#
### ACCOUNTING ###
AccountingStorageType=accounting_storage/none
#
### NODESET & PARTITION ###
NodeSet=workers Feature=workers
PartitionName=workers Nodes=workers${' '}
`;

const FULL = `#
### GENERAL ###
ClusterName=alpha
SlurmUser=slurm
SlurmctldHost=alpha-controller-0(alpha-controller.hpc)
SlurmctldPort=6817
StateSaveLocation=/var/spool/slurmctld/alpha
SlurmdUser=root
SlurmdPort=6818
SlurmdSpoolDir=/var/spool/slurmd
MaxNodeCount=1024
#
### LOGGING ###
SlurmctldLogFile=/var/log/slurm/slurmctld.log
SlurmSchedLogFile=/var/log/slurm/slurmctld.log
SlurmdLogFile=/var/log/slurm/slurmd.log
#
### PLUGINS & PARAMETERS ###
AuthType=auth/slurm
CredType=cred/slurm
AuthAltTypes=auth/jwt
AuthAltParameters=jwt_key=/etc/slurm/jwt.key,jwks=/etc/slurm/jwks.json
AuthInfo=use_client_ids
SlurmctldParameters=enable_configless,reconfig_on_restart
MetricsType=metrics/openmetrics
#
### ACCOUNTING ###
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=alpha-accounting
AccountingStoragePort=6819
#
### SLURMCTLD PROLOG & EPILOG ###
PrologSlurmctld=/etc/slurm/prolog-slurmctld-00.sh
#
### PROLOG & EPILOG ###
Prolog=prolog-10-scratch.sh
Prolog=prolog-90-dcgm.sh
Epilog=epilog-90-dcgm.sh
#
### NODESET & PARTITION ###
NodeSet=cpu Feature=cpu
NodeSet=gpu Feature=gpu
PartitionName=gpu Nodes=gpu State=UP MaxTime=UNLIMITED
#
### EXTRA CONFIG ###
GresTypes=gpu
MaxNodeCount=4096
SlurmctldParameters=enable_stepmgr,Idle_On_Node_Suspend
AuthAltParameters=jwt_key=/srv/x.key,userclaimfield=Email
PartitionName=all Nodes=cpu,gpu Default=YES MaxTime=UNLIMITED
#
### MERGED CONFIG ###
AuthAltParameters=jwks=/etc/slurm/jwks.json,jwt_key=/etc/slurm/jwt.key,userclaimfield=email
SlurmctldParameters=enable_configless,enable_stepmgr,idle_on_node_suspend,reconfig_on_restart
`;

const EXTERNAL = `#
### GENERAL ###
ClusterName=slurm_slurm
SlurmUser=slurm
SlurmctldHost=ctl.example.com
SlurmctldPort=6817
#
### PLUGINS & PARAMETERS ###
AuthType=auth/slurm
CredType=cred/slurm
AuthAltTypes=auth/jwt
#
### ACCOUNTING ###
AccountingStorageType=accounting_storage/none
`;

function fullExample(): Plain[] {
  const hpc = { namespace: 'hpc' };
  return [
    slinky('Controller', 'alpha', {
      clusterName: 'alpha',
      accountingRef: { name: 'alpha' },
      jwksKeyRef: { name: 'jwks', key: 'jwks.json' },
      metrics: { enabled: true },
      prologScriptRefs: [{ name: 'prolog-b' }, { name: 'prolog-a' }],
      epilogScriptRefs: [{ name: 'epilog' }],
      prologSlurmctldScriptRefs: [{ name: 'prolog-slurmctld' }],
      extraConf: [
        'GresTypes=gpu',
        'MaxNodeCount=4096',
        'SlurmctldParameters=enable_stepmgr,Idle_On_Node_Suspend',
        'AuthAltParameters=jwt_key=/srv/x.key,userclaimfield=Email',
        'PartitionName=all Nodes=cpu,gpu Default=YES MaxTime=UNLIMITED',
      ].join('\n'),
    }, hpc),
    slinky('Accounting', 'alpha', {}, hpc),
    core('ConfigMap', 'prolog-a', { data: { 'prolog-90-dcgm.sh': '' } }, 'hpc'),
    core('ConfigMap', 'prolog-b', { data: { 'prolog-10-scratch.sh': '' } }, 'hpc'),
    core('ConfigMap', 'epilog', { data: { 'epilog-90-dcgm.sh': '' } }, 'hpc'),
    core('ConfigMap', 'prolog-slurmctld', { data: { 'prolog-slurmctld-00.sh': '' } }, 'hpc'),
    slinky('NodeSet', 'alpha-worker-gpu', {
      controllerRef: { name: 'alpha' },
      partition: { enabled: true, config: 'State=UP MaxTime=UNLIMITED' },
      extraConf: 'Gres=gpu:h100:8',
      template: { spec: { hostname: 'gpu-' } },
    }, hpc),
    slinky('NodeSet', 'alpha-worker-cpu', { controllerRef: { name: 'alpha' }, template: { spec: { hostname: 'cpu-' } } }, hpc),
  ];
}

describe('predicted slurm.conf', () => {
  test.each([
    ['a minimal cluster', [slinky('Controller', 'slurm', {}), slinky('NodeSet', 'workers', { controllerRef: { name: 'slurm' }, replicas: 2, partition: { enabled: true } })], MINIMAL],
    ['a full cluster', fullExample(), FULL],
    ['an external controller', [slinky('Controller', 'slurm', { external: true, externalConfig: { host: 'ctl.example.com', port: 7000 }, extraConf: 'ignored' })], EXTERNAL],
  ])('equals what the operator writes for %s', (_, objects, expected) => {
    expect(cluster(...objects).slurmConf.text).toBe(expected);
  });

  test('does not depend on the order of the objects', () => {
    expect(cluster(...fullExample().reverse()).slurmConf.text).toBe(FULL);
  });

  test('a dangling accountingRef means no accounting', () => {
    expect(cluster(controller({ accountingRef: { name: 'gone' } })).settings.value('AccountingStorageType')).toBe('accounting_storage/none');
  });

  test('NodeSets of another namespace or controller stay out', () => {
    const text = cluster(controller(), nodeSet({}, 'a', 'other'), nodeSet({ controllerRef: { name: 'other' } }, 'b')).slurmConf.text;
    expect(text).not.toContain('NodeSet=');
  });

  test.each([
    [['ClusterName', 'metadata.name', undefined]],
    [['AuthType', undefined, undefined]],
    [['GresTypes', 'spec.extraConf', 2]],
  ])('says where a line came from: %s', ([key, field, fieldLine]) => {
    const setting = cluster(controller()).settings.find(String(key));
    expect(setting?.line.origin.field).toBe(field);
    expect(setting?.line.origin.fieldLine).toBe(fieldLine);
    expect(setting?.line.origin.object?.name).toBe(field === undefined ? undefined : 'slurm');
  });

  test('carries the construct path of the object that decided a line', () => {
    const [, second] = fullExample();
    expect(second).toBeDefined();
    const lines = cluster(...fullExample()).slurmConf.lines;
    expect(lines.find(line => line.text.startsWith('PartitionName=gpu'))?.origin).toMatchObject({ object: { kind: 'NodeSet', name: 'alpha-worker-gpu' }, field: 'spec.partition' });
    expect(lines.find(line => line.text.startsWith('Prolog=prolog-10'))?.origin).toMatchObject({ object: { kind: 'ConfigMap', name: 'prolog-b' } });
  });

  test('a line break in the options of a partition makes two lines of one origin', () => {
    const { slurmConf, partitions } = cluster(controller(), nodeSet({ partition: { enabled: true, config: 'State=UP\nPartitionName=x Nodes=ALL' } }));
    expect(slurmConf.lines.map(({ text }) => `${text}\n`).join('')).toBe(slurmConf.text);
    expect(slurmConf.lines.filter(({ text }) => text.includes('\n'))).toEqual([]);
    expect(partitions.map(({ name, line }) => [name, line.text, line.origin.field])).toEqual([
      ['cpu', 'PartitionName=cpu Nodes=cpu State=UP', 'spec.partition'],
      ['x', 'PartitionName=x Nodes=ALL', 'spec.partition'],
    ]);
  });

  test('the last value of a key is the one in force', () => {
    expect(cluster(...fullExample()).settings.value('MaxNodeCount')).toBe('4096');
  });
});
