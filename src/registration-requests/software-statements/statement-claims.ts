import { isDeepStrictEqual } from 'node:util';
import type { JWTPayload } from 'jose';
import { invalidClientMetadata } from '../../core/errors/registration-errors';
import { METADATA_ROWS } from '../../core/metadata/metadata-table';
import { isBlank } from '../../core/metadata/not-sent';
import type { MetadataExtension } from '../../platform/config/metadata-extensions';

type Members = Readonly<Record<string, unknown>>;

/** The names of members in the directories of open banking (Open Banking Brasil, Open Banking UK: DCR specifications). */
const DIRECTORY_NAMES: Readonly<Record<string, string>> = {
  software_client_name: 'client_name',
  software_client_uri: 'client_uri',
  software_logo_uri: 'logo_uri',
  software_tos_uri: 'tos_uri',
  software_policy_uri: 'policy_uri',
};
/** The members with the keys of a client. {@link keysIn} gives one of them, because a client cannot have both. */
const KEY_MEMBERS = new Set(['jwks', 'jwks_uri']);
/** The claims that may contain the address of the keys. The first one that is present applies. */
const DIRECTORY_KEY_ADDRESSES = ['software_jwks_uri', 'software_jwks_endpoint'];
const KEY_ADDRESSES = ['jwks_uri', ...DIRECTORY_KEY_ADDRESSES];
const REDIRECT_URIS = 'software_redirect_uris';

/** Claims about the JWT instead of the client (RFC 7519 section 4.1), and the statement in a request. */
const ABOUT_THE_JWT = new Set(['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', 'software_statement']);

/** Claims that are read as a member with another name. */
const RENAMED = new Set([...Object.keys(DIRECTORY_NAMES), ...DIRECTORY_KEY_ADDRESSES, REDIRECT_URIS]);

/** The members with the type string, including those of the operator's own. */
export const textMembers = (extensions: readonly MetadataExtension[]): ReadonlySet<string> =>
  new Set([
    ...METADATA_ROWS.flatMap(({ name, is: { schema } }) => (isText(schema) ? [name] : [])),
    ...extensions.flatMap(({ name, schema }) => (isText(schema) ? [name] : [])),
  ]);

const isText = ({ type }: Members): boolean => type === 'string';

/** The client metadata among the claims of a JWT (RFC 7591 section 2.3), without `null` and empty texts. */
export const metadataIn = (claims: JWTPayload): Members =>
  Object.fromEntries(Object.entries(claims).filter(([name, value]) => !ABOUT_THE_JWT.has(name) && !isBlank(value)));

/**
 * The client metadata in a software statement, in the spelling of directories: a number in a member of type string
 * becomes that string (`software_version: 1.1`), and claims such as `software_client_name` become the members that they
 * name. A claim with the registered name takes precedence over one with the directory's name. `texts` are {@link
 * textMembers}.
 */
export const signedMetadata = (claims: JWTPayload, texts: ReadonlySet<string>): Members => {
  const own = Object.entries(metadataIn(claims)).filter(([name]) => !RENAMED.has(name) && !KEY_MEMBERS.has(name));
  const all = [...renamed(claims), ...Object.entries(keysIn(claims)), ...own];
  return Object.fromEntries(
    all.map(([name, value]) => [name, typeof value === 'number' && texts.has(name) ? String(value) : value]),
  );
};

/**
 * The members that were sent, with `redirect_uris` from `software_redirect_uris` where none were sent. Throws
 * `InvalidRegistration` if other keys were sent than the statement contains: a copied statement is useless with other
 * keys.
 */
export const withinStatement = (sent: Members, claims: JWTPayload): Members => {
  refuseOtherKeys(sent, keysIn(claims));
  const listed = listedRedirects(claims) ?? [];
  const isFilled = isBlank(sent['redirect_uris']) && listed.length > 0;
  return isFilled ? { ...sent, redirect_uris: listed } : sent;
};

/**
 * The members that were sent, replaced by those that were signed (RFC 7591 section 3.1.1). A signed member replaces the
 * sent one in all languages: with a signed `client_name`, an unsigned `client_name#fr` is dropped.
 */
export const signedWins = (sent: Members, signed: Members): Record<string, unknown> => {
  const names = new Set(Object.keys(signed).map(withoutTag));
  const left = Object.entries(sent).filter(([name]) => !names.has(withoutTag(name)));
  return Object.fromEntries([...left, ...Object.entries(signed)]);
};

/**
 * The keys that a statement names for its software: `jwks`, or one address. An empty object if it names none, or if
 * `jwks` is empty, which directories send for software without keys.
 */
export const keysIn = (claims: JWTPayload): { readonly jwks?: unknown; readonly jwks_uri?: string } => {
  if (!isBlank(claims['jwks']) && !isEmptySet(claims['jwks'])) return { jwks: claims['jwks'] };
  const address = KEY_ADDRESSES.map((name) => claims[name]).find((value) => typeof value === 'string' && value !== '');
  return typeof address === 'string' ? { jwks_uri: address } : {};
};

/** The index of the first of `redirect_uris` that a statement with `software_redirect_uris` does not list, or -1. */
export const unlistedRedirect = (redirect_uris: readonly string[], claims: JWTPayload): number => {
  const signed = listedRedirects(claims);
  if (!signed) return -1;
  const listed = new Set(signed);
  return redirect_uris.findIndex((uri) => !listed.has(uri));
};

/** The URIs that a statement lists; a single string counts as a list of one. `undefined` if it lists none. */
const listedRedirects = (claims: JWTPayload): readonly unknown[] | undefined => {
  const signed = claims[REDIRECT_URIS];
  return !isBlank(signed) ? [signed].flat() : undefined;
};

const renamed = (claims: JWTPayload): [string, unknown][] =>
  Object.entries(DIRECTORY_NAMES)
    .filter(([claim]) => !isBlank(claims[claim]))
    .map(([claim, member]) => [member, claims[claim]]);

const refuseOtherKeys = (sent: Members, signed: ReturnType<typeof keysIn>): void => {
  if (signed.jwks === undefined && signed.jwks_uri === undefined) return;
  for (const member of ['jwks', 'jwks_uri'] as const)
    if (!isBlank(sent[member]) && !isEmptySet(sent[member]) && !areSameKeys(sent[member], signed[member]))
      throw invalidClientMetadata(member, 'must be the keys that the software statement gives', 'leave it out');
};

/**
 * The same address, or sets of the same keys: other members of a set do not matter, because they are not stored and GET
 * does not return them.
 */
const areSameKeys = (sent: unknown, signed: unknown): boolean =>
  isDeepStrictEqual(keyList(sent) ?? sent, keyList(signed) ?? signed);

/** An empty key set, which GET returns by default, counts as no keys. */
const isEmptySet = (value: unknown): boolean => keyList(value)?.length === 0;

const keyList = (value: unknown): readonly unknown[] | undefined => {
  const { keys } = Object(value) as { readonly keys?: unknown };
  return Array.isArray(keys) ? keys : undefined;
};

const withoutTag = (name: string): string => name.replace(/#.*$/s, '');
