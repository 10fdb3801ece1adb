import { Conversion } from './conversion';
import { NoteKind } from './note';
import { Value } from '../values/value';

/** Values with keys of the charts 1.0 and 1.1 under the names that 1.2 knows. */
export function withoutOldKeys(conversion: Conversion, values: Value): Value {
  const entries = new Map(values.entries);
  const move = (key: string, make: (value: Value) => [string, Value] | undefined, message: string, fix: string): void => {
    const value = entries.get(key);
    if (value === undefined) {
      return;
    }
    entries.delete(key);
    const made = make(value);
    if (made && !value.isFalsy) {
      entries.set(made[0], entries.get(made[0]) ?? made[1]);
      conversion.note(NoteKind.OLD_KEY, value, message, fix);
    }
  };
  const key = (name: string) => (reference: Value): [string, Value] => [name, map(reference, { create: scalar(reference, false), secretRef: reference })];
  move('slurmKeyRef', key('slurmKey'), "'slurmKeyRef' was renamed with chart 1.1; it is read as slurmKey.secretRef", 'the program refers to that Secret');
  move('jwtHs256KeyRef', key('jwtKey'), "'jwtHs256KeyRef' was renamed with chart 1.1; it is read as jwtKey.secretRef", 'the program refers to that Secret');
  move('priorityClassName', name => ['priorityClass', map(name, { enabled: scalar(name, true), name })], "'priorityClassName' was renamed with chart 1.1; it is read as priorityClass.name", 'nothing: the program names the class');
  const nodeSets = entries.get('nodesets');
  if (nodeSets?.kind === 'map') {
    entries.set('nodesets', eachWithout(conversion, nodeSets, {
      useResourceLimits: "'useResourceLimits' went with chart 1.1: the operator always tells slurmd the limits of its pod",
      taintKubeNodes: "'taintKubeNodes' went with chart 1.2, and did nothing in the last patches of 1.0 and 1.1",
    }));
  }
  const loginSets = entries.get('loginsets');
  if (loginSets?.kind === 'map') {
    const files = [...loginSets.entries.values()].flatMap(({ entries: members }) => ['sssdConf', 'sssdConfRef'].map(name => members.get(name)).filter(value => value !== undefined && !value.isFalsy)) as Value[];
    entries.set('loginsets', loginSets.with({ entries: new Map([...loginSets.entries].map(([name, set]) => [name, set.with(set.kind === 'map' ? { entries: without(set, ['sssdConf', 'sssdConfRef']) } : {})])) }));
    const [first, ...others] = files;
    if (first && !entries.has('sssd')) {
      entries.set('sssd', map(first, first.kind === 'map' ? { secretRef: first } : { conf: first }));
      conversion.note(NoteKind.OLD_KEY, first, 'since chart 1.1 all hosts share one sssd.conf; it is read as sssd.conf', 'the program gives it to the cluster as its identity');
    }
    others.filter(other => JSON.stringify(other.toData()) !== JSON.stringify(first?.toData())).forEach(other => conversion.note(
      NoteKind.LEFT_OUT, other, 'login sets differ in their sssd.conf, and since chart 1.1 all hosts share one', 'merge the files, the program has the first',
    ));
  }
  return values.with({ entries });
}

/** What changed for values that were written for an older chart. */
export function tellOldDefaults(conversion: Conversion, values: Value, isOld: boolean): void {
  if (!isOld) {
    return;
  }
  if (!values.at('nodesets')) {
    conversion.note(NoteKind.CHOICE, undefined, "the charts 1.0 and 1.1 brought a sample node set 'slinky', which went with 1.2; the program has none",
      "if it runs in your cluster, add cluster.addNodeSet('slinky')");
  }
  if (!values.at('jwtKey', 'secretRef')) {
    conversion.note(NoteKind.CHOICE, undefined, "chart 1.0 made the key of tokens in the Secret '<release>-auth-jwths256', under the key jwt_hs256.key, and a Controller cannot take another",
      'for a cluster that came from chart 1.0, set authKeys: AuthKeys.existing({ ... }) to the Secrets that it has');
  }
}

function eachWithout(conversion: Conversion, sets: Value, gone: { readonly [key: string]: string }): Value {
  return sets.with({
    entries: new Map([...sets.entries].map(([name, set]) => {
      for (const [key, message] of Object.entries(gone)) {
        const value = set.entries.get(key);
        if (value) {
          conversion.note(NoteKind.OLD_KEY, value, message, 'nothing: it is left out');
        }
      }
      return [name, set.with(set.kind === 'map' ? { entries: without(set, Object.keys(gone)) } : {})];
    })),
  });
}

function without(set: Value, keys: readonly string[]): Map<string, Value> {
  return new Map([...set.entries].filter(([key]) => !keys.includes(key)));
}

function scalar(like: Value, value: boolean): Value {
  return new Value({ origin: like.origin, scalar: value });
}

function map(like: Value, members: { readonly [key: string]: Value }): Value {
  return new Value({ origin: like.origin, comments: like.comments, entries: new Map(Object.entries(members)) });
}
