/**
 * A URI whose host all parsers agree on: it has no user information, backslash, percent-encoding, space or control
 * character before the end of the port.
 */
const AUTHORITY = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/([A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:[/?#]|$)/;
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;

/** The maximum number of characters of a DNS name (RFC 1035 section 2.3.4). */
const LONGEST_HOST = 253;

/** The host of a URI in lower case (RFC 3986 section 3.2.2), or `undefined` if parsers might disagree about it. */
export const hostOf = (uri: string): string | undefined => {
  const host = AUTHORITY.exec(uri)?.[1];
  return host === undefined || host.length > LONGEST_HOST ? undefined : host.toLowerCase();
};

/** The scheme of a URI in lower case (RFC 3986 section 3.1), or `undefined`. */
export const schemeOf = (uri: string): string | undefined => SCHEME.exec(uri)?.[1]?.toLowerCase();
