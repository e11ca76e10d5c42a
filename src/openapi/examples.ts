import { clientInformation } from '../clients/client-information';
import { NEW_CLIENT_STATE } from '../clients/client.factory';
import { operatorPolicy } from '../clients/operator-policy';
import { secretRequirements } from '../clients/secret-requirements';
import { InvalidRegistration } from '../core/errors/registration-errors';
import type { ClientInformation, RegistrationRequest } from '../core/metadata/client-metadata';
import { ClientMetadataReader } from '../core/metadata/client-metadata.reader';
import { issuerOf } from '../platform/config/issuer';
import type { Environment } from '../platform/config/environment';

const REQUEST: RegistrationRequest = { redirect_uris: ['https://app.example/callback'], client_name: 'Example' };
const CLIENT_SECRET = 'Tg6oMZ5Wn2VYhkT7y0Hd8m1p4sQeXrUcJb9aLfKiOv0';
const REGISTRATION_ACCESS_TOKEN = 'q3R7uNcWj5EoXkPz1sYv8bTfGhLmAd2iC9rKw6eJt0M';
const MOMENT = new Date('2026-01-31T09:30:00.000Z');

/** The response to a small request; nothing where the operator's choice refuses it. */
export const clientInformationExample = (environment: Environment): ClientInformation | undefined => {
  try {
    const metadata = new ClientMetadataReader(operatorPolicy(environment)).read(REQUEST);
    const hasSecret = secretRequirements(metadata).isNeeded;
    return clientInformation(
      {
        client_id: '019e6f3c-2f1b-7c4e-9a55-0d2b6a1f7c11',
        metadata,
        client_secrets: [],
        created_at: MOMENT,
        updated_at: MOMENT,
        ...NEW_CLIENT_STATE,
      },
      {
        client_secret: hasSecret ? CLIENT_SECRET : undefined,
        registration_access_token: REGISTRATION_ACCESS_TOKEN,
      },
      { issuer: issuerOf(environment), accessTokenLifetime: environment.ACCESS_TOKEN_LIFETIME },
    );
  } catch (cause) {
    if (cause instanceof InvalidRegistration) return undefined;
    throw cause;
  }
};
