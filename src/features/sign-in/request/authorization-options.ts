import type { LoopbackPorts } from './redirect-match';

/** What the operator configures of authorization requests. */
export abstract class AuthorizationOptions {
  /** Which redirect URIs get errors that are found before the user took part. */
  abstract readonly errorRedirects: 'trusted' | 'always';
  /** The hosts of redirect URIs that get these errors directly. */
  abstract readonly trustedRedirectHosts: readonly string[];
  abstract readonly loopbackPorts: LoopbackPorts;
  /** Whether all requests must be pushed (RFC 9126 section 5). */
  abstract readonly requiresPushed: boolean;
  /** The authentication contexts that an upstream can reach (`acr_values_supported`); others are ignored. */
  abstract readonly acrValues: readonly string[];
}
