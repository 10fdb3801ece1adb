import * as path from 'path';
import { Contender, ratio, Turns } from './cost';
import { Results } from './results';

const repository = path.join(__dirname, '..');

/** What a program pays for importing the package, beside what it pays for what its users import anyway. */
export function measureImports(results: Results, quick: boolean): void {
  const turns: Turns = quick ? { turns: 15, seconds: 20 } : { turns: 41, seconds: 120 };
  const [alone, entry, first] = results.compare('import', [
    evaluate("require('cdk8s')"),
    evaluate("require('slurm-constructs')"),
    evaluate("require('slurm-constructs').SlurmCluster"),
    { name: 'slurm-constructs --version', command: [process.execPath, path.join(repository, 'lib/cli/main.js'), '--version'] },
  ], turns);
  // Our modules, and cdk8s with them, are loaded at their first use.
  results.hold('import of slurm-constructs: times that of cdk8s', ratio(entry, alone, 'cpuMs'), 0.9);
  results.hold('first use of SlurmCluster: times the import of cdk8s', ratio(first, alone, 'cpuMs'), 1.4);

  const [pulumi, ours] = results.compare('import for Pulumi', [
    evaluate("require('@pulumi/pulumi')"),
    evaluate("require('slurm-constructs/pulumi')"),
  ], { ...turns, turns: Math.ceil(turns.turns / 3) });
  results.hold('import of slurm-constructs/pulumi: times that of @pulumi/pulumi', ratio(ours, pulumi, 'cpuMs'), 1.3);
}

function evaluate(program: string): Contender {
  // Node.js looks for packages from where it runs, and the repository knows its own name.
  return { name: program, command: [process.execPath, '--eval', program], folder: repository };
}
