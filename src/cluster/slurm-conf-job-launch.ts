import { CpuGovernor, MpiDefault, NamespaceType, ProctrackType, PrologFlag, PropagatePrioProcess, ResourceLimit, SwitchType, TaskPlugin } from './slurm-conf-job-enums';

/**
 * Settings of slurm.conf on how jobs, steps and tasks start.
 *
 * @see https://slurm.schedmd.com/slurm.conf.html
 */
export interface JobLaunchSettings {
  /**
   * Switches of the start, such as `use_interactive_step` or `enable_nss_slurm`. Slurm: `LaunchParameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_LaunchParameters
   */
  readonly launchParameters?: string[];

  /**
   * Options of the step in which `salloc` puts the user. Slurm: `InteractiveStepOptions`.
   *
   * @default - Slurm's, `--interactive --preserve-env --pty $SHELL`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_InteractiveStepOptions
   */
  readonly interactiveStepOptions?: string;

  /**
   * How processes of a step are found. Slurm: `ProctrackType`.
   *
   * @default - the cluster's preset
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_ProctrackType
   */
  readonly proctrackType?: ProctrackType;

  /**
   * What happens to tasks before they start. Slurm: `TaskPlugin`.
   *
   * @default - the cluster's preset
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_TaskPlugin
   */
  readonly taskPlugin?: TaskPlugin[];

  /**
   * Default binding and placement, such as `autobind=cores` or `SlurmdOffSpec`. Slurm: `TaskPluginParam`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_TaskPluginParam
   */
  readonly taskPluginParam?: string[];

  /**
   * When and how prologs run. Slurm: `PrologFlags`.
   *
   * @default - the cluster's preset
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PrologFlags
   */
  readonly prologFlags?: PrologFlag[];

  /**
   * How MPI programs start unless `srun --mpi` says otherwise. Slurm: `MpiDefault`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MpiDefault
   */
  readonly mpiDefault?: MpiDefault;

  /**
   * Ports of MPI, such as `ports=12000-12999`. Slurm: `MpiParams`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MpiParams
   */
  readonly mpiParams?: string[];

  /**
   * What becomes of the nice value of the submitting shell. Slurm: `PropagatePrioProcess`.
   *
   * @default - Slurm's, `PropagatePrioProcess.DAEMON`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PropagatePrioProcess
   */
  readonly propagatePrioProcess?: PropagatePrioProcess;

  /**
   * Soft limits that jobs take from the submitting shell; excludes `propagateResourceLimitsExcept`. Slurm: `PropagateResourceLimits`.
   *
   * @default - Slurm's, all
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PropagateResourceLimits
   */
  readonly propagateResourceLimits?: ResourceLimit[];

  /**
   * Soft limits that jobs do not take from the submitting shell. MEMLOCK belongs here where login pods have a low one.
   * Slurm: `PropagateResourceLimitsExcept`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PropagateResourceLimitsExcept
   */
  readonly propagateResourceLimitsExcept?: ResourceLimit[];

  /**
   * Whether a step ends when one of its tasks fails. Slurm: `KillOnBadExit`.
   *
   * @default - Slurm's, false
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_KillOnBadExit
   */
  readonly killOnBadExit?: boolean;

  /**
   * Whether output files are continued instead of emptied. Slurm: `JobFileAppend`.
   *
   * @default - Slurm's, false
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_JobFileAppend
   */
  readonly jobFileAppend?: boolean;

  /**
   * Program that `srun` runs before a step. Slurm: `SrunProlog`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SrunProlog
   */
  readonly srunProlog?: string;

  /**
   * Program that `srun` runs after a step. Slurm: `SrunEpilog`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SrunEpilog
   */
  readonly srunEpilog?: string;

  /**
   * Program that runs as the user before every task; lines such as `export NAME=value` reach the task. Slurm: `TaskProlog`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_TaskProlog
   */
  readonly taskProlog?: string;

  /**
   * Program that runs as the user after every task. Slurm: `TaskEpilog`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_TaskEpilog
   */
  readonly taskEpilog?: string;

  /**
   * Ports on which `srun` listens, as `60001-63000`. Slurm: `SrunPortRange`.
   *
   * @default - any free port
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SrunPortRange
   */
  readonly srunPortRange?: string;

  /**
   * File system whose size is the temporary disk of a node. Slurm: `TmpFS`.
   *
   * @default - Slurm's, /tmp
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_TmpFS
   */
  readonly tmpFs?: string;

  /**
   * Whether a PAM session gives jobs their limits. Slurm: `UsePAM`.
   *
   * @default - Slurm's, false
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_UsePAM
   */
  readonly usePam?: boolean;

  /**
   * Virtual memory of a job in percent of its memory. Slurm: `VSizeFactor`.
   *
   * @default - Slurm's, 0: no limit
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_VSizeFactor
   */
  readonly vSizeFactor?: number;

  /**
   * Options of X11 forwarding. Slurm: `X11Parameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_X11Parameters
   */
  readonly x11Parameters?: string[];

  /**
   * Private mounts of jobs; needs `PrologFlag.CONTAIN` and an extra file. Slurm 25.11. Slurm: `NamespaceType`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_NamespaceType
   */
  readonly namespaceType?: NamespaceType;

  /**
   * File that lists SPANK plugins. Slurm: `PlugStackConfig`.
   *
   * @default - Slurm's, plugstack.conf beside slurm.conf
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PlugStackConfig
   */
  readonly plugStackConfig?: string;

  /**
   * Governor of the CPU frequency in steps. Slurm: `CpuFreqDef`.
   *
   * @default - the node's
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_CpuFreqDef
   */
  readonly cpuFreqDef?: CpuGovernor;

  /**
   * Governors that users may choose. Slurm: `CpuFreqGovernors`.
   *
   * @default - Slurm's, OnDemand, Performance and UserSpace
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_CpuFreqGovernors
   */
  readonly cpuFreqGovernors?: CpuGovernor[];

  /**
   * Frequency of GPUs in steps, as `high,memory=high` or in MHz. Slurm: `GpuFreqDef`.
   *
   * @default - the driver's
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_GpuFreqDef
   */
  readonly gpuFreqDef?: string;

  /**
   * How `sbcast` and `srun --bcast` copy. Slurm: `BcastParameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_BcastParameters
   */
  readonly bcastParameters?: string[];

  /**
   * Absolute folders whose libraries `srun --bcast` leaves out. Slurm: `BcastExclude`.
   *
   * @default - Slurm's, /lib, /usr/lib, /lib64 and /usr/lib64
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_BcastExclude
   */
  readonly bcastExclude?: string[];

  /**
   * The interconnect that is set up for jobs. Slurm: `SwitchType`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SwitchType
   */
  readonly switchType?: SwitchType;

  /**
   * Options of the interconnect. Slurm: `SwitchParameters`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SwitchParameters
   */
  readonly switchParameters?: string[];
}
