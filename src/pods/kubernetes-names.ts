import { Problem } from '../errors/refuse';

const labelName = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const labelPrefix = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

function isQualifiedName(key: string): boolean {
  const [name, prefix, ...more] = key.split('/').reverse();
  return labelName.test(name) && more.length === 0 && (prefix === undefined || labelPrefix.test(prefix));
}

/** Labels, annotations and selectors that the API server would refuse. */
export function metadataProblems(options: {
  readonly labels?: { [key: string]: string };
  readonly annotations?: { [key: string]: string };
  readonly nodeSelector?: { [key: string]: string };
}): Problem[] {
  const problems: Problem[] = [];
  for (const prop of ['labels', 'annotations', 'nodeSelector'] as const) {
    for (const [key, value] of Object.entries(options[prop] ?? {})) {
      if (!isQualifiedName(key)) {
        problems.push({ id: 'POD-014', what: `'${key}' of '${prop}' is not a key that the API server takes`, fix: "use <domain>/<name>, such as 'example.com/pool', or a name of up to 63 letters, digits, '-', '_' and '.'" });
      } else if (prop !== 'annotations' && value !== '' && !labelName.test(value)) {
        problems.push({ id: 'POD-015', what: `'${value}' of '${prop}' is not a label value that the API server takes`, fix: "use up to 63 letters, digits, '-', '_' and '.'" });
      }
    }
  }
  return problems;
}
