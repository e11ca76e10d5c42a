import * as oauth from 'oauth4webapi';
import { aClient } from '../../support/a-client';
import { challengeOf } from '../../support/refusal';
import { createTestApp } from '../../support/test-app';

const AT = '/.well-known/oauth-protected-resource';

describe('protected resource metadata', () => {
  it('name the issuer that protects /register, and the challenges refer to them', async () => {
    const server = await createTestApp();
    const { status, json } = await server.get(`${AT}/register`);
    expect([status, json]).toEqual([
      200,
      {
        resource: 'http://localhost:3000/register',
        resource_name: 'Client registration',
        authorization_servers: ['http://localhost:3000'],
        scopes_supported: ['register'],
        bearer_methods_supported: ['header'],
        dpop_signing_alg_values_supported: expect.arrayContaining(['ES256', 'Ed25519']),
      },
    ]);
    const { client_id, client_secret } = await server.register(aClient());
    const poor = await server.accessToken({ client_id, client_secret });
    for (const [authorization, code] of [
      [{}, 401],
      [{ Authorization: 'Bearer x' }, 401],
      [{ Authorization: `Bearer ${poor}` }, 403],
    ] as const) {
      const answer = await server.postRegister({}, authorization);
      expect(answer.status).toBe(code);
      expect(challengeOf(answer)).toMatchObject({
        scope: 'register',
        resource_metadata: `http://localhost:3000${AT}/register`,
      });
    }
    const response = await fetch(server.at(`${AT}/register`));
    const metadata = await oauth.processResourceDiscoveryResponse(new URL('http://localhost:3000/register'), response);
    expect(metadata.authorization_servers).toEqual(['http://localhost:3000']);
    await server.close();
  });

  it('are found with the path of the issuer inserted', async () => {
    const server = await createTestApp({ ISSUER: 'http://localhost:3000/t1' });
    const { resource_metadata = '' } = challengeOf(await server.postRegister({}, {}));
    expect(resource_metadata).toBe(`http://localhost:3000${AT}/t1/register`);
    const { json } = await server.get(new URL(resource_metadata).pathname);
    expect(json['resource']).toBe('http://localhost:3000/t1/register');
    expect((await server.get(`${AT}/t2/register`)).status).toBe(404);
    await server.close();
  });
});
