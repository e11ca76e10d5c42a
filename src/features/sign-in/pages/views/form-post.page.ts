import { html } from '../html';
import { heading, type PageAnswer, pageOf } from '../page-answer';
import { code, type PageTexts } from '../page-texts';
import { checkedLocation } from '../checked-location';

/** An answer that a form brings to the application (OAuth 2.0 Form Post Response Mode section 2). */
export interface FormPostView {
  /** The redirect URI. */
  readonly action: string;
  readonly members: Readonly<Record<string, string>>;
}

const SUBMIT = 'document.forms[0].submit()';

/** The page that posts an answer by itself, and by a button where scripts do not run. */
export const formPostPage = (texts: PageTexts, { action, members }: FormPostView): PageAnswer =>
  pageOf(texts, {
    title: texts.text('form_post.title'),
    script: SUBMIT,
    body: html`${heading(texts.text('form_post.heading', { host: code(new URL(action).host) }))}
      <form method="post" action="${checkedLocation(action)}">
        ${Object.entries(members).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
        <p>${texts.text('form_post.text')}</p>
        <div class="choices"><button type="submit" class="main">${texts.text('form_post.button')}</button></div>
      </form>`,
  });
