import type { HttpRefusal } from '../../platform/http/refusal-listener';
import type { RefusalType } from '../event-types';

/** Where clients authenticate themselves. */
const TOKEN_ROUTES: readonly string[] = ['/token', '/introspect', '/revoke'];
/** The codes of an authentication that failed, or that nobody tried. */
const NOT_AUTHENTICATED: readonly string[] = ['invalid_client', 'invalid_token', 'invalid_dpop_proof'];
/** The codes at a token endpoint of a client that the operator has not approved, and of too many failures. */
const NOT_ADMITTED: readonly string[] = ['access_denied', 'temporarily_unavailable'];
const READS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** What was refused: an authentication, a registration, an update; nothing for other requests, dry runs among them. */
export const refusalTypeOf = ({ error, method, route }: Omit<HttpRefusal, 'context'>): RefusalType | undefined => {
  if (NOT_AUTHENTICATED.includes(error.error)) return 'authentication.refused';
  if (TOKEN_ROUTES.includes(route) && NOT_ADMITTED.includes(error.error)) return 'authentication.refused';
  if (READS.includes(method)) return undefined;
  if (route === '/register') return 'registration.refused';
  return route.startsWith('/register/:') ? 'update.refused' : undefined;
};
