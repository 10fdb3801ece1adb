import { Duration } from 'cdk8s';
import { AlertLimits } from './alert-rule';
import { AlertThresholds } from './slurm-alert';
import { Problem } from '../errors/refuse';

const shares = ['backfillCutShort', 'nodesDown', 'gpuIdle'] as const;
const counts = ['agentQueue', 'dbdQueue', 'operatorErrors', 'gpuCelsius', 'gpuMemoryCelsius', 'pcieReplays'] as const;
const times = ['schedulerCycle', 'backfillSilence'] as const;

/** The limits that hold where the user has set none. */
export function alertLimits(thresholds: AlertThresholds): AlertLimits {
  return {
    schedulerCycleMicroseconds: (thresholds.schedulerCycle ?? Duration.seconds(1)).toMilliseconds() * 1000,
    backfillSilenceSeconds: (thresholds.backfillSilence ?? Duration.minutes(30)).toSeconds({ integral: false }),
    backfillCutShort: thresholds.backfillCutShort ?? 0.5,
    agentQueue: thresholds.agentQueue ?? 1000,
    dbdQueue: thresholds.dbdQueue ?? 1000,
    nodesDown: thresholds.nodesDown ?? 0.1,
    operatorErrors: thresholds.operatorErrors ?? 5,
    gpuCelsius: thresholds.gpuCelsius ?? 85,
    gpuMemoryCelsius: thresholds.gpuMemoryCelsius ?? 95,
    pcieReplays: thresholds.pcieReplays ?? 0.1,
    gpuIdle: thresholds.gpuIdle ?? 0.05,
    fatalXids: thresholds.fatalXids ?? [48, 64, 79, 95, 119, 120, 140],
  };
}

/** Thresholds at which an alert would always fire, or never. */
export function thresholdProblems(thresholds: AlertThresholds): Problem[] {
  const problem = (prop: string, value: unknown, why: string, fix: string): Problem => ({ id: 'OBS-011', what: `'${prop}' of 'thresholds' is ${value}, ${why}`, fix });
  return [
    ...shares.flatMap(prop => {
      const value = thresholds[prop];
      return value === undefined || (value >= 0 && value < 1) ? [] : [problem(prop, value, 'and a share that is compared lies between 0 and 1', 'use e.g. 0.1')];
    }),
    ...counts.flatMap(prop => {
      const value = thresholds[prop];
      return value === undefined || (Number.isFinite(value) && value >= 0) ? [] : [problem(prop, value, 'which nothing can be above', 'use a number from 0')];
    }),
    ...times.flatMap(prop => {
      const value = thresholds[prop];
      return value === undefined || value.toMilliseconds({ integral: false }) >= 1 ? [] : [problem(prop, 'no time at all', 'so the alert would always fire', 'use e.g. Duration.seconds(1)')];
    }),
    ...thresholds.fatalXids === undefined || (thresholds.fatalXids.length > 0 && thresholds.fatalXids.every(xid => Number.isInteger(xid) && xid > 0)) ? [] : [
      problem('fatalXids', `[${thresholds.fatalXids.join(', ')}]`, 'and XID errors are numbers from 1', 'use e.g. [48, 79], or turn the alert SlurmAlert.GPU_XID off'),
    ],
  ];
}
