import type { ClientInformation, IssuedMembers } from '../core/metadata/client-metadata';
import { inResponseOrder } from '../core/metadata/response-order';
import type { Issuer } from '../core/issuer';
import type { Client } from './client.entity';
import type { ClientCredentials } from './client.factory';

/** The credentials of a response, if any: only hashes are stored, and a client may also manage itself by an access token. */
type ShownCredentials = { readonly [Name in keyof ClientCredentials]?: ClientCredentials[Name] | undefined };

/** What the response contains besides the client. */
export interface InformationSource {
  readonly issuer: Issuer;
  /** In seconds. */
  readonly accessTokenLifetime: number;
  /** In seconds. */
  readonly refreshTokenLifetime: number;
}

const NEVER = 0;

/** The properties of a client that a response shows. */
type ShownClient = Pick<
  Client,
  | 'client_id'
  | 'registration_hash'
  | 'status'
  | 'status_change'
  | 'metadata'
  | 'client_secrets'
  | 'consent_disabled_at'
  | 'created_at'
  | 'updated_at'
>;

/** The client information response, in the order of the table. No member is ever `null`. */
export const clientInformation = (
  {
    client_id,
    registration_hash,
    status,
    status_change,
    metadata,
    client_secrets,
    consent_disabled_at,
    created_at,
    updated_at,
  }: ShownClient,
  { client_secret, registration_access_token }: ShownCredentials,
  { issuer, accessTokenLifetime, refreshTokenLifetime }: InformationSource,
): ClientInformation => {
  const issued: IssuedMembers = {
    client_id,
    client_secret,
    client_secret_expires_at: client_secret === undefined ? undefined : (client_secrets[0]?.expires_at ?? NEVER),
    registration_access_token,
    update_datetime: updated_at.toISOString(),
    create_datetime: created_at.toISOString(),
    client_id_issued_at: Math.floor(created_at.getTime() / 1000),
    token_expiration_time_seconds: accessTokenLifetime,
    refresh_token_expiration_time_seconds: refreshTokenLifetime,
    preferred_token_profile: 'Bearer',
    is_consent_disabled: consent_disabled_at != null,
    // Nobody manages a client that equal registrations get.
    registration_client_uri: registration_hash ? undefined : issuer.clientConfigurationEndpoint(client_id),
    client_status: status === 'active' ? undefined : status,
    client_status_reason: status === 'active' ? undefined : status_change?.reason,
  };
  return inResponseOrder(metadata, issued);
};
