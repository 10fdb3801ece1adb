import { Size, SizeRoundingBehavior } from 'cdk8s';
import { Problem } from '../errors/refuse';

/** Why a volume of that size cannot be made. */
export function volumeSizeProblems(what: string, size: Size): Problem[] {
  return size.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) > 0 ? [] : [{
    id: 'STOR-011', what: `the size of ${what} is 0, and the API server wants storage of more`, fix: 'use e.g. Size.gibibytes(4)',
  }];
}
