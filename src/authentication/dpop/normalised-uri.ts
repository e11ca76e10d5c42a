/** Printable ASCII without a backslash, which a URL parser would replace. */
const HTTP_URI = /^https?:\/\/[\x21-\x5b\x5d-\x7e]+$/i;
const PERCENT_ENCODED = /%[0-9a-f]{2}/gi;
const UNRESERVED = /[A-Za-z0-9\-._~]/;

/**
 * An address without query and fragment, normalised by syntax and scheme (RFC 3986 sections 6.2.2 and 6.2.3), so that
 * equivalent ones are equal (RFC 9449 section 4.3). `undefined` if it is no http address or has a user.
 */
export const normalisedUri = (uri: string): string | undefined => {
  if (!HTTP_URI.test(uri) || !URL.canParse(uri)) return undefined;
  const { origin, pathname, username, password } = new URL(uri);
  if (username !== '' || password !== '') return undefined;
  return origin + pathname.replaceAll(PERCENT_ENCODED, normalisedOctet);
};

const normalisedOctet = (encoded: string): string => {
  const octet = String.fromCharCode(Number.parseInt(encoded.slice(1), 16));
  return UNRESERVED.test(octet) ? octet : encoded.toUpperCase();
};
