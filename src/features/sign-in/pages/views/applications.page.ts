import { html, type Html, type HtmlValue } from '../html';
import { heading, type PageAnswer, pageOf } from '../page-answer';
import { code, isolated, type PageTexts } from '../page-texts';
import { readableText } from '../readable-text';
import type { RedirectView } from '../redirect-view';
import { resourceOf, type ResourceView } from './resource-name';

/** What one application may do on behalf of the user. */
export interface ApplicationView {
  readonly grant: string;
  readonly client_id: string;
  readonly name?: string;
  readonly redirect: RedirectView;
  readonly resources: readonly ResourceView[];
  readonly scopes: readonly string[];
  readonly since: Date;
  readonly lastUsed?: Date;
  readonly until?: Date;
}

/** The applications of a user. The forms post `csrf`, and `grant` or `forget`. */
export interface ApplicationsView {
  /** The address of the page, which revokes and forgets. */
  readonly action: string;
  /** The address of the page where the user signs out. */
  readonly signOut: string;
  readonly csrf: string;
  readonly account: { readonly label: string };
  readonly applications: readonly ApplicationView[];
  /** Whether some applications connect without a question. */
  readonly remembers: boolean;
  /** What was just done. */
  readonly done?: 'revoked' | 'gone' | 'forgotten';
  readonly at: Date;
}

/** The page on which a user sees what has access, and ends it. */
export const applicationsPage = (texts: PageTexts, view: ApplicationsView): PageAnswer =>
  pageOf(texts, {
    title: texts.text('applications.title'),
    isWide: true,
    body: html`${heading(texts.text('applications.heading'))}
      ${view.done && html`<p class="done" role="status">${texts.text(`applications.${view.done}`)}</p>`}
      <p>${texts.text('consent.signed_in', { account: html`<strong>${isolated(view.account.label)}</strong>` })}</p>
      <p>${texts.text(view.applications.length > 0 ? 'applications.text' : 'applications.none')}</p>
      ${view.applications.map((application) => applicationOf(texts, view, application))}
      ${
        view.remembers &&
        html`<section>
          <p class="small">${texts.text('applications.forget_text')}</p>
          <form method="post" action="${view.action}">
            <input type="hidden" name="csrf" value="${view.csrf}" /><button type="submit" name="forget" value="all">
              ${texts.text('applications.forget')}
            </button>
          </form>
        </section>`
      }
      <section>
        <a class="button" href="${view.signOut}">${texts.text('sign_out.title')}</a>
      </section>`,
  });

const applicationOf = (texts: PageTexts, view: ApplicationsView, application: ApplicationView): Html => {
  const { grant, resources, scopes, since, lastUsed, until } = application;
  const rows: readonly (readonly [label: Html, value: HtmlValue])[] = [
    [
      texts.text('applications.resources'),
      resources.map((resource) => html`<div>${resourceOf(texts, resource)}</div>`),
    ],
    ...(scopes.length > 0
      ? [[texts.text('applications.scopes'), scopes.map((scope) => html`<div>${scopeOf(texts, scope)}</div>`)] as const]
      : []),
    [texts.text('applications.since'), texts.day(since)],
    [
      texts.text('applications.last_used'),
      lastUsed ? texts.ago(lastUsed, view.at) : texts.text('applications.never_used'),
    ],
    ...(until ? [[texts.text('applications.until'), texts.day(until)] as const] : []),
  ];
  return html`<section class="grant">
    <div>
      ${titleOf(texts, application)}
      <dl>
        ${rows.map(
          ([label, value]) =>
            html`<dt>${label}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
    </div>
    <form method="post" action="${view.action}">
      <input type="hidden" name="csrf" value="${view.csrf}" /><button
        type="submit"
        name="grant"
        value="${grant}"
        aria-label="${texts.text('applications.revoke_named', { host: application.redirect.host })}"
      >
        ${texts.text('applications.revoke')}
      </button>
    </form>
  </section>`;
};

const titleOf = (texts: PageTexts, { name, redirect: { kind, host, unicodeHost, port } }: ApplicationView): Html => {
  const readable = readableText(name ?? '');
  const place = {
    loopback: texts.text('consent.loopback'),
    'private-use': texts.text('consent.private_use'),
    https: unicodeHost ?? host,
  };
  const isHost = kind === 'https' && unicodeHost === undefined;
  const address = port === undefined ? code(host) : texts.text('consent.port', { host: code(host), port: code(port) });
  return html`<h2 class="place"><bdi>${place[kind]}</bdi></h2>
    ${
      (!isHost || port !== undefined) && html`<p class="small">${address}</p>`
    }${readable !== '' && html`<p class="small">${texts.text('applications.claimed_name', { name: isolated(readable) })}</p>`}`;
};

const scopeOf = (texts: PageTexts, name: string): Html => {
  const words = texts.scope(name);
  return words === undefined ? code(name) : isolated(words);
};
