import { Circumstances, Question, Witness } from './rule-trial';
import { SlurmTexts } from '../test/model/rules/slurm/slurm-case';

/** What a daemon says when it reads the texts in which a rule finds something. */
export interface RuleSign extends Circumstances {
  readonly rule: string;
  /** The only case of the rule that this is for. */
  readonly about?: string;
  readonly witness: Witness;
  readonly sign: RegExp;
  /** Why the passing texts cannot pass on this machine; then others stand in for them, or their daemon may end for that reason. */
  readonly unlike?: { readonly reason: string; readonly passes?: SlurmTexts };
}

const ask = (program: string, ...words: string[]): Question => ({ program, words });
const config = ask('scontrol', 'show', 'config');
const submit = (...words: string[]): Question => ask('sbatch', '--test-only', ...words, '--wrap=true');

/** By slurmctld, at its start. */
const AT_START: readonly [string, RegExp, Partial<RuleSign>?][] = [
  ['CTL-011', /error: SlurmctldPid == SlurmdPid/],
  ['CTL-020', /error: UnkillableStepTimeout must be at least 5 times/],
  ['CTL-024', /fatal: Both IPv4 and IPv6 support disabled/, { about: 'no IP version' }],
  ['CTL-025', /error: .*"NoAddrCache" is defunct/],
  ['CTL-029', /error: FirstJobId > MaxJobId/],
  ['CTL-049', /error: Invalid path for BcastExclude: usr\/lib/],
  ['CTL-055', /fatal: LaunchParameters options enable_nss_slurm and disable_send_gids/],
  ['SYN-011', /error: s_p_parse_file: cannot stat file \S+(partitions|nodes)\.conf: .*retrying/, { unlike: { reason: 'a file out of sight is not here either', passes: { conf: 'Include nodes.conf', files: { 'nodes.conf': '' } } } }],
  ['NODE-101', /fatal: Duplicated NodeName n3/],
  ['NODE-102', /fatal: 'ALL' is a reserved word/],
  ['NODE-103', /error: NodeAddr not allowed with NodeName=DEFAULT/],
  ['NODE-104', /fatal: (NodeAddr|Port) count must equal that of NodeName records/],
  ['NODE-107', /error: .*CPUs=10 match no Sockets.*Resetting CPUs/],
  ['NODE-108', /error: .*Sockets=# and SocketsPerBoard=# is invalid/],
  ['NODE-109', /error: .*MemSpecLimit=64000 is invalid, reset to 0/],
  ['NODE-110', /error: .*CoreSpecCount=2\b/],
  ['NODE-111', /error: .*CoreSpecCount=8 is invalid, reset/],
  ['NODE-116', /lookup failure for node "cpu-0"/, { withoutNodes: true }],
  ['NODE-117', /error: NodeSet with name cpu overlaps with an existing NodeName/],
  ['NODE-118', /fatal: Invalid node names in partition b/, { withoutNodes: true }],
  ['NODE-125', /error: .*l3cache_as_socket and numa_node_as_socket are mutually exclusive/],
  ['NODE-126', /error: Invalid node topology specified rack:r1/],
  ['PLG-003', /error: job_submit\/lua: .*(Unable to stat|missing required function slurm_job_modify)/, { unlike: { reason: 'a script out of sight is not here either', passes: { conf: 'JobSubmitPlugins=lua', files: { 'job_submit.lua': 'function slurm_job_submit() end\nfunction slurm_job_modify() end\n' } } } }],
  ['PLG-006', /error: MCSParameters=enforced used and no MCSPlugin/],
  ['PLG-007', /error: MCSPlugin is mcs\/group and no MCSParameters/],
  ['PWR-002', /error: power_save program node-off not absolute pathname/],
  ['PWR-004', /error: Bad value "5000000000" for SuspendTime/],
  ['PWR-005', /error: Invalid SuspendExcPart debug ignored/],
  ['PWR-010', /error: (PowerAction 'boot' requires|power_save program bin\/on not absolute pathname)/],
  ['PWR-014', /error: s_p_parse_file: cannot stat file \S+helpers\.conf: .*retrying/],
  ['TOPO-203', /error: s_p_parse_file: cannot stat file \S+topology\.conf: .*retrying/],
  ['GRES-004', /fatal: GresTypes: gres\/'shared' requires that gres\/gpu also be configured/],
  ['GRES-006', /error: Duplicate plugin gres\/gpu ignored/],
  ['CG-012', /error: Bad TaskPluginParam: Sockets/],
  ['CG-013', /error: TaskPluginParam=OOMKillStep must be used with task\/cgroup/],
  ['CG-014', /error: TaskPluginParams SlurmdOffSpec and SlurmdSpecOverride are mutually exclusive/],
  ['CG-021', /error: TaskPluginParam=SlurmdSpecOverride must be used with task\/cgroup/],
  ['PRO-002', /fatal: PrologFlags invalid combination: NoHold/],
  ['PRO-003', /fatal: Invalid combination: PrologFlags=X11 cannot be combined with proctrack\/linuxproc/],
  ['PRO-004', /error: If using PrologFlags=Contain for pam_slurm_adopt, proctrack\/cgroup is required/],
  ['PRO-005', /error: PrologFlag Serial is incompatible with RunInJob/],
  ['PRO-007', /fatal: PrologFlags=Contain is required for use with (namespace\/linux|job_container\/tmpfs)/],
  ['PRO-012', /fatal: STEP_MGR not supported without PrologFlags=contain/],
  ['PRO-014', /error: HealthCheckTimeout \(60\) must be less than HealthCheckInterval \(60\)/],
  ['PRO-015', /fatal: HealthCheckNodeState=START_ONLY cannot be combined/],
  ['SEL-002', /error: Bad SelectTypeParameter: CR_Core_Memory,CR_CPU/],
  ['SEL-004', /fatal: Invalid SelectTypeParameters: CR_MEMORY/],
  ['SEL-006', /error: CR_ONE_TASK_PER_CORE is not compatible with CR_CPU/],
  ['SEL-009', /error: DefMemPerCPU ignored, since it's mutually exclusive with DefMemPerNode/],
  ['SEL-010', /error: MaxMemPerCPU ignored, since it's mutually exclusive with MaxMemPerNode/],
  ['SEL-012', /error: MaxNodeCount only compatible with cons_tres/],
  ['SCH-003', /error: Invalid SchedulerParameters bf_interval: 0/],
  ['SCH-006', /bf_max_job_(user|part) >=? bf_max_job_test/],
  ['PART-107', /partition cpu DefaultTime exceeds MaxTime \(2880 > 1440\)/],
  ['PART-109', /error: Ignoring bad OverSubscribe value: YES:1/],
  ['PART-111', /error: Exclusive=USER ignored, since it's mutually exclusive with Exclusive=TOPO/],
  ['PART-112', /error: Bad value for SelectTypeParameters: CR_CPU_Memory/],
  ['PART-113', /error: Both AllowAccounts and DenyAccounts are defined, DenyAccounts will be ignored/],
  ['PART-114', /error: Both AllowQos and DenyQos are defined, DenyQos will be ignored/],
  ['PART-115', /fatal: Partition cpu has an invalid (Allow|Deny)QOS/],
  ['PART-131', /fatal: Partition cpu has an invalid qos \(train\)/],
  ['PRE-001', /error: PreemptType and PreemptMode values incompatible/],
  ['PRE-002', /error: PreemptType and PreemptMode values incompatible/],
  ['PRE-003', /error: PreemptMode=SUSPEND requires GANG too/],
  ['PRE-004', /error: PreemptMode=CANCEL,REQUEUE invalid/],
  ['PRE-005', /error: PreemptMode=GANG,WITHIN invalid/],
  ['PRE-007', /error: PreemptMode=GANG is a cluster-wide option and cannot be set at partition level/],
  ['PRIO-001', /error: PriorityWeightFairshare can only be used with SlurmDBD, ignoring/],
  ['PRIO-002', /error: PriorityWeightAge can only be used with SlurmDBD, ignoring/],
  ['PRIO-003', /error: PriorityWeight values too high, job priority value may overflow/],
  ['PRIO-004', /error: You have to either have PriorityDecayHalfLife != 0 or PriorityUsageResetPeriod set/],
  ['PRIO-006', /error: Bad value "0" for PriorityCalcPeriod/],
  ['ACCT-103', /error: You can not have AccountingStorageEnforce set for AccountingStorageType/],
  ['ACCT-108', /fatal: slurmdbd is required to run with TRES gres\/gpu/],
  ['ACCT-117', /fatal: JobAcctGatherParams options UsePSS and NoShared are mutually exclusive/],
  ['ACCT-118', /error: JobAcctGatherParams UsePSS and NoShared are only compatible with jobacct_gather\/linux/],
  ['ACCT-119', /fatal: Jobs memory is being constrained by both TaskPlugin cgroup and JobAcctGather plugin/],
  ['ACCT-124', /error: (jobcomp\/script JobCompLoc needs to be set|job_comp\/lua: .*(Unable to stat|missing required function slurm_jobcomp_log_record))/, { unlike: { reason: '/etc/slurm is not the folder of this slurmctld', passes: { conf: 'JobCompType=jobcomp/script\nJobCompLoc=/opt/done.sh' } } }],
  ['ACCT-127', /error: .*unrecognized key: ProfileHDF5Dir/, { unlike: { reason: 'Debian builds no acct_gather_profile/hdf5' } }],
];

/** By slurmd, as it starts. */
const ON_NODES: readonly [string, RegExp, Partial<RuleSign>?][] = [
  ['CG-002', /fatal: .*cgroups but CgroupPlugin=disabled is set/, { witness: Witness.SLURMD_CGROUP }],
  ['CG-003', /fatal: .*CgroupPlugin=disabled in cgroup\.conf is not compatible with task\/cgroup/, { witness: Witness.SLURMD_CGROUP, conf: 'ProctrackType=proctrack/linuxproc' }],
  ['CG-004', /fatal: .*cgroups but CgroupPlugin=disabled is set/, { witness: Witness.SLURMD_CGROUP, conf: 'ProctrackType=proctrack/linuxproc', unlike: { reason: 'the machine of a test may have no cgroup v2' } }],
  ['PRO-008', /error: No job_container\.conf file/, { unlike: { reason: 'a file out of sight is not here either', passes: { conf: 'NamespaceType=namespace/tmpfs\nPrologFlags=Contain', files: { 'job_container.conf': 'BasePath=/nvme\n' } } } }],
  ['PRO-009', /error: Could not find namespace\.yaml file/],
  ['SYN-014', /error: s_p_parse_file: cannot stat file \/etc\/slurm\/partitions\.conf/],
  ['GRES-008', /fatal: .*Some gpu GRES in slurm\.conf have a type while others do not/],
  ['GRES-009', /fatal: gres\.conf for gpu, some records have "Type=" specification while others do not/],
  ['GRES-010', /fatal: gres\.conf for gpu, some records have "File" specification while others do not/],
  ['GRES-011', /fatal: Invalid GRES record for gpu, count does not match File value/],
  ['GRES-012', /fatal: File and MultipleFiles options are mutually exclusive/],
  ['GRES-013', /fatal: MultipleFiles does not contain multiple files/],
  ['GRES-014', /error: gpu duplicate device file name \(\S+nvidia3\)/, { node: 'Gres=gpu:6' }],
  ['GRES-018', /warning: .*GRES gpu has 2 more configured than expected/],
  ['GRES-020', /error: Ignoring gres\.conf record, invalid name: nic/],
  ['GRES-022', /error: gres\.conf: Ignoring invalid Links=NV4,NV4/],
  ['GRES-023', /fatal: Invalid GRES record .*"no_gpu_env", which must be mutually exclusive/],
  ['GRES-025', /error: gres\.conf: In-line AutoDetect requires NodeName/],
  ['GRES-031', /warning: Flags=env_uuid set but no GPU UUID available/, { node: 'Gres=gpu:1', unlike: { reason: 'no GPU is here to be detected', passes: { files: { 'gres.conf': 'Name=gpu File=/dev/nvidia0\n' } } } }],
  ['GRES-032', /fatal: gres\.conf duplicate records for nic/],
  ['GRES-033', /Gres Name=gpu Type=\(null\) Count=1 [\s\S]*Gres Name=gpu Type=\(null\) Count=1 /, { unlike: { reason: 'slurmd takes it as it takes two devices, which is what is wrong with it', passes: { node: 'Gres=gpu:1', files: { 'gres.conf': 'Name=gpu MultipleFiles=/dev/nvidia0,/dev/cap12,/dev/cap13\n' } } } }],
];

/** By what slurmctld does with the node that registers. */
const REGISTERED: readonly [string, RegExp, Partial<RuleSign>?][] = [
  ['GRES-017', /error: Setting node cpu-0 state to INVAL with reason:gres\/gpu count reported lower than configured \(4 < 8\)/, { unlike: { reason: 'no GPU is here to be detected', passes: { node: 'Gres=gpu:4', files: { 'gres.conf': 'Name=gpu File=/dev/nvidia[0-3]\n' } } } }],
  ['GRES-019', /error: Setting node cpu-0 state to INVAL with reason:gres\/gpu type \(H100\) reported but not configured/],
  ['GRES-021', /error: .*invalid GRES core specification \(0-8\) on node cpu-0/],
  ['GRES-030', /error: Setting node cpu-0 state to INVAL with reason:RestrictedCoresPerGPU=2/],
];

/** By slurmdbd, which reads its file before it looks for the database. */
const BY_SLURMDBD: readonly [string, RegExp, Partial<RuleSign>?][] = [
  ['DBD-008', /fatal: Bad value "6weeks" for PurgeJobAfter/],
  ['CTL-024', /fatal: Both IPv4 and IPv6 support disabled/, { about: 'no IP version of slurmdbd' }],
];

/** By what a running slurmctld answers. */
const ANSWERED: readonly [string, RegExp, Partial<RuleSign> & { readonly question: Question }][] = [
  ['SYN-008', /DefMemPerCPU\s+= 4096000\b/, { question: config }],
  ['SYN-009', /MailDomain\s+= example\.com\n/, { question: config }],
  ['PLG-002', /Total=7\b|No licenses configured/, { question: ask('scontrol', 'show', 'license') }],
  ['PLG-005', /fatal: failed to initialize cli_filter plugin/, { question: submit(), unlike: { reason: 'the script of the image is another', passes: { conf: 'CliFilterPlugins=cli_filter/lua', files: { 'cli_filter.lua': ['setup_defaults', 'pre_submit', 'post_submit'].map(name => `function slurm_cli_${name}() return 0 end\n`).join('') } } } }],
  ['PLG-019', /fatal: scrontab is disabled/, { question: ask('scrontab', '-l') }],
  ['CTL-033', /error: Slurm job queue full/, { question: ask('sbatch', '--array=0-20000', '--wrap=true') }],
  ['PART-119', /MinNodes=4\b/, { question: ask('scontrol', 'show', 'partition', 'cpu') }],
  ['PART-122', /TotalNodes=0\b/, { question: ask('scontrol', 'show', 'partition') }],
  ['NODE-119', /big.*0/, { about: 'a feature of no node', question: ask('sinfo', '-h', '-o', '%P %D'), conf: 'PartitionName=big Nodes=big' }],
  ['NODE-121', /RealMemory=1 /, { question: ask('scontrol', 'show', 'node', 'n1') }],
  ['GRES-007', /Gres=gpu:h100:1\b/, { question: ask('scontrol', 'show', 'node', 'cpu-0'), conf: 'GresTypes=gpu,nic,fs' }],
  ['PWR-011', /error|Invalid/i, { question: ask('scontrol', 'update', 'nodename=cpu-0', 'state=power_up') }],
];

function signs(witness: Witness, rows: readonly (readonly [string, RegExp, Partial<RuleSign>?])[]): RuleSign[] {
  return rows.map(([rule, sign, more]) => ({ rule, witness, sign, ...more }));
}

/** What the daemons of Slurm 26.05 say, rule by rule. */
export const RULE_SIGNS: readonly RuleSign[] = [
  ...signs(Witness.SLURMCTLD, AT_START),
  ...signs(Witness.SLURMD, ON_NODES),
  ...signs(Witness.REGISTRATION, REGISTERED),
  ...signs(Witness.SLURMDBD, BY_SLURMDBD),
  ...signs(Witness.ANSWER, ANSWERED),
];
