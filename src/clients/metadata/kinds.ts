import { isObject, isString } from 'class-validator';
import type { Kind } from './metadata-row';
import { items, must, type Parts } from '../../validation/must';
import * as redirect from './redirect-uri';

/** A non-empty text, kept to the letter. */
export const text = (): Kind<string> => ({
  rules: [
    must('be a string', isString),
    must('not be empty', (value: string) => value.length > 0, { remedy: 'leave it out' }),
  ],
  schema: { type: 'string', minLength: 1 },
});

/** A list of non-empty texts. */
export const texts = (): Kind<string[]> => ({
  rules: [listRule, must('be a non-empty string', (item) => isString(item) && item !== '', { of: items })],
  schema: { type: 'array', items: { type: 'string', minLength: 1 } },
});

/** `true` or `false`, never a text that says so. */
export const flag = (): Kind<boolean> => ({
  rules: [must('be a boolean', (value) => typeof value === 'boolean', { remedy: 'send true or false without quotes' })],
  schema: { type: 'boolean' },
});

/** A whole number of seconds, zero included. */
export const seconds = (): Kind<number> => ({
  rules: [
    must('be a whole number of seconds, 0 or more', (value) => Number.isSafeInteger(value) && Number(value) >= 0),
  ],
  schema: { type: 'integer', minimum: 0 },
});

/** One of the values that the code supports; what the operator permits is judged where the table is read. */
export const oneOf = <const Value extends string>(supported: readonly Value[]): Kind<Value> => ({
  rules: [must('be a string', isString)],
  schema: { type: 'string', enum: [...supported] },
  supported,
});

/** Some of the values that the code supports. */
export const someOf = <const Value extends string>(supported: readonly Value[]): Kind<Value[]> => ({
  rules: [listRule, must('be a string', isString, { of: items })],
  schema: { type: 'array', items: { type: 'string', enum: [...supported] } },
  supported,
});

/** Scope tokens with single spaces between them (RFC 6749 section 3.3). */
export const scopes = (): Kind<string> => ({
  rules: [
    must('be a string', isString, { remedy: 'separate scopes by spaces' }),
    must('be scope tokens with single spaces between them', (value: string) => value === '' || SCOPE.test(value)),
  ],
  schema: { type: 'string', pattern: SCOPE.source },
});

/** Where a user agent may be sent back to: see `redirect-uri.ts`. */
export const redirectUris = (): Kind<string[]> => {
  const each = (be: string, holds: (uri: string) => boolean, remedy?: string): PropertyDecorator =>
    must(be, holds, { of: items, ...(remedy && { remedy }) });
  return {
    rules: [
      listRule,
      must('be a string', isString, { of: items }),
      each('consist of the characters of RFC 3986', redirect.hasOnlyUriCharacters, 'percent-encode all others'),
      each('be an absolute URI', redirect.isAbsolute, 'begin with https://'),
      each('not have a fragment', redirect.hasNoFragment, 'remove # and what follows'),
      each('not use a scheme that a browser runs or reads locally', redirect.hasPermittedScheme, 'use https'),
      each('not carry user information', redirect.hasNoUserinfo, 'remove what stands before @'),
      each('not have a wildcard in its host', redirect.hasNoWildcard, 'register every host by itself'),
      each(
        'name its host in canonical form',
        redirect.hasCanonicalHost,
        'write the name or the dotted address in full',
      ),
      each('not have dot segments in its path', redirect.hasNoDotSegments, 'write the path that is meant'),
      each('use https unless its host is loopback', redirect.isEncryptedOrLoopback, 'use https'),
      each(
        'have a dot in a private-use scheme',
        redirect.hasDottedPrivateScheme,
        'use a reversed domain name such as com.example.app',
      ),
    ],
    schema: { type: 'array', items: { type: 'string', format: 'uri' } },
  };
};

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
});

/** A public key as RFC 7517 section 4 describes it. */
export type Jwk = { readonly kty: string } & Readonly<Record<string, unknown>>;
export interface JwkSet {
  readonly keys: readonly Jwk[];
}

const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/;

const keys: Parts = function* (value) {
  for (const [index, key] of (value as JwkSet).keys.entries()) yield [`.keys[${index}]`, key];
};

const listRule = must('be an array', Array.isArray, { remedy: 'put even a single value in brackets' });
