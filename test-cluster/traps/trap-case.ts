import { Chart } from 'cdk8s';
import { TrapBed } from './trap-bed';
import type { Manifest } from '../../test/cluster/cluster-manifests';
import type { AuthoredObject } from '../declared-manifests';

/** How a program that would step into a trap ends. */
export interface Refusal {
  /** Id of the problem or of the rule. */
  readonly id: string;
  readonly declare: (chart: Chart) => void;
}

/** One trap of the operator's sheet, shown on the real operator. */
export interface TrapCase {
  /** Number on the sheet. */
  readonly number: number;
  /** What is seen there. */
  readonly shows: string;
  /** Manifests that step into it, otherwise without fault. */
  readonly objects: (bed: TrapBed) => AuthoredObject[];
  /** Holds what was said against the operator; the objects have been applied, unless the apply was refused. */
  readonly seen: (bed: TrapBed) => Promise<void>;
  /** The manifests as the API server gives them back, where only those show the trap. */
  readonly readBack?: (bed: TrapBed) => AuthoredObject[];
  /** What the real Slurm does with the files that the operator writes, where those show the trap: test-slurm/operator-traps.test.ts tries it. */
  readonly daemons?: string;
  /** The objects that get past the API server, where those are not all. */
  readonly stored?: (bed: TrapBed) => AuthoredObject[];
  /** Programs over our constructs that do not synthesize. */
  readonly refused?: readonly Refusal[];
  /** A program over our constructs that asks for the same, and what keeps it out. */
  readonly avoided?: { readonly declare: (chart: Chart) => void; readonly expect: (objects: Manifest[]) => void };
  /** Why constructs can do nothing but say so. */
  readonly documented?: string;
}
