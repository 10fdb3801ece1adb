import { AlertSeverity, SlurmAlert } from './slurm-alert';

/** An alert as it is before anybody tunes it. */
export interface AlertRule {
  readonly alert: SlurmAlert;
  readonly severity: AlertSeverity;
  readonly expr: string;
  /** Seconds it must hold. */
  readonly pending: number;
  /** What is wrong, in one line. */
  readonly summary: string;
  /** What it means, and what to look at first. */
  readonly description: string;
}

/** Limits of all alerts, none of them open. */
export interface AlertLimits {
  readonly schedulerCycleMicroseconds: number;
  readonly backfillSilenceSeconds: number;
  readonly backfillCutShort: number;
  readonly agentQueue: number;
  readonly dbdQueue: number;
  readonly nodesDown: number;
  readonly operatorErrors: number;
  readonly gpuCelsius: number;
  readonly gpuMemoryCelsius: number;
  readonly pcieReplays: number;
  readonly gpuIdle: number;
  readonly fatalXids: readonly number[];
}
