import { Kind, propsOf } from './kind';

/** What a value is that its prop does not take. */
export function told(value: unknown, kind: Kind): string {
  return `${seen(value, kind)}, ${reason(value, kind)}`;
}

/** How to write a value of a kind instead. */
export function wantedOf(kind: Kind, value: unknown): string {
  if (isOutput(value)) {
    return outputWanted(kind);
  }
  switch (kind.is) {
    case 'primitive':
      return primitive(kind.name, value);
    case 'enum':
      return enumWanted(kind.name, [...kind.values?.values() ?? []], value) ?? `use e.g. ${kind.example}`;
    case 'list':
      return `use a list${value === undefined || value === null ? '' : ', also for one'}: ${listed(kind.of)}`;
    case 'map':
      return "use an object such as { 'name': ... }";
    case 'struct':
      return `use an object such as ${struct(kind.name)}`;
    case 'class':
      return fromValue(kind.name, value) ?? `use e.g. ${kind.example}`;
    default:
      return 'use an object';
  }
}

/** The member that was meant, or all of them. */
function enumWanted(name: string, members: readonly string[], value: unknown): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const meant = typeof value === 'string' ? members.find(member => plain(member) === plain(value)) : undefined;
  if (meant !== undefined) {
    return `use ${name}.${meant}`;
  }
  const all = members.map(member => `${name}.${member}`);
  return members.length === 0 ? undefined : members.length < 4 ? `use ${all.join(' or ')}` : `use one of ${all.join(', ')}`;
}

function seen(value: unknown, kind: Kind): string {
  if ((typeof value === 'string' || typeof value === 'number') && mayBeSecret(kind)) {
    return typeof value === 'string' ? 'a text' : 'a number';
  }
  if (typeof value === 'string') {
    return `'${inLine(value.length > 60 ? `${value.slice(0, 57)}...` : value)}'`;
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  if (typeof value === 'object' && value !== null) {
    return isOutput(value) ? 'an output of Pulumi' : 'an object of another kind';
  }
  return typeof value === 'function' ? 'a function' : String(value);
}

function isOutput(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'apply' in value;
}

function outputWanted(kind: Kind): string {
  const isList = kind.is === 'list' && kind.of.is === 'primitive' && kind.of.name === 'string';
  const door = isList ? 'asList' : kind.is === 'primitive' && kind.name !== 'boolean' ? { string: 'asString', number: 'asNumber' }[kind.name] : undefined;
  return door === undefined ? 'use a value that is known when the program runs' : `use ${door}() of slurm-constructs/pulumi`;
}

function reason(value: unknown, kind: Kind): string {
  switch (kind.is) {
    case 'primitive':
      return typeof value === 'string' && kind.name === 'boolean' ? 'a text, which would count as true whatever it says' : `which is no ${kind.name === 'string' ? 'text' : kind.name}`;
    case 'enum':
      return `which is no ${kind.name}`;
    case 'list':
      return 'which is no list';
    case 'class':
      return typeof value === 'number' && kind.name in units ? `which is no ${kind.name}: it has no unit` : `which is no ${kind.name}`;
    case 'struct':
      return `which is no object with the fields of ${kind.name}`;
    default:
      return 'which is no object';
  }
}

/** Classes in whose place people write a password, a key or a token. */
const secretClasses = ['AuthKeys', 'Database', 'EnvValue', 'ISecret', 'Identity', 'PrometheusAuthentication', 'TopographProvider'];

/** Whether people write a secret in the place of such a value, which must not come into a log. */
function mayBeSecret(kind: Kind): boolean {
  return (kind.is === 'struct' && [...propsOf(kind.name).byName.values()].some(field => ['SecretValue', 'ISecret'].includes(field.kind)))
    || (kind.is === 'class' && secretClasses.includes(kind.name));
}

/** A text without what would break its line or speak to the terminal. */
function inLine(text: string): string {
  return text.replace(/\p{Cc}/gu, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function primitive(name: 'string' | 'number' | 'boolean', value: unknown): string {
  if (name === 'number') {
    return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? `use ${Number(value)} without quotes` : 'use a number';
  }
  if (name === 'boolean') {
    return typeof value === 'string' && /^(true|false)$/i.test(value) ? `use ${value.toLowerCase()} without quotes` : 'use true or false';
  }
  return typeof value === 'number' || typeof value === 'boolean' ? `use '${value}', with quotes` : 'use a text';
}

function listed(kind: Kind): string {
  switch (kind.is) {
    case 'enum':
    case 'class':
      return `[${kind.example}]`;
    case 'struct':
      return `[${struct(kind.name)}]`;
    case 'primitive':
      return kind.name === 'string' ? "['...']" : '[1]';
    default:
      return '[{ ... }]';
  }
}

function struct(name: string): string {
  const { byName, required } = propsOf(name);
  return `{ ${(required.length > 0 ? required : [...byName.values()].slice(0, 1)).map(prop => `${prop.name}: ...`).join(', ')} }`;
}

/** What numbers without a unit may have meant, and the units in which configuration files write sizes and times. */
const units: { readonly [kind: string]: { readonly bare: string; readonly written: { readonly [suffix: string]: string } } } = {
  Size: { bare: 'mebibytes', written: { Ki: 'kibibytes', Mi: 'mebibytes', Gi: 'gibibytes', Ti: 'tebibytes' } },
  Duration: { bare: 'seconds', written: { s: 'seconds', m: 'minutes', h: 'hours', d: 'days' } },
  Cpu: { bare: 'units', written: { m: 'millis' } },
};

/** Factories that make an object of a value that stands where the object belongs. */
const factories: { readonly [kind: string]: (value: string | number) => string | undefined } = {
  IAccount: name => (typeof name === 'string' ? `Account.named('${name}')` : undefined),
  IQos: name => (typeof name === 'string' ? `Qos.named('${name}')` : undefined),
  PurgeAge: count => (typeof count === 'number' ? `PurgeAge.days(${count})` : undefined),
  Scaling: count => (Number.isFinite(Number(count)) ? `Scaling.fixed(${count})` : undefined),
  SlurmImage: reference => (typeof reference === 'string' ? `SlurmImage.of('${reference}')` : undefined),
  SlurmVersion: version => `SlurmVersion.of('${version}')`,
};

function fromValue(kind: string, value: unknown): string | undefined {
  const isUsable = (typeof value === 'string' && /^[\w.:/@+-]{1,80}$/.test(value)) || (typeof value === 'number' && Number.isFinite(value));
  const made = isUsable && Object.hasOwn(factories, kind) ? factories[kind](value) : undefined;
  return made === undefined ? withUnit(kind, value) : `use ${made}`;
}

function withUnit(kind: string, value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) {
    return kind in units ? `say in which unit, e.g. ${kind}.${units[kind].bare}(${value})` : undefined;
  }
  const [, amount, suffix] = /^(\d+)([A-Za-z]{1,2})$/.exec(typeof value === 'string' ? value : '') ?? [];
  const unit = kind in units && Object.hasOwn(units[kind].written, suffix ?? '') ? units[kind].written[suffix] : undefined;
  return unit && `use ${kind}.${unit}(${amount})`;
}
