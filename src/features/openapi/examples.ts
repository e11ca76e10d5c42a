import { clientInformation } from '../../clients/client-information';
import { NEW_CLIENT_STATE } from '../../clients/client.factory';
import { secretRequirements } from '../../clients/secret-requirements';
import { InvalidRegistration } from '../../core/errors/registration-errors';
import type { ClientInformation, RegistrationRequest } from '../../core/metadata/client-metadata';
import { ClientMetadataReader } from '../../core/metadata/client-metadata.reader';
import type { DocumentedServer } from './documented-server';

const REQUEST: RegistrationRequest = { redirect_uris: ['https://app.example/callback'], client_name: 'Example' };
const CLIENT_SECRET = 'Tg6oMZ5Wn2VYhkT7y0Hd8m1p4sQeXrUcJb9aLfKiOv0';
const REGISTRATION_ACCESS_TOKEN = 'q3R7uNcWj5EoXkPz1sYv8bTfGhLmAd2iC9rKw6eJt0M';
const MOMENT = new Date('2026-01-31T09:30:00.000Z');

/** The response to a small request; `undefined` if the operator's policy refuses the request. */
export const clientInformationExample = (server: DocumentedServer): ClientInformation | undefined => {
  try {
    const metadata = new ClientMetadataReader(server.permissions).read(REQUEST);
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
      server,
    );
  } catch (cause) {
    if (cause instanceof InvalidRegistration) return undefined;
    throw cause;
  }
};
