import type { IncomingHttpHeaders } from 'node:http';
import type { Issuer } from '../../../core/issuer';

/**
 * Whether a form was posted from a page of this server, as far as the browser says. All pages have
 * `Referrer-Policy: no-referrer`, under which browsers send `Origin: null` with a form (Fetch, section 3.2); then only
 * `Sec-Fetch-Site` shows where it comes from. A browser that sends neither says nothing: cookie and token decide alone.
 */
export const isFromOwnPage = (headers: IncomingHttpHeaders, issuer: Issuer): boolean => {
  const { origin, 'sec-fetch-site': site } = headers;
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin === undefined) return true;
  return origin === 'null' ? site === 'same-origin' : origin === new URL(issuer.identifier).origin;
};
