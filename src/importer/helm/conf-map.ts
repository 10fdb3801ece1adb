import { Conversion } from './conversion';
import { NoteKind } from './note';
import { Value } from '../values/value';

/** A key of a configuration file with its text, and the value it comes from. */
export interface ConfEntry {
  readonly key: string;
  readonly text: string;
  readonly value: Value;
}

/** What the chart makes of a map of keys (`extraConfMap`, `configMap`), in its order, with all that it drops or spoils on the way told. */
export function confEntries(conversion: Conversion, map: Value | undefined): ConfEntry[] {
  const entries = [...map?.entries ?? []].sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.flatMap(([key, value]): ConfEntry[] => {
    if (value.isNull) {
      return [];
    }
    if (value.isFalsy) {
      const shown = value.word ?? JSON.stringify(value.toData());
      conversion.note(NoteKind.FALSY, value, `the chart drops '${key}': its template takes ${shown} for nothing, so the clusters that run do not have it`,
        value.scalar === '' || value.kind !== 'scalar' ? 'remove it' : `write "${value.word?.toUpperCase() ?? value.text}" in quotes if you want it, in a prop of the program`);
      return [];
    }
    const items = value.kind === 'list' ? value.items : [value];
    if (value.kind === 'map' || items.some(item => item.kind !== 'scalar')) {
      conversion.note(NoteKind.BROKEN, value, `'${key}' is ${value.kind === 'map' ? 'a map' : 'a list of more than words'}, and a key takes a text or a list of words`, 'write it as a text');
      return [];
    }
    items.forEach(item => hazards(conversion, key, item));
    return [{ key, text: items.map(item => item.text).join(','), value }];
  });
}

function hazards(conversion: Conversion, key: string, item: Value): void {
  if (item.word !== undefined) {
    conversion.note(NoteKind.BOOLEAN_WORD, item, `${item.word} without quotes is a boolean, so the chart writes ${key}=${item.text}`, `write "${item.word}" in quotes`);
  }
  if (item.text.includes(';')) {
    conversion.note(NoteKind.SEMICOLON, item, `the chart cuts '${key}' in two at its ';', and what follows becomes a line of its own`, 'leave out the semicolon; the program keeps the value whole');
  }
  if (typeof item.scalar === 'number' && Math.abs(item.scalar) >= 1e6) {
    conversion.note(NoteKind.EXPONENT, item, `the chart prints ${key}=${exponent(item.scalar)}, which Slurm does not read as a number`, `the program says ${item.text}; write "${item.text}" in quotes for the chart`);
  }
}

/** A number the way Go's templates print it. */
export function exponent(value: number): string {
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}
