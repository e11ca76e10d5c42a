import { aClient } from '../support/a-client';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const FILES = 'https://files.example';

describe('scopes with parameters', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp({
      SCOPES: 'openid storage.read:* patient/*.rs',
      DEFAULT_SCOPES: 'openid',
      SCOPE_POLICY: 'default',
      RESOURCES: JSON.stringify({ [FILES]: { scopes: ['storage.read:/public/*'] } }),
    });
  });

  const tokenFor = (client: RegisteredClient, parameters: Record<string, string>): Promise<Answer> => {
    const { client_id, client_secret } = client;
    return server.token({ grant_type: 'client_credentials', client_id, client_secret, ...parameters });
  };

  it('are offered where a pattern of the operator matches, and discovery publishes the patterns', async () => {
    const asked = 'storage.read:/data patient/Observation.rs storage.read: storage.write:/data register openid';
    const { scope } = await server.register(aClient({ scope: asked }));
    expect(scope).toBe('storage.read:/data patient/Observation.rs openid');
    const { json } = await server.get('/.well-known/oauth-authorization-server');
    expect(json['scopes_supported']).toEqual(['openid', 'storage.read:*', 'patient/*.rs']);
  });

  it('give the default scopes where nothing is left (SCOPE_POLICY=default)', async () => {
    expect((await server.register(aClient({ scope: 'storage.write:/data register' })))['scope']).toBe('openid');
  });

  it('are granted to a client that registered the pattern, and to no other', async () => {
    const reader = await server.register(aClient({ scope: 'storage.read:*' }));
    const one = await server.register(aClient({ scope: 'storage.read:/data' }));
    expect((await tokenFor(reader, { scope: 'storage.read:/data storage.read:/x' })).json['scope']).toBe(
      'storage.read:/data storage.read:/x',
    );
    expect((await tokenFor(one, { scope: 'storage.read:/data' })).status).toBe(200);
    expectRefusal(await tokenFor(one, { scope: 'storage.read:/x' }), 400, 'invalid_scope');
    for (const scope of ['storage.write:/x', 'storage.read:', 'register', 'openid'])
      expectRefusal(await tokenFor(reader, { scope }), 400, 'invalid_scope');
  });

  it('are limited by the patterns of a resource', async () => {
    const reader = await server.register(aClient({ scope: 'storage.read:*' }));
    const publicly = await tokenFor(reader, { scope: 'storage.read:/public/x', resource: FILES });
    expect(publicly.json['scope']).toBe('storage.read:/public/x');
    expectRefusal(await tokenFor(reader, { scope: 'storage.read:/x', resource: FILES }), 400, 'invalid_scope');
  });
});
