import { createHash, randomBytes } from 'node:crypto';

/** A proof key for one authorization (RFC 7636 section 4). */
export const newProofKey = (): { readonly verifier: string; readonly challenge: string } => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};
