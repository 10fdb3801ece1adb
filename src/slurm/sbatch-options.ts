import { SbatchOption } from './sbatch-option';
import { SBATCH_OPTIONS_A_TO_F } from './sbatch-options-a-to-f';
import { SBATCH_OPTIONS_G_TO_N } from './sbatch-options-g-to-n';
import { SBATCH_OPTIONS_O_TO_Z } from './sbatch-options-o-to-z';
import { didYouMean } from './spelling';

/** Every option of sbatch 26.05, by name. */
export const SBATCH_OPTIONS: readonly SbatchOption[] = [...SBATCH_OPTIONS_A_TO_F, ...SBATCH_OPTIONS_G_TO_N, ...SBATCH_OPTIONS_O_TO_Z];

/** What a long name on a command line stands for: one option, or several that it is a beginning of, or none. */
export interface SbatchLookup {
  /** The option meant; aliases are not followed. */
  readonly option?: SbatchOption;
  /** Options the name is too short for, when there are several. */
  readonly candidates: SbatchOption[];
}

/** Finds an option by its long name or the beginning of one, as getopt does: an exact name wins, a beginning must be the only one. */
export function sbatchOptionNamed(name: string): SbatchLookup {
  const exact = SBATCH_OPTIONS.find(option => option.long === name);
  const candidates = exact === undefined && name !== '' ? SBATCH_OPTIONS.filter(option => option.long.startsWith(name)) : [];
  return { option: exact ?? (candidates.length === 1 ? candidates[0] : undefined), candidates: candidates.length > 1 ? candidates : [] };
}

/** Finds an option by its letter. */
export function sbatchOptionLettered(letter: string): SbatchOption | undefined {
  return SBATCH_OPTIONS.find(option => option.short === letter);
}

/** The long name most likely meant by a mistyped one. */
export function nearestSbatchOption(name: string): string | undefined {
  return didYouMean(name, SBATCH_OPTIONS.map(option => option.long));
}
