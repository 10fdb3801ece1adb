import { ConfKeys } from './conf-keys';
import { isYes } from '../../slurm-text';

/** Where a condition looks. */
export enum Place {
  SLURM_CONF = 'slurm.conf',
  CGROUP_CONF = 'cgroup.conf',
  SLURMDBD_CONF = 'slurmdbd.conf',
  /** Names of the files in slurmctld's `/etc/slurm`, by which a configless daemon gets them too. */
  FILES = 'files',
  /** The PartitionName line that is judged. */
  PARTITION = 'PartitionName',
  /** The node set or NodeName line that is judged. */
  NODE = 'NodeName',
}

/** One half of a conflict: something that is written, or something that is not. */
export interface Condition {
  readonly place: Place;
  /** The key that decides where a finding points. */
  readonly key: string;
  /** Whether it holds because something is not there. */
  readonly isAbsence: boolean;
  /** What was found, for the message; undefined when the condition does not hold. */
  readonly holds: (keys: ConfKeys) => string | undefined;
}

/** Makes the conditions on the keys of one place. Keys and words compare without regard to case. */
export class ConditionsOn {
  constructor(private readonly place: Place) {}

  /** The key is written. */
  public sets(key: string): Condition {
    return this.reads(key, () => true);
  }

  /** The key is written with one of these values. */
  public is(key: string, ...values: string[]): Condition {
    return this.reads(key, value => includes(values, value));
  }

  /** The key is written with another value. */
  public isNot(key: string, ...values: string[]): Condition {
    return this.reads(key, value => !includes(values, value));
  }

  /** The key is written with yes. */
  public yes(key: string): Condition {
    return this.reads(key, isYes);
  }

  /** The key is written with a number above 0. */
  public positive(key: string): Condition {
    return this.reads(key, value => Number(value) > 0);
  }

  /** The key is written and its value fulfills a test. */
  public reads(key: string, test: (value: string, keys: ConfKeys) => boolean): Condition {
    return this.finds(key, keys => {
      const value = keys.value(key);
      return value !== undefined && test(value, keys) ? assigned(keys, key, value) : undefined;
    });
  }

  /** One of these words is in the list. */
  public has(key: string, ...words: string[]): Condition {
    return this.finds(key, keys => {
      const found = wordsIn(keys, key, words);
      return found.length === 0 ? undefined : assigned(keys, key, found[0]);
    });
  }

  /** The text of the key holds this one anywhere, which is how Slurm looks for some words. */
  public holds(key: string, text: string): Condition {
    return this.reads(key, value => value.toLowerCase().includes(text.toLowerCase()));
  }

  /** The text of the key holds this one nowhere; without a line it does not. */
  public lacksText(key: string, text: string): Condition {
    return this.misses(key, keys => (keys.value(key) ?? '').toLowerCase().includes(text.toLowerCase()) ? undefined : assigned(keys, key, text));
  }

  /** Two or more of these words are in the list. */
  public hasSeveral(key: string, ...words: string[]): Condition {
    return this.finds(key, keys => {
      const found = wordsIn(keys, key, words);
      return found.length < 2 ? undefined : assigned(keys, key, found.join(','));
    });
  }

  /** One of these words is in the list beside others. */
  public hasBesideOthers(key: string, ...words: string[]): Condition {
    return this.finds(key, keys => wordsIn(keys, key, words).length > 0 && keys.words(key).length > 1 ? assigned(keys, key, keys.words(key).join(',')) : undefined);
  }

  /** The word `name=<number>` is in the list and the number fulfills a test. */
  public option(key: string, name: string, test: (count: number, keys: ConfKeys) => boolean): Condition {
    return this.finds(key, keys => {
      const count = keys.option(key, name);
      return count !== undefined && test(count, keys) ? assigned(keys, key, `${name}=${count}`) : undefined;
    });
  }

  /** Anything else that can be read from the keys; the text is how it reads in a message. */
  public finds(key: string, holds: (keys: ConfKeys) => string | undefined): Condition {
    return { place: this.place, key, isAbsence: false, holds };
  }

  /** The key is not written. */
  public lacks(key: string): Condition {
    return this.misses(key, keys => keys.value(key) === undefined ? keyOf(keys, key) : undefined);
  }

  /** At least one of these keys is not written. */
  public lacksAny(...keys: string[]): Condition {
    return this.misses(keys[0], found => {
      const missing = keys.filter(key => found.value(key) === undefined);
      return missing.length === 0 ? undefined : missing.map(key => keyOf(found, key)).join(' and ');
    });
  }

  /** The key has none of these values; without a line it has none. */
  public lacksValue(key: string, ...values: string[]): Condition {
    return this.misses(key, keys => includes(values, keys.value(key) ?? '') ? undefined : assigned(keys, key, values.join(' or ')));
  }

  /** The key has another value than yes; without a line it has. */
  public notYes(key: string): Condition {
    return this.misses(key, keys => isYes(keys.value(key) ?? '') ? undefined : assigned(keys, key, 'yes'));
  }

  /** None of these words is in the list. */
  public hasNone(key: string, ...words: string[]): Condition {
    return this.misses(key, keys => wordsIn(keys, key, words).length > 0 ? undefined : assigned(keys, key, words[0]));
  }

  /** Some of these words are missing in the list. */
  public hasNotAll(key: string, ...words: string[]): Condition {
    return this.misses(key, keys => {
      const missing = words.filter(word => wordsIn(keys, key, [word]).length === 0);
      return missing.length === 0 ? undefined : assigned(keys, key, missing.join(','));
    });
  }

  /** The key has this value, or no line where this value is the default. */
  public defaultsTo(key: string, value: string): Condition {
    return this.finds(key, keys => {
      const written = keys.value(key);
      if (written === undefined && keys.open) {
        return undefined;
      }
      return written === undefined || includes([value], written) ? `${assigned(keys, key, value)}${written === undefined ? ' (the default)' : ''}` : undefined;
    });
  }

  /** The key has no number above 0. */
  public notPositive(key: string): Condition {
    return this.misses(key, keys => Number(keys.value(key) ?? 0) > 0 ? undefined : keyOf(keys, key));
  }

  /** Anything else that can be missed; the text is how it reads in a message. What is out of sight is never missed. */
  public misses(key: string, holds: (keys: ConfKeys) => string | undefined): Condition {
    return { place: this.place, key, isAbsence: true, holds: keys => keys.open ? undefined : holds(keys) };
  }
}

export const slurmConf = new ConditionsOn(Place.SLURM_CONF);
export const cgroupConf = new ConditionsOn(Place.CGROUP_CONF);
export const slurmdbdConf = new ConditionsOn(Place.SLURMDBD_CONF);
export const files = new ConditionsOn(Place.FILES);
export const partition = new ConditionsOn(Place.PARTITION);
export const node = new ConditionsOn(Place.NODE);

function wordsIn(keys: ConfKeys, key: string, words: readonly string[]): string[] {
  const present = keys.words(key).map(word => word.replace(/=.*$/, ''));
  return words.filter(word => present.includes(word.toLowerCase()));
}

function includes(values: readonly string[], value: string): boolean {
  return values.some(each => each.toLowerCase() === value.toLowerCase());
}

function assigned(keys: ConfKeys, key: string, value: string): string {
  return keys.file === '' || keys.file === Place.SLURM_CONF ? `${key}=${value}` : `${key}=${value} in ${keys.file}`;
}

function keyOf(keys: ConfKeys, key: string): string {
  return keys.file === '' || keys.file === Place.SLURM_CONF ? key : `${key} in ${keys.file}`;
}
