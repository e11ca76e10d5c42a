import { timingSafeEqual } from 'node:crypto';
import { sha256 } from '../core/hash/sha256';

/** RFC 7636 section 4.1. */
const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/;

/** Whether a `code_verifier` is that of a `code_challenge` of the method S256, in constant time (RFC 7636 section 4.6). */
export const isVerifierOf = (code_verifier: string | undefined, code_challenge: string): boolean => {
  if (code_verifier === undefined || !VERIFIER.test(code_verifier)) return false;
  const [presented, expected] = [Buffer.from(sha256(code_verifier)), Buffer.from(code_challenge)];
  return presented.length === expected.length && timingSafeEqual(presented, expected);
};
