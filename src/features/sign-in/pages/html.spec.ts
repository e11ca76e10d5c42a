import { type Html, html } from './html';

describe('the html tag', () => {
  it.each([
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['"><img src=x onerror=alert(1)>', '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;'],
    ["' autofocus onfocus='x", '&#39; autofocus onfocus=&#39;x'],
    ['&lt;', '&amp;lt;'],
    ['`${x}`', '&#96;${x}&#96;'],
  ])('writes %s as text', (value, text) => {
    expect(html`<p title="${value}">${value}</p>`.text).toBe(`<p title="${text}">${text}</p>`);
  });

  it('escapes what was made of escaped parts only once', () => {
    const part = html`<b>${'<'}</b>`;
    expect(html`<p>${part}${[part, '>']}</p>`.text).toBe('<p><b>&lt;</b><b>&lt;</b>&gt;</p>');
  });

  it('writes nothing for what is absent', () => {
    expect(html`a${undefined}b${false}c${[]}d${0}`.text).toBe('abcd0');
  });

  it('escapes an object that only looks like markup', () => {
    const forged = JSON.parse('{"text":"<b>"}') as Html;
    expect(() => html`${forged}`.text).toThrow(TypeError);
  });
});
