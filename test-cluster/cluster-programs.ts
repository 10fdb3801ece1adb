import { createHash } from 'crypto';
import { existsSync, readFileSync } from 'fs';
import * as os from 'os';
import * as path from 'path';

const TOOLS = path.join(__dirname, 'tools');
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'slurm-constructs');

/** Where `.ci/prepare-cluster` puts what it builds: one folder for each set of pinned versions. */
export const builtPrograms = path.join(cache, `cluster-${pinnedVersions()}-${os.machine()}`);

/** The programs manager and webhook of slurm-operator v1.2.1. */
export const operatorPrograms = process.env.SLURM_OPERATOR_BIN_DIR ?? path.join(cache, `slurm-operator-v1.2.1-${os.machine()}`);

function pinnedVersions(): string {
  const hash = createHash('sha256');
  ['go.mod', 'go.sum'].forEach(file => hash.update(readFileSync(path.join(TOOLS, file))));
  return hash.digest('hex').slice(0, 12);
}

/** Path of a program of Kubernetes, that of the envtest convention first. */
export function clusterProgram(name: string): string {
  const assets = process.env.KUBEBUILDER_ASSETS === undefined ? undefined : path.join(process.env.KUBEBUILDER_ASSETS, name);
  return assets !== undefined && existsSync(assets) ? assets : path.join(builtPrograms, name);
}

const needed = ['etcd', 'kube-apiserver', 'kubectl', 'kube-controller-manager', 'kube-scheduler'];
const missing = needed.filter(name => !existsSync(clusterProgram(name)));
const hasOperator = ['manager', 'webhook'].every(name => existsSync(path.join(operatorPrograms, name)));

/** `describe` for what needs a real API server. Without one these tests fail in CI and are skipped elsewhere. */
export const describeWithCluster = missing.length === 0 ? describe : describe.skip;

/**
 * `describe` for what needs the real slurm-operator besides. It cannot be built everywhere, so without it these tests are skipped, and
 * `.ci/run` counts them as not run.
 */
export const describeWithOperator = missing.length === 0 && hasOperator ? describe : describe.skip;

/** `test` for the same. */
export const testWithOperator = hasOperator ? test : test.skip;

if (missing.length > 0) {
  const advice = `no ${missing.join(', ')} in ${builtPrograms}: run .ci/prepare-cluster, or set KUBEBUILDER_ASSETS`;
  if (process.env.CI === 'true') {
    throw new Error(advice);
  }
  process.stderr.write(`skipped: ${advice}\n`);
} else if (!hasOperator) {
  process.stderr.write(`skipped: tests with the operator, since ${operatorPrograms} has no manager and webhook of slurm-operator v1.2.1\n`);
}

/** Whether the real operator is here. */
export const operatorIsHere = missing.length === 0 && hasOperator;
