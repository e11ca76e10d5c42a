import type { Issuer } from '../../../core/issuer';
import { isPrivateUse } from '../../../core/metadata/redirect-uri';
import type { PageAnswer } from '../pages/page-answer';
import type { PageTexts } from '../pages/page-texts';
import { redirectViewOf } from '../pages/redirect-view';
import { errorPage } from '../pages/views/error.page';
import { formPostPage } from '../pages/views/form-post.page';
import { handOverPage } from '../pages/views/hand-over.page';
import type { RedirectError } from './authorization-refusal';
import { isLoopbackRedirect, isSafeRedirect } from './redirect-match';
import type { ResponseTarget } from './response-target';

/** The members of an authorization response besides `state` and `iss`. */
type Members = Readonly<Record<string, string>>;

/** A redirect after which the browser sends GET (RFC 9110 section 15.4.4): a form is never sent on (RFC 9700 section 4.12). */
export const seeOther = (location: string): PageAnswer => ({
  status: 303,
  html: '',
  headers: { Location: location, 'Cache-Control': 'no-store', Pragma: 'no-cache', 'Referrer-Policy': 'no-referrer' },
});

/** The response with a code (RFC 6749 section 4.1.2). */
export const codeResponse = (texts: PageTexts, issuer: Issuer, target: ResponseTarget, code: string): PageAnswer => {
  const members = membersFor(issuer, target, { code });
  if (target.response_mode === 'form_post') return formPostPage(texts, { action: safe(target.redirect_uri), members });
  const location = locationOf(target.redirect_uri, members);
  const isOnDevice = isPrivateUse(target.redirect_uri) || isLoopbackRedirect(target.redirect_uri);
  return isOnDevice ? handOverPage(texts, { location }) : seeOther(location);
};

/**
 * The response with an error (RFC 6749 section 4.1.2.1). If it must not go to its redirect URI at once, it is a page with a
 * link (RFC 9700 section 4.11.2).
 */
export const errorResponse = (
  texts: PageTexts,
  issuer: Issuer,
  { error, message, target }: RedirectError,
  reference: string,
): PageAnswer => {
  const members = membersFor(issuer, target, { error, error_description: message });
  const location = locationOf(target.redirect_uri, members);
  if (!target.isDirect) {
    const { host } = redirectViewOf(target.redirect_uri);
    const kind = target.kind ?? 'returned';
    return errorPage(texts, { kind, status: 400, reference, host, link: location, detail: message });
  }
  if (target.response_mode === 'form_post') return formPostPage(texts, { action: safe(target.redirect_uri), members });
  return isPrivateUse(target.redirect_uri) ? handOverPage(texts, { location }) : seeOther(location);
};

/** With `state` as the client sent it, and `iss` (RFC 9207 section 2). */
const membersFor = (issuer: Issuer, { state }: ResponseTarget, members: Members): Members => ({
  ...members,
  ...(state !== undefined && { state }),
  iss: issuer.identifier,
});

/** The redirect URI, letter by letter, with the members behind its query, if it has one (RFC 6749 section 3.1.2). */
const locationOf = (redirect_uri: string, members: Members): string => {
  const query = Object.entries(members)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return `${safe(redirect_uri)}${separatorAfter(redirect_uri)}${query}`;
};

const separatorAfter = (uri: string): string => {
  if (!uri.includes('?')) return '?';
  return /[?&]$/.test(uri) ? '' : '&';
};

const safe = (redirect_uri: string): string => {
  if (!isSafeRedirect(redirect_uri)) throw new Error('a response must go to a redirect URI that was judged');
  return redirect_uri;
};
