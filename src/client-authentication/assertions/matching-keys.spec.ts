import { compactVerify, importJWK } from 'jose';
import { bareKey, matchingKeys } from './matching-keys';

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

describe('the keys that may have signed an assertion', () => {
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
});
