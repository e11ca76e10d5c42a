import { html, type HtmlValue } from '../html';
import { heading, type PageAnswer, pageOf } from '../page-answer';
import { code, type PageTexts } from '../page-texts';
import { checkedLocation } from '../checked-location';
import type { TextName } from '../texts/languages';

/** What a page of an error is about: the middle of the names of its texts. */
export type ErrorKind = TextName extends infer Name
  ? Name extends `error.${infer Kind}.heading`
    ? Kind
    : never
  : never;

/** What went wrong, for the user and for the developer of the application. */
export interface ErrorView {
  readonly kind: ErrorKind;
  readonly status: number;
  /** The id of the request, which the log has too. */
  readonly reference?: string;
  /** The host that the user may return to, or that the text is about. */
  readonly host?: string;
  /** Where an answer of the error goes, if the user wants it there. It was registered, and is checked again here. */
  readonly link?: string;
  /** A sentence in English for the developer, without values of the request. */
  readonly detail?: string;
}

/**
 * The page of an error. With a `link`, it is the page before an error passes to a host that is not trusted: the user
 * returns there by choice, or stays (OAuth 2.1 section 7.13.2).
 */
export const errorPage = (texts: PageTexts, view: ErrorView): PageAnswer => {
  const { kind, status, reference, host = '', link, detail } = view;
  return pageOf(texts, {
    status,
    title: texts.text('error.title'),
    ...(reference !== undefined && { reference }),
    body: html`${heading(texts.text(`error.${kind}.heading`))}
      <p>${texts.text(`error.${kind}.text`, { host: code(host) })}</p>
      ${
        detail !== undefined &&
        html`<details class="small">
          <summary>${texts.text('error.for_developer')}</summary>
          <p lang="en" dir="ltr">${detail}</p>
        </details>`
      }
      ${link === undefined ? html`<p class="small">${texts.text('error.close')}</p>` : returnTo(texts, host, checkedLocation(link))}`,
  });
};

const returnTo = (texts: PageTexts, host: string, link: string): HtmlValue =>
  html`<p class="small">${texts.text('error.stay')}</p>
    <p class="choices">
      <a class="button" href="${link}" rel="noreferrer">${texts.text('error.return', { host: code(host) })}</a>
    </p>`;
