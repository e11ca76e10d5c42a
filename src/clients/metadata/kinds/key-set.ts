import { isObject, isString } from 'class-validator';
import type { Kind } from '../metadata-row';
import { must, type Parts } from '../../../validation/must';

/** A public key as RFC 7517 section 4 describes it. */
export type Jwk = { readonly kty: string } & Readonly<Record<string, unknown>>;
export interface JwkSet {
  readonly keys: readonly Jwk[];
}

/** A JWK Set by value (RFC 7517 section 5). */
export const jwkSet = (): Kind<JwkSet> => ({
  rules: [
    must(
      'be a JSON object with a member keys that is an array',
      (value: Partial<JwkSet> | undefined) => isObject(value) && Array.isArray(value.keys),
    ),
    must('be a JSON object with a kty', (key: Jwk) => isObject(key) && isString(key.kty), { of: keys }),
  ],
  schema: { type: 'object', required: ['keys'], properties: { keys: { type: 'array', items: { type: 'object' } } } },
  isEmpty: (value) => (value as JwkSet).keys.length === 0,
});

const keys: Parts = function* (value) {
  for (const [index, key] of (value as JwkSet).keys.entries()) yield [`.keys[${index}]`, key];
};
