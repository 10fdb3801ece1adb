import escapeHtml = require('escape-html');

/** Text that is HTML already. Only `html` makes it, so what manifests say cannot become markup. */
export class Html {
  /** @internal */
  public constructor(private readonly text: string) {}

  public toString(): string {
    return this.text;
  }
}

/** What may stand in a template: text is escaped, nothing is nothing. */
export type HtmlValue = string | number | Html | readonly Html[] | undefined | false;

/** No markup. */
export const NOTHING = new Html('');

/** A template of HTML: text in it is escaped for content and for quoted attributes, and only there may it stand. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.reduce((text, next, index) => text + markup(values[index - 1]) + next));
}

/** Pieces with a separator between them. */
export function joined(pieces: readonly Html[], separator: Html): Html {
  return new Html(pieces.join(separator.toString()));
}

/** Text of our own that is no HTML: a style sheet or a script. What ends its element early is a bug. */
export function verbatim(text: string): Html {
  if (/<\/(?:style|script)/i.test(text)) {
    throw new Error('a style sheet or script holds the end of its element');
  }
  return new Html(text);
}

function markup(value: HtmlValue): string {
  if (value === undefined || value === false) {
    return '';
  }
  if (value instanceof Html) {
    return value.toString();
  }
  return typeof value === 'object' ? value.join('') : escapeHtml(visible(String(value)));
}

/** Control characters and marks that turn the writing direction are spelled out: they could make a name look like another. */
function visible(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu,
    character => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}
