import type { AuthenticationMethodDefinition } from '../../../src/authentication/client/authentication-method.decorator';
import { AuthenticationMethodRegistry } from '../../../src/authentication/client/authentication-method.registry';
import { StandInClientsService } from '../../../src/authentication/client/stand-in-clients.service';
import { type Client } from '../../../src/clients/client.entity';
import { ClientRepository } from '../../../src/clients/client.repository';
import { AUTH_METHODS, type AuthMethod } from '../../../src/core/metadata/vocabulary';
import { aClient } from '../../support/a-client';
import { aKey } from '../../support/assertions';
import { createTestApp } from '../../support/test-app';
import type { TestServer } from '../../support/test-server';

const namesIn = (client: Client | undefined): string[] =>
  Object.entries(client ?? {}).flatMap(([name, value]) => [
    `${name}: ${typeof value}`,
    ...Object.keys((value ?? {}) as object).map((member) => `${name}.${member}`),
  ]);

describe('stand-ins for clients that do not exist', () => {
  let server: TestServer;
  let standIns: StandInClientsService;

  beforeAll(async () => {
    server = await createTestApp({ CLIENT_SECRET_LIFETIME: '60' });
    standIns = server.app.get(StandInClientsService, { strict: false });
  });
  afterAll(() => server.close());

  const by = (method: AuthMethod): AuthenticationMethodDefinition => {
    const { methods } = server.app.get(AuthenticationMethodRegistry, { strict: false });
    const provided = methods.find(({ definition }) => definition.name === method);
    if (!provided) throw new Error(`no provider of ${method}`);
    return provided.definition;
  };

  it.each(['client_secret_basic', 'client_secret_post', 'client_secret_jwt', 'private_key_jwt'] as const)(
    'of %s have all that a registered client has',
    async (token_endpoint_auth_method) => {
      const own = token_endpoint_auth_method === 'private_key_jwt' && { jwks: { keys: [(await aKey()).publicJwk] } };
      const { client_id } = await server.register(aClient({ token_endpoint_auth_method, ...own }));
      const stored = await server.app.get(ClientRepository).find(client_id);
      const standIn = standIns.forUnknown(by(token_endpoint_auth_method));
      expect(namesIn(stored).filter((name) => !namesIn(standIn).includes(name))).toEqual([]);
      expect(standIn.client_secrets.map((secret) => Object.keys(secret))).toEqual(
        stored?.client_secrets.map((secret) => Object.keys(secret)),
      );
    },
  );

  it.each(AUTH_METHODS)(
    'of %s are read from their row for each unknown client, and for known ones are there',
    (method) => {
      const [first, second] = [standIns.forUnknown(by(method)), standIns.forUnknown(by(method))];
      expect(first.metadata.token_endpoint_auth_method).toBe(method);
      expect(first).toEqual(second);
      expect(first.metadata).not.toBe(second.metadata);
      expect(standIns.forKnown(by(method))).toBe(standIns.forKnown(by(method)));
    },
  );
});
