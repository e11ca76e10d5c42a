import { generateKeyPairSync } from 'node:crypto';
import { DataSource } from 'typeorm';
import { WriteConnectionService } from '../../src/platform/database/write-connection.service';
import { aClient, aWebClient } from '../support/a-client';
import { expectOAuthShape, expectRefusal } from '../support/refusal';
import { stopTasks } from '../support/stop-tasks';
import { createTestApp } from '../support/test-app';
import type { TestServer } from '../support/test-server';

const rsaKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });

describe('registration errors', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  it('a refused registration is 400 with a string error, as application/json', async () => {
    expectRefusal(
      await server.postRegister(aWebClient({ application_type: 'desktop' })),
      400,
      'invalid_client_metadata',
    );
  });

  it('a bad initial token is an error of RFC 6750', async () => {
    const answer = await server.postRegister(aClient(), { Authorization: 'Bearer nonsense' });
    expectRefusal(answer, 401, 'invalid_token');
  });

  it('a request without authorization and with a bad body gets the error about authorization', async () => {
    expectRefusal(await server.postRegister('{', { Authorization: 'Bearer nonsense' }), 401, 'invalid_token');
    expectRefusal(await server.send('POST', '/register', { 'Content-Type': 'text/plain' }, 'x'), 401, 'invalid_token');
  });

  it('the description names member, rule and remedy; errors lists all faults', async () => {
    const answer = await server.postRegister(
      aWebClient({ redirect_uris: ['https://a.example/cb', 'http://a.example/cb'], require_auth_time: 'true' }),
    );
    const { error_description, errors } = expectRefusal(answer, 400, 'invalid_redirect_uri');
    expect(error_description).toMatch(/^redirect_uris\[1\] must use https.*; /);
    expect(errors).toEqual([
      expect.objectContaining({ member: 'redirect_uris[1]' }),
      expect.objectContaining({ member: 'require_auth_time', rule: 'must be a boolean' }),
    ]);
  });

  it('errors lists a scope that is not offered beside the other broken rules', async () => {
    const answer = await server.postRegister(aClient({ token_endpoint_auth_method: 'none', scope: 'register' }));
    const { errors } = expectRefusal(answer, 400, 'invalid_client_metadata');
    expect(errors).toEqual([
      expect.objectContaining({ member: 'token_endpoint_auth_method' }),
      expect.objectContaining({ member: 'scope', rule: 'must name a scope that is offered here' }),
    ]);
  });

  it.each([
    ['redirect_uris', ['https://a.example:65536/'], /^redirect_uris\[0\] must have a host and a port that can exist; /],
    ['redirect_uris', ['https://256.1.1.1/'], /^redirect_uris\[0\] must have a host and a port that can exist; /],
    ['jwks', { keys: [{ ...rsaKey, e: 'AQ' }] }, /^jwks\.keys\[0\] must have an RSA exponent that is odd/],
  ])('%s %j gets an error with the rule that it breaks', async (member, value, expected) => {
    const { json } = await server.postRegister(aWebClient({ [member]: value }));
    expect(json['error_description']).toMatch(expected);
  });

  it('a refused registration stores nothing', async () => {
    const counted = () =>
      server.app.get(DataSource).query<[{ count: unknown }]>('SELECT count(*) AS count FROM clients');
    const before = await counted();
    await server.postRegister(aClient({ redirect_uris: ['nowhere'] }));
    await server.postRegister(aClient(), {});
    expect(await counted()).toEqual(before);
  });

  describe('descriptions have only characters of RFC 6749, for any input', () => {
    const EVIL = [
      '"',
      '\\',
      '"\\"',
      'ü',
      '\u{1f600}',
      'a\r\nSet-Cookie: x=1',
      '\u0000',
      '\u007f',
      '\u202e',
      '<b>&amp;',
    ];
    const MEMBERS = ['application_type', 'grant_types', 'scope', 'redirect_uris', 'token_endpoint_auth_method', 'jwks'];

    it.each(EVIL)('in registrations: %j', async (evil) => {
      for (const member of MEMBERS)
        for (const value of [evil, [evil], { [evil]: evil }, { keys: [{ kty: evil, [evil]: 1 }] }]) {
          const answer = await server.postRegister(aWebClient({ [member]: value }));
          expect([201, 400]).toContain(answer.status);
          if (answer.status === 400) expectOAuthShape(answer);
        }
      const named = await server.postRegister(aWebClient({ [evil]: evil, grant_types: [{ [evil]: evil }] }));
      expectRefusal(named, 400, 'invalid_client_metadata');
    });

    it.each(EVIL)('at the token endpoint: %j', async (evil) => {
      const { client_id, client_secret } = await server.register(aClient());
      const good = { grant_type: 'client_credentials', client_id, client_secret };
      expectRefusal(await server.token({ ...good, grant_type: evil }), 400, 'unsupported_grant_type');
      expectRefusal(await server.token({ ...good, scope: evil }), 400, 'invalid_scope');
      expectRefusal(await server.token({ ...good, client_id: evil }), 401, 'invalid_client');
      expectRefusal(await server.token({ ...good, client_secret: evil }), 401, 'invalid_client');
      const twice = new URLSearchParams([...Object.entries(good), [evil, '1'], [evil, '2']]);
      expectRefusal(await server.token(twice.toString()), 400, 'invalid_request');
    });

    it.each(EVIL)('in addresses: %j', async (evil) => {
      expectRefusal(await server.get(`/${encodeURIComponent(evil)}`), 404, 'not_found');
      const answer = await server.get(`/register/${encodeURIComponent(evil)}`);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expectOAuthShape(answer);
    });

    it('in the token of the Authorization header', async () => {
      for (const token of ['"', '\\', 'a"b', 'a,b', '\u00fc', '<b>'])
        expectOAuthShape(await server.postRegister(aClient(), { Authorization: `Bearer ${token}` }));
    });
  });
});

describe('failures of this server', () => {
  it('a failure is 500 with server_error and no stack, and the server lives on', async () => {
    const server = await createTestApp();
    await stopTasks(server); // the table is renamed on the connection that their transactions use
    const token = await server.registerToken();
    const { dataSource } = server.app.get(WriteConnectionService);
    await dataSource.query('ALTER TABLE clients RENAME TO hidden');
    const authorization = { Authorization: `Bearer ${token}` };
    const answer = await server.postRegister(aClient(), authorization);
    expectRefusal(answer, 500, 'server_error');
    expect(answer.text).not.toMatch(/clients|hidden|SQL|relation|Query/i);
    await dataSource.query('ALTER TABLE hidden RENAME TO clients');
    await expect(server.postRegister(aClient(), authorization)).resolves.toMatchObject({ status: 201 });
    await server.close();
  });
});
