import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Presented } from '../client-authentication-method';

/** A client assertion as it was sent, not verified yet. */
export interface Assertion {
  readonly jwt: string;
  readonly alg: string;
  readonly kid: string | undefined;
}

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The assertion of a form (RFC 7523 section 2.2); its `sub` is the client. */
export const readAssertion = (form: URLSearchParams): Presented<Assertion> | 'malformed' | undefined => {
  const jwt = form.get('client_assertion');
  if (jwt === null) return form.has('client_assertion_type') ? 'malformed' : undefined;
  if (form.get('client_assertion_type') !== JWT_BEARER) return 'malformed';
  try {
    const { alg, kid } = decodeProtectedHeader(jwt);
    const { sub } = decodeJwt(jwt);
    if (typeof sub !== 'string' || sub === '' || typeof alg !== 'string') return 'malformed';
    return { client_id: sub, proof: { jwt, alg, kid: typeof kid === 'string' ? kid : undefined } };
  } catch {
    return 'malformed';
  }
};
