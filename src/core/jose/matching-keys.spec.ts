import { compactVerify, errors, importJWK } from 'jose';
import { bareKey, type Jwk } from './jwk';
import { matchingKeys } from './matching-keys';

/** RFC 7515 appendix A.3: a key on P-256 and what it signed with ES256. */
const EXAMPLE_KEY = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
};
const EXAMPLE_JWS = [
  'eyJhbGciOiJFUzI1NiJ9',
  'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
  'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
].join('.');

describe('the keys that may have signed a JWT', () => {
  it('are those that verify the example of RFC 7515 appendix A.3', async () => {
    const others = [
      { kty: 'RSA', n: 'AQ', e: 'AQAB' },
      { ...EXAMPLE_KEY, use: 'enc' },
      { ...EXAMPLE_KEY, crv: 'P-384' },
    ];
    const [key, ...more] = matchingKeys([...others, { ...EXAMPLE_KEY, use: 'sig' }], { alg: 'ES256', kid: undefined });
    expect(more).toEqual([]);
    if (!key) throw new Error('no key matches');
    const verified = await compactVerify(EXAMPLE_JWS, await importJWK(bareKey(key), 'ES256'));
    expect(JSON.parse(Buffer.from(verified.payload).toString())).toMatchObject({ iss: 'joe' });
  });

  it('are none for an algorithm of another family', () => {
    expect(matchingKeys([EXAMPLE_KEY], { alg: 'RS256', kid: undefined })).toEqual([]);
  });

  it('are none that are costly to verify with, though they were registered when they still could be', () => {
    const e = 'AQAB';
    const keys = [
      { kty: 'RSA', n: 'x'.repeat(684), e },
      { kty: 'RSA', n: 'x'.repeat(2731), e },
      { kty: 'RSA', n: 'x'.repeat(342), e: 'x'.repeat(7) },
    ];
    expect(matchingKeys(keys, { alg: 'RS256', kid: undefined })).toEqual([]);
    const usual = { kty: 'RSA', n: 'x'.repeat(683), e };
    expect(matchingKeys([...keys, usual], { alg: 'RS256', kid: undefined })).toEqual([usual]);
  });

  it('are those of the name that the assertion gives, else those without one, three at most', () => {
    const keys = ['a', undefined, 'b', undefined, undefined].map((kid) => ({ ...EXAMPLE_KEY, ...(kid && { kid }) }));
    const kidsFor = (kid: string | undefined, of = keys): unknown[] =>
      matchingKeys(of, { alg: 'ES256', kid }).map((key: Jwk) => key['kid']);
    expect(kidsFor('b')).toEqual(['b']);
    expect(kidsFor('c')).toEqual([undefined, undefined, undefined]);
    expect(() => kidsFor(undefined)).toThrow(/more than 3 keys fit/);
    expect(() => kidsFor('c', [...keys, EXAMPLE_KEY])).toThrow(errors.JWKSMultipleMatchingKeys);
  });
});
