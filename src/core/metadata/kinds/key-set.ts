import type { JwkSet } from '../../jose/jwk';
import { KEY_RULES } from '../../jose/key-rules';
import { hasPurpose, isUsable, purposeOf } from '../../jose/key-use';
import { MOST_TRIED } from '../../jose/matching-keys';
import { MOST_KEYS } from '../../jose/sound-keys';
import { isObject } from '../../json/json';
import { rule, type Parts } from '../../validation/rule.decorator';
import type { Kind } from '../metadata-row';

const keys: Parts = { in: (value) => (value as JwkSet).keys, placeOf: (index) => `.keys[${index}]` };

/** A JWK Set by value: public asymmetric keys that work (RFC 7517 section 5, RFC 7518 section 6). */
export const jwkSet = (): Kind<JwkSet> => ({
  rules: [
    rule(
      'be a JSON object with a member keys that is an array',
      (value) => isObject(value) && Array.isArray(value['keys']),
      { remedy: 'send {keys: [...]}' },
    ),
    rule(`have ${MOST_KEYS} keys at most`, ({ keys: list }: JwkSet) => list.length <= MOST_KEYS, {
      remedy: 'leave out old keys',
    }),
    ...KEY_RULES.map(([what, holds, remedy]) => rule(what, holds, { of: keys, remedy })),
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
  // RFC 7517 section 5: other members of the set are ignored and not stored; otherwise each merge patch could add some.
  stored: (value) => ({ keys: (value as JwkSet).keys }),
});

/** RFC 7517 section 4.5: keys of one type must not have the same kid. Keys of different types may. */
function hasUniqueKids({ keys: list }: JwkSet): boolean {
  const kids = list
    .filter(isUsable)
    .map(({ kid }) => kid)
    .filter((kid) => kid !== undefined);
  return new Set(kids).size === kids.length;
}

/** RFC 7517 section 4.5: a key of many is found by its kid; without it, each of them would have to be tried. */
function namesItsKeysWhereManyFit({ keys: list }: JwkSet): boolean {
  const signing = list.filter((key) => hasPurpose(key, 'sig'));
  return signing.every(
    ({ kid, kty, crv }) =>
      kid !== undefined || signing.filter((one) => one.kty === kty && one['crv'] === crv).length <= MOST_TRIED,
  );
}

/** OpenID Registration 1.0 section 2: a set with keys for both uses must state the use of each key. */
function saysWhatEachIsFor({ keys: all }: JwkSet): boolean {
  const list = all.filter(isUsable);
  const encrypts = list.some((key) => purposeOf(key) === 'enc');
  const isMixed = encrypts && list.some((key) => purposeOf(key) !== 'enc');
  return !isMixed || list.every(({ use }) => use !== undefined);
}
