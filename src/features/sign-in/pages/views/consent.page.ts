import { html, type Html, type HtmlValue } from '../html';
import { heading, NOTHING_BY_ENTER, type PageAnswer, pageOf } from '../page-answer';
import { code, isolated, type PageTexts } from '../page-texts';
import type { RedirectView } from '../redirect-view';
import { resourceOf, type ResourceView } from './resource-name';
import { clientSection, type ConsentClient } from './consent-client';

/** One thing that the application may then do. */
export interface ScopeView {
  readonly name: string;
  /** What it means; the words of `SIGN_IN_TEXTS` come first. */
  readonly words?: string;
  /** Whether it comes in addition to what the user allowed before. */
  readonly isNew: boolean;
  /** Whether the user cannot take it off. */
  readonly isRequired: boolean;
}

/** What the user is asked. The page posts `transaction`, `csrf`, `decision` and every `scope` that is left on. */
export interface ConsentView {
  /** The address of the decision. */
  readonly action: string;
  readonly transaction: string;
  readonly csrf: string;
  readonly client: ConsentClient;
  readonly redirect: RedirectView;
  readonly resources: readonly ResourceView[];
  readonly scopes: readonly ScopeView[];
  /** Who is signed in, if somebody is. */
  readonly account?: { readonly label: string };
  /** Present if the application gets a refresh token. */
  readonly refresh?: { readonly lifetimeSeconds: number };
  readonly at: Date;
}

/** The values of `decision`. */
export type Decision = 'allow' | 'deny' | 'other-account';

/**
 * The page on which the user decides. It works without scripts, and Enter decides nothing.
 */
export const consentPage = (texts: PageTexts, view: ConsentView): PageAnswer =>
  pageOf(texts, {
    title: texts.text('consent.title'),
    body: html`${heading(texts.text('consent.heading'))}
      <form method="post" action="${view.action}" autocomplete="off">
        ${NOTHING_BY_ENTER}
        <input type="hidden" name="transaction" value="${view.transaction}" />
        <input type="hidden" name="csrf" value="${view.csrf}" />
        ${clientSection(texts, view)} ${resourcesOf(texts, view.resources)} ${scopesOf(texts, view.scopes)}
        ${accountOf(texts, view.account)} ${durationOf(texts, view.refresh)}
        <div class="choices pair">
          ${decisionButton('deny', texts.text('consent.deny'))}
          ${decisionButton('allow', texts.text('consent.allow'), 'main')}
        </div>
      </form>`,
  });

const decisionButton = (decision: Decision, label: Html, style = ''): Html =>
  html`<button type="submit" name="decision" value="${decision}" class="${style}">${label}</button>`;

const section = (id: string, title: Html, content: HtmlValue): Html =>
  html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>`;

const resourcesOf = (texts: PageTexts, resources: readonly ResourceView[]): HtmlValue =>
  resources.length > 0 &&
  section(
    'resources',
    texts.text('consent.resources'),
    html`<ul>
      ${resources.map((resource) => html`<li>${resourceOf(texts, resource)}</li>`)}
    </ul>`,
  );

const scopesOf = (texts: PageTexts, scopes: readonly ScopeView[]): Html =>
  section(
    'scopes',
    texts.text('consent.scopes'),
    scopes.length === 0
      ? html`<p>${texts.text('consent.no_scopes')}</p>`
      : html`<ul>
          ${scopes.map((scope) => html`<li>${scopeOf(texts, scope)}</li>`)}
        </ul>`,
  );

const scopeOf = (texts: PageTexts, { name, isNew, isRequired, words: given }: ScopeView): Html => {
  const words = texts.scope(name) ?? given;
  const isFixed = isRequired && html` disabled`;
  const marks = html`${isNew && html`<span class="new">${texts.text('consent.new_scope')}</span>`}${
    isRequired && html` <span class="small">(${texts.text('consent.required_scope')})</span>`
  }`;
  const text =
    words === undefined
      ? html`${code(name)}${marks}`
      : html`${isolated(words)}${marks}<br /><span class="small">${code(name)}</span>`;
  return html`<label class="scope"
    ><input type="checkbox" name="scope" value="${name}" checked${isFixed} /><span>${text}</span></label
  >`;
};

const accountOf = (texts: PageTexts, account: ConsentView['account']): Html =>
  section(
    'account',
    texts.text('consent.account'),
    account === undefined
      ? html`<p>${texts.text('consent.sign_in_next')}</p>`
      : html`<div class="account">
          <span
            >${texts.text('consent.signed_in', {
              account: html`<strong>${isolated(account.label)}</strong>`,
            })}</span
          >${decisionButton('other-account', texts.text('consent.other_account'), 'plain')}
        </div>`,
  );

const durationOf = (texts: PageTexts, refresh: ConsentView['refresh']): Html =>
  section(
    'duration',
    texts.text('consent.duration'),
    html`<p>
      ${
        refresh
          ? texts.text('consent.until_revoked', { duration: texts.duration(refresh.lifetimeSeconds) })
          : texts.text('consent.short')
      }
    </p>`,
  );
