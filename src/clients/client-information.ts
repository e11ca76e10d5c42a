import type { ClientMetadata } from '../core/metadata/client-metadata.dto';
import type { Issuer } from '../core/issuer';
import { inOrderOfTheTable } from '../core/metadata/member-order';
import type { Client } from './client.entity';
import type { ClientCredentials } from './client.factory';

/** The client information response (RFC 7591 section 3.2.1, RFC 7592 section 3): all rows of the table that have a value. */
export type ClientInformation = ClientMetadata & {
  readonly client_id: string;
  readonly registration_client_uri: string;
};

/** The credentials that an answer has, if any: secrets are kept as hashes, and access tokens open registrations as well. */
type ToldCredentials = { readonly [Name in keyof ClientCredentials]?: ClientCredentials[Name] | undefined };

/** What the answer contains besides the client. */
export interface InformationSource {
  readonly issuer: Issuer;
  /** In seconds. */
  readonly accessTokenLifetime: number;
}

const REFRESH_TOKEN_LIFETIME_SECONDS = 1800;
const NEVER = 0;

/** What a client is told about itself, in the order of the table. Nothing is ever told as `null`. */
export const clientInformation = (
  { client_id, status, metadata, client_secrets, created_at, updated_at }: Client,
  { client_secret, registration_access_token }: ToldCredentials,
  { issuer, accessTokenLifetime }: InformationSource,
): ClientInformation => {
  const issued: Record<string, unknown> = {
    client_id,
    client_secret,
    client_secret_expires_at: client_secret === undefined ? undefined : (client_secrets[0]?.expires_at ?? NEVER),
    registration_access_token,
    update_datetime: updated_at.toISOString(),
    create_datetime: created_at.toISOString(),
    client_id_issued_at: Math.floor(created_at.getTime() / 1000),
    token_expiration_time_seconds: accessTokenLifetime,
    refresh_token_expiration_time_seconds: REFRESH_TOKEN_LIFETIME_SECONDS,
    preferred_token_profile: 'Bearer',
    is_consent_disabled: false,
    registration_client_uri: issuer.clientConfigurationEndpoint(client_id),
    client_status: status === 'active' ? undefined : status,
  };
  return inOrderOfTheTable(metadata as unknown as Record<string, unknown>, issued) as unknown as ClientInformation;
};
