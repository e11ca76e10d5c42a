import { errors } from 'jose';
import { isSameAlg } from './algorithms';
import type { Jwk } from './jwk';
import { isImplemented } from './key-use';
import { isCheapToUse } from './public-key';

/** The keys that are tried for one signature. If more would fit, the JWT must name its key by `kid`. */
export const MOST_TRIED = 3;

/** The part of a JWS header that chooses the key. */
export interface KeyChoice {
  readonly alg: string;
  readonly kid?: string | undefined;
}

/**
 * The keys of a set that may have made a signature: of the type that the algorithm takes, for signatures, and with the
 * `kid` of the header. If no key has that `kid`, or the header has none, the keys without a `kid` may have made it, or
 * any key. Throws jose's `JWKSMultipleMatchingKeys` if more than {@link MOST_TRIED} fit.
 */
export const matchingKeys = (keys: readonly Jwk[], { alg, kid }: KeyChoice): Jwk[] => {
  const fitting = keys.filter((key) => mayHaveSigned(key, alg));
  const named = kid === undefined ? [] : fitting.filter((key) => key['kid'] === kid);
  const unnamed = fitting.filter((key) => kid === undefined || key['kid'] === undefined);
  const possible = named.length > 0 ? named : unnamed;
  if (possible.length > MOST_TRIED)
    throw new errors.JWKSMultipleMatchingKeys(`more than ${MOST_TRIED} keys fit; the JWT must name its key by kid`);
  return possible;
};

const mayHaveSigned = (key: Jwk, alg: string): boolean => {
  const { use, key_ops, alg: own } = key;
  return (
    isImplemented(key, alg) &&
    (use === undefined || use === 'sig') &&
    (!Array.isArray(key_ops) || key_ops.includes('verify')) &&
    (typeof own !== 'string' || isSameAlg(own, alg)) &&
    isCheapToUse(key)
  );
};
