import { isObject, isString } from 'class-validator';
import type { Kind } from '../metadata-row';
import { must, type Parts } from '../../../validation/must';
import { isShallow } from './object';
import { agreesWithItself, fitsAlgorithm, purposeOf } from './key-use';
import * as publicKey from './public-key';

/** A public key as RFC 7517 section 4 describes it. */
export type Jwk = { readonly kty: string } & Readonly<Record<string, unknown>>;
export interface JwkSet {
  readonly keys: readonly Jwk[];
}

const MOST_KEYS = 50;
const LONGEST_NAME = 256;

/** A JWK Set by value: public asymmetric keys that work (RFC 7517 section 5, RFC 7518 section 6). */
export const jwkSet = (): Kind<JwkSet> => ({
  rules: [
    must(
      'be a JSON object with a member keys that is an array',
      (value: Partial<JwkSet> | undefined) => isObject(value) && Array.isArray(value.keys),
      { remedy: 'send {keys: [...]}' },
    ),
    must(`have ${MOST_KEYS} keys at most`, ({ keys: list }: JwkSet) => list.length <= MOST_KEYS, {
      remedy: 'leave out old keys',
    }),
    each('be a JSON object with a kty', (key) => isObject(key) && isString(key.kty), 'send each key as RFC 7517 says'),
    each('not be nested deeper than 10 levels', (key) => isShallow(key), 'leave out what is not of the key'),
    each('not have private or symmetric parts', publicKey.isPublic, 'send the public key only, and replace this one'),
    each('be of kty RSA, EC or OKP', publicKey.isAsymmetric, 'send a public key'),
    each('have a curve that is known here', publicKey.hasKnownCurve, 'use P-256, P-384, P-521, Ed25519 or X25519'),
    each('have its numbers in base64url', publicKey.hasItsParts, 'send n and e, or crv, x and y'),
    each('be a valid key', publicKey.isAKey, 'check its numbers'),
    each('have an RSA modulus of 2048 to 16384 bits', publicKey.hasModulusOfASize, 'make a key of 2048 or 3072 bits'),
    each('have an RSA exponent that is odd and not 1', publicKey.hasSoundExponent, 'make a key with e AQAB'),
    each('have kid, use, alg and key_ops in their forms', hasSoundNames, 'send texts, and key_ops as a list'),
    each('have use, key_ops and alg that agree', agreesWithItself, 'leave out all but use'),
    each(
      'have an alg that fits the key',
      (key) => !isString(key['alg']) || fitsAlgorithm(key, key['alg']),
      'leave it out',
    ),
    each('have the key of its first certificate in x5c', publicKey.hasMatchingCertificate, 'leave x5c out'),
    must('have a kid of its own for each key', hasUniqueKids, { remedy: 'number the keys' }),
    must('have a use in every key when some are for encryption', saysWhatEachIsFor, { remedy: 'add use sig or enc' }),
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
          properties: { kty: { type: 'string', enum: ['RSA', 'EC', 'OKP'] } },
          additionalProperties: true,
        },
      },
    },
  },
  isEmpty: (value) => (value as JwkSet).keys.length === 0,
});

const keys: Parts = { in: (value) => (value as JwkSet).keys, placeOf: (index) => `.keys[${index}]` };

function each(be: string, holds: (key: Jwk) => boolean, remedy: string): PropertyDecorator {
  return must(be, holds, { of: keys, remedy });
}

function hasSoundNames({ kid, use, alg, key_ops }: Jwk): boolean {
  const isName = (value: unknown): boolean =>
    value === undefined ||
    (isString(value) && value.length > 0 && value.length <= LONGEST_NAME && !/\p{Cc}/u.test(value));
  const areOperations =
    key_ops === undefined || (Array.isArray(key_ops) && key_ops.length > 0 && new Set(key_ops).size === key_ops.length);
  return [kid, use, alg].every(isName) && areOperations && (!Array.isArray(key_ops) || key_ops.every(isName));
}

/** RFC 7517 section 4.5: keys of one type share no kid. Two of different types may, and nobody should. */
function hasUniqueKids({ keys: list }: JwkSet): boolean {
  const kids = list.map(({ kid }) => kid).filter((kid) => kid !== undefined);
  return new Set(kids).size === kids.length;
}

/** OpenID Registration 1.0 section 2: with keys of both uses every key says which is its own. */
function saysWhatEachIsFor({ keys: list }: JwkSet): boolean {
  const encrypts = list.some((key) => purposeOf(key) === 'enc');
  const isMixed = encrypts && list.some((key) => purposeOf(key) !== 'enc');
  return !isMixed || list.every(({ use }) => use !== undefined);
}
