import type { JWTPayload } from 'jose';

type Members = Readonly<Record<string, unknown>>;

/** Claims that are about the JWT, not about the client (RFC 7519 section 4.1), and the statement within a request. */
const ABOUT_THE_JWT = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'software_statement']);

/** The client metadata among the claims of a JWT. */
export const metadataIn = (claims: JWTPayload): Record<string, unknown> =>
  Object.fromEntries(Object.entries(claims).filter(([name, value]) => !ABOUT_THE_JWT.has(name) && isSent(value)));

/**
 * What was sent, with what was signed in its place (RFC 7591 section 3.1.1). A signed member wins in all languages: a
 * signed `client_name` leaves no `client_name#fr` beside it that nobody signed.
 */
export const signedWins = (sent: Members, signed: Members): Record<string, unknown> => {
  const names = new Set(Object.keys(signed).map(withoutTag));
  const left = Object.entries(sent).filter(([name]) => !names.has(withoutTag(name)));
  return Object.fromEntries([...left, ...Object.entries(signed)]);
};

/** The first of `redirect_uris` that is not among the `software_redirect_uris` of a statement that has these. */
export const strangeRedirect = (redirect_uris: readonly string[], claims: JWTPayload): number => {
  const signed = claims['software_redirect_uris'];
  if (!Array.isArray(signed)) return -1;
  const known = new Set<unknown>(signed);
  return redirect_uris.findIndex((uri) => !known.has(uri));
};

const withoutTag = (name: string): string => name.replace(/#.*$/s, '');
const isSent = (value: unknown): boolean => value !== null && value !== undefined;
