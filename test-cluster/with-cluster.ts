import { builtPrograms, missingPrograms, operatorIsHere, operatorPrograms } from './cluster-programs';

const hasCluster = missingPrograms.length === 0;

/** `describe` for what needs a real API server. Without one these tests fail in CI and are skipped elsewhere. */
export const describeWithCluster = hasCluster ? describe : describe.skip;

/**
 * `describe` for what needs the real slurm-operator besides. It cannot be built everywhere, so without it these tests are skipped, and
 * `.ci/run` counts them as not run.
 */
export const describeWithOperator = hasCluster && operatorIsHere ? describe : describe.skip;

/** `test` for the same. */
export const testWithOperator = operatorIsHere ? test : test.skip;

if (!hasCluster) {
  const advice = `no ${missingPrograms.join(', ')} in ${builtPrograms}: run .ci/prepare-cluster, or set KUBEBUILDER_ASSETS`;
  if (process.env.CI === 'true') {
    throw new Error(advice);
  }
  process.stderr.write(`skipped: ${advice}\n`);
} else if (!operatorIsHere) {
  process.stderr.write(`skipped: tests with the operator, since ${operatorPrograms} has no manager and webhook of slurm-operator v1.2.1\n`);
}
