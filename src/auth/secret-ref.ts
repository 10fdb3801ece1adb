import { ISecret, SecretValue } from 'cdk8s-plus-28';
import { Problem } from '../errors/refuse';
import * as slinky from '../slinky';

/** Where a Secret key is asked for: the prop that names it, and the namespace whose pods read it. */
export interface SecretUse {
  readonly ruleId: string;
  readonly prop: string;
  readonly namespace: string;
  readonly exampleKey: string;
}

/** The reference that custom resources carry to one key of a Secret. */
export function secretKeySelector(value: SecretValue): slinky.SecretKeySelector {
  return { name: value.secret.name, key: value.key };
}

/** What is wrong with a reference to a Secret key; empty when nothing is. */
export function secretProblems(value: SecretValue, use: SecretUse): Problem[] {
  const problems: Problem[] = [];
  if (!value.secret.name?.trim()) {
    problems.push({
      id: use.ruleId,
      what: `the Secret of '${use.prop}' has no name, so the pods that mount it never start`,
      fix: "name the Secret, e.g. Secret.fromSecretName(this, 'Key', 'slurm-auth-slurm')",
    });
  }
  if (!value.key?.trim()) {
    problems.push({
      id: use.ruleId,
      what: `'${use.prop}' names no key of Secret '${value.secret.name}', so the pods that mount it never start`,
      fix: `say which key holds the value, e.g. { secret, key: '${use.exampleKey}' }`,
    });
  }
  const elsewhere = namespaceOf(value.secret);
  if (elsewhere !== undefined && elsewhere !== use.namespace) {
    problems.push({
      id: use.ruleId,
      what: `Secret '${value.secret.name}' of '${use.prop}' is in namespace '${elsewhere}', and pods of namespace '${use.namespace}' cannot read it`,
      fix: `make the Secret in namespace '${use.namespace}'`,
    });
  }
  return problems;
}

// Secrets made in the program carry metadata; imported ones are only a name.
function namespaceOf(secret: ISecret): string | undefined {
  const { metadata } = secret as ISecret & { metadata?: { namespace?: string } };
  return metadata?.namespace;
}
