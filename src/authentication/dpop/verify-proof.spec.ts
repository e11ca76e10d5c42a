import { calculateJwkThumbprint, type JWK, SignJWT } from 'jose';
import type { ClientKey } from '../../../test/support/assertions';
import { withExponent } from '../../../test/support/rsa-with-exponent';
import { InvalidDpopProof } from '../../core/errors/errors';
import { accessTokenHash, type Proof, type ProvenRequest, verifyProof } from './verify-proof';

/** The key of all examples of RFC 9449, and its thumbprint as section 6.1 has it. */
const JWK = {
  kty: 'EC',
  x: 'l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs',
  y: '9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA',
  crv: 'P-256',
};
const JKT = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I';
const HEADER =
  'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19';

/** Section 5, figure 4. */
const TOKEN_PROOF = `${HEADER}.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg`;
const TOKEN_REQUEST: ProvenRequest = { method: 'POST', uri: 'https://server.example.com/token', lifetime: 60 };
const TOKEN_IAT = 1562262616;

/** Section 7.1, figure 12. */
const ACCESS_TOKEN = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU';
const RESOURCE_PROOF = `${HEADER}.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA`;
const RESOURCE_REQUEST: ProvenRequest = {
  method: 'GET',
  uri: 'https://resource.example.org/protectedresource',
  accessToken: ACCESS_TOKEN,
  lifetime: 60,
};

const at = (seconds: number): Date => new Date(seconds * 1000);

describe('the examples of RFC 9449', () => {
  it('the thumbprint of the key (section 6.1)', async () => {
    await expect(calculateJwkThumbprint(JWK)).resolves.toBe(JKT);
  });

  it('the hash of the access token (section 7.1)', () => {
    expect(accessTokenHash(ACCESS_TOKEN)).toBe('fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo');
  });

  it('the proof of the token request (section 5)', async () => {
    await expect(verifyProof(TOKEN_PROOF, TOKEN_REQUEST, at(TOKEN_IAT))).resolves.toEqual({
      jkt: JKT,
      jti: '-BwC3ESc6acc2lTc',
      iat: TOKEN_IAT,
      nonce: undefined,
    });
  });

  it('the proof of the request at the resource (section 7.1)', async () => {
    await expect(verifyProof(RESOURCE_PROOF, RESOURCE_REQUEST, at(1562262618))).resolves.toMatchObject({ jkt: JKT });
  });
});

describe('verifyProof', () => {
  it.each<[string, string, ProvenRequest, number]>([
    ['another method', TOKEN_PROOF, { ...TOKEN_REQUEST, method: 'PUT' }, TOKEN_IAT],
    ['another address', TOKEN_PROOF, { ...TOKEN_REQUEST, uri: 'https://server.example.com/par' }, TOKEN_IAT],
    ['a token it does not name', TOKEN_PROOF, { ...TOKEN_REQUEST, accessToken: ACCESS_TOKEN }, TOKEN_IAT],
    ['another token', RESOURCE_PROOF, { ...RESOURCE_REQUEST, accessToken: 'another' }, 1562262618],
    ['a time when it is too old', TOKEN_PROOF, TOKEN_REQUEST, TOKEN_IAT + 91],
    ['a time before it was made', TOKEN_PROOF, TOKEN_REQUEST, TOKEN_IAT - 31],
  ])('refuses a proof for %s', async (_, proof, request, seconds) => {
    await expect(verifyProof(proof, request, at(seconds))).rejects.toThrow(InvalidDpopProof);
  });

  it('takes the address where clients are asked for certificates', async () => {
    const request = { ...TOKEN_REQUEST, uri: 'https://as.example/token', alias: TOKEN_REQUEST.uri };
    await expect(verifyProof(TOKEN_PROOF, request, at(TOKEN_IAT))).resolves.toMatchObject({ jkt: JKT });
  });

  it.each([90, -30])('takes a clock that is %d seconds off', async (seconds) => {
    await expect(verifyProof(TOKEN_PROOF, TOKEN_REQUEST, at(TOKEN_IAT + seconds))).resolves.toMatchObject({ jkt: JKT });
  });

  it('refuses an RSA key that is costly to verify with, before it is used', async () => {
    const proofBy = ({ publicJwk, privateKey }: ClientKey): Promise<string> =>
      new SignJWT({ htm: 'POST', htu: TOKEN_REQUEST.uri, jti: 'one' })
        .setProtectedHeader({
          typ: 'dpop+jwt',
          alg: 'RS256',
          jwk: { kty: 'RSA', n: publicJwk.n, e: publicJwk.e } as JWK,
        })
        .setIssuedAt(TOKEN_IAT)
        .sign(privateKey);
    const verified = async (key: ClientKey): Promise<Proof> =>
      verifyProof(await proofBy(key), TOKEN_REQUEST, at(TOKEN_IAT));
    await expect(verified(await withExponent(65537n))).resolves.toMatchObject({ jti: 'one' });
    await expect(verified(await withExponent(2n ** 32n + 15n))).rejects.toThrow(
      'the DPoP proof must have an RSA key of at most 4096 bits with an exponent below 2^32; use a key for ES256',
    );
  });
});
