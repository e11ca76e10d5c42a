/** Algorithms that take the client secret as their key (RFC 7518 sections 3.2 and 4.1, OpenID Core 1.0 section 10). */
const SYMMETRIC = /^(?:HS(\d{3})|A\d{3}(?:GCM)?KW|dir|PBES2-.*)$/;

/** Whether an algorithm takes the client secret as its key. */
export const isSymmetricAlg = (alg: unknown): alg is string => typeof alg === 'string' && SYMMETRIC.test(alg);

/** How many octets of secret an algorithm asks for: those of its hash; an encryption hashes a secret of any length. */
export const secretOctetsOf = (alg: string): number => Number(SYMMETRIC.exec(alg)?.[1] ?? 0) / 8;
