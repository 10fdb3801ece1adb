import type { CliIo } from './io';
import { colours, count, printable } from './output';
import type { Sandbox, Substitution } from '../sandbox';

/** What a sandbox is, for programs. */
export interface SandboxReport {
  readonly cluster: string;
  readonly slurmVersion: string;
  readonly folder: string;
  /** Variables by which any command of Slurm finds the sandbox. */
  readonly environment: { readonly [name: string]: string };
  readonly nodes: number;
  readonly substitutions: readonly Substitution[];
  readonly assumptions: readonly string[];
}

/** What a sandbox is, as data. */
export function sandboxReport(sandbox: Sandbox): SandboxReport {
  const { cluster, slurmVersion, folder, environment, nodes, substitutions, assumptions } = sandbox;
  return { cluster: cluster.controller.clusterName, slurmVersion, folder, environment, nodes, substitutions, assumptions };
}

/** What a sandbox is, in words. */
export function sandboxText(sandbox: Sandbox, io: CliIo): string {
  const { bold, dim } = colours(io);
  const { cluster, slurmVersion, nodes, substitutions, assumptions } = sandbox;
  const width = Math.max(0, ...substitutions.map(({ key }) => key.length));
  const change = ({ declared, used }: Substitution): string => `${printable(declared ?? '(not set)')} -> ${printable(used ?? '(left out)')}`;
  const subjects = [...new Set(substitutions.map(({ subject }) => subject))];
  return [
    `${bold(cluster.controller.clusterName)}: ${count(nodes, 'node')}, Slurm ${slurmVersion}`,
    '',
    'What differs from the declared cluster:',
    ...subjects.flatMap(subject => [
      `  ${subject}`,
      ...substitutions.filter(each => each.subject === subject).map(each => `    ${each.key.padEnd(width)}  ${change(each)}  ${dim(each.reason)}`),
    ]),
    ...(assumptions.length === 0 ? [] : ['', 'What the manifests leave open:', ...assumptions.map(text => `  ${printable(text)}`)]),
    '',
    'In another terminal: slurm-constructs sandbox exec -- sinfo',
    'Ctrl-C or slurm-constructs sandbox down ends it.',
    '',
  ].join('\n');
}
