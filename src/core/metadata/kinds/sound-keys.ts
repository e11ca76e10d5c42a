import { isObject } from 'class-validator';
import type { Jwk, JwkSet } from './jwk';
import { isSoundKey, MOST_KEYS } from './key-set';
import { partsOf } from './public-key';

/**
 * The keys of a JWK Set that somebody else publishes (RFC 7517 section 5): of its first 50 those that are
 * {@link isSoundKey}, each with what is used of it and nothing else. Gives nothing for what is no JWK Set.
 */
export const soundKeysOf = (document: unknown): Jwk[] | undefined => {
  if (!isObject(document) || !Array.isArray((document as Partial<JwkSet>).keys)) return undefined;
  return (document as JwkSet).keys.slice(0, MOST_KEYS).filter(isSoundKey).map(usedOf);
};

/** The parts of the key, what it is for, its name, and the first certificate for it. */
const usedOf = (key: Jwk): Jwk => {
  const said = ['kid', 'use', 'alg', 'key_ops'].filter((name) => key[name] !== undefined);
  const { x5c } = key;
  return {
    ...partsOf(key),
    ...Object.fromEntries(said.map((name) => [name, key[name]])),
    ...(Array.isArray(x5c) && { x5c: x5c.slice(0, 1) as unknown[] }),
  };
};
