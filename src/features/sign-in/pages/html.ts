/** Text that may stand in a page as it is: literals of this program, and values that were escaped. */
export class Html {
  constructor(readonly text: string) {}
}

/** What a template may contain: text is escaped, `undefined` and `false` are nothing, lists are joined. */
export type HtmlValue = Html | string | number | false | undefined | readonly HtmlValue[];

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** The text with character references for all that begins or ends markup, in contents and in quoted attributes. */
const escaped = (text: string): string => text.replace(/[&<>"'`]/g, (character) => REFERENCES[character] ?? '');

const rendered = (value: HtmlValue): string => {
  if (value instanceof Html) return value.text;
  if (value === undefined || value === false) return '';
  if (typeof value === 'object') return value.map(rendered).join('');
  return escaped(String(value));
};

/**
 * The tag of all templates of pages: escapes every value that is not {@link Html}. Attributes must be quoted. A value
 * never names an element or an attribute, and never stands in a script or a style sheet.
 */
export const html = (literals: TemplateStringsArray, ...values: readonly HtmlValue[]): Html =>
  new Html(literals.map((literal, index) => literal + rendered(values[index])).join(''));
