import { Problem } from '../errors/refuse';

/** What keeps a name out of the database, or changes it on the way. */
export function policyNameProblems(kind: string, name: string, reserved: string[] = []): Problem[] {
  if (reserved.includes(name)) {
    return [{ id: 'ACCT-041', what: `${kind} '${name}' is one that slurmdbd makes itself`, fix: 'choose another name' }];
  }
  return /^[a-z0-9_][a-z0-9_.@-]*$/.test(name) ? [] : [{
    id: 'ACCT-042',
    what: `'${name}' is no name for ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}: slurmdbd keeps names in lower case, and lists of them have commas between`,
    fix: `use lower-case letters, digits, '_', '-' and '.', such as '${name.toLowerCase().replace(/[^a-z0-9_.@-]+/g, '-').replace(/^[-.@]+/, '') || 'research'}'`,
  }];
}
