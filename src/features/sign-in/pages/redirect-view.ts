import { domainToUnicode } from 'node:url';
import { hostOf, isLoopbackHttp, isPrivateUse, schemeOf } from '../../../core/metadata/redirect-uri';

/** Where the answer goes, as people read it. */
export interface RedirectView {
  readonly kind: 'https' | 'loopback' | 'private-use';
  /** The host in ASCII, without the port. For a private-use scheme, the scheme with its colon. */
  readonly host: string;
  /** The host in its own letters, if they are other ones. */
  readonly unicodeHost?: string;
  readonly port?: string;
}

/** What a page says about a redirect URI that is registered, with the port of the request. */
export const redirectViewOf = (redirect_uri: string): RedirectView => {
  if (isPrivateUse(redirect_uri)) return { kind: 'private-use', host: `${schemeOf(redirect_uri)}:` };
  const host = hostOf(redirect_uri);
  const { port } = new URL(redirect_uri);
  const unicodeHost = domainToUnicode(host);
  return {
    kind: isLoopbackHttp(redirect_uri) ? 'loopback' : 'https',
    host,
    ...(unicodeHost !== '' && unicodeHost !== host && { unicodeHost }),
    ...(port !== '' && { port }),
  };
};
