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

/** Programs that every test needs. */
export const missingPrograms = ['etcd', 'kube-apiserver', 'kubectl', 'kube-controller-manager', 'kube-scheduler', 'kwok'].filter(name => !existsSync(clusterProgram(name)));

/** Whether the real operator is here. */
export const operatorIsHere = ['manager', 'webhook'].every(name => existsSync(path.join(operatorPrograms, name)));
