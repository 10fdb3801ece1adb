import { problemText } from '../errors/refuse';

/** What a key of the arguments stands for. */
export function find<T>(known: Map<string, T>, name: string, where: string, what: string): T {
  const found = known.get(name);
  if (found === undefined) {
    throw new Error(problemText({
      id: 'PUL-006',
      what: `${where} names '${name}', and there is no ${what} of that name`,
      fix: known.size > 0 ? `use ${[...known.keys()].map(key => `'${key}'`).join(', ')}` : `declare a ${what}`,
    }));
  }
  return found;
}
