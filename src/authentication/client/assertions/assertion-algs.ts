/** What the two assertion methods can verify, and the octets that a secret must have for it (RFC 7518 section 3.2). */
export const HMAC_OCTETS = new Map([
  ['HS256', 32],
  ['HS384', 48],
  ['HS512', 64],
]);

/** Two names of one algorithm (RFC 9864 section 2.2). */
const EDWARDS: readonly string[] = ['EdDSA', 'Ed25519'];

/** The names under which an algorithm may appear. */
export const namesOfAlg = (alg: string): readonly string[] => (EDWARDS.includes(alg) ? EDWARDS : [alg]);

/** Whether a client with this registered algorithm, if any, may use that one of a method's family. */
export const permitsAlg = (family: Iterable<string>, registered: string | undefined, alg: string): boolean =>
  [...family].includes(alg) && (registered === undefined || namesOfAlg(registered).includes(alg));
