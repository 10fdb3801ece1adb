import { controllerConf, SandboxPlace, workerConf } from '../../src/sandbox/substituted-conf';

const place: SandboxPlace = {
  folder: '/tmp/sb',
  hostName: 'laptop',
  user: 'ada',
  controllerPort: 40000,
  pluginDir: '/opt/plugins',
  hasPlugin: name => !['mpi/pmix', 'job_submit/cray', 'select/nonesuch'].includes(name),
  hasFile: file => ['/tmp/sb/etc/prolog-slurmctld-a.sh', '/usr/bin/mail'].includes(file),
};

/** The value that the sandbox uses, by key, of one declared line. */
function used(declared: string, key: string): string | undefined {
  const { text } = controllerConf(`ClusterName=c\n${declared}\n`, place, 0);
  return new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1];
}

describe('slurm.conf of the sandbox', () => {
  test.each([
    ['SlurmctldHost=c-0(c.slurm)\nSlurmctldHost=backup', 'SlurmctldHost', 'laptop(127.0.0.1)'],
    ['SlurmctldPort=6817', 'SlurmctldPort', '40000'],
    ['SlurmdPort=6818', 'SlurmdPort', undefined],
    ['SlurmUser=slurm', 'SlurmUser', 'ada'],
    ['StateSaveLocation=/var/spool/slurmctld/c', 'StateSaveLocation', '/tmp/sb/state'],
    ['AuthInfo=use_client_ids', 'AuthInfo', 'use_client_ids,disable_sack'],
    ['AuthAltParameters=jwt_key=/etc/slurm/jwt.key,jwks=/etc/slurm/jwks.json', 'AuthAltParameters', 'jwt_key=/tmp/sb/etc/jwt.key'],
    ['AccountingStorageType=accounting_storage/slurmdbd', 'AccountingStorageType', 'accounting_storage/none'],
    ['AccountingStorageTRES=gres/gpu', 'AccountingStorageTRES', undefined],
    ['PriorityWeightTRES=CPU=1000,GRES/gpu=5000', 'PriorityWeightTRES', 'CPU=1000'],
    ['PrologSlurmctld=/etc/slurm/prolog-slurmctld-a.sh', 'PrologSlurmctld', '/tmp/sb/etc/prolog-slurmctld-a.sh'],
    ['HealthCheckProgram=/usr/bin/dcgmi-check', 'HealthCheckProgram', undefined],
    ['ResumeProgram=/opt/resume', 'ResumeProgram', undefined],
    ['MpiDefault=pmix', 'MpiDefault', undefined],
    ['MpiDefault=none', 'MpiDefault', 'none'],
    ['JobSubmitPlugins=lua,cray', 'JobSubmitPlugins', 'lua'],
    ['SelectType=select/nonesuch', 'SelectType', undefined],
    ['TLSType=tls/s2n', 'TLSType', undefined],
    ['JobCompType=jobcomp/filetxt\nJobCompLoc=/var/log/jobs', 'JobCompLoc', '/tmp/sb/log/jobcomp'],
    ['JobCompType=jobcomp/script\nJobCompLoc=/opt/done.sh', 'JobCompType', undefined],
    ['JobCompType=jobcomp/script\nJobCompLoc=/opt/done.sh', 'JobCompLoc', undefined],
    ['JobCompType=jobcomp/elasticsearch\nJobCompLoc=http://records:9200/jobs', 'JobCompLoc', undefined],
    ['JobCompType=jobcomp/none', 'JobCompType', 'jobcomp/none'],
    ['', 'EnforcePartLimits', 'ANY'],
    ['EnforcePartLimits=NO', 'EnforcePartLimits', 'ANY'],
    ['EnforcePartLimits=ANY', 'EnforcePartLimits', 'ANY'],
    ['EnforcePartLimits=ALL', 'EnforcePartLimits', 'ALL'],
  ])('%s becomes what this machine can serve', (declared, key, expected) => {
    expect(used(declared, key)).toBe(expected);
  });

  test.each([
    'SelectType=select/cons_tres', 'SelectTypeParameters=CR_Core_Memory', 'ProctrackType=proctrack/cgroup', 'TaskPlugin=task/affinity,task/cgroup', 'GresTypes=gpu',
    'PriorityType=priority/multifactor', 'SchedulerParameters=bf_continue,bf_max_job_user=50', 'CredType=cred/slurm', 'Prolog=prolog-10.sh', 'TopologyPlugin=topology/block',
    'NodeSet=h100 Feature=h100', 'PartitionName=train Nodes=h100 Default=YES MaxTime=2-0',
  ])('%s stays, because the scheduler reads it', line => {
    expect(controllerConf(`ClusterName=c\n${line}\n`, place, 0).text.split('\n')).toContain(line);
  });

  test('QOS of partitions go with the database that defines them', () => {
    expect(controllerConf('PartitionName=p Nodes=ALL AllowQos=urgent MaxTime=1 QOS=big\n', place, 0).text).toContain('PartitionName=p Nodes=ALL MaxTime=1\n');
  });

  test('static nodes become cloud nodes, whose names nobody looks up', () => {
    const { text } = controllerConf('NodeName=a[1-2] CPUs=4\nNodeName=b State=UNKNOWN\nDownNodes=a1 State=DOWN\n', place, 0);
    expect(text).toContain('NodeName=a[1-2] CPUs=4 State=CLOUD\nNodeName=b State=CLOUD\n');
    expect(text).not.toContain('DownNodes');
  });

  test('an absolute Include of a file that is not here goes, one of the cluster stays', () => {
    const { text } = controllerConf('Include /etc/site/extra.conf\nInclude nodes.conf\n', place, 0);
    expect(text).not.toContain('/etc/site');
    expect(text).toContain('Include nodes.conf');
  });

  test('room is made for more nodes than declared only when they are asked for', () => {
    expect(controllerConf('MaxNodeCount=1024\n', place, 0).text).toContain('MaxNodeCount=1024');
    expect(controllerConf('MaxNodeCount=1024\n', place, 5000).text).toContain('MaxNodeCount=5000');
    expect(controllerConf('MaxNodeCount=8192\n', place, 5000).text).toContain('MaxNodeCount=8192');
  });

  test('values that Slurm itself might refuse are no obstacle', () => {
    expect(used('AuthInfo="cred_expire=1200","ttl=1500"', 'AuthInfo')).toContain('disable_sack');
  });

  test('every difference is listed with what was declared, what is used, and why', () => {
    const { text, substitutions } = controllerConf('ClusterName=c\nSlurmctldPort=6817\nResumeProgram=/opt/resume\n', place, 0);
    expect(substitutions).toContainEqual({ subject: 'slurm.conf', key: 'SlurmctldPort', declared: '6817', used: '40000', reason: 'a port nobody else uses' });
    expect(substitutions).toContainEqual({ subject: 'slurm.conf', key: 'ResumeProgram', declared: '/opt/resume', reason: 'nodes of the sandbox have no power to save' });
    const changed = text.split('\n').filter(line => line !== '' && line !== 'ClusterName=c').map(line => line.split('=')[0]).sort();
    expect(substitutions.filter(each => each.used !== undefined).map(({ key }) => key).sort()).toEqual(changed);
  });

  test('running nodes do without cgroups, and with the socket that srun needs', () => {
    const controller = controllerConf('AuthInfo=use_client_ids\nTaskPlugin=task/affinity,task/cgroup\nJobAcctGatherType=jobacct_gather/cgroup\nPrologFlags=Contain,X11\nProlog=a.sh\nNamespaceType=namespace/tmpfs\n', place, 0);
    const { text } = workerConf(controller.text, place);
    const lines = text.split('\n');
    expect(lines).toEqual(expect.arrayContaining([
      'AuthInfo=use_client_ids', 'ProctrackType=proctrack/linuxproc', 'TaskPlugin=task/none', 'JobAcctGatherType=jobacct_gather/linux', 'PrologFlags=Contain', 'Prolog=/tmp/sb/etc/a.sh',
    ]));
    expect(text).not.toContain('NamespaceType');
  });
});
