import type { FromObjectsOptions, InputObject } from './from-objects';
import type { LintOptions, LintReport } from './lint';

/**
 * Reads objects and runs all rules over them. The rules are some eighty files, so they are read when the first cluster is
 * judged, not when the package is.
 */
export function lintObjects(inputs: readonly InputObject[], options: FromObjectsOptions & LintOptions = {}): LintReport {
  const { modelFromObjects } = require('./from-objects') as typeof import('./from-objects');
  const { lint } = require('./lint') as typeof import('./lint');
  return lint(modelFromObjects(inputs, options), options);
}
