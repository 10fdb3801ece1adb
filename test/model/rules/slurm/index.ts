import { DAEMON_CASES } from './daemon-cases';
import { NODE_CASES } from './node-cases';
import { PLUGIN_CASES } from './plugin-cases';
import { PROCESS_CASES } from './process-cases';
import { SCHEDULING_CASES } from './scheduling-cases';
import { ruleCases, SlurmCase } from './slurm-case';

/** Every case of a rule about Slurm, as the texts that Slurm reads. */
export const SLURM_TEXT_CASES: readonly SlurmCase[] = [...DAEMON_CASES, ...NODE_CASES, ...PLUGIN_CASES, ...PROCESS_CASES, ...SCHEDULING_CASES];

/** The same as objects. */
export const SLURM_CASES = ruleCases(SLURM_TEXT_CASES);
