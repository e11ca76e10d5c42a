import { MAX_TOKEN_LIFETIME } from '../../core/lifetimes/lifetimes';
import { isObject, isStringArray, parseJson } from '../../core/json/json';
import { SCOPE_TOKEN } from '../../core/metadata/scope-tokens';
import { endpoint } from './kinds/addresses';
import type { VariableKind } from './variable';

/** A resource server for which tokens are issued. An absent member is no limit. */
export interface Resource {
  /** The scopes that the resource server knows. */
  readonly scopes?: readonly string[];
  /** The lifetime of its tokens, in seconds. */
  readonly lifetime?: number;
  /** The clients that may introspect its tokens. */
  readonly introspection_clients?: readonly string[];
  /** Its name for people. */
  readonly name?: string;
  /** Pages about it for developers, about what it does with data, and its terms (RFC 9728 section 2). */
  readonly documentation?: string;
  readonly policy_uri?: string;
  readonly tos_uri?: string;
  /** The scopes that people may grant. Without them, no tokens of people are issued for it. */
  readonly user_scopes?: readonly string[];
  /** Those of a request that names no scope. */
  readonly default_user_scopes?: readonly string[];
  /** Those without which the resource is of no use: nobody can take them off. */
  readonly required_user_scopes?: readonly string[];
  /** Whether the addresses below it name it too. */
  readonly includes_paths?: boolean;
  /** Whether its address with a query names it too. */
  readonly includes_queries?: boolean;
  /** The claims of people in its tokens: the name in the token, and that of the upstream. */
  readonly claims?: Readonly<Record<string, string>>;
  /** Which people may use it, besides the rules of their upstream: see docs/SIGN-IN.md. */
  readonly allow?: Readonly<Record<string, unknown>>;
  /** The id of the upstream where its people sign in; absent if all of them may. */
  readonly upstream?: string;
}

/** Resource servers by their identifier (RFC 8707 section 2). */
export type Resources = ReadonlyMap<string, Resource>;

/** `{"https://api.example": {"scopes": ["read"], "lifetime": 600, "introspection_clients": ["..."]}}`. */
export const resources = (): VariableKind<Resources> => ({
  read: (text) => {
    const value = parseJson(text);
    if (!isObject(value)) return undefined;
    const entries = Object.entries(value);
    return entries.every(([identifier, resource]) => isResourceIdentifier(identifier) && isResource(resource))
      ? new Map(entries as [string, Resource][])
      : undefined;
  },
  rule: `a JSON object of absolute URIs without fragment, each with any of scopes, lifetime (1 to ${MAX_TOKEN_LIFETIME}), introspection_clients, name, documentation, policy_uri, tos_uri, user_scopes, default_user_scopes, required_user_scopes, includes_paths, includes_queries, claims, allow and upstream`,
});

/** Whether a text may name a resource: an absolute URI without a fragment, not even an empty one (RFC 8707 section 2). */
export const isResourceIdentifier = (text: string): boolean =>
  /^[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]+$/.test(text) && !text.includes('#') && URL.canParse(text);

const isScopeList = (value: unknown): boolean =>
  isStringArray(value) && value.every((scope) => SCOPE_TOKEN.test(scope));

const isFilledText = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** The address of a page: https, or http on a loopback host. */
const isPage = (value: unknown): boolean => typeof value === 'string' && endpoint().read(value) !== undefined;

/** The claims of a token that this server sets itself: no claim of a person takes their names. */
const OWN_CLAIMS = new Set([
  ...['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti', 'client_id', 'scope', 'cnf', 'act', 'grant', 'nonce'],
  ...['auth_time', 'acr', 'amr', 'authorization_details', 'active', 'token_type'],
]);

const MEMBERS: Readonly<Record<string, (value: unknown) => boolean>> = {
  scopes: isScopeList,
  user_scopes: isScopeList,
  default_user_scopes: isScopeList,
  required_user_scopes: isScopeList,
  lifetime: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_TOKEN_LIFETIME,
  introspection_clients: (value) => isStringArray(value) && !value.includes(''),
  name: isFilledText,
  documentation: isPage,
  policy_uri: isPage,
  tos_uri: isPage,
  upstream: isFilledText,
  includes_paths: (value) => typeof value === 'boolean',
  includes_queries: (value) => typeof value === 'boolean',
  claims: (value) =>
    isObject(value) && Object.entries(value).every(([name, source]) => !OWN_CLAIMS.has(name) && isFilledText(source)),
  allow: isObject,
};

const isResource = (value: unknown): boolean =>
  isObject(value) && Object.entries(value).every(([name, member]) => MEMBERS[name]?.(member) === true);
