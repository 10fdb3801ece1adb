import { CONF_TRAPS } from './conf-traps';
import { OBJECT_TRAPS } from './object-traps';
import { POD_TRAPS } from './pod-traps';
import type { TrapCase } from './trap-case';

/** All traps, in the order of the sheet. */
export const TRAP_CASES: readonly TrapCase[] = [...CONF_TRAPS, ...POD_TRAPS, ...OBJECT_TRAPS].sort((left, right) => left.number - right.number);
