import { accounting, controller, core, cpuCluster, gpuCluster, gpuNodeSet, HEALTHY_CONF, loginSet, nodeSet, policyMap, restApi, scaledObject, slinky } from '../slinky-objects';
import { RuleCase } from './rule-case';

const ROOT_POD = { securityContext: { fsGroup: 0 }, terminationGracePeriodSeconds: 0 };

/** Cases of the rules OPR-…: of each rule at least one that it finds and one that it lets pass. */
export const OPERATOR_CASES: readonly RuleCase[] = [
  {
    rule: 'OPR-001',
    about: 'a NodeSet whose extraConf has a double blank',
    objects: cpuCluster({ nodeSet: { extraConf: 'Weight=1  CPUs=4' } }),
    finds: [
      '[NodeSet slurm/slurm-worker-cpu] OPR-001: extraConf is "Weight=1  CPUs=4" with a double, leading or trailing blank, on which the operator panics at every sync: this NodeSet never gets a pod; write pieces such as Gres=gpu:8 Weight=10, one blank between them and none around',
    ],
  },
  {
    rule: 'OPR-001',
    about: 'a NodeSet whose extraConf has a bare word',
    objects: cpuCluster({ nodeSet: { extraConf: 'Weight=1 cloud' } }),
    finds: [
      '[NodeSet slurm/slurm-worker-cpu] OPR-001: extraConf is "Weight=1 cloud" with the piece \'cloud\' that is no Key=Value, on which the operator panics at every sync: this NodeSet never gets a pod; write pieces such as Gres=gpu:8 Weight=10, one blank between them and none around',
    ],
  },
  {
    rule: 'OPR-001',
    about: 'a NodeSet whose extraConf has a line break',
    objects: cpuCluster({ nodeSet: { extraConf: 'Weight=1\nCPUs=4' } }),
    finds: [
      '[NodeSet slurm/slurm-worker-cpu] OPR-001: extraConf is "Weight=1\\nCPUs=4" with a line break, tab or quote in the value of Weight, which reaches the command line of slurmd as it is; write pieces such as Gres=gpu:8 Weight=10, one blank between them and none around',
    ],
  },
  {
    rule: 'OPR-001',
    about: 'a NodeSet whose extraConf lacks a value',
    objects: cpuCluster({ nodeSet: { extraConf: 'Weight=' } }),
    finds: [
      '[NodeSet slurm/slurm-worker-cpu] OPR-001: extraConf is "Weight=" with no value for Weight, which slurmd refuses; write pieces such as Gres=gpu:8 Weight=10, one blank between them and none around',
    ],
  },
  {
    rule: 'OPR-001',
    about: 'a NodeSet with two well-formed pieces',
    objects: cpuCluster({ nodeSet: { extraConf: 'Weight=1 Features=a,b' } }),
    finds: [],
  },
  {
    rule: 'OPR-002',
    about: 'a managed key with a blank',
    objects: cpuCluster({ controller: { extraConf: 'SlurmctldParameters=enable_stepmgr, cloud_dns' } }),
    finds: [
      "[Controller slurm/slurm] OPR-002: SlurmctldParameters is 'enable_stepmgr, cloud_dns' with a blank: the operator skips its merge, and slurmctld, which takes what follows the blank for a key, exits; write SlurmctldParameters=enable_stepmgr,cloud_dns",
    ],
  },
  {
    rule: 'OPR-002',
    about: 'a managed key with a blank in quotes',
    objects: cpuCluster({ controller: { extraConf: 'SlurmctldParameters="enable_stepmgr, cloud_dns"' } }),
    finds: [
      '[Controller slurm/slurm] OPR-002: SlurmctldParameters is \'"enable_stepmgr, cloud_dns"\' with a blank: the operator skips its merge, and the line overrides enable_configless, so no node gets its configuration; write SlurmctldParameters=enable_stepmgr,cloud_dns',
    ],
  },
  {
    rule: 'OPR-002',
    about: 'a managed key with quotes',
    objects: cpuCluster({ controller: { extraConf: 'SlurmctldParameters="enable_stepmgr,cloud_dns"' } }),
    finds: [
      '[Controller slurm/slurm] OPR-002: SlurmctldParameters is "enable_stepmgr,cloud_dns" with quotes, which the operator takes for part of the options: the merged line is broken; write SlurmctldParameters=enable_stepmgr,cloud_dns',
    ],
  },
  {
    rule: 'OPR-002',
    about: 'a managed key on two lines',
    objects: cpuCluster({ controller: { extraConf: 'SlurmctldParameters=cloud_dns\nslurmctldparameters=enable_stepmgr' } }),
    finds: [
      '[Controller slurm/slurm] OPR-002: SlurmctldParameters stands on 2 lines, and the operator keeps the options of the last one only; write one line SlurmctldParameters=cloud_dns,enable_stepmgr',
    ],
  },
  {
    rule: 'OPR-002',
    about: 'a managed option with capital letters in its value',
    objects: cpuCluster({ controller: { extraConf: 'AuthInfo=socket=/run/Foo.sock' } }),
    finds: [
      "[Controller slurm/slurm] OPR-002: option 'socket=/run/Foo.sock' of AuthInfo has capital letters, and the operator writes it in lower case: 'socket=/run/foo.sock'; use a value that is right in lower case, such as 'socket=/run/foo.sock'",
    ],
  },
  {
    rule: 'OPR-002',
    about: 'an option of the operator in an Accounting',
    objects: [accounting({ extraConf: 'AuthAltParameters=jwt_key=/srv/x.key' })],
    finds: [
      "[Accounting slurm/slurm] OPR-002: AuthAltParameters sets jwt_key, but the operator's own jwt_key wins, so 'jwt_key=/srv/x.key' does nothing; remove it, and use 'jwtKeyRef' or 'jwksKeyRef'",
    ],
  },
  {
    rule: 'OPR-002',
    about: 'managed keys as the operator merges them',
    objects: cpuCluster({ controller: { extraConf: 'SlurmctldParameters=enable_stepmgr,Idle_On_Node_Suspend\nAuthInfo=ttl=60' } }),
    finds: [],
  },
  {
    rule: 'OPR-003',
    about: "more nodes than the operator's constant",
    objects: cpuCluster({ nodeSet: { replicas: 1025 } }),
    finds: [
      '[Controller slurm/slurm] OPR-003: the node sets ask for 1025 nodes but MaxNodeCount is 1024, the constant of the operator: slurmctld refuses to register the others, and the operator recreates their pods over and over; add MaxNodeCount=2048 to extraConf',
    ],
  },
  {
    rule: 'OPR-003',
    about: 'more nodes than MaxNodeCount of extraConf',
    objects: cpuCluster({ controller: { extraConf: 'MaxNodeCount=100' }, nodeSet: { replicas: 101 } }),
    finds: [
      '[Controller slurm/slurm] OPR-003: the node sets ask for 101 nodes but MaxNodeCount is 100: slurmctld refuses to register the others, and the operator recreates their pods over and over; add MaxNodeCount=128 to extraConf',
    ],
  },
  {
    rule: 'OPR-003',
    about: 'a MaxNodeCount above the ceiling',
    objects: cpuCluster({ controller: { extraConf: 'MaxNodeCount=100000' } }),
    finds: [
      '[Controller slurm/slurm] OPR-003: MaxNodeCount is 100000, above 65536: slurmctld exits; write MaxNodeCount=65536 at most',
    ],
  },
  {
    rule: 'OPR-003',
    about: 'a live DaemonSet that grew too large',
    objects: [
      controller(),
      slinky('NodeSet', 'w', { controllerRef: { name: 'slurm' }, scalingMode: 'DaemonSet' }, { status: { desired: 2000 } }),
    ],
    finds: [
      '[Controller slurm/slurm] OPR-003: the node sets ask for 2000 nodes but MaxNodeCount is 1024, the constant of the operator: slurmctld refuses to register the others, and the operator recreates their pods over and over; add MaxNodeCount=2048 to extraConf',
    ],
  },
  {
    rule: 'OPR-003',
    about: 'as many nodes as MaxNodeCount',
    objects: cpuCluster({ controller: { extraConf: 'MaxNodeCount=4096' }, nodeSet: { replicas: 4096 } }),
    finds: [],
  },
  {
    rule: 'OPR-004',
    about: 'a Controller without extraConf',
    objects: [controller({ extraConf: '' })],
    finds: [
      '[Controller slurm/slurm] OPR-004: slurm.conf lacks ReturnToService, PrologFlags, TaskPlugin, JobAcctGatherType, which operator 1.1 wrote and 1.2 leaves to the user: a node that was down stays down; no container of the job exists before its first step; no task is bound or confined; sstat and sacct know no memory or CPU use; add ReturnToService=2, PrologFlags=Contain, TaskPlugin=task/cgroup,task/affinity, JobAcctGatherType=jobacct_gather/cgroup to extraConf',
    ],
  },
  {
    rule: 'OPR-004',
    about: 'GPUs and accounting without AccountingStorageTRES',
    objects: [
      ...gpuCluster({ controller: { accountingRef: { name: 'slurm' }, extraConf: HEALTHY_CONF.replace('AccountingStorageTRES=gres/gpu\n', '') } }),
      accounting(),
    ],
    finds: [
      '[Controller slurm/slurm] OPR-004: slurm.conf lacks AccountingStorageTRES, which operator 1.1 wrote and 1.2 leaves to the user: GPU hours are not recorded; add AccountingStorageTRES=gres/gpu to extraConf',
    ],
  },
  {
    rule: 'OPR-004',
    about: 'a Controller that sets them all',
    objects: cpuCluster(),
    finds: [],
  },
  {
    rule: 'OPR-005',
    about: 'slurmctld on another Service port',
    objects: [controller({ service: { port: 7000 } })],
    finds: [
      "[Controller slurm/slurm] OPR-005: 'service.port' is 7000, but the operator and the other daemons go on dialling 6817 and reach nothing; remove it; for access from outside use 'service.nodePort' or a Service of your own",
    ],
  },
  {
    rule: 'OPR-005',
    about: 'slurmdbd and slurmrestd on other Service ports',
    objects: [accounting({ service: { port: 7000 } }), restApi({ service: { port: 80 } })],
    finds: [
      "[Accounting slurm/slurm] OPR-005: 'service.port' is 7000, but the operator and the other daemons go on dialling 6819 and reach nothing; remove it; for access from outside use 'service.nodePort' or a Service of your own",
      "[RestApi slurm/slurm] OPR-005: 'service.port' is 80, but the operator and the other daemons go on dialling 6820 and reach nothing; remove it; for access from outside use 'service.nodePort' or a Service of your own",
    ],
  },
  {
    rule: 'OPR-005',
    about: "default ports and a login port of one's own",
    objects: [
      controller({ service: { port: 6817 } }),
      restApi({ service: { nodePort: 30820 } }),
      loginSet({ service: { port: 2222 } }),
    ],
    finds: [],
  },
  {
    rule: 'OPR-006',
    about: 'an external slurmdbd that nothing reaches',
    objects: [
      controller({ accountingRef: { name: 'slurm' } }),
      accounting({ external: true, externalConfig: { host: 'dbd.example.com', port: 6819 } }),
    ],
    finds: [
      "[Accounting slurm/slurm] OPR-006: the operator never uses 'externalConfig': slurm.conf says AccountingStorageHost=slurm-accounting, and no Service of that name exists; add AccountingStorageHost=dbd.example.com and AccountingStoragePort=6819 to extraConf of Controller slurm",
    ],
  },
  {
    rule: 'OPR-006',
    about: 'an external slurmdbd named in extraConf',
    objects: [
      controller({ accountingRef: { name: 'slurm' }, extraConf: 'AccountingStorageHost=dbd.example.com' }),
      accounting({ external: true, externalConfig: { host: 'dbd.example.com', port: 6819 } }),
    ],
    finds: [],
  },
  {
    rule: 'OPR-006',
    about: 'an external slurmdbd behind a Service of the expected name',
    objects: [
      controller({ accountingRef: { name: 'slurm' } }),
      accounting({ external: true, externalConfig: { host: 'dbd.example.com', port: 6819 } }),
      core('Service', 'slurm-accounting', { spec: { type: 'ExternalName', externalName: 'dbd.example.com' } }),
    ],
    finds: [],
  },
  {
    rule: 'OPR-007',
    about: 'an external slurmctld on another port',
    objects: [controller({ external: true, externalConfig: { host: 'ctl.example.com', port: 7000 } }), restApi()],
    finds: [
      "[Controller slurm/slurm] OPR-007: 'externalConfig.port' is 7000, but the slurm.conf that the operator writes for slurmrestd always says 6817; let the external slurmctld listen on 6817",
    ],
  },
  {
    rule: 'OPR-007',
    about: 'an external slurmctld without keys',
    objects: [
      controller({ external: true, externalConfig: { host: 'ctl.example.com', port: 6817 }, slurmKeyRef: null, jwtKeyRef: null }),
    ],
    finds: [
      "[Controller slurm/slurm] OPR-007: 'jwtKeyRef' is missing: the schema lets it pass, but the operator signs its token for slurmrestd with it; set 'jwtKeyRef' to a Secret that holds the key of the external cluster",
      "[Controller slurm/slurm] OPR-007: 'slurmKeyRef' is missing: the schema lets it pass, but pods of workers, login and slurmrestd mount it; set 'slurmKeyRef' to a Secret that holds the key of the external cluster",
    ],
  },
  {
    rule: 'OPR-007',
    about: 'an external slurmctld on 6817 with keys',
    objects: [controller({ external: true, externalConfig: { host: 'ctl.example.com', port: 6817 } }), restApi()],
    finds: [],
  },
  {
    rule: 'OPR-008',
    about: 'a probe without a handler',
    objects: cpuCluster({ nodeSet: { slurmd: { startupProbe: { failureThreshold: 60 } } } }),
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] OPR-008: 'startupProbe' has no handler, and the operator drops its own one when a probe is given: the pod is invalid; repeat the handler in 'startupProbe', e.g. httpGet on port slurmd",
    ],
  },
  {
    rule: 'OPR-008',
    about: 'a template container called like the daemon',
    objects: cpuCluster({ nodeSet: { template: { spec: { containers: [{ name: 'slurmd' }], initContainers: [{ name: 'logfile' }] } } } }),
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] OPR-008: container 'logfile' is there twice, because the operator appends template containers to its own ones and merges none: the pod is invalid; move its fields to 'spec.logfile', or name it otherwise",
      "[NodeSet slurm/slurm-worker-cpu] OPR-008: container 'slurmd' is there twice, because the operator appends template containers to its own ones and merges none: the pod is invalid; move its fields to 'spec.slurmd', or name it otherwise",
    ],
  },
  {
    rule: 'OPR-008',
    about: 'two template containers of one name',
    objects: [restApi({ template: { spec: { containers: [{ name: 'proxy' }, { name: 'proxy' }] } } })],
    finds: [
      "[RestApi slurm/slurm] OPR-008: container 'proxy' is there twice, because the operator appends template containers to its own ones and merges none: the pod is invalid; give each container its own name",
    ],
  },
  {
    rule: 'OPR-008',
    about: 'zero values that the operator prunes',
    objects: [controller({ slurmctld: { securityContext: { runAsUser: 0, runAsNonRoot: false } }, template: { spec: ROOT_POD } })],
    finds: [
      "[Controller slurm/slurm] OPR-008: the zero value at 'slurmctld.securityContext.runAsNonRoot' is pruned before the operator merges it, so the operator's own value stays in force; remove it; the operator cannot be told so, an admission policy could",
      "[Controller slurm/slurm] OPR-008: the zero value at 'slurmctld.securityContext.runAsUser' is pruned before the operator merges it, so the operator's own value stays in force; remove it; the operator cannot be told so, an admission policy could",
      "[Controller slurm/slurm] OPR-008: the zero value at 'template.spec.securityContext.fsGroup' is pruned before the operator merges it, so the operator's own value stays in force; remove it; the operator cannot be told so, an admission policy could",
      "[Controller slurm/slurm] OPR-008: the zero value at 'template.spec.terminationGracePeriodSeconds' is pruned before the operator merges it, so the operator's own value stays in force; use 1 instead of 0",
    ],
  },
  {
    rule: 'OPR-008',
    about: 'an unprivileged slurmd',
    objects: cpuCluster({ nodeSet: { slurmd: { securityContext: { privileged: false } } } }),
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] OPR-008: the zero value at 'slurmd.securityContext.privileged' is pruned before the operator merges it, so the operator's own value stays in force; remove it; the operator cannot be told so, an admission policy could",
    ],
  },
  {
    rule: 'OPR-008',
    about: 'a whole probe, a sidecar of its own name and an unprivileged login',
    objects: [
      ...cpuCluster({ nodeSet: { slurmd: { startupProbe: { httpGet: { path: '/livez', port: 'slurmd' } } }, template: { spec: { containers: [{ name: 'dcgm' }] } } } }),
      loginSet({ login: { securityContext: { privileged: false } } }),
    ],
    finds: [],
  },
  {
    rule: 'OPR-009',
    about: 'a prolog and an epilog of one file name',
    objects: [
      controller({ prologScriptRefs: [{ name: 'a' }], epilogScriptRefs: [{ name: 'b' }] }),
      core('ConfigMap', 'a', { data: { '00-exit.sh': '' } }),
      core('ConfigMap', 'b', { data: { '00-exit.sh': '' } }),
    ],
    finds: [
      "[Controller slurm/slurm] OPR-009: file '00-exit.sh' comes from ConfigMap a and ConfigMap b, but /etc/slurm is one flat folder: that of ConfigMap b silently wins everywhere; give each file its own name, e.g. epilog-00-exit.sh",
    ],
  },
  {
    rule: 'OPR-009',
    about: 'a user file called like a key of the operator',
    objects: [controller({ configFileRefs: [{ name: 'a' }] }), core('ConfigMap', 'a', { data: { 'slurm.key': '' } })],
    finds: [
      "[Controller slurm/slurm] OPR-009: file 'slurm.key' comes from the operator and ConfigMap a, but /etc/slurm is one flat folder: that of ConfigMap a silently wins everywhere; give each file its own name, e.g. site-slurm.key",
    ],
  },
  {
    rule: 'OPR-009',
    about: 'one script for prolog and epilog',
    objects: [
      controller({ prologScriptRefs: [{ name: 'a' }], epilogScriptRefs: [{ name: 'a' }] }),
      core('ConfigMap', 'a', { data: { '00-exit.sh': '' } }),
    ],
    finds: [],
  },
  {
    rule: 'OPR-010',
    about: 'a ConfigMap called like the one of the operator',
    objects: [controller(), core('ConfigMap', 'slurm-config')],
    finds: [
      "[ConfigMap slurm/slurm-config] OPR-010: 'slurm-config' is the name of the ConfigMap that the operator writes for Controller slurm: they overwrite each other; name it otherwise, e.g. slurm-config-extra",
    ],
  },
  {
    rule: 'OPR-010',
    about: 'a NodeSet and a LoginSet of one name',
    objects: [nodeSet({}, 'x'), loginSet({}, 'x')],
    finds: [
      "[NodeSet slurm/x] OPR-010: NodeSet and LoginSet are both called 'x', and each wants the ConfigMap x-ssh-config for itself; rename one, e.g. NodeSet x-worker",
    ],
  },
  {
    rule: 'OPR-010',
    about: 'the objects of a live cluster',
    objects: [
      controller(),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'slurm-config', namespace: 'slurm', ownerReferences: [{ kind: 'Controller', name: 'slurm' }] } },
    ],
    finds: [],
  },
  {
    rule: 'OPR-011',
    about: 'one Controller name in two namespaces',
    objects: [controller({}, 'slurm', 'a'), controller({}, 'slurm', 'b')],
    finds: [
      "[Controller a/slurm] OPR-011: namespaces a and b both hold a Controller 'slurm': an operator that watches both mixes up their workers, and rolling updates never run; rename one, or run one operator per namespace (operator.namespaces)",
      "[Controller b/slurm] OPR-011: namespaces a and b both hold a Controller 'slurm': an operator that watches both mixes up their workers, and rolling updates never run; rename one, or run one operator per namespace (operator.namespaces)",
    ],
  },
  {
    rule: 'OPR-011',
    about: 'two Controller names in two namespaces',
    objects: [controller({}, 'slurm-a', 'a'), controller({}, 'slurm-b', 'b')],
    finds: [],
  },
  {
    rule: 'OPR-012',
    about: 'a feature called like another NodeSet',
    objects: [controller(), nodeSet({ extraConf: 'Features=gpu,fast' }), gpuNodeSet()],
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] OPR-012: feature 'gpu' is the name of another NodeSet, and slurm.conf says NodeSet=gpu Feature=gpu: these nodes join its partitions too; name the feature otherwise, e.g. Features=gpu-like",
    ],
  },
  {
    rule: 'OPR-012',
    about: "a feature of one's own",
    objects: [controller(), nodeSet({ extraConf: 'Features=cpu,fast' }), gpuNodeSet()],
    finds: [],
  },
  {
    rule: 'OPR-013',
    about: 'two NodeSets of one hostname prefix',
    objects: [
      controller(),
      nodeSet({ template: { spec: { hostname: 'gpu-' } } }, 'a'),
      nodeSet({ template: { spec: { hostname: 'gpu' } } }, 'b'),
    ],
    finds: [
      "[NodeSet slurm/b] OPR-013: both a and b are 'gpu' in Slurm: double NodeSet and PartitionName lines, and nodes of the same names; give it a hostname of its own, e.g. gpu-b-",
    ],
  },
  {
    rule: 'OPR-013',
    about: 'two NodeSets of two prefixes',
    objects: [controller(), nodeSet({}, 'a'), nodeSet({}, 'b')],
    finds: [],
  },
  {
    rule: 'OPR-014',
    about: 'a partition of a NodeSet and of extraConf',
    objects: cpuCluster({ controller: { extraConf: 'PartitionName=cpu Nodes=ALL' } }),
    finds: [
      "[Controller slurm/slurm] OPR-014: partition 'cpu' is defined by spec.partition of NodeSet slurm-worker-cpu and again by spec.extraConf of Controller slurm: slurmctld exits; remove one of them, e.g. set 'partition.enabled' of the NodeSet to false",
    ],
  },
  {
    rule: 'OPR-014',
    about: 'two partitions and a DEFAULT line',
    objects: cpuCluster({ controller: { extraConf: 'PartitionName=DEFAULT MaxTime=1\nPartitionName=all Nodes=ALL' } }),
    finds: [],
  },
  {
    rule: 'OPR-015',
    about: 'a Controller that restarts',
    objects: [controller({ inplaceReconfigure: false })],
    finds: [
      "[Controller slurm/slurm] OPR-015: 'inplaceReconfigure' is off: every added node set, partition or line of configuration restarts slurmctld, while new content of a referenced ConfigMap is not noticed at all; set 'inplaceReconfigure: true' and an image for 'reconfigure'",
    ],
  },
  {
    rule: 'OPR-015',
    about: 'a Controller that reconfigures',
    objects: [controller()],
    finds: [],
  },
  {
    rule: 'OPR-017',
    about: 'a Controller without a RestApi',
    objects: [controller(), restApi({ controllerRef: { name: 'other' } })],
    finds: [
      "[Controller slurm/slurm] OPR-017: no RestApi refers to Controller 'slurm': the operator cannot drain, so it kills the jobs of every pod that it removes; add a RestApi with controllerRef.name slurm",
    ],
  },
  {
    rule: 'OPR-017',
    about: 'a Controller with a RestApi',
    objects: [controller(), restApi()],
    finds: [],
  },
  {
    rule: 'OPR-018',
    about: 'an object applied by the client',
    objects: [
      slinky('RestApi', 'slurm', {}, { metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } } }),
    ],
    finds: [
      '[RestApi slurm/slurm] OPR-018: annotation kubectl.kubernetes.io/last-applied-configuration is copied into the pod template, so every later change, however small, restarts the daemon; apply with kubectl apply --server-side, and remove the annotation once',
    ],
  },
  {
    rule: 'OPR-018',
    about: 'a NodeSet applied by the client, whose pods do not roll for it',
    objects: [
      slinky('NodeSet', 'w', {}, { metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } } }),
    ],
    finds: [],
  },
  {
    rule: 'OPR-019',
    about: 'an accountingRef to nothing',
    objects: [controller({ accountingRef: { name: 'db' } }), accounting({}, 'db', 'elsewhere')],
    finds: [
      "[Controller slurm/slurm] OPR-019: no Accounting 'db' is among these manifests: until it exists slurmctld runs without accounting, and is restarted when it appears; declare Accounting db here, or apply it first",
    ],
  },
  {
    rule: 'OPR-019',
    about: 'an accountingRef that resolves',
    objects: [controller({ accountingRef: { name: 'db' } }), accounting({}, 'db')],
    finds: [],
  },
  {
    rule: 'OPR-020',
    about: 'ConfigMaps that are not there',
    objects: [controller({ configFileRefs: [{ name: 'files' }], prologScriptRefs: [{ name: 'scripts' }] })],
    finds: [
      "[Controller slurm/slurm] OPR-020: ConfigMap 'files' is not among these manifests: if it is not there first, admission refuses the Controller; declare ConfigMap files here, or apply it first",
      "[Controller slurm/slurm] OPR-020: ConfigMap 'scripts' is not among these manifests: until it exists the operator writes no slurm.conf and slurmctld does not start; declare ConfigMap scripts here, or apply it first",
    ],
  },
  {
    rule: 'OPR-020',
    about: 'ConfigMaps that are there',
    objects: gpuCluster(),
    finds: [],
  },
  {
    rule: 'OPR-021',
    about: 'DaemonSet workers without tolerations',
    objects: [
      nodeSet({ scalingMode: 'DaemonSet', template: { spec: { tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoSchedule' }] } } }),
    ],
    finds: [
      '[NodeSet slurm/slurm-worker-cpu] OPR-021: nothing tolerates node.kubernetes.io/not-ready and node.kubernetes.io/unreachable: when a node is not ready the operator drains its pod and deletes it, jobs included; add tolerations with operator Exists and effect NoExecute for node.kubernetes.io/not-ready and node.kubernetes.io/unreachable',
    ],
  },
  {
    rule: 'OPR-021',
    about: 'DaemonSet workers that tolerate both taints',
    objects: [
      nodeSet({ scalingMode: 'DaemonSet', template: { spec: { tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' }, { key: 'node.kubernetes.io/unreachable', operator: 'Exists' }] } } }),
    ],
    finds: [],
  },
  {
    rule: 'OPR-021',
    about: 'DaemonSet workers that tolerate everything',
    objects: [nodeSet({ scalingMode: 'DaemonSet', template: { spec: { tolerations: [{ operator: 'Exists' }] } } })],
    finds: [],
  },
  {
    rule: 'OPR-022',
    about: 'own search domains without the one of the workers',
    objects: [
      nodeSet({ template: { spec: { dnsConfig: { searches: ['example.com'] } } } }),
      loginSet({ template: { spec: { dnsConfig: { searches: ['example.com'] } } } }),
    ],
    finds: [
      "[LoginSet slurm/slurm-login-main] OPR-022: 'dnsConfig.searches' replaces the operator's list, which holds slurm-workers-slurm.slurm.svc.cluster.local: node names no longer resolve; add slurm-workers-slurm.slurm.svc.cluster.local to 'dnsConfig.searches'",
      "[NodeSet slurm/slurm-worker-cpu] OPR-022: 'dnsConfig.searches' replaces the operator's list, which holds slurm-workers-slurm.slurm.svc.cluster.local: node names no longer resolve; add slurm-workers-slurm.slurm.svc.cluster.local to 'dnsConfig.searches'",
    ],
  },
  {
    rule: 'OPR-022',
    about: 'own search domains with the one of the workers',
    objects: [
      nodeSet({ template: { spec: { dnsConfig: { searches: ['example.com', 'slurm-workers-slurm.slurm.svc.cluster.local'] } } } }),
    ],
    finds: [],
  },
  {
    rule: 'OPR-023',
    about: 'an empty partition.config',
    objects: [nodeSet({ partition: { enabled: true, config: '' } })],
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] OPR-023: 'partition.config' is empty, which the schema refuses; leave out 'partition.config'",
    ],
  },
  {
    rule: 'OPR-023',
    about: 'a partition.config of two lines',
    objects: [nodeSet({ partition: { enabled: true, config: 'State=UP\nMaxTime=1' } })],
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] OPR-023: 'partition.config' has a line break, which the schema refuses; write all options on one line",
    ],
  },
  {
    rule: 'OPR-023',
    about: 'a partition.config that names nodes',
    objects: [nodeSet({ partition: { enabled: true, config: 'Nodes=ALL State=UP' } })],
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] OPR-023: 'partition.config' sets Nodes, which the operator writes itself; remove Nodes; define other partitions in extraConf of the Controller",
    ],
  },
  {
    rule: 'OPR-023',
    about: 'a partition without config',
    objects: [nodeSet({ partition: { enabled: true } })],
    finds: [],
  },
  {
    rule: 'OPR-024',
    about: 'keys of the operator in extraConf',
    objects: [
      controller({ extraConf: 'GresTypes=gpu\nclustername=x\nSlurmctldHost=backup' }),
      accounting({ extraConf: 'DbdPort=7000' }),
    ],
    finds: [
      '[Accounting slurm/slurm] OPR-024: line 1 of extraConf sets DbdPort=7000, but the Service and slurm.conf use 6819; remove DbdPort',
      "[Controller slurm/slurm] OPR-024: line 2 of extraConf sets ClusterName=x, but the state volume is mounted under the Controller's own 'clusterName'; use 'clusterName' of the Controller",
      '[Controller slurm/slurm] OPR-024: line 3 of extraConf sets SlurmctldHost=backup, but a second line adds a backup controller that no pod runs; remove SlurmctldHost',
    ],
  },
  {
    rule: 'OPR-024',
    about: 'other keys, and a comment',
    objects: [
      controller({ extraConf: '# SlurmctldPort=7000\nSlurmctldTimeout=300' }),
      accounting({ extraConf: 'PurgeJobAfter=12months' }),
    ],
    finds: [],
  },
  {
    rule: 'OPR-025',
    about: 'annotations nobody validates',
    objects: [
      core('Pod', 'gpu-0', {}),
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'gpu-1', namespace: 'slurm', annotations: { 'nodeset.slinky.slurm.net/pod-deletion-cost': '+5', 'nodeset.slinky.slurm.net/pod-deadline': 'tomorrow', 'nodeset.slinky.slurm.net/pod-cordon': 'yes' } } },
    ],
    finds: [
      "[Pod slurm/gpu-1] OPR-025: annotation nodeset.slinky.slurm.net/pod-cordon is 'yes', which nothing validates: the operator drains on 'true' only; write nodeset.slinky.slurm.net/pod-cordon: 'true'",
      "[Pod slurm/gpu-1] OPR-025: annotation nodeset.slinky.slurm.net/pod-deadline is 'tomorrow', which nothing validates: the operator takes the pod for one without a deadline; write nodeset.slinky.slurm.net/pod-deadline: '2026-01-31T12:00:00Z'",
      "[Pod slurm/gpu-1] OPR-025: annotation nodeset.slinky.slurm.net/pod-deletion-cost is '+5', which nothing validates: the operator counts it as 0; write nodeset.slinky.slurm.net/pod-deletion-cost: '-100'",
    ],
  },
  {
    rule: 'OPR-025',
    about: 'a deletion cost for all pods that does not fit',
    objects: [nodeSet({ template: { metadata: { annotations: { 'nodeset.slinky.slurm.net/pod-deletion-cost': '99999999999' } } } })],
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] OPR-025: annotation nodeset.slinky.slurm.net/pod-deletion-cost is '99999999999', which nothing validates: the operator counts it as 0; write nodeset.slinky.slurm.net/pod-deletion-cost: '-100'",
    ],
  },
  {
    rule: 'OPR-025',
    about: 'annotations the operator understands',
    objects: [
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'gpu-1', annotations: { 'nodeset.slinky.slurm.net/pod-deletion-cost': '-100', 'nodeset.slinky.slurm.net/pod-deadline': '2026-01-31T12:00:00Z', 'nodeset.slinky.slurm.net/pod-cordon': 'true' } } },
    ],
    finds: [],
  },
  {
    rule: 'OPR-026',
    about: 'a Controller without persistence',
    objects: [controller({ persistence: null })],
    finds: [
      "[Controller slurm/slurm] OPR-026: 'persistence' lacks accessModes and resources.requests.storage, and the operator has no default for it: the API server refuses the volume claim and slurmctld never starts; set accessModes [ReadWriteOnce] and a size such as 4Gi, or name an 'existingClaim'",
    ],
  },
  {
    rule: 'OPR-026',
    about: 'a persistence without a size',
    objects: [controller({ persistence: { enabled: true, accessModes: ['ReadWriteOnce'] } })],
    finds: [
      "[Controller slurm/slurm] OPR-026: 'persistence' lacks resources.requests.storage, and the operator has no default for it: the API server refuses the volume claim and slurmctld never starts; set accessModes [ReadWriteOnce] and a size such as 4Gi, or name an 'existingClaim'",
    ],
  },
  {
    rule: 'OPR-026',
    about: 'an existing claim',
    objects: [controller({ persistence: { enabled: true, existingClaim: 'state' } })],
    finds: [],
  },
  {
    rule: 'OPR-026',
    about: 'persistence switched off',
    objects: [controller({ persistence: { enabled: false } })],
    finds: [],
  },
  {
    rule: 'OPR-027',
    about: 'a Secret with another key',
    objects: [controller(), core('Secret', 'slurm-auth-slurm', { data: { key: 'eA==' } })],
    finds: [
      "[Controller slurm/slurm] OPR-027: Secret slurm-auth-slurm has no key 'slurm.key', only 'key': the pods that mount it never start; set slurmKeyRef.key to 'key'",
    ],
  },
  {
    rule: 'OPR-027',
    about: 'a jwks ConfigMap with another key',
    objects: [
      controller({ jwksKeyRef: { name: 'jwks', key: 'jwks.json' } }),
      core('ConfigMap', 'jwks', { data: { 'keys.json': '' } }),
    ],
    finds: [
      "[Controller slurm/slurm] OPR-027: ConfigMap jwks has no key 'jwks.json', only 'keys.json': the pods that mount it never start; set jwksKeyRef.key to 'keys.json'",
    ],
  },
  {
    rule: 'OPR-027',
    about: 'Secrets with the key, without any key, or elsewhere',
    objects: [
      controller(),
      core('Secret', 'slurm-auth-slurm', { stringData: { 'slurm.key': 'x' } }),
      core('Secret', 'slurm-auth-jwt'),
    ],
    finds: [],
  },
  {
    rule: 'OPR-028',
    about: 'a long Controller name',
    objects: [controller({}, 'a-cluster-name-that-goes-on-and-on-and-on-', 'research')],
    finds: [
      "[Controller research/a-cluster-name-that-goes-on-and-on-and-on-] OPR-028: ClusterName 'research_a-cluster-name-that-goes-on-and-on-and-on-' has 51 characters (namespace and name), and the webhook refuses more than 40; set 'clusterName' to at most 40 characters",
      "[Controller research/a-cluster-name-that-goes-on-and-on-and-on-] OPR-028: the name 'a-cluster-name-that-goes-on-and-on-and-on-' has 42 characters, but the pod labels of StatefulSet a-cluster-name-that-goes-on-and-on-and-on--controller end at 63; use a name of at most 41 characters",
    ],
  },
  {
    rule: 'OPR-028',
    about: 'a long clusterName',
    objects: [controller({ clusterName: 'a-cluster-name-that-goes-on-and-on-and-on' })],
    finds: [
      "[Controller slurm/slurm] OPR-028: ClusterName 'a-cluster-name-that-goes-on-and-on-and-on' has 41 characters, and the webhook refuses more than 40; set 'clusterName' to at most 40 characters",
    ],
  },
  {
    rule: 'OPR-028',
    about: 'long names of other objects',
    objects: [accounting({}, 'a'.repeat(42)), nodeSet({}, 'n'.repeat(53)), loginSet({}, 'l'.repeat(64)), restApi({}, 'r'.repeat(56))],
    finds: [
      "[Accounting slurm/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa] OPR-028: the name 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' has 42 characters, but the pod labels of StatefulSet aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-accounting end at 63; use a name of at most 41 characters",
      "[LoginSet slurm/llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll] OPR-028: the name 'llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllll' has 64 characters, but a Service of that name ends at 63; use a name of at most 63 characters",
      "[NodeSet slurm/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn] OPR-028: the name 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn' has 53 characters, but label controller-revision-hash of its pods, which adds a hash to it, ends at 63; use a name of at most 52 characters",
      "[RestApi slurm/rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr] OPR-028: the name 'rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr' has 56 characters, but Service rrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrrr-restapi ends at 63; use a name of at most 55 characters",
    ],
  },
  {
    rule: 'OPR-028',
    about: 'names of the longest length',
    objects: [controller({ clusterName: 'x'.repeat(40) }, 'c'.repeat(41)), nodeSet({}, 'n'.repeat(52)), loginSet({}, 'l'.repeat(63))],
    finds: [],
  },
  {
    rule: 'OPR-029',
    about: 'containers without images',
    objects: [
      controller({ slurmctld: {}, logfile: null, reconfigure: null }),
      accounting({ slurmdbd: {} }),
      nodeSet({ slurmd: {}, logfile: {} }),
      loginSet({ login: {}, initconf: {} }),
      restApi({ slurmrestd: {} }),
    ],
    finds: [
      "[Accounting slurm/slurm] OPR-029: container 'slurmdbd' has no image, and neither operator nor schema has a default: the API server refuses the pod; set 'slurmdbd.image', e.g. ghcr.io/slinkyproject/slurmdbd:26.05-ubuntu26.04",
      "[Controller slurm/slurm] OPR-029: container 'logfile' has no image, and neither operator nor schema has a default: the API server refuses the pod; set 'logfile.image', e.g. docker.io/library/alpine:3.23.3",
      "[Controller slurm/slurm] OPR-029: container 'reconfigure' has no image, and neither operator nor schema has a default: the API server refuses the pod; set 'reconfigure.image', e.g. ghcr.io/slinkyproject/slurmctld:26.05-ubuntu26.04",
      "[Controller slurm/slurm] OPR-029: container 'slurmctld' has no image, and neither operator nor schema has a default: the API server refuses the pod; set 'slurmctld.image', e.g. ghcr.io/slinkyproject/slurmctld:26.05-ubuntu26.04",
      "[LoginSet slurm/slurm-login-main] OPR-029: container 'initconf' has no image, and neither operator nor schema has a default: the API server refuses the pod; set 'initconf.image', e.g. docker.io/library/alpine:3.23.3",
      "[LoginSet slurm/slurm-login-main] OPR-029: container 'login' has no image, and neither operator nor schema has a default: the API server refuses the pod; set 'login.image', e.g. ghcr.io/slinkyproject/login:26.05-ubuntu26.04",
      "[NodeSet slurm/slurm-worker-cpu] OPR-029: container 'logfile' has no image, and neither operator nor schema has a default: the API server refuses the pod; set 'logfile.image', e.g. docker.io/library/alpine:3.23.3",
      "[NodeSet slurm/slurm-worker-cpu] OPR-029: container 'slurmd' has no image, and neither operator nor schema has a default: the API server refuses the pod; set 'slurmd.image', e.g. ghcr.io/slinkyproject/slurmd:26.05-ubuntu26.04",
      "[RestApi slurm/slurm] OPR-029: container 'slurmrestd' has no image, and neither operator nor schema has a default: the API server refuses the pod; set 'slurmrestd.image', e.g. ghcr.io/slinkyproject/slurmrestd:26.05-ubuntu26.04",
    ],
  },
  {
    rule: 'OPR-029',
    about: 'a Controller that needs no reconfigure image',
    objects: [controller({ reconfigure: null, inplaceReconfigure: false }), accounting({ external: true, slurmdbd: {} })],
    finds: [],
  },
  {
    rule: 'OPR-030',
    about: 'a slurm.conf among the user files',
    objects: [controller({ configFileRefs: [{ name: 'files' }] }), core('ConfigMap', 'files', { data: { 'slurm.conf': '' } })],
    finds: [
      "[ConfigMap slurm/files] OPR-030: ConfigMap files holds 'slurm.conf', and the webhook refuses Controller slurm for it; move its lines to 'extraConf' of the Controller",
    ],
  },
  {
    rule: 'OPR-030',
    about: 'a gres.conf among the user files',
    objects: gpuCluster(),
    finds: [],
  },
  {
    rule: 'OPR-031',
    about: 'a file that nothing reads',
    objects: [controller({ configFileRefs: [{ name: 'files' }] }), core('ConfigMap', 'files', { data: { 'gress.conf': '' } })],
    finds: [
      "[ConfigMap slurm/files] OPR-031: Slurm reads no file 'gress.conf', and no other file names it; use one of acct_gather.conf, burst_buffer.conf, cgroup.conf, cli_filter.lua, gres.conf, helpers.conf, job_container.conf, job_submit.lua, mpi.conf, namespace.yaml, oci.conf, plugstack.conf, topology.conf, topology.yaml, or name the file where it is read",
    ],
  },
  {
    rule: 'OPR-031',
    about: 'a file that slurm.conf includes',
    objects: [
      controller({ configFileRefs: [{ name: 'files' }], extraConf: 'Include extra.conf' }),
      core('ConfigMap', 'files', { data: { 'extra.conf': '' } }),
    ],
    finds: [],
  },
  {
    rule: 'OPR-032',
    about: 'a login pod with SACKD_OPTIONS',
    objects: [loginSet({ login: { env: [{ name: 'SACKD_OPTIONS', value: '-v' }] } })],
    finds: [
      "[LoginSet slurm/slurm-login-main] OPR-032: SACKD_OPTIONS replaces the operator's '--conf-server slurm-controller.slurm:6817', so login pods get no configuration; remove SACKD_OPTIONS, or repeat the --conf-server option in it",
    ],
  },
  {
    rule: 'OPR-032',
    about: 'a login pod whose SACKD_OPTIONS repeat the server',
    objects: [loginSet({ login: { env: [{ name: 'SACKD_OPTIONS', value: '-v --conf-server slurm-controller.slurm:6817' }] } })],
    finds: [],
  },
  {
    rule: 'OPR-032',
    about: 'a login pod with another variable',
    objects: [loginSet({ login: { env: [{ name: 'TZ', value: 'UTC' }] } })],
    finds: [],
  },
  {
    rule: 'OPR-033',
    about: 'a NodeSet that the webhook refuses',
    objects: [
      nodeSet({ controllerRef: { name: '' }, updateStrategy: { rollingUpdate: { maxUnavailable: 0 } }, ssh: { enabled: true }, template: { spec: { hostname: 'GPU_a' } } }),
    ],
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] OPR-033: 'controllerRef.name' is empty, which the webhook refuses; name a Controller of the same namespace",
      "[NodeSet slurm/slurm-worker-cpu] OPR-033: 'maxUnavailable' is 0, which the webhook refuses, as no node could ever be updated; use 1 or 25%",
      "[NodeSet slurm/slurm-worker-cpu] OPR-033: hostname 'GPU_a' is no lower-case DNS prefix, so the webhook or the API server refuses the pods; use lower-case letters, digits and dashes, e.g. gpu-a",
      "[NodeSet slurm/slurm-worker-cpu] OPR-033: ssh is on without 'sssdConfRef', which the webhook refuses; name the Secret with sssd.conf",
    ],
  },
  {
    rule: 'OPR-033',
    about: 'a ScheduledUpdate without a start that is over at once',
    objects: [nodeSet({ updateStrategy: { type: 'ScheduledUpdate', scheduledUpdate: { duration: '30s' } } })],
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] OPR-033: 'duration' is 30s, and the webhook refuses less than one minute; use 30m",
      "[NodeSet slurm/slurm-worker-cpu] OPR-033: a ScheduledUpdate has no 'startTime', which the schema refuses; set a time such as '2026-01-31T12:00:00Z'",
    ],
  },
  {
    rule: 'OPR-033',
    about: 'a NodeSet with ssh and a scheduled update',
    objects: [
      nodeSet({ ssh: { enabled: true, sssdConfRef: { name: 'sssd', key: 'sssd.conf' } }, updateStrategy: { type: 'ScheduledUpdate', scheduledUpdate: { startTime: '2026-01-31T12:00:00Z', duration: '1m' } } }),
    ],
    finds: [],
  },
  {
    rule: 'OPR-034',
    about: 'settings of an external Controller',
    objects: [controller({ external: true, externalConfig: { host: 'h', port: 6817 }, configFileRefs: [{ name: 'x' }] }), nodeSet()],
    finds: [
      "[Controller slurm/slurm] OPR-034: 'configFileRefs' does nothing on an external Controller: the operator writes a minimal slurm.conf for slurmrestd only; set it in the slurm.conf of the external slurmctld",
      "[Controller slurm/slurm] OPR-034: 'extraConf' does nothing on an external Controller: the operator writes a minimal slurm.conf for slurmrestd only; set it in the slurm.conf of the external slurmctld",
      "[NodeSet slurm/slurm-worker-cpu] OPR-034: 'partition' does nothing with an external Controller; add NodeSet=cpu Feature=cpu and PartitionName=cpu Nodes=cpu to the external slurm.conf, and disable it here",
    ],
  },
  {
    rule: 'OPR-034',
    about: 'a bare external Controller',
    objects: [
      controller({ external: true, externalConfig: { host: 'h', port: 6817 }, extraConf: '' }),
      nodeSet({ partition: { enabled: false } }),
    ],
    finds: [],
  },
  {
    rule: 'OPR-035',
    about: 'fields of the other scaling mode',
    objects: [
      nodeSet({ scalingMode: 'DaemonSet', pinToNode: true, ordinalPadding: 3 }, 'a'),
      nodeSet({ pruneSlurmNodeRecords: 'NodeNotFound' }, 'b'),
    ],
    finds: [
      "[NodeSet slurm/a] OPR-035: 'ordinalPadding' does nothing in DaemonSet mode; remove it, or use scalingMode StatefulSet",
      "[NodeSet slurm/a] OPR-035: 'pinToNode' does nothing in DaemonSet mode; remove it, or use scalingMode StatefulSet",
      "[NodeSet slurm/b] OPR-035: 'pruneSlurmNodeRecords' does nothing in StatefulSet mode; remove it, or use scalingMode DaemonSet",
    ],
  },
  {
    rule: 'OPR-035',
    about: 'fields of their own scaling mode',
    objects: [
      nodeSet({ scalingMode: 'DaemonSet', pruneSlurmNodeRecords: 'NodeNotFound' }, 'a'),
      nodeSet({ pinToNode: true, ordinalPadding: 3 }, 'b'),
    ],
    finds: [],
  },
  {
    rule: 'OPR-036',
    about: 'a ServiceMonitor without metrics',
    objects: [controller({ metrics: { enabled: false, serviceMonitor: { enabled: true } } })],
    finds: [
      "[Controller slurm/slurm] OPR-036: 'metrics.serviceMonitor' is on but 'metrics.enabled' is off: the operator makes no ServiceMonitor; set 'metrics.enabled: true'",
    ],
  },
  {
    rule: 'OPR-036',
    about: 'metrics with a ServiceMonitor',
    objects: [controller({ metrics: { enabled: true, serviceMonitor: { enabled: true } } })],
    finds: [],
  },
  {
    rule: 'OPR-037',
    about: 'fields of another type',
    objects: [nodeSet({ replicas: '3', template: { spec: { tolerations: {} } }, slurmd: { args: [5] } })],
    finds: [
      '[NodeSet slurm/slurm-worker-cpu] OPR-037: \'spec.replicas\' is the string "3", but must be an integer: the API server or the operator refuses the object; write an integer',
      "[NodeSet slurm/slurm-worker-cpu] OPR-037: 'spec.slurmd.args[0]' is the number 5, but must be a string: the API server or the operator refuses the object; put the value in quotes",
      "[NodeSet slurm/slurm-worker-cpu] OPR-037: 'spec.template.spec.tolerations' is an object, but must be a list: the API server or the operator refuses the object; write a list",
    ],
  },
  {
    rule: 'OPR-037',
    about: 'words that YAML took for something else',
    objects: [nodeSet({ template: { spec: { nodeSelector: { gpu: true } } }, slurmd: { env: [{ name: 'N', value: 1 }] } })],
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] OPR-037: 'spec.slurmd.env[0].value' is the number 1, but must be a string: the API server or the operator refuses the object; put the value in quotes",
      "[NodeSet slurm/slurm-worker-cpu] OPR-037: 'spec.template.spec.nodeSelector.gpu' is the boolean true, but must be a string: the API server or the operator refuses the object; put the value in quotes",
    ],
  },
  {
    rule: 'OPR-037',
    about: 'a quantity as a number',
    objects: [nodeSet({ slurmd: { resources: { limits: { 'cpu': 4, 'nvidia.com/gpu': '8' } } } })],
    finds: [],
  },
  {
    rule: 'OPR-038',
    about: 'ssh without Contain',
    objects: [
      controller({ extraConf: 'PrologFlags=Alloc' }),
      nodeSet({ ssh: { enabled: true, sssdConfRef: { name: 's', key: 'k' } } }),
    ],
    finds: [
      '[NodeSet slurm/slurm-worker-cpu] OPR-038: ssh is on but slurm.conf has no PrologFlags=Contain, so pam_slurm_adopt finds no job to put a session into and refuses everybody; add PrologFlags=Contain to extraConf of the Controller',
    ],
  },
  {
    rule: 'OPR-038',
    about: 'ssh with Contain',
    objects: [
      controller({ extraConf: 'PrologFlags=Alloc,Contain' }),
      nodeSet({ ssh: { enabled: true, sssdConfRef: { name: 's', key: 'k' } } }),
    ],
    finds: [],
  },
  {
    rule: 'OPR-041',
    about: 'an Accounting without storage',
    objects: [accounting({ storageConfig: null })],
    finds: [
      "[Accounting slurm/slurm] OPR-041: 'storageConfig' lacks host, username, passwordKeyRef: the schema lets some of that pass, but the operator writes no slurmdbd.conf that works; set host, username and passwordKeyRef of the database",
    ],
  },
  {
    rule: 'OPR-041',
    about: 'an Accounting without a user',
    objects: [accounting({ storageConfig: { host: 'db', passwordKeyRef: { name: 's', key: 'k' } } })],
    finds: [
      "[Accounting slurm/slurm] OPR-041: 'storageConfig' lacks username: the schema lets some of that pass, but the operator writes no slurmdbd.conf that works; set host, username and passwordKeyRef of the database",
    ],
  },
  {
    rule: 'OPR-041',
    about: 'a whole Accounting, and an external one',
    objects: [accounting(), accounting({ external: true, storageConfig: null }, 'outside')],
    finds: [],
  },
  {
    rule: 'OPR-042',
    about: 'objects without their keys',
    objects: [
      controller({ slurmKeyRef: null, jwtKeyRef: { name: '', key: 'k' } }),
      loginSet({ sssdConfRef: null }),
      slinky('Token', 'ci', { username: 'ci' }),
    ],
    finds: [
      "[Controller slurm/slurm] OPR-042: 'jwtKeyRef' has an empty name, which the schema lets pass: no pod that mounts it ever starts; set jwtKeyRef.name and jwtKeyRef.key",
      "[Controller slurm/slurm] OPR-042: 'slurmKeyRef' is missing, and the schema refuses the object; set slurmKeyRef.name and slurmKeyRef.key",
      "[LoginSet slurm/slurm-login-main] OPR-042: 'sssdConfRef' is missing, and the webhook refuses the object; set sssdConfRef.name and sssdConfRef.key",
      "[Token slurm/ci] OPR-042: 'jwtKeyRef' is missing, and the schema refuses the object; set jwtKeyRef.name and jwtKeyRef.key",
    ],
  },
  {
    rule: 'OPR-042',
    about: 'the deprecated reference',
    objects: [controller({ jwtKeyRef: null, jwtHs256KeyRef: { name: 's', key: 'k' } })],
    finds: [],
  },
  {
    rule: 'OPR-043',
    about: 'a misspelt controllerRef',
    objects: [controller(), nodeSet({ controllerRef: { name: 'slrum' } })],
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] OPR-043: no Controller 'slrum' is among these manifests in namespace slurm: until it exists the operator leaves the object alone; refer to slurm",
    ],
  },
  {
    rule: 'OPR-043',
    about: 'a Controller of another namespace',
    objects: [controller({}, 'slurm', 'other'), restApi()],
    finds: [
      "[RestApi slurm/slurm] OPR-043: no Controller 'slurm' is among these manifests in namespace slurm: until it exists the operator leaves the object alone; declare Controller slurm in the same namespace",
    ],
  },
  {
    rule: 'OPR-043',
    about: 'a controllerRef that resolves',
    objects: cpuCluster(),
    finds: [],
  },
  {
    rule: 'OPR-039',
    about: 'an object of an older operator',
    objects: [{ ...controller(), apiVersion: 'slinky.slurm.net/v1alpha1' }],
    finds: [
      '[Controller slurm/slurm] OPR-039: apiVersion is slinky.slurm.net/v1alpha1, but operator 1.2 serves slinky.slurm.net/v1beta1 only and converts nothing: the API server refuses the object; write apiVersion: slinky.slurm.net/v1beta1, and check the fields against it',
    ],
  },
  {
    rule: 'OPR-039',
    about: 'objects of this operator',
    objects: cpuCluster(),
    finds: [],
  },
  {
    rule: 'OPR-040',
    about: 'misspelt, misplaced and removed fields',
    objects: [
      nodeSet({ replica: 3, image: 'slurmd', taintKubeNodes: true, partition: { enable: true }, updateStrategy: { rollingUpdate: { maxSurge: 1 } } }),
    ],
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] OPR-040: NodeSet has no field 'image': the API server drops it without a word; remove it; there are controllerRef, extraConf, logfile, minReadySeconds, ordinalPadding, oversubscribeNode, partition, persistentVolumeClaimRetentionPolicy, pinToNode, pruneSlurmNodeRecords, replicas, revisionHistoryLimit, scalingMode, slurmd, ssh, template, updateStrategy, volumeClaimTemplates, workloadDisruptionProtection",
      "[NodeSet slurm/slurm-worker-cpu] OPR-040: NodeSet has no field 'partition.enable': the API server drops it without a word; did you mean 'enabled'?",
      "[NodeSet slurm/slurm-worker-cpu] OPR-040: NodeSet has no field 'replica': the API server drops it without a word; did you mean 'replicas'?",
      "[NodeSet slurm/slurm-worker-cpu] OPR-040: NodeSet has no field 'taintKubeNodes': the API server drops it without a word; remove it; operator 1.2 no longer taints nodes",
      "[NodeSet slurm/slurm-worker-cpu] OPR-040: NodeSet has no field 'updateStrategy.rollingUpdate.maxSurge': the API server drops it without a word; remove it; there are maxUnavailable",
    ],
  },
  {
    rule: 'OPR-040',
    about: 'fields without a schema of their own',
    objects: [nodeSet({ slurmd: { nonsense: 1 }, template: { spec: { nonsense: 1 } } })],
    finds: [],
  },
  {
    rule: 'OPR-044',
    about: 'part limits that are enforced while an autoscaler makes the nodes',
    objects: [...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\nEnforcePartLimits=ALL` } }), scaledObject('slurm-worker-cpu')],
    finds: [
      "[Controller slurm/slurm] OPR-044: EnforcePartLimits is ALL and ScaledObject 'slurm-worker-cpu' scales NodeSet 'slurm-worker-cpu': slurmctld then refuses at once every job that is larger than the nodes of the moment, with none left every job, so nothing ever asks for more; leave EnforcePartLimits out, or write EnforcePartLimits=NO",
    ],
  },
  {
    rule: 'OPR-044',
    about: 'part limits that are enforced over a fixed number of nodes',
    objects: [...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\nEnforcePartLimits=ALL` } }), scaledObject('slurm-worker-other')],
    finds: [],
  },
  {
    rule: 'OPR-045',
    about: 'a partition that grows and takes every job',
    objects: [...cpuCluster(), scaledObject('slurm-worker-cpu')],
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] OPR-045: partition 'cpu' grows and shrinks by ScaledObject 'slurm-worker-cpu', and it has no QOS that says how large a job can be: a job that all its nodes together could not hold is taken and waits for ever; add an accounting policy, which makes one (addAccountingPolicy), or let slurmctld look at jobs (checksJobsAtSubmit of Scaling.auto), or name a QOS with DenyOnLimit and a limit of nodes in QOS= of the partition",
    ],
  },
  {
    rule: 'OPR-045',
    about: 'a QOS of a partition that grows, whose limits nothing enforces',
    objects: [...cpuCluster({ nodeSet: { partition: { enabled: true, config: 'QOS=few' } } }), scaledObject('slurm-worker-cpu')],
    finds: [
      "[NodeSet slurm/slurm-worker-cpu] OPR-045: partition 'cpu' grows and shrinks by ScaledObject 'slurm-worker-cpu', and AccountingStorageEnforce is not set, with which slurmctld keeps to no limit of its QOS few: a job that all its nodes together could not hold is taken and waits for ever; write AccountingStorageEnforce=associations,limits,qos",
    ],
  },
  {
    rule: 'OPR-045',
    about: 'a QOS of a partition that grows, which refuses nothing',
    objects: [
      policyMap("QOS - 'few':Flags='DenyOnLimit':MaxTRESPerJob='cpu=8'\nQOS - 'none':MaxTRESPerJob='node=8'\nCluster - 'slurm'\n"),
      ...cpuCluster({
        controller: { extraConf: `${HEALTHY_CONF}\nAccountingStorageEnforce=safe\nPartitionName=all Nodes=ALL QOS=none` },
        nodeSet: { partition: { enabled: true, config: 'QOS=few' } },
      }),
      scaledObject('slurm-worker-cpu'),
    ],
    finds: [
      "[Controller slurm/slurm] OPR-045: partition 'all' grows and shrinks by ScaledObject 'slurm-worker-cpu', and its QOS none refuses no job for its nodes, as the accounting policy in ConfigMap policy has it: a job that all its nodes together could not hold is taken and waits for ever; give QOS none the flag DenyOnLimit and a limit of nodes, such as MaxTRESPerAccount=node=<all nodes of the partition>",
      "[NodeSet slurm/slurm-worker-cpu] OPR-045: partition 'cpu' grows and shrinks by ScaledObject 'slurm-worker-cpu', and its QOS few refuses no job for its nodes, as the accounting policy in ConfigMap policy has it: a job that all its nodes together could not hold is taken and waits for ever; give QOS few the flag DenyOnLimit and a limit of nodes, such as MaxTRESPerAccount=node=<all nodes of the partition>",
    ],
  },
  {
    rule: 'OPR-045',
    about: 'a QOS of a partition that grows, by a policy or by hand',
    objects: [
      policyMap("QOS - 'few':Flags='NoDecay,DenyOnLimit':GrpTRES='gres/gpu=8,node=8'\nCluster - 'slurm'\n"),
      ...cpuCluster({
        controller: { extraConf: `${HEALTHY_CONF}\nAccountingStorageEnforce=associations,limits\nPartitionName=all Nodes=ALL QOS=elsewhere` },
        nodeSet: { partition: { enabled: true, config: 'QOS=few' } },
      }),
      scaledObject('slurm-worker-cpu'),
    ],
    finds: [],
  },
  {
    rule: 'OPR-045',
    about: 'jobs that a script looks at, and nodes that do not grow',
    objects: [...cpuCluster({ controller: { extraConf: `${HEALTHY_CONF}\nJobSubmitPlugins=throttle,job_submit/lua` } }), scaledObject('slurm-worker-cpu')],
    finds: [],
  },
  {
    rule: 'OPR-045',
    about: 'nodes that another autoscaler has nothing to do with',
    objects: [...cpuCluster(), scaledObject('slurm-worker-other')],
    finds: [],
  },
];
