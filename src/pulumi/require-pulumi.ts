/** Imported first by the entry, so that a missing package is told in one sentence instead of by Node.js' list of places where it looked. */
export function missingPackages(packages: string[], resolve: (name: string) => string): string[] {
  return packages.filter(name => {
    try {
      return resolve(name) === '';
    } catch {
      return true;
    }
  });
}

/** Throws when a package that Pulumi programs bring themselves is not there. */
export function requirePackages(packages: string[], user: string): void {
  const missing = missingPackages(packages, require.resolve);
  if (missing.length > 0) {
    const error = new Error(`${user} needs ${missing.join(' and ')}, which slurm-constructs leaves to you since cdk8s programs need neither; run: npm install ${missing.join(' ')}`);
    error.name = 'SlurmConstructsError';
    error.stack = `${error.name}: ${error.message}`;
    throw error;
  }
}

requirePackages(['@pulumi/pulumi', '@pulumi/kubernetes'], 'slurm-constructs/pulumi');
