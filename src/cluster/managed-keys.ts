import { Problem } from '../errors/refuse';

/** Keys whose options the operator joins with its own; it splits at commas and writes everything in lower case. */
const operatorOptions: { readonly [key: string]: readonly string[] } = {
  AuthAltParameters: ['jwt_key', 'jwks'],
  AuthInfo: ['use_client_ids'],
  SlurmctldParameters: ['enable_configless', 'reconfig_on_restart'],
};

/** What the operator's merging would break in the value of a managed key; nothing for other keys. */
export function managedKeyProblems(key: string, value: string): Problem[] {
  const name = Object.keys(operatorOptions).find(each => each.toLowerCase() === key.toLowerCase());
  if (name === undefined) return [];
  if (/[\s"'#]/.test(value)) {
    return [{
      id: 'CONF-040',
      what: `'${value}' of ${name} holds blanks, quotes or '#', so the operator cannot join it with its own options and configless start is lost`,
      fix: 'list the options without blanks and quotes',
    }];
  }
  return value.split(',').flatMap(option => optionProblems(name, option));
}

function optionProblems(key: string, option: string): Problem[] {
  const [word, argument] = option.split('=', 2);
  const own = operatorOptions[key].find(each => each === word.toLowerCase());
  if (own !== undefined && argument !== undefined) {
    return [{ id: 'CONF-041', what: `'${option}' of ${key} is dropped, since the operator sets '${own}' itself`, fix: 'remove it' }];
  }
  if (option !== option.toLowerCase()) {
    return [{ id: 'CONF-042', what: `the operator writes '${option}' of ${key} as '${option.toLowerCase()}'`, fix: 'use a value in lower case' }];
  }
  return [];
}
