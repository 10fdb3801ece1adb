import { chartImage, ChartKeys, chartKeys, chartService, EACH, keysSince, Leaf, OPEN } from './chart-keys';
import { Conversion } from './conversion';
import { NoteKind } from './note';
import { didYouMean } from '../../slurm/spelling';
import { kubernetesShapes } from '../shapes/kubernetes-shapes';
import { fieldsOf } from '../shapes/shape';
import { Value } from '../values/value';

/** Keys of a Service's spec that stood beside it in the charts before 1.0. */
const SERVICE_KEYS = ['type', 'externalIPs', 'externalTrafficPolicy', 'loadBalancerClass', 'loadBalancerIP', 'loadBalancerSourceRanges', 'sessionAffinity'];

/** Tells every key that the chart does not look at, and every map or list that stands where something else belongs; gives back the values without them. */
export function knownValues(conversion: Conversion, values: Value): Value {
  return pruned(conversion, values, chartKeys);
}

function pruned(conversion: Conversion, map: Value, keys: ChartKeys): Value {
  const entries = new Map<string, Value>();
  for (const [key, value] of map.entries) {
    const isKnown = Object.hasOwn(keys, key) || Object.hasOwn(keys, EACH) || Object.hasOwn(keys, OPEN);
    const inner = Object.hasOwn(keys, key) ? keys[key] : keys[EACH];
    if (!isKnown && value.isAnchored) {
      // It stands there for aliases alone.
      continue;
    }
    if (!isKnown) {
      tellUnknown(conversion, key, value, keys);
    } else if (!isTaken(value, inner)) {
      const shown = value.kind === 'map' ? 'a map' : value.kind === 'list' ? 'a list' : JSON.stringify(value.scalar);
      const wanted = typeof inner === 'object' ? Leaf.MAP : inner;
      const outcome = typeof inner === 'object' ? ', and the chart does not render' : ', so it is left out';
      conversion.note(NoteKind.BROKEN, value, `${shown} stands where ${wanted} belongs${outcome}`, `write ${key} as ${wanted}`);
    } else {
      entries.set(key, typeof inner === 'object' && value.kind === 'map' ? pruned(conversion, value, inner) : value);
    }
  }
  return map.with({ entries });
}

function isTaken(value: Value, inner: ChartKeys | Leaf | undefined): boolean {
  // What is empty is left out by templates, whatever it is.
  if (inner === undefined || value.isNull || (typeof inner !== 'object' && inner !== Leaf.NUMBER && value.isFalsy)) {
    return true;
  }
  switch (inner) {
    case Leaf.NUMBER: return value.kind === 'scalar' && typeof value.scalar !== 'boolean' && value.text.trim() !== '' && Number.isFinite(Number(value.text));
    case Leaf.LIST: return value.kind === 'list';
    case Leaf.MAP: return value.kind === 'map';
    // The chart takes an image as one text, too.
    default: return value.kind === 'map' || (inner === chartImage && value.kind === 'scalar');
  }
}

function tellUnknown(conversion: Conversion, key: string, value: Value, keys: ChartKeys): void {
  const parent = value.origin.path.split('.').slice(0, -1).join('.');
  const near = didYouMean(key, Object.keys(keys).filter(each => each !== EACH && each !== OPEN)) ?? insideOf(key, keys);
  conversion.note(
    NoteKind.UNKNOWN_KEY, value, `the chart knows no '${key}'${parent === '' ? '' : ` of '${parent}'`}, so Helm drops it without a word, and so does the program`,
    near === undefined ? 'remove it, or look up what it is called now' : `did you mean '${near}'?`,
  );
}

/** A key of that name one level deeper: `image` of a node set belongs into its `slurmd`, `tolerations` into its `podSpec`. */
function insideOf(key: string, keys: ChartKeys): string | undefined {
  const found = Object.entries(keys).find(([name, inner]) => name !== EACH && typeof inner === 'object' && (Object.hasOwn(inner, key) || (Object.hasOwn(inner, OPEN) && ['resources', 'env', 'args', 'volumeMounts', 'securityContext', 'lifecycle'].includes(key))));
  if (found) {
    return `${found[0]}.${key}`;
  }
  const isOfPod = Object.hasOwn(keys, 'podSpec') && fieldsOf(kubernetesShapes, 'slinky.PodSpec')!.some(({ name }) => name.toLowerCase() === key.toLowerCase());
  const isOfService = keys === chartService && SERVICE_KEYS.includes(key);
  return isOfPod ? `podSpec.${key}` : isOfService ? `spec.${key}` : undefined;
}

/** The oldest version of the chart that knows all keys which are there. */
export function chartVersion(values: Value): string {
  const since = Object.entries(keysSince).filter(([path]) => has(values, path.split('.'))).map(([, version]) => version).sort();
  return since.pop() ?? '1.0';
}

function has(value: Value | undefined, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined || value === undefined) {
    return value !== undefined;
  }
  return key === EACH ? [...value.entries.values()].some(member => has(member, rest)) : has(value.entries.get(key), rest);
}
