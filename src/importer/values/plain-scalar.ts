import type { Scalar } from 'yaml';

/** What a scalar is: plain words may be numbers, booleans or null, all others are texts. */
export function scalarOf(node: Scalar, yaml: typeof import('yaml')): { readonly scalar: string | number | boolean | null; readonly word?: string } {
  const text = String(node.value ?? '');
  const tag = node.tag?.replace('tag:yaml.org,2002:', '!!');
  if (tag === '!!str' || tag === '!') {
    return { scalar: text };
  }
  return node.type === undefined || node.type === yaml.Scalar.PLAIN ? plainScalar(text) : { scalar: text };
}

/** A plain word as Helm reads it, which is YAML 1.1 as far as booleans and octal numbers go. */
export function plainScalar(text: string): { readonly scalar: string | number | boolean | null; readonly word?: string } {
  if (/^(?:~|null|Null|NULL|)$/.test(text)) {
    return { scalar: null };
  }
  if (/^(?:y|Y|yes|Yes|YES|on|On|ON)$/.test(text)) {
    return { scalar: true, word: text };
  }
  if (/^(?:n|N|no|No|NO|off|Off|OFF)$/.test(text)) {
    return { scalar: false, word: text };
  }
  if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(text)) {
    return { scalar: text.toLowerCase() === 'true' };
  }
  const digits = text.replace(/_/g, '');
  if (/^[-+]?(?:0|[1-9]\d*)$/.test(digits)) {
    return { scalar: Number(digits) };
  }
  if (/^[-+]?(?:0o?[0-7]+|0x[\da-f]+|0b[01]+)$/i.test(digits)) {
    const [, sign, number] = /^([-+]?)(.*)$/.exec(digits)!;
    return { scalar: (sign === '-' ? -1 : 1) * Number(/^0[0-7]/.test(number) ? `0o${number.slice(1)}` : number.toLowerCase()) };
  }
  if (/^[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:e[-+]?\d+)?$/i.test(digits) && /[.e]/i.test(digits)) {
    return { scalar: Number(digits) };
  }
  return { scalar: text };
}
