/**
 * The checks of URI members, on the raw string, before any parser rewrites it (RFC 3986, RFC 8252, RFC 9700 section
 * 2.1): parsers add slashes, fold case, drop tabs and read `0x7f.1` as an address. The string is kept as sent.
 */

const URI_CHARACTERS = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):./;
const AUTHORITY = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([^/?#]*)/;
const PORT = /^[^:]*$|^\[[^\]]*\]$|:[1-9]\d{0,4}$/;
const HOST_AND_PORT = /^[^:/?#]*:\d+(?:[/?#]|$)/;
const ENCODED_CONTROL = /%(?:[01][0-9a-f]|7f)/i;
const SEPARATOR = '(?:[/;]|%2f|%5c|%3b)';
const DOT_SEGMENT = new RegExp(`(?:^|/|%2f|%5c)(?:\\.|%2e){1,2}(?:${SEPARATOR}|$)`, 'i');
const EMPTY_LABEL = /^\.|\.\.|\.$/;
const REVERSED_DOMAIN_NAME = /^[a-z0-9+-]+(?:\.[a-z0-9+-]+)+$/;
const LOOPBACK_HOSTS = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Schemes that a user agent runs or reads locally. */
const LOCAL_SCHEMES = new Set([
  ...['about', 'blob', 'chrome', 'chrome-extension', 'content', 'data', 'file', 'filesystem', 'ftp', 'intent', 'jar'],
  ...['javascript', 'livescript', 'mhtml', 'mocha', 'moz-extension', 'ms-its', 'resource'],
  ...['vbscript', 'view-source', 'wyciwyg'],
]);

/** Schemes to which a user agent cannot send a response, such as that of `urn:ietf:wg:oauth:2.0:oob`. */
const UNREACHABLE_SCHEMES = new Set(['mailto', 'sms', 'tel', 'urn', 'ws', 'wss']);

const authorityOf = (uri: string): string => AUTHORITY.exec(uri)?.[1] ?? '';

/** The part between the authority and the query. */
const pathOf = (uri: string): string =>
  uri
    .replace(/[?#].*$/s, '')
    .replace(AUTHORITY, '')
    .replace(SCHEME, (whole) => whole.slice(-1));

/** The scheme in lower case, or the empty string. */
export const schemeOf = (uri: string): string => SCHEME.exec(uri)?.[1]?.toLowerCase() ?? '';

/** The host in lower case as it is written, or the empty string. */
export const hostOf = (uri: string): string => authorityOf(uri).replace(/:\d*$/, '').toLowerCase();

/** Scheme, host and port, the default port included (RFC 6454 section 4). */
export const originOf = (uri: string): string => {
  const { protocol, host } = new URL(uri);
  return `${protocol}//${host}`;
};

/** Whether the scheme is `http` or `https`. */
export const isWeb = (uri: string): boolean => ['http', 'https'].includes(schemeOf(uri));

/** Whether the host is `127.0.0.1`, `[::1]` or `localhost`, character by character (RFC 8252 section 7.3). */
export const isLoopback = (uri: string): boolean => LOOPBACK_HOSTS.has(hostOf(uri));

/** Whether it is plain http to a loopback host, which never leaves the machine. */
export const isLoopbackHttp = (uri: string): boolean => schemeOf(uri) === 'http' && isLoopback(uri);

/** Whether the scheme is a reversed domain name: labels with dots between them (RFC 8252 section 7.1). */
export const isReversedDomainName = (scheme: string): boolean => REVERSED_DOMAIN_NAME.test(scheme);

/** A scheme of an application's own (RFC 8252 section 7.1). */
export const isPrivateUse = (uri: string): boolean => !isWeb(uri);

/** Whether only an application on the device of the user can be reached there (RFC 8252 section 7). */
export const isNativeOnly = (uri: string): boolean => isLoopbackHttp(uri) || isPrivateUse(uri);

export const hasOnlyUriCharacters = (uri: string): boolean => URI_CHARACTERS.test(uri);
export const hasNoEncodedControls = (uri: string): boolean => !ENCODED_CONTROL.test(uri);

/** `app.example:443/callback` has no scheme, although it looks as if it had one. */
export const isAbsolute = (uri: string): boolean => SCHEME.test(uri) && !HOST_AND_PORT.test(uri);

/** `false` for `https://a.example:65536`, `https://256.1.1.1` and `https://[::1]x`. */
export const isReadable = (uri: string): boolean => URL.canParse(uri);

export const hasNoFragment = (uri: string): boolean => !uri.includes('#');
export const hasOneFragmentAtMost = (uri: string): boolean => uri.indexOf('#') === uri.lastIndexOf('#');
export const hasNoUserinfo = (uri: string): boolean => !/@|%40/i.test(authorityOf(uri));
export const hasNoWildcard = (uri: string): boolean => !/\*|%2a/i.test(authorityOf(uri) + pathOf(uri));
export const hasNoDotSegments = (uri: string): boolean => !DOT_SEGMENT.test(pathOf(uri));
export const isNotRun = (uri: string): boolean => !LOCAL_SCHEMES.has(schemeOf(uri));
export const isReachable = (uri: string): boolean => !UNREACHABLE_SCHEMES.has(schemeOf(uri));

/**
 * Whether the port, if there is one, is a number without leading zeros: parsers read `https://a.example:/` and `:0443`
 * in different ways.
 */
export const hasCanonicalPort = (uri: string): boolean => PORT.test(authorityOf(uri));

/**
 * Whether an http or https URI has a host, in a form that every parser reads in the same way: not `0x7f.1`, `127.1` or
 * `host.`.
 */
export const hasCanonicalHost = (uri: string): boolean => {
  if (!isWeb(uri)) return true;
  const host = hostOf(uri);
  return host !== '' && !EMPTY_LABEL.test(host) && new URL(uri).hostname === host;
};

/** Whether the URI is anything but plain http to another machine. */
export const isEncryptedOrLoopback = (uri: string): boolean => schemeOf(uri) !== 'http' || isLoopback(uri);
