import { isObject, isShallow, MOST_LEVELS } from '../json/json';
import { isPublic, type Jwk } from './jwk';
import { agreesWithItself, fitsItsAlg, isKnown, isUsable } from './key-use';
import {
  hasItsParts,
  hasMatchingCertificate,
  hasModulusOfASize,
  hasSoundExponent,
  isReadable,
  MODULUS_BITS,
} from './public-key';

const LONGEST_NAME = 256;
const MOST_OPERATIONS = 16;

/** One rule of a public key: the rest of the sentence "key must ...", the test, and the remedy. */
type KeyRule = readonly [rule: string, holds: (key: Jwk) => boolean, remedy: string];

/** The rules of a public key that is registered, or published at an address (RFC 7517, RFC 7518). */
export const KEY_RULES: readonly KeyRule[] = [
  ['be a JSON object with a kty', hasType, 'send each key as RFC 7517 says'],
  [`not be nested deeper than ${MOST_LEVELS} levels`, isFlat, 'leave out what is not of the key'],
  ['not have private or symmetric parts', isPublic, 'send the public key only, and replace this one'],
  ['have its numbers in base64url', ifKnown(hasItsParts), 'send n and e, or crv, x and y'],
  ['be a valid key', ifKnown(isReadable), 'check its numbers'],
  [
    `have an RSA modulus of ${MODULUS_BITS.least} to ${MODULUS_BITS.most} bits`,
    hasModulusOfASize,
    'make a key of 2048 or 3072 bits',
  ],
  ['have an RSA exponent that is odd, not 1 and below 2^32', hasSoundExponent, 'make a key with e AQAB'],
  ['have kid, use, alg and key_ops in their forms', hasSoundNames, 'send texts, and key_ops as a list'],
  ['have use, key_ops and alg that agree', agreesWithItself, 'leave out all but use'],
  ['have an alg that fits the key', ifKnown(fitsItsAlg), 'leave alg out'],
  ['have the key of its first certificate in x5c', ifKnown(hasMatchingCertificate), 'leave x5c out'],
];

function hasType(key: Jwk): boolean {
  return isObject(key) && typeof key.kty === 'string';
}

function isFlat(key: Jwk): boolean {
  return isShallow(key);
}

/** The content of a key with an unknown type or curve is not checked: the key is stored and not used. */
function ifKnown(holds: (key: Jwk) => boolean): (key: Jwk) => boolean {
  return (key) => !isKnown(key) || holds(key);
}

function hasSoundNames({ kid, use, alg, key_ops }: Jwk): boolean {
  const isName = (value: unknown): boolean =>
    value === undefined ||
    (typeof value === 'string' && value.length > 0 && value.length <= LONGEST_NAME && !/\p{Cc}/u.test(value));
  const areOperations =
    key_ops === undefined ||
    (Array.isArray(key_ops) &&
      key_ops.length > 0 &&
      key_ops.length <= MOST_OPERATIONS &&
      new Set(key_ops).size === key_ops.length);
  return [kid, use, alg].every(isName) && areOperations && (!Array.isArray(key_ops) || key_ops.every(isName));
}

/** Whether a value is a public key that could be registered and that this server uses. */
export const isSoundKey = (value: unknown): value is Jwk =>
  KEY_RULES.every(([, holds]) => holds(value as Jwk)) && isUsable(value as Jwk);
