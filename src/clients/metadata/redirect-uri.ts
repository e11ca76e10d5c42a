/**
 * What may stand in `redirect_uris`, judged on the raw string before any parser rewrites it (RFC 3986, RFC 8252,
 * RFC 9700 section 2.1): parsers add slashes, fold case, drop tabs and read `0x7f.1` as an address.
 */

const URI_CHARACTERS = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):./;
const AUTHORITY = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/;
const DOT_SEGMENT = /(?:^|\/)(?:\.|%2e){1,2}(?:[/;?#]|$)/i;
const LOOPBACK_HOSTS = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Schemes that a user agent runs, reads locally or never sends a response to. */
const FORBIDDEN_SCHEMES = new Set([
  ...['about', 'blob', 'chrome', 'data', 'file', 'filesystem', 'ftp', 'intent', 'jar', 'javascript', 'mailto'],
  ...['resource', 'sms', 'tel', 'urn', 'vbscript', 'view-source', 'ws', 'wss'],
]);

const authorityOf = (uri: string): string => AUTHORITY.exec(uri)?.[1] ?? '';
const hostOf = (uri: string): string => authorityOf(uri).replace(/:\d*$/, '').toLowerCase();
/** Whether the scheme is `http` or `https`. */
export const isWeb = (uri: string): boolean => ['http', 'https'].includes(schemeOf(uri));

/** The scheme in lower case, or the empty string. */
export const schemeOf = (uri: string): string => SCHEME.exec(uri)?.[1]?.toLowerCase() ?? '';

/** Whether the host is `127.0.0.1`, `[::1]` or `localhost`, to the letter (RFC 8252 section 7.3). */
export const isLoopback = (uri: string): boolean => LOOPBACK_HOSTS.has(hostOf(uri));

/** Whether it is plain http that never leaves the machine. */
export const isLoopbackHttp = (uri: string): boolean => schemeOf(uri) === 'http' && isLoopback(uri);

/** A scheme of an application's own (RFC 8252 section 7.1). */
export const isPrivateUse = (uri: string): boolean => !isWeb(uri);

export const hasOnlyUriCharacters = (uri: string): boolean => URI_CHARACTERS.test(uri);
export const isAbsolute = (uri: string): boolean => SCHEME.test(uri) && URL.canParse(uri);
export const hasNoFragment = (uri: string): boolean => !uri.includes('#');
export const hasNoUserinfo = (uri: string): boolean => !/@|%40/i.test(authorityOf(uri));
export const hasNoWildcard = (uri: string): boolean => !authorityOf(uri).includes('*');
export const hasNoDotSegments = (uri: string): boolean =>
  !DOT_SEGMENT.test(
    uri
      .replace(AUTHORITY, '')
      .replace(/^[^/]*:/, '')
      .replace(/\?.*$/, ''),
  );
export const hasPermittedScheme = (uri: string): boolean => !FORBIDDEN_SCHEMES.has(schemeOf(uri));

/** An http or https URI names its host, in the form every parser reads alike: no `0x7f.1`, no `127.1`. */
export const hasCanonicalHost = (uri: string): boolean =>
  !isWeb(uri) || (hostOf(uri) !== '' && new URL(uri).hostname === hostOf(uri));

/** Plain http never leaves the machine. */
export const isEncryptedOrLoopback = (uri: string): boolean => schemeOf(uri) !== 'http' || isLoopback(uri);
/** A private-use scheme is a reversed domain name (RFC 8252 section 8.4). */
export const hasDottedPrivateScheme = (uri: string): boolean => isWeb(uri) || schemeOf(uri).includes('.');
