import { isObject } from '../json/json';
import { bareKey, type Jwk, type JwkSet } from './jwk';
import { isSoundKey } from './key-rules';

/** The keys that a registered set may have. Of a longer set at an address, the first keys up to this number are read. */
export const MOST_KEYS = 50;

/** The members besides the public key that this server uses. */
const USED_MEMBERS = ['kid', 'use', 'alg', 'key_ops'];

/**
 * Takes the document at an address that others control and gives the keys of this JWK Set (RFC 7517 section 5): those
 * of its first {@link MOST_KEYS} that are {@link isSoundKey}, each reduced to the members that this server uses.
 * `undefined` if the document is not a JWK Set.
 */
export const soundKeysOf = (document: unknown): Jwk[] | undefined =>
  isObject(document) && Array.isArray(document['keys'])
    ? (document as unknown as JwkSet).keys.slice(0, MOST_KEYS).filter(isSoundKey).map(usedMembersOf)
    : undefined;

/** The key, its purpose, its name, and the first certificate for it. */
const usedMembersOf = (key: Jwk): Jwk => {
  const { x5c } = key;
  return {
    ...bareKey(key),
    ...Object.fromEntries(USED_MEMBERS.filter((name) => key[name] !== undefined).map((name) => [name, key[name]])),
    ...(Array.isArray(x5c) && { x5c: x5c.slice(0, 1) as unknown[] }),
  };
};
