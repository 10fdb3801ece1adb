import { Duration } from 'cdk8s';

/**
 * Settings of slurm.conf on how long Slurm waits. All are whole seconds, at most 65533.
 *
 * @see https://slurm.schedmd.com/slurm.conf.html
 */
export interface TimeoutSettings {
  /**
   * Silence of the controller after which a backup takes over. Slurm: `SlurmctldTimeout`.
   *
   * @default - Slurm's, 120 seconds
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SlurmctldTimeout
   */
  readonly slurmctldTimeout?: Duration;

  /**
   * Silence of a node after which it is down and its jobs end; no time means never. Slurm: `SlurmdTimeout`.
   *
   * @default - Slurm's, 300 seconds
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_SlurmdTimeout
   */
  readonly slurmdTimeout?: Duration;

  /**
   * Time for an answer to a message; above 100 seconds is logged as an error. Slurm: `MessageTimeout`.
   *
   * @default - Slurm's, 10 seconds
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_MessageTimeout
   */
  readonly messageTimeout?: Duration;

  /**
   * Time for a connection. Slurm: `TCPTimeout`.
   *
   * @default - Slurm's, 2 seconds
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_TCPTimeout
   */
  readonly tcpTimeout?: Duration;

  /**
   * Time for a batch job to appear on its node before it counts as lost. Slurm: `BatchStartTimeout`.
   *
   * @default - Slurm's, 10 seconds
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_BatchStartTimeout
   */
  readonly batchStartTimeout?: Duration;

  /**
   * How long `srun` waits for the last output of a step. Slurm: `EioTimeout`.
   *
   * @default - Slurm's, 60 seconds
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_EioTimeout
   */
  readonly eioTimeout?: Duration;

  /**
   * Silence of `srun` or `salloc` after which its job ends; no time means never. Slurm: `InactiveLimit`.
   *
   * @default - Slurm's, never
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_InactiveLimit
   */
  readonly inactiveLimit?: Duration;

  /**
   * Time between SIGTERM and SIGKILL at the time limit. Slurm: `KillWait`.
   *
   * @default - Slurm's, 30 seconds
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_KillWait
   */
  readonly killWait?: Duration;

  /**
   * How long `srun` waits for other tasks after the first one ended. Slurm: `WaitTime`.
   *
   * @default - Slurm's, for ever
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_WaitTime
   */
  readonly waitTime?: Duration;

  /**
   * Time for a prolog or epilog. Slurm: `PrologEpilogTimeout`.
   *
   * @default - Slurm's, for ever
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PrologEpilogTimeout
   */
  readonly prologEpilogTimeout?: Duration;

  /**
   * Time for a prolog. Slurm: `PrologTimeout`.
   *
   * @default - `prologEpilogTimeout`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_PrologTimeout
   */
  readonly prologTimeout?: Duration;

  /**
   * Time for an epilog. Slurm: `EpilogTimeout`.
   *
   * @default - `prologEpilogTimeout`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_EpilogTimeout
   */
  readonly epilogTimeout?: Duration;

  /**
   * Time for a step to die before its node is drained; at least 5 times `messageTimeout`. Slurm: `UnkillableStepTimeout`.
   *
   * @default - Slurm's, 60 seconds or 5 times `messageTimeout`
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_UnkillableStepTimeout
   */
  readonly unkillableStepTimeout?: Duration;

  /**
   * Program on the node when a step does not die. Slurm: `UnkillableStepProgram`.
   *
   * @default - none
   * @see https://slurm.schedmd.com/slurm.conf.html#OPT_UnkillableStepProgram
   */
  readonly unkillableStepProgram?: string;
}
