import { html } from '../html';
import { heading, NOTHING_BY_ENTER, type PageAnswer, pageOf } from '../page-answer';
import { isolated, type PageTexts } from '../page-texts';

/** The question before the user is signed out. The page posts `csrf` and `sign_out`: `here` or `everywhere`. */
export interface SignOutView {
  readonly action: string;
  readonly csrf: string;
  readonly account: { readonly label: string };
}

/** Asks before a session ends, because a link of anybody can lead here (OpenID Connect RP-Initiated Logout 1.0 section 2). */
export const signOutPage = (texts: PageTexts, { action, csrf, account }: SignOutView): PageAnswer =>
  pageOf(texts, {
    title: texts.text('sign_out.title'),
    body: html`${heading(texts.text('sign_out.heading'))}
      <p>${texts.text('consent.signed_in', { account: html`<strong>${isolated(account.label)}</strong>` })}</p>
      <p class="small">${texts.text('sign_out.text')}</p>
      <form method="post" action="${action}" class="choices">
        ${NOTHING_BY_ENTER}
        <input type="hidden" name="csrf" value="${csrf}" />
        <button type="submit" name="sign_out" value="here" class="main">${texts.text('sign_out.button')}</button>
        <button type="submit" name="sign_out" value="everywhere">${texts.text('sign_out.everywhere')}</button>
      </form>`,
  });

/** What ended. */
export interface SignedOutView {
  readonly everywhere: boolean;
  /** The service where the user may still be signed in, and where to end that. */
  readonly upstream?: { readonly label: string; readonly location: string };
}

/** The page after a session has ended. */
export const signedOutPage = (texts: PageTexts, { everywhere, upstream }: SignedOutView): PageAnswer =>
  pageOf(texts, {
    title: texts.text('signed_out.title'),
    body: html`${heading(texts.text('signed_out.heading'))}
      <p>${texts.text(everywhere ? 'signed_out.everywhere' : 'signed_out.here')}</p>
      ${
        upstream &&
        html`<p class="small">${texts.text('signed_out.upstream_text', { name: isolated(upstream.label) })}</p>
          <p class="choices">
            <a class="button" href="${upstream.location}" rel="noreferrer"
              >${texts.text('signed_out.upstream', {
                name: isolated(upstream.label),
              })}</a
            >
          </p>`
      }
      <p class="small">${texts.text('error.close')}</p>`,
  });
