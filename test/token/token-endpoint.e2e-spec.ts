import { TransactionsService } from '../../src/platform/database/transactions.service';
import { aClient, aWebClient } from '../support/a-client';
import { basic } from '../support/basic';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

describe('the token endpoint', () => {
  let server: TestServer;
  let client: RegisteredClient;
  let good: { grant_type: string; client_id: string; client_secret: string };
  let credentials: { Authorization: string };

  beforeAll(async () => {
    server = await createTestApp();
    client = await server.register(aClient());
    const { client_id, client_secret } = client;
    good = { grant_type: 'client_credentials', client_id, client_secret };
    credentials = basic(client_id, client_secret);
  });

  afterAll(() => server.close());

  it('client_credentials with Basic gives 200 and a token that is not cacheable', async () => {
    const { status, headers, json } = await server.token({ grant_type: 'client_credentials' }, credentials);
    expect(status).toBe(200);
    expect(json).toMatchObject({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 1800 });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
  });

  it('there is no refresh token', async () => {
    const both = await server.register(
      aClient({ grant_types: ['client_credentials', 'authorization_code', 'refresh_token'] }),
    );
    const { json } = await server.token({ ...good, client_id: both.client_id, client_secret: both.client_secret });
    expect(json).toHaveProperty('access_token');
    expect(json).not.toHaveProperty('refresh_token');
  });

  it('GET gives 405 with Allow: POST and no token, for any query', async () => {
    const answer = await server.get(`/token?${new URLSearchParams(good).toString()}`, credentials);
    expectRefusal(answer, 405, 'invalid_request');
    expect(answer.headers.get('allow')?.split(', ')).toContain('POST');
  });

  it('credentials in the query are not accepted', async () => {
    const query = `/token?${new URLSearchParams(good).toString()}`;
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expectRefusal(await server.send('POST', query, form, 'grant_type=client_credentials'), 401, 'invalid_client');
    expectRefusal(await server.send('POST', query, form, ''), 401, 'invalid_client');
  });

  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x', 'www-form-urlencoded'])(
    'a body of type %s gives 400 invalid_request',
    async (type) => {
      const body = type === 'application/json' ? JSON.stringify(good) : new URLSearchParams(good).toString();
      expectRefusal(await server.token(body, { 'Content-Type': type }), 400, 'invalid_request');
    },
  );

  it.each(['x-www-form-urlencoded', 'X-WWW-Form-Urlencoded', 'application/x-www-form-urlencoded; charset=UTF-8'])(
    'a body of type %s is a form',
    async (type) => {
      await expect(server.token(good, { 'Content-Type': type })).resolves.toMatchObject({ status: 200 });
    },
  );

  it('no body gives 400 invalid_request', async () => {
    expectRefusal(await server.send('POST', '/token'), 400, 'invalid_request');
    expectRefusal(await server.send('POST', '/token', credentials), 400, 'invalid_request');
  });

  it('grant_type missing or empty gives 400 invalid_request', async () => {
    expectRefusal(await server.token({ ...good, grant_type: '' }), 400, 'invalid_request');
    expectRefusal(await server.token({ scope: 'openid' }, credentials), 400, 'invalid_request');
  });

  it.each(['password', 'Client_Credentials', 'client_credentials ', '__proto__', 'constructor'])(
    'the unknown grant %s gives 400 unsupported_grant_type',
    async (grant_type) => {
      expectRefusal(await server.token({ ...good, grant_type }), 400, 'unsupported_grant_type');
    },
  );

  it('a grant that the client did not register gives 400 unauthorized_client', async () => {
    const { client_id, client_secret } = await server.register(aWebClient());
    expectRefusal(await server.token({ ...good, client_id, client_secret }), 400, 'unauthorized_client');
  });

  it.each(['grant_type=client_credentials', 'scope=openid&scope=openid', 'scope=openid&scope=profile', 'x=1&x=1'])(
    'a parameter that is repeated (%s) gives 400 invalid_request',
    async (more) => {
      const form = new URLSearchParams(good).toString();
      expectRefusal(await server.token(`${form}&${more}`), 400, 'invalid_request');
    },
  );

  it('a repeated client_id or client_secret gives 400, even if one is empty', async () => {
    const form = new URLSearchParams(good).toString();
    for (const more of [`client_id=${client.client_id}`, 'client_secret=wrong', 'client_secret='])
      expectRefusal(await server.token(`${form}&${more}`), 400, 'invalid_request');
  });

  it('an empty scope is an omitted one: all that the client registered', async () => {
    const empty = await server.token({ ...good, scope: '' });
    expect(empty).toMatchObject({ status: 200, json: { scope: 'openid profile' } });
    await expect(server.token(good)).resolves.toMatchObject({ status: 200, json: { scope: 'openid profile' } });
  });

  it('unknown parameters are ignored', async () => {
    const answer = await server.token({ ...good, x: '1', 'grant_type[x]': 'y', __proto__x: '2' });
    expect(answer.status).toBe(200);
  });

  it.each(['admin', 'openid admin', 'OPENID', 'openid  profile', ' openid', 'openid\tprofile', 'open"id', 'ö'])(
    'the scope %j gives 400 invalid_scope',
    async (scope) => {
      expectRefusal(await server.token({ ...good, scope }), 400, 'invalid_scope');
    },
  );

  it('the response has the issued scope', async () => {
    const { json } = await server.token({ ...good, scope: 'profile profile' });
    expect(json['scope']).toBe('profile');
  });

  it('no registered client obtains register', async () => {
    expectRefusal(await server.token({ ...good, scope: 'register' }), 400, 'invalid_scope');
    const { status, json } = await server.postRegister(aClient({ scope: 'openid register' }));
    expect(status).toBe(201);
    expect(json['scope']).toBe('openid');
    expectRefusal(await server.postRegister(aClient({ scope: 'register' })), 400, 'invalid_client_metadata');
  });

  describe('client authentication that fails', () => {
    const failed = (answer: Answer): void => {
      expectRefusal(answer, 401, 'invalid_client');
      expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm="[^"]+"(, charset="UTF-8")?$/);
    };
    const asForm = { grant_type: 'client_credentials' };

    it('a wrong secret with Basic', async () =>
      void failed(await server.token(asForm, basic(client.client_id, 'wrong'))));

    it('a wrong secret in the body', async () => void failed(await server.token({ ...good, client_secret: 'wrong' })));

    it('no authentication at all', async () => {
      failed(await server.token(asForm));
      failed(await server.token({ ...asForm, client_id: client.client_id }));
      failed(await server.token({ ...asForm, client_id: client.client_id, client_secret: '' }));
    });

    it('an unknown client is answered like a wrong secret', async () => {
      const comparable = ({ status, headers, text }: Answer) => {
        const kept = [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name));
        return { status, text, headers: Object.fromEntries(kept) };
      };
      const wrong = comparable(await server.token({ ...good, client_secret: 'wrong' }));
      for (const client_id of ['unknown', '0193f3a1-0000-7000-8000-000000000000', "' OR 1=1 --", 'x'.repeat(10_000)])
        expect(comparable(await server.token({ ...good, client_id, client_secret: 'wrong' }))).toEqual(wrong);
      const wrongBasic = comparable(await server.token(asForm, basic(client.client_id, 'wrong')));
      expect(comparable(await server.token(asForm, basic('unknown', 'wrong')))).toEqual(wrongBasic);
    });

    it.each(['Basic', 'Basic ', 'Basic !!!', 'Basic YQ', 'Basic YTpi YTpi', `Basic ${btoa('no colon')}`])(
      'the header %j',
      async (authorization) => void failed(await server.token(asForm, { Authorization: authorization })),
    );

    it.each(['%', '%zz', '%c3%28', 'a%2', ':', ''])('the secret %j with Basic', async (secret) => {
      failed(await server.token(asForm, basic(client.client_id, secret)));
      failed(await server.token(asForm, basic(secret, client.client_secret)));
    });

    it('a client with none has no secret to guess', async () => {
      const { client_id } = await server.register(aWebClient({ token_endpoint_auth_method: 'none' }));
      for (const client_secret of [' ', 'undefined', 'null', client_id])
        failed(await server.token({ ...asForm, client_id, client_secret }));
    });
  });

  describe('a public client that is known', () => {
    let client_id: string;

    beforeAll(async () => {
      const metadata = aWebClient({ token_endpoint_auth_method: 'none', dpop_bound_access_tokens: true });
      client_id = (await server.register(metadata)).client_id;
    });

    it.each(['refresh_token', 'authorization_code', 'nonsense'])(
      'gets unsupported_grant_type for %s, which is not served here',
      async (grant_type) => {
        expectRefusal(await server.token({ grant_type, client_id }), 400, 'unsupported_grant_type');
      },
    );

    it('gets unauthorized_client for a grant of clients that authenticate', async () => {
      const { error_description } = expectRefusal(
        await server.token({ grant_type: 'client_credentials', client_id }),
        400,
        'unauthorized_client',
      );
      expect(error_description).toMatch(/register another token_endpoint_auth_method$/);
    });

    it('gets invalid_request without a grant', async () => {
      expectRefusal(await server.token({ client_id }), 400, 'invalid_request');
    });

    it('may identify itself by Basic with an empty secret, as libraries do; a confidential one may not', async () => {
      const form = { grant_type: 'refresh_token', refresh_token: 'old' };
      const known = await server.register(aWebClient({ token_endpoint_auth_method: 'none' }));
      expectRefusal(await server.token(form, basic(known.client_id, '')), 400, 'unsupported_grant_type');
      expectRefusal(
        await server.token({ ...form, client_id: 'other' }, basic(known.client_id, '')),
        400,
        'invalid_request',
      );
      expectRefusal(await server.token(form, basic(client.client_id, '')), 401, 'invalid_client');
      expectRefusal(await server.token(form, basic('unknown', '')), 401, 'invalid_client');
    });

    it('has not failed to authenticate by that: it may still revoke, an unknown one is barred', async () => {
      const limited = await createTestApp({ RATE_LIMIT_FAILED_AUTH: '2' });
      const known = await limited.register(aWebClient({ token_endpoint_auth_method: 'none' }));
      const revoke = (id: string): Promise<Answer> =>
        limited.send(
          'POST',
          '/revoke',
          { 'Content-Type': 'application/x-www-form-urlencoded' },
          new URLSearchParams({ client_id: id, token: 'x' }).toString(),
        );
      for (let round = 0; round < 20; round += 1)
        expectRefusal(
          await limited.token({ grant_type: 'refresh_token', refresh_token: 'old', client_id: known.client_id }),
          400,
          'unsupported_grant_type',
        );
      expect((await revoke(known.client_id)).status).toBe(200);
      for (let round = 0; round < 3; round += 1)
        await limited.token({ grant_type: 'client_credentials', client_id: 'unknown' });
      expect((await revoke('unknown')).status).toBe(429);
      await limited.close();
    });
  });

  it('the secret may be sent by Basic or in the body', async () => {
    for (const method of ['client_secret_basic', 'client_secret_post']) {
      const { client_id, client_secret } = await server.register(aClient({ token_endpoint_auth_method: method }));
      const form = { grant_type: 'client_credentials' };
      expect((await server.token(form, basic(client_id, client_secret))).status).toBe(200);
      expect((await server.token({ ...form, client_id, client_secret })).status).toBe(200);
    }
  });

  it('Basic and a secret in the body together give 400 invalid_request', async () => {
    expectRefusal(await server.token(good, credentials), 400, 'invalid_request');
    expectRefusal(await server.token(good, basic(client.client_id, 'wrong')), 400, 'invalid_request');
  });

  it('Basic with the same client_id in the body passes, with another it does not', async () => {
    const { grant_type, client_id } = good;
    await expect(server.token({ grant_type, client_id }, credentials)).resolves.toMatchObject({ status: 200 });
    expectRefusal(await server.token({ grant_type, client_id: 'registerClient' }, credentials), 400, 'invalid_request');
  });

  it('id and secret of Basic are form-encoded', async () => {
    const secret = 'p:a+s %s/ä\u20ac';
    const other = await createTestApp({ REGISTRAR_CLIENT_ID: 'register:client+1 ü', REGISTRAR_CLIENT_SECRET: secret });
    const encoded = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');
    const form = { grant_type: 'client_credentials', scope: 'register' };
    const right = basic(encoded('register:client+1 ü'), encoded(secret));
    expect((await other.token(form, right)).status).toBe(200);
    await other.close();
  });

  it('a client that is gone is invalid_client, at once', async () => {
    const { client_id, client_secret } = await server.register(aClient());
    expect((await server.token({ ...good, client_id, client_secret })).status).toBe(200);
    await server.app.get(TransactionsService).statement('DELETE FROM clients WHERE client_id = $1', [client_id]);
    expectRefusal(await server.token({ ...good, client_id, client_secret }), 401, 'invalid_client');
  });

  it('requests at once each get the token of their own client', async () => {
    const other = await server.register(aClient({ scope: 'email' }));
    const wanted = Array.from({ length: 40 }, (_none, index) => [client, other][index % 2] ?? client);
    const answers = await Promise.all(
      wanted.map(({ client_id, client_secret }) => server.token({ ...good, client_id, client_secret })),
    );
    expect(answers.map(({ json }) => json['scope'])).toEqual(wanted.map(({ scope }) => scope));
  });
});
