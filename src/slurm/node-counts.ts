import { ConfField } from './conf-line';
import { Hostlist } from './hostlist';

/** A field of a NodeName line that does not fit the number of its nodes. */
export interface NodeCountProblem {
  readonly field: ConfField;
  readonly message: string;
  readonly fix: string;
}

const PER_NODE = /^(BcastAddr|NodeAddr|NodeHostname|Port)$/i;

/** Finds the fields of a NodeName line that give several values, but not one for each node. */
export function nodeCountProblems(fields: readonly ConfField[]): NodeCountProblem[] {
  const [first, ...rest] = fields;
  const nodes = countOf(first.value);
  if (nodes === undefined || /^default$/i.test(first.value)) return [];
  return rest.filter(({ key }) => PER_NODE.test(key)).flatMap(field => {
    const values = countOf(field.value);
    return values === undefined || values <= 1 || values === nodes ? [] : [{
      field,
      message: `${field.key} has ${values} values for ${nodes} node${nodes === 1 ? '' : 's'}, and slurmctld stops at the line`,
      fix: `give ${nodes} values${nodes === 1 ? '' : ', or one'}`,
    }];
  });
}

function countOf(text: string): number | undefined {
  return Hostlist.parse(text).value?.count;
}
