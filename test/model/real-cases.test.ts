import { existsSync, readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { loadAll } from 'js-yaml';
import { modelFromObjects } from '../../src/model/from-objects';
import { lint } from '../../src/model/lint';
import { LintSeverity } from '../../src/slurm/finding';

/** What ten real teams declare, kept beside the repository because it is theirs. */
const FOLDER = path.resolve(__dirname, '../../../shared/cases/helm');

// Every one of them leaves out PrologFlags, TaskPlugin or JobAcctGatherType, or restarts slurmctld on each change, or takes alpine:latest.
const FINDINGS: { readonly [name: string]: { readonly errors: string[]; readonly warnings: string[] } } = {
  'aicr-h100-eks': {
    errors: ['FIT-002 NodeSet slurm-worker-slinky'],
    warnings: ['FIT-004 Controller slurm', 'FIT-007 NodeSet slurm-worker-slinky', 'OPR-004 Controller slurm', 'OPR-015 Controller slurm', 'SEL-008 Controller slurm'],
  },
  'argocd-vm-lab': {
    errors: [],
    warnings: ['FIT-012 Controller slurm', 'FIT-012 NodeSet slurm-worker-slinky', 'OPR-004 Controller slurm', 'OPR-015 Controller slurm'],
  },
  'doks-amd-mi300x': {
    errors: ['FIT-002 NodeSet slurm-worker-slinky'],
    warnings: [
      'FIT-004 Controller slurm', 'FIT-012 Controller slurm', 'FIT-012 LoginSet slurm-login-slinky', 'FIT-012 NodeSet slurm-worker-slinky', 'FIT-016 Controller slurm',
      'OPR-004 Controller slurm', 'OPR-015 Controller slurm',
    ],
  },
  'eks-amx-cpu': {
    errors: ['FIT-008 NodeSet slurm-worker-ns-amx'],
    warnings: ['FIT-012 Controller slurm', 'FIT-012 NodeSet slurm-worker-ns-amx', 'OPR-004 Controller slurm', 'OPR-015 Controller slurm'],
  },
  'hyperpod-eks-p5': {
    errors: ['FIT-002 NodeSet slurm-worker-slinky'],
    warnings: [
      'FIT-004 Controller slurm', 'FIT-012 Controller slurm', 'FIT-012 LoginSet slurm-login-slinky', 'FIT-012 NodeSet slurm-worker-slinky', 'FIT-016 Controller slurm',
      'OPR-004 Controller slurm', 'OPR-015 Controller slurm',
    ],
  },
  'julia-kind': {
    errors: [],
    warnings: [
      'FIT-012 Controller slurm', 'FIT-012 LoginSet slurm-login-julia', 'FIT-012 NodeSet slurm-worker-julia', 'OPR-004 Controller slurm', 'OPR-015 Controller slurm',
    ],
  },
  'oci-oke-rdma-h100-cpu': {
    errors: ['FIT-011 NodeSet slurm-worker-rdma'],
    warnings: [
      'FIT-012 Controller slurm', 'FIT-012 LoginSet slurm-login-slinky', 'FIT-012 NodeSet slurm-worker-cpu', 'FIT-012 NodeSet slurm-worker-rdma',
      'FIT-020 LoginSet slurm-login-slinky', 'OPR-021 NodeSet slurm-worker-cpu', 'OPR-021 NodeSet slurm-worker-rdma', 'SEL-008 Controller slurm',
    ],
  },
  'slinky-a3mega': {
    errors: [],
    warnings: [
      'FIT-004 Controller slurm', 'FIT-007 NodeSet slurm-worker-a3-mega-nodes', 'FIT-012 Controller slurm', 'FIT-012 NodeSet slurm-worker-a3-mega-nodes',
      'FIT-016 Controller slurm', 'OPR-004 Controller slurm', 'OPR-015 Controller slurm',
    ],
  },
  'slinky-dcgm': {
    errors: [],
    warnings: ['FIT-012 Controller slurm', 'FIT-012 NodeSet slurm-worker-gpu-nodes', 'FIT-016 Controller slurm', 'OPR-004 Controller slurm', 'OPR-015 Controller slurm'],
  },
  'slurm-bridge-hybrid': {
    errors: [],
    warnings: [
      'FIT-004 Controller slurm', 'FIT-006 NodeSet slurm-worker-slurm-bridge', 'FIT-007 NodeSet slurm-worker-slurm-bridge', 'FIT-012 Controller slurm',
      'FIT-012 NodeSet slurm-worker-slurm-bridge', 'FIT-015 Controller slurm', 'OPR-004 Controller slurm', 'OPR-015 Controller slurm',
      'OPR-021 NodeSet slurm-worker-slurm-bridge', 'SEL-008 Controller slurm',
    ],
  },
};

function findingsOf(name: string, severity: LintSeverity): string[] {
  const objects = loadAll(readFileSync(path.join(FOLDER, name, 'expected.yaml'), 'utf8'));
  const { findings } = lint(modelFromObjects(objects.map(object => ({ object }))));
  return findings.filter(finding => finding.severity === severity).map(({ ruleId, object }) => `${ruleId} ${object?.kind} ${object?.name}`).sort();
}

const present = existsSync(FOLDER);

(present || process.env.CI === 'true' ? describe : describe.skip)(`real clusters${present ? '' : ' (no cases in ../shared/cases beside the repository)'}`, () => {
  test('are all in the table', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(FINDINGS));
  });

  test.each(Object.entries(FINDINGS))('%s has these findings', (name, { errors, warnings }) => {
    expect(findingsOf(name, LintSeverity.ERROR)).toEqual(errors);
    expect(findingsOf(name, LintSeverity.WARNING)).toEqual(warnings);
  });
});
