/** What the text of a value holds. */
export type ValueKind =
  | 'bool' | 'uint16' | 'uint32' | 'uint64' | 'int' | 'float'
  | 'string' | 'tokens' | 'enum' | 'plugin' | 'plugin-list' | 'list' | 'kv' | 'tres-list'
  | 'time' | 'purge-age' | 'level' | 'host' | 'hostport-list' | 'hostlist' | 'port-range' | 'int-ranges'
  | 'path' | 'path-list' | 'program' | 'user' | 'line';

/** What a number without suffix counts. */
export type ValueUnit =
  | 'seconds' | 'minutes' | 'milliseconds' | 'microseconds' | 'months' | 'time string'
  | 'MiB' | 'percent' | 'nodes/minute' | 'MHz or word' | 'rows';

/** One key of a Slurm configuration file, as Slurm 26.05 reads it. */
export interface Keyword {
  /** The spelling of the manual; Slurm compares without regard to case. */
  readonly name: string;
  /** What the text of the value holds. */
  readonly kind: ValueKind;
  /** What the key is for. */
  readonly about: string;
  /** What a bare number counts. */
  readonly unit?: ValueUnit;
  /** The words, plugins or prefixes the value may be made of. */
  readonly values?: readonly string[];
  /** First release that knows one of `values`, where that is later than 25.05. */
  readonly valuesSince?: { readonly [value: string]: string };
  /** Name of the token list the value is made of. */
  readonly tokens?: string;
  /** Shape of the value where `kind` does not say it. */
  readonly syntax?: string;
  /** Value in effect without the key; absent when it is unset. Text in prose where another key decides. */
  readonly default?: string | number | boolean;
  /** First release that knows the key, where that is later than 25.05. */
  readonly since?: string;
  /** First release that no longer knows the key: writing it is fatal. */
  readonly removed?: string;
  /** Still works, but Slurm wants another key; a release where it says since when. */
  readonly deprecated?: boolean | string;
  /** Without any effect; `fatal` where a daemon stops at it. */
  readonly obsolete?: 'ignored' | 'fatal';
  /** The key this one is another spelling of. */
  readonly aliasOf?: string;
  /** Lines of the same key add up instead of replacing each other. */
  readonly repeatable?: boolean;
  /** The file or the line is refused without it. */
  readonly required?: boolean;
  /** A DEFAULT line does not pass it on to later lines. */
  readonly notInherited?: boolean;
  /** A change needs the daemons restarted; `scontrol reconfigure` is enough for all other keys. */
  readonly restart?: boolean;
  /** Plugins without which the key is unknown to the daemons. */
  readonly plugins?: readonly string[];
  /** What surprises about it. */
  readonly note?: string;
}

/** One word of a comma-separated parameter list. */
export interface Token {
  /** The word, or the part before `=`. */
  readonly token: string;
  /** What follows `=`; absent for words that stand alone. */
  readonly value?: string;
  /** What it does. */
  readonly about?: string;
  /** Value in effect without the word. */
  readonly default?: string | number;
  /** Allowed values: `low..high`, or words. */
  readonly range?: string;
  /** Slurm looks for exactly this spelling; the others match without regard to case. */
  readonly caseSensitive?: boolean;
  /** First release that knows it, where that is later than 25.05. */
  readonly since?: string;
  /** First release that ignores it. */
  readonly removed?: string;
  /** Still works, but Slurm wants another key or word. */
  readonly deprecated?: boolean;
  /** Read and ignored. */
  readonly obsolete?: boolean;
  /** The source knows it, the manual does not. */
  readonly undocumented?: boolean;
}

/** What a daemon does with a word it does not know. */
export type UnknownToken = 'fatal' | 'ignored' | 'logged' | 'slurmd-fatal' | 'unverified';

/** The words of one parameter list. */
export interface TokenList {
  /** Name of the list: the key it belongs to. */
  readonly name: string;
  /** What a daemon does with other words. */
  readonly unknown: UnknownToken;
  /** Slurm searches the whole value for the text, so one word inside another switches it on as well. */
  readonly substringMatch?: boolean;
  /** The words, in the order of the sheet. */
  readonly tokens: readonly Token[];
}
