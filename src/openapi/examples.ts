import { operatorPolicy } from '../clients/operator-policy';
import { InvalidRegistration } from '../core/errors/registration-errors';
import type { ClientMetadata } from '../core/metadata/client-metadata.dto';
import { ClientMetadataReader } from '../core/metadata/client-metadata.reader';
import { inOrderOfTheTable } from '../core/metadata/member-order';
import { needsOf } from '../core/metadata/vocabulary';
import type { Environment } from '../platform/config/environment';

const CLIENT_ID = '019e6f3c-2f1b-7c4e-9a55-0d2b6a1f7c11';
const SECRET = { client_secret: 'Tg6oMZ5Wn2VYhkT7y0Hd8m1p4sQeXrUcJb9aLfKiOv0', client_secret_expires_at: 0 };
const MOMENT = '2026-01-31T09:30:00.000Z';

/** What a small request is answered; nothing where the operator's choice does not let it pass. */
export const clientInformationExample = (environment: Environment): Record<string, unknown> | undefined => {
  try {
    const reader = new ClientMetadataReader(operatorPolicy(environment));
    return answerTo(
      reader.read({ redirect_uris: ['https://app.example/callback'], client_name: 'Example' }),
      environment,
    );
  } catch (cause) {
    if (cause instanceof InvalidRegistration) return undefined;
    throw cause;
  }
};

const answerTo = (metadata: ClientMetadata, { ISSUER, ACCESS_TOKEN_LIFETIME }: Environment): Record<string, unknown> =>
  inOrderOfTheTable({
    ...metadata,
    client_id: CLIENT_ID,
    ...(needsOf(metadata.token_endpoint_auth_method).secret !== undefined && SECRET),
    registration_access_token: 'q3R7uNcWj5EoXkPz1sYv8bTfGhLmAd2iC9rKw6eJt0M',
    update_datetime: MOMENT,
    create_datetime: MOMENT,
    client_id_issued_at: Date.parse(MOMENT) / 1000,
    token_expiration_time_seconds: ACCESS_TOKEN_LIFETIME,
    refresh_token_expiration_time_seconds: 1800,
    preferred_token_profile: 'Bearer',
    is_consent_disabled: false,
    registration_client_uri: `${ISSUER}/register/${CLIENT_ID}`,
  });
