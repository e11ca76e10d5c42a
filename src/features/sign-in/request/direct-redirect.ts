import type { Client } from '../../../clients/client.entity';
import { hostOf } from '../../../core/metadata/redirect-uri';
import type { AuthorizationOptions } from './authorization-options';
import { isMadeByOperator } from '../../../clients/client-provenance';
import { isLoopbackRedirect } from './redirect-match';

/**
 * Whether a redirect URI may get an error before the user took part. Anybody can register a client, so that a redirect to
 * any other host would make this server an open redirector (RFC 9700 section 4.11.2).
 */
export const isAnsweredDirectly = (
  redirect_uri: string,
  client: Pick<Client, 'origin' | 'lineage' | 'consent_disabled_at'>,
  { errorRedirects, trustedRedirectHosts }: AuthorizationOptions,
): boolean =>
  errorRedirects === 'always' ||
  isLoopbackRedirect(redirect_uri) ||
  isMadeByOperator(client) ||
  client.consent_disabled_at != null ||
  trustedRedirectHosts.includes(hostOf(redirect_uri));
