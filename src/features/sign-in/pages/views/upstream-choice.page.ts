import { html } from '../html';
import { heading, type PageAnswer, pageOf } from '../page-answer';
import { isolated, type PageTexts } from '../page-texts';

/** The services at which the user can sign in. The page posts `upstream`, `transaction` and `csrf`. */
export interface UpstreamChoiceView {
  readonly action: string;
  readonly transaction: string;
  readonly csrf: string;
  readonly upstreams: readonly { readonly id: string; readonly label: string }[];
}

/** The page on which the user chooses where to sign in. */
export const upstreamChoicePage = (texts: PageTexts, view: UpstreamChoiceView): PageAnswer =>
  pageOf(texts, {
    title: texts.text('upstream.title'),
    body: html`${heading(texts.text('upstream.heading'))}
      <p>${texts.text('upstream.text')}</p>
      <form method="post" action="${view.action}" class="choices">
        <input type="hidden" name="transaction" value="${view.transaction}" />
        <input type="hidden" name="csrf" value="${view.csrf}" />
        ${view.upstreams.map(
          ({ id, label }) =>
            html`<button type="submit" name="upstream" value="${id}">
              ${texts.text('upstream.continue', {
                name: isolated(label),
              })}
            </button>`,
        )}
      </form>`,
  });
