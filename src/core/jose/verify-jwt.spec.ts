import { errors } from 'jose';
import { requireClaimTypes } from './verify-jwt';

describe('requireClaimTypes', () => {
  it.each([
    {},
    { iss: 'a', sub: 'b', aud: 'c', exp: 1, nbf: 1.5, iat: 0, jti: 'd' },
    { aud: [] },
    { aud: ['a', 'b'] },
    { exp: 1e15, other: 5 },
  ])('takes %j', (claims) => {
    expect(() => {
      requireClaimTypes(claims);
    }).not.toThrow();
  });

  it.each([
    ...['iss', 'sub', 'jti'].flatMap((name) => [5, 0, null, true, [], ['a'], {}].map((value) => [name, value])),
    ...['exp', 'nbf', 'iat'].flatMap((name) =>
      ['1', '', null, true, [1], {}, NaN, Infinity].map((value) => [name, value]),
    ),
    ...[5, null, true, {}, ['a', 5], [null]].map((value) => ['aud', value]),
  ] as [string, unknown][])('refuses %s that is %j', (name, value) => {
    expect(() => {
      requireClaimTypes({ [name]: value });
    }).toThrow(errors.JWTClaimValidationFailed);
  });
});
