import { html, Html, type HtmlValue } from './html';
import type { PageTexts } from './page-texts';
import { sourceOf } from './stylesheet';

/** A page as it is sent. `send-page.ts` sends it. */
export interface PageAnswer {
  readonly status: number;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The parts in which pages differ. */
export interface PageParts {
  readonly title: Html;
  readonly body: Html;
  /** 200 if it is absent. */
  readonly status?: number;
  /** A script of this program, without any value. */
  readonly script?: string;
  /** Where the browser goes on by itself, at once: an address that was checked. */
  readonly goesOnTo?: string;
  readonly isWide?: boolean;
  /** The id of the request, which the log has too. */
  readonly reference?: string;
}

/** A whole page, and its headers. The title is ours: nothing of a client stands in it. */
export const pageOf = (texts: PageTexts, parts: PageParts): PageAnswer => {
  const { title, body, status = 200, script, goesOnTo, isWide, reference } = parts;
  const { brand, product } = texts;
  const document = html`<!doctype html>
<html lang="${texts.language}" dir="${texts.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
${goesOnTo !== undefined && html`<meta http-equiv="refresh" content="0; url=${goesOnTo}" />`}
<title>${title} – ${product}</title>
${elementOf('style', brand.style.css)}
</head>
<body${isWide === true && html` class="wide"`}>
<header>${logoOf(texts)}</header>
<main>
${body}
</main>
${footerOf(texts, reference)}
${script !== undefined && elementOf('script', script)}
</body>
</html>
`;
  return { status, html: document.text, headers: headersOf(texts, script) };
};

/** A script or a style sheet of this program, without a character more: the content security policy has its hash. */
const elementOf = (name: 'script' | 'style', content: string): Html => new Html(`<${name}>${content}</${name}>`);

const logoOf = ({ brand, product }: PageTexts): HtmlValue =>
  brand.logo === undefined ? html`<bdi>${product}</bdi>` : html`<img src="${brand.logo}" alt="${product}" />`;

const footerOf = (texts: PageTexts, reference: string | undefined): HtmlValue =>
  reference !== undefined &&
  html`<footer>
    <p>${texts.text('error.reference', { reference: html`<bdi class="code" dir="ltr">${reference}</bdi>` })}</p>
  </footer>`;

/** The heading of a page. It has the focus first, so that readers of screens begin there, and Enter does nothing. */
export const heading = (content: HtmlValue): Html => html`<h1 tabindex="-1" autofocus>${content}</h1>`;

/**
 * The first button of a form, which browsers press for Enter: nobody sees it, and its method does nothing outside of a
 * dialog (HTML, section 4.10.21.3). Browsers pass over a disabled button, and press the next one.
 */
export const NOTHING_BY_ENTER = html`<button type="submit" formmethod="dialog" hidden></button>`;

/**
 * The headers of every page. There is no `form-action`: browsers apply it to the redirects after the form, and would
 * stop the user on the way back to the application. There is no `Cross-Origin-Opener-Policy`: clients that open a popup
 * would lose it.
 */
const headersOf = ({ brand }: PageTexts, script: string | undefined): PageAnswer['headers'] => ({
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src ${brand.style.source}`,
    ...(script === undefined ? [] : [`script-src ${sourceOf(script)}`]),
    "img-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
});
