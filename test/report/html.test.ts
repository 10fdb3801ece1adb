import * as fc from 'fast-check';
import { html, joined, verbatim } from '../../src/report/html';

describe('html', () => {
  test.each([
    ['</script><b>', '&lt;/script&gt;&lt;b&gt;'],
    ['" onload="x', '&quot; onload=&quot;x'],
    ['\' & `', '&#39; &amp; `'],
    ['a\u202egpj', 'a\\u{202e}gpj'],
    ['nul\u0000', 'nul\\u{0}'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['half \ud800', 'half \\u{d800}'],
    ['Zürich 😀\n', 'Zürich 😀\n'],
  ])('writes %j as %j', (text, expected) => {
    expect(html`${text}`.toString()).toBe(expected);
  });

  test('takes markup as it is, and nothing for what is absent', () => {
    expect(html`<p>${html`<b>${1}</b>`}${undefined}${false}${[html`<i>`, html`</i>`]}</p>`.toString()).toBe('<p><b>1</b><i></i></p>');
    expect(joined([html`a`, html`b`], html`, `).toString()).toBe('a, b');
  });

  test('lets no text open a tag or end an attribute', () => {
    fc.assert(fc.property(fc.fullUnicodeString(), text => {
      const written = html`${text}`.toString();
      expect(written).not.toMatch(/[<>"']/);
      expect(written.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
    }), { seed: 7, numRuns: 500 });
  });

  test('refuses a script that would end early', () => {
    expect(() => verbatim('"</SCRIPT>"')).toThrow('the end of its element');
  });
});
