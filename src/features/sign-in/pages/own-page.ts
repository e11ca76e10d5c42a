import type { IncomingHttpHeaders } from 'node:http';
import type { Issuer } from '../../../core/issuer';

/**
 * Whether a form was posted from a page of this server, as far as the browser says. `Sec-Fetch-Site` says it, and an
 * `Origin` that is not `null`. All pages have `Referrer-Policy: no-referrer`, under which browsers send `Origin: null` with
 * their own forms (Fetch Standard, "append a request Origin header"), and Safari sends no `Sec-Fetch-Site` before 16.4: such
 * a browser says nothing, as one that sends neither. Cookie and token decide alone then, which no page of another site has.
 */
export const isFromOwnPage = (headers: IncomingHttpHeaders, issuer: Issuer): boolean => {
  const { origin, 'sec-fetch-site': site } = headers;
  if (site !== undefined && site !== 'same-origin') return false;
  return origin === undefined || origin === 'null' || origin === new URL(issuer.identifier).origin;
};
