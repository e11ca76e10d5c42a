import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { AuthenticationRequest, Presented } from '../client-authentication-method';

/** A client assertion as it was sent, not verified yet. */
export interface Assertion {
  readonly jwt: string;
  readonly alg: string;
  readonly kid: string | undefined;
}

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The parameters of both methods that use an assertion, with their meaning. */
export const ASSERTION_PARAMETERS = {
  client_assertion_type: `${JWT_BEARER}, for the methods with a JWT.`,
  client_assertion: 'The JWT that proves which client it is (RFC 7523 section 2.2).',
} as const;

/** The assertion of a request (RFC 7523 section 2.2). The client is its `sub`. */
export const readAssertion = (request: AuthenticationRequest): Presented<Assertion> | 'malformed' | undefined => {
  const [jwt, type] = [request.parameter('client_assertion'), request.parameter('client_assertion_type')];
  if (jwt === undefined) return type === undefined ? undefined : 'malformed';
  if (type !== JWT_BEARER) return 'malformed';
  try {
    const { alg, kid } = decodeProtectedHeader(jwt);
    const { sub } = decodeJwt(jwt);
    if (typeof sub !== 'string' || sub === '' || typeof alg !== 'string') return 'malformed';
    return { client_id: sub, proof: { jwt, alg, kid: typeof kid === 'string' ? kid : undefined } };
  } catch {
    return 'malformed';
  }
};
