import { isVerifierOf } from './pkce';

describe('the verifier of a code challenge', () => {
  // RFC 7636 appendix B.
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

  it('is the one whose SHA-256 it is', () => {
    expect(isVerifierOf(verifier, challenge)).toBe(true);
  });

  it.each([
    undefined,
    '',
    challenge,
    `${verifier}a`,
    verifier.slice(1),
    'a'.repeat(42),
    'a'.repeat(129),
    `${verifier}\0`,
  ])('is not %j', (other) => {
    expect(isVerifierOf(other, challenge)).toBe(false);
  });

  it('is never a plain one', () => {
    expect(isVerifierOf(verifier, verifier)).toBe(false);
  });
});
