import type { Answer } from './test-server';

/** `%x20-21 / %x23-5B / %x5D-7E`: what `error` and `error_description` may consist of (RFC 6749 section 5.2). */
const PLAIN = /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/;

/** Fails unless an answer is the refusal that is meant, in the shape that every refusal has; gives its body. */
export const expectRefusal = (answer: Answer, status: number, error: string): Answer['json'] => {
  expect({ status: answer.status, error: answer.json['error'], body: answer.text }).toEqual({
    status,
    error,
    body: answer.text,
  });
  expectOAuthShape(answer);
  return answer.json;
};

/** What holds of every refusal, whatever its code. */
export const expectOAuthShape = ({ headers, text, json }: Answer): void => {
  expect(headers.get('content-type')).toBe('application/json');
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('pragma')).toBe('no-cache');
  expect(headers.get('x-powered-by')).toBeNull();
  expect(headers.get('x-request-id')).toMatch(/^[A-Za-z0-9._-]{1,64}$/);
  expect(json['error']).toMatch(PLAIN);
  expect(json['error_description']).toMatch(PLAIN);
  expect(Object.keys(json)).not.toEqual(expect.arrayContaining(['statusCode']));
  expect(json).not.toHaveProperty('message');
  expect(text).not.toMatch(/ at .*\.[jt]s:\d+|node_modules/);
};

/** The first challenge of an answer: the scheme that was tried. */
export const challengeOf = (answer: Answer): Readonly<Record<string, string>> => challengesOf(answer)[0] ?? {};

/** The attributes of the `WWW-Authenticate` challenges; fails when one stands twice, or the field is not well-formed. */
export const challengesOf = ({ headers }: Answer): Readonly<Record<string, string>>[] => {
  const header = headers.get('www-authenticate') ?? '';
  const challenges = [...header.matchAll(CHALLENGE)].map(([whole, scheme = '', rest = '']) => {
    const attributes = [...rest.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name, value] as const);
    expect(new Set(attributes.map(([name]) => name)).size).toBe(attributes.length);
    return { whole, attributes: { scheme, ...Object.fromEntries(attributes) } };
  });
  expect(challenges.map(({ whole }) => whole).join('')).toBe(header);
  return challenges.map(({ attributes }) => attributes);
};

const ATTRIBUTE = /([a-z_]+)="([^"\\]*)"/g;
const CHALLENGE = /([A-Z][A-Za-z]*) ([a-z_]+="[^"\\]*"(?:, [a-z_]+="[^"\\]*")*)(?:, (?=[A-Z])|$)/g;
