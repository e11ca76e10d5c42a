import { MAX_TOKEN_LIFETIME } from '../../core/lifetimes/lifetimes';
import { isObject, isStringArray, parseJson } from '../../core/json/json';
import { SCOPE_TOKEN } from '../../core/metadata/scope-tokens';
import type { VariableKind } from './variable';

/** A resource server for which tokens are issued. An absent member is no limit. */
export interface Resource {
  /** The scopes that the resource server knows. */
  readonly scopes?: readonly string[];
  /** The lifetime of its tokens, in seconds. */
  readonly lifetime?: number;
  /** The clients that may introspect its tokens. */
  readonly introspection_clients?: readonly string[];
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
  rule: `a JSON object of absolute URIs without fragment, each with any of scopes, lifetime (1 to ${MAX_TOKEN_LIFETIME}) and introspection_clients`,
});

/** Whether a text may name a resource: an absolute URI without a fragment, not even an empty one (RFC 8707 section 2). */
export const isResourceIdentifier = (text: string): boolean =>
  /^[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x7e]+$/.test(text) && !text.includes('#') && URL.canParse(text);

const MEMBERS: Readonly<Record<string, (value: unknown) => boolean>> = {
  scopes: (value) => isStringArray(value) && value.every((scope) => SCOPE_TOKEN.test(scope)),
  lifetime: (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_TOKEN_LIFETIME,
  introspection_clients: (value) => isStringArray(value) && !value.includes(''),
};

const isResource = (value: unknown): boolean =>
  isObject(value) && Object.entries(value).every(([name, member]) => MEMBERS[name]?.(member) === true);
