import type { IncomingHttpHeaders } from 'node:http';
import { isMadeByOperator } from '../../../clients/client-provenance';
import type { Client } from '../../../clients/client.entity';
import { isNativeOnly, schemeOf } from '../../../core/metadata/redirect-uri';
import type { ConsentOptions } from './consent-options';

/** What of a client decides whether users are asked again. */
type JudgedClient = Pick<Client, 'origin' | 'lineage' | 'metadata' | 'registration_hash' | 'consent_disabled_at'>;

/**
 * Whether others can stand in for the client at a redirect URI: any program on the device can receive what is sent to a
 * loopback address or to a scheme of an application, and a public client proves nothing. Then every authorization is asked
 * about (RFC 8252 section 8.6).
 */
const canBeImpersonated = ({ metadata }: JudgedClient, redirect_uri: string): boolean =>
  metadata.token_endpoint_auth_method === 'none' && isNativeOnly(redirect_uri);

/** Whether the operator decided that users are not asked about the client. */
export const isConsentDisabled = (client: JudgedClient, redirect_uri: string): boolean =>
  client.consent_disabled_at != null && !canBeImpersonated(client, redirect_uri);

/**
 * Whether the answer of a user is remembered for the client and a redirect URI. It never is for an identifier that equal
 * registrations share, because nobody alone owns it.
 */
export const isRemembered = (
  client: JudgedClient,
  redirect_uri: string,
  { memory }: Pick<ConsentOptions, 'memory'>,
): boolean => {
  if (memory === 'never' || client.registration_hash || canBeImpersonated(client, redirect_uri)) return false;
  return (
    isMadeByOperator(client) || client.consent_disabled_at != null || (memory === 'https' && isHttps(redirect_uri))
  );
};

const isHttps = (uri: string): boolean => schemeOf(uri) === 'https';

/**
 * Whether the browser says that a user navigated here: not a frame, not a script. For a client that registered itself, it
 * has to say that a click or a key led here, so that no page of another site repeats an authorization unseen.
 */
export const isNavigatedByUser = (headers: IncomingHttpHeaders, client: JudgedClient): boolean => {
  const { 'sec-fetch-mode': mode, 'sec-fetch-dest': destination, 'sec-fetch-user': activation } = headers;
  const isFullPage = (mode ?? 'navigate') === 'navigate' && (destination ?? 'document') === 'document';
  return isFullPage && (isMadeByOperator(client) || (mode === 'navigate' && activation === '?1'));
};
