import { isObject, isString } from 'class-validator';
import { rule, type Parts } from '../../validation/rule.decorator';
import type { Kind } from '../metadata-row';
import type { Jwk, JwkSet } from './jwk';
import { agreesWithItself, contradictsItsAlg, hasPurpose, isUsable, purposeOf } from './key-use';
import { isShallow } from './object';
import * as publicKey from './public-key';

/** So many keys a set has at most; of a longer one at an address, the first so many are looked at. */
export const MOST_KEYS = 50;
/** So many keys are tried for one signature: where more would fit, it must name its key by `kid`. */
export const MOST_TRIED = 3;
const LONGEST_NAME = 256;
const MOST_OPERATIONS = 16;

/** One rule of a key: what it must, whether it does, and what to do instead. */
type KeyRule = readonly [be: string, holds: (key: Jwk) => boolean, remedy: string];

const KEY_RULES: readonly KeyRule[] = [
  ['be a JSON object with a kty', (key) => isObject(key) && isString(key.kty), 'send each key as RFC 7517 says'],
  ['not be nested deeper than 10 levels', (key) => isShallow(key), 'leave out what is not of the key'],
  ['not have private or symmetric parts', publicKey.isPublic, 'send the public key only, and replace this one'],
  ['have its numbers in base64url', ifKnown(publicKey.hasItsParts), 'send n and e, or crv, x and y'],
  ['be a valid key', ifKnown(publicKey.isAKey), 'check its numbers'],
  ['have an RSA modulus of 2048 to 4096 bits', publicKey.hasModulusOfASize, 'make a key of 2048 or 3072 bits'],
  ['have an RSA exponent that is odd, not 1 and below 2^32', publicKey.hasSoundExponent, 'make a key with e AQAB'],
  ['have kid, use, alg and key_ops in their forms', hasSoundNames, 'send texts, and key_ops as a list'],
  ['have use, key_ops and alg that agree', agreesWithItself, 'leave out all but use'],
  ['have an alg that fits the key', ifKnown((key) => !contradictsItsAlg(key)), 'leave alg out'],
  ['have the key of its first certificate in x5c', ifKnown(publicKey.hasMatchingCertificate), 'leave x5c out'],
];

/** What a key of an unknown type or curve looks like inside is not judged: it is kept and not used. */
function ifKnown(holds: (key: Jwk) => boolean): (key: Jwk) => boolean {
  return (key) => !publicKey.isKnown(key) || holds(key);
}

/** Whether a value is a public key that could be registered and is of use here; keys at an address must be. */
export const isSoundKey = (value: unknown): value is Jwk =>
  KEY_RULES.every(([, holds]) => holds(value as Jwk)) && isUsable(value as Jwk);

const keys: Parts = { in: (value) => (value as JwkSet).keys, placeOf: (index) => `.keys[${index}]` };

/** A JWK Set by value: public asymmetric keys that work (RFC 7517 section 5, RFC 7518 section 6). */
export const jwkSet = (): Kind<JwkSet> => ({
  rules: [
    rule(
      'be a JSON object with a member keys that is an array',
      (value: Partial<JwkSet> | undefined) => isObject(value) && Array.isArray(value.keys),
      { remedy: 'send {keys: [...]}' },
    ),
    rule(`have ${MOST_KEYS} keys at most`, ({ keys: list }: JwkSet) => list.length <= MOST_KEYS, {
      remedy: 'leave out old keys',
    }),
    ...KEY_RULES.map(([be, holds, remedy]) => rule(be, holds, { of: keys, remedy })),
    rule('have a kid of its own for each key', hasUniqueKids, { remedy: 'number the keys' }),
    rule(`have a kid in every key when more than ${MOST_TRIED} of a type may sign`, namesItsKeysWhereManyFit, {
      remedy: 'number the keys',
    }),
    rule('have a use in every key when some are for encryption', saysWhatEachIsFor, { remedy: 'add use sig or enc' }),
  ],
  schema: {
    type: 'object',
    required: ['keys'],
    properties: {
      keys: {
        type: 'array',
        maxItems: MOST_KEYS,
        items: {
          type: 'object',
          required: ['kty'],
          properties: { kty: { type: 'string', examples: ['RSA', 'EC', 'OKP'] } },
          additionalProperties: true,
        },
      },
    },
  },
  isEmpty: (value) => (value as JwkSet).keys.length === 0,
  // RFC 7517 section 5: what stands beside the keys is ignored; a client would grow by it with each merge patch.
  kept: (value) => ({ keys: (value as JwkSet).keys }),
});

function hasSoundNames({ kid, use, alg, key_ops }: Jwk): boolean {
  const isName = (value: unknown): boolean =>
    value === undefined ||
    (isString(value) && value.length > 0 && value.length <= LONGEST_NAME && !/\p{Cc}/u.test(value));
  const areOperations =
    key_ops === undefined ||
    (Array.isArray(key_ops) &&
      key_ops.length > 0 &&
      key_ops.length <= MOST_OPERATIONS &&
      new Set(key_ops).size === key_ops.length);
  return [kid, use, alg].every(isName) && areOperations && (!Array.isArray(key_ops) || key_ops.every(isName));
}

/** RFC 7517 section 4.5: keys of one type share no kid. Two of different types may, and nobody should. */
function hasUniqueKids({ keys: list }: JwkSet): boolean {
  const kids = list
    .filter(isUsable)
    .map(({ kid }) => kid)
    .filter((kid) => kid !== undefined);
  return new Set(kids).size === kids.length;
}

/** RFC 7517 section 4.5: the kid is how one key of many is found; without it each of them would have to be tried. */
function namesItsKeysWhereManyFit({ keys: list }: JwkSet): boolean {
  const signing = list.filter((key) => hasPurpose(key, 'sig'));
  return signing.every(
    ({ kid, kty, crv }) =>
      kid !== undefined || signing.filter((one) => one.kty === kty && one['crv'] === crv).length <= MOST_TRIED,
  );
}

/** OpenID Registration 1.0 section 2: with keys of both uses every key says which is its own. */
function saysWhatEachIsFor({ keys: all }: JwkSet): boolean {
  const list = all.filter(isUsable);
  const encrypts = list.some((key) => purposeOf(key) === 'enc');
  const isMixed = encrypts && list.some((key) => purposeOf(key) !== 'enc');
  return !isMixed || list.every(({ use }) => use !== undefined);
}
