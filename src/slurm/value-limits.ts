/** What a daemon does with a value it does not like. */
export type Consequence = 'stops' | 'resets' | 'ignores' | 'accepts';

/** Bounds of a number beyond those of its width. */
export interface NumberLimits {
  readonly low: number;
  readonly high: number;
  readonly outside: Consequence;
}

/** The shape of a value that no closed set describes. */
export interface ValueShape {
  readonly pattern: RegExp;
  /** A value that fits. */
  readonly example: string;
  readonly otherwise: Consequence;
}

const most = 4294967295;

// Each seen with the daemons of 26.05, or read in their checks; by key, since no name means two things in two tables.
const limits: { readonly [key: string]: NumberLimits } = {
  EpilogMsgTime: { low: 0, high: 1000000, outside: 'resets' },
  FastSchedule: { low: 1, high: 1, outside: 'stops' },
  FirstJobId: { low: 1, high: 67108863, outside: 'stops' },
  MaxArraySize: { low: 0, high: 4000001, outside: 'accepts' },
  MaxDBDMsgs: { low: 10000, high: most, outside: 'stops' },
  MaxJobCount: { low: 1, high: most, outside: 'stops' },
  MaxJobId: { low: 1, high: most, outside: 'stops' },
  MaxNodeCount: { low: 1, high: 65536, outside: 'stops' },
  MaxStepCount: { low: 1, high: most, outside: 'stops' },
  MemorySwappiness: { low: 0, high: 100, outside: 'resets' },
  MessageTimeout: { low: 0, high: 100, outside: 'accepts' },
  MinJobAge: { low: 2, high: most, outside: 'resets' },
  PriorityJobFactor: { low: 0, high: 65533, outside: 'accepts' },
  PriorityTier: { low: 0, high: 65533, outside: 'accepts' },
  PropagatePrioProcess: { low: 0, high: 2, outside: 'stops' },
  ResumeRate: { low: 0, high: 60000, outside: 'accepts' },
  SchedulerTimeSlice: { low: 5, high: 65533, outside: 'resets' },
  SuspendRate: { low: 0, high: 60000, outside: 'accepts' },
  TreeWidth: { low: 1, high: 65533, outside: 'resets' },
};

const shapes: { readonly [key: string]: ValueShape } = {
  JobAcctGatherFrequency: {
    pattern: /^(\d+|(task|energy|network|filesystem)=\d+)(,(task|energy|network|filesystem)=\d+)*$/i,
    example: 'task=30,energy=10',
    otherwise: 'ignores',
  },
  Licenses: { pattern: /^([^,;:]+(:\d*)?)?([,;]([^,;:]+(:\d*)?)?)*$/, example: 'matlab:5,ansys:2', otherwise: 'stops' },
  OverSubscribe: { pattern: /^(no|exclusive|(yes|force)(:\d+)?)$/i, example: 'FORCE:2', otherwise: 'stops' },
  Port: { pattern: /^\[?\d+([,-]\d+)*\]?$/, example: '6818', otherwise: 'stops' },
  RequeueExit: { pattern: /^\d+(-\d+)?(,\d+(-\d+)?)*$/, example: '1,10-20', otherwise: 'ignores' },
  RequeueExitHold: { pattern: /^\d+(-\d+)?(,\d+(-\d+)?)*$/, example: '1,10-20', otherwise: 'ignores' },
  SrunPortRange: { pattern: /^\d+-\d+$/, example: '60001-63000', otherwise: 'ignores' },
  SuspendTime: { pattern: /^(-1|none|infinite|\d+)$/i, example: '600', otherwise: 'resets' },
};

/** Bounds of the values of a key, if it has any beyond its width. */
export function numberLimits(key: string): NumberLimits | undefined {
  return limits[key];
}

/** Shape of the values of a key, if a daemon checks one. */
export function valueShape(key: string): ValueShape | undefined {
  return shapes[key];
}

const words: { readonly [consequence in Consequence]: string } = {
  stops: 'the daemons stop at it',
  resets: 'Slurm takes another value instead',
  ignores: 'Slurm ignores it',
  accepts: 'Slurm takes it, but it does not work as it says',
};

/** What happens, as the middle of a sentence. */
export function consequenceText(consequence: Consequence): string {
  return words[consequence];
}
