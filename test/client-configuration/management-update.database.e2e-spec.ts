import { randomUUID } from 'node:crypto';
import { aClient, aWebClient } from '../support/a-client';
import { aKey } from '../support/assertions';
import { FORBIDDEN_IN_UPDATES, managing, updateOf } from '../support/managing';
import { expectRefusal } from '../support/refusal';
import { setStatus } from '../support/set-status';
import { createTestApp } from '../support/test-app';
import type { RegisteredClient, TestServer } from '../support/test-server';

describe('changing a registration', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  const tokenFor = ({ client_id, client_secret }: RegisteredClient) =>
    server.token({ grant_type: 'client_credentials', client_id, client_secret });

  it('PUT returns the whole client information', async () => {
    const client = await server.register(aClient());
    const { status, headers, json } = await managing(server, client).put(aClient({ client_name: 'New' }));
    expect(status).toBe(200);
    expect(json).toMatchObject({
      client_id: client.client_id,
      client_name: 'New',
      registration_access_token: client.registration_access_token,
      registration_client_uri: client.registration_client_uri,
    });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
    const read = await managing(server, client).read();
    expect(read.json).toEqual(json);
    expect(read.headers.get('etag')).toBe(headers.get('etag'));
  });

  it('what PUT leaves out goes back to its default', async () => {
    const client = await server.register(
      aWebClient({ client_name: 'Old', require_auth_time: true, contacts: ['a@b.c'] }),
    );
    await managing(server, client).put(aWebClient());
    const { json } = await managing(server, client).read();
    expect(json).not.toHaveProperty('client_name');
    expect(json).toMatchObject({ require_auth_time: false, contacts: [] });
  });

  it.each([null, '', []])('%j in a PUT is as left out', async (nothing) => {
    const client = await server.register(aWebClient({ contacts: ['a@b.c'], client_name: 'Old' }));
    const { status, json } = await managing(server, client).put(
      aWebClient({ contacts: nothing, client_name: nothing }),
    );
    expect(status).toBe(200);
    expect(json).not.toHaveProperty('client_name');
    expect(json['contacts']).toEqual([]);
  });

  it('leaving out one language removes that one only', async () => {
    const names = { client_name: 'One', 'client_name#fr': 'Un', 'client_name#de': 'Eins' };
    const client = await server.register(aWebClient(names));
    const { json } = await managing(server, client).put(aWebClient({ client_name: 'One', 'client_name#de': 'Eins' }));
    expect(json).toMatchObject({ client_name: 'One', 'client_name#de': 'Eins' });
    expect(json).not.toHaveProperty('client_name#fr');
  });

  it.each([{ client_id: undefined }, { client_id: null }, { client_id: 'other' }, { client_id: 5 }])(
    'PUT with %j is refused',
    async (own) => {
      const client = await server.register(aClient());
      const { status, json } = await managing(server, client).send('PUT', { ...aClient(), ...own });
      expect(status).toBe(400);
      expect(json['error']).toBe('invalid_client_metadata');
      expect(json['error_description']).toMatch(/^client_id must /);
    },
  );

  it('the secret may be sent if it is right, and stays what it is', async () => {
    const client = await server.register(aClient());
    const { client_secret } = client;
    for (const own of [{ client_secret }, { client_secret: null }, {}]) {
      expect((await managing(server, client).put(aClient(own))).status).toBe(200);
      expect((await tokenFor(client)).status).toBe(200);
    }
    for (const wrong of ['chosen', `${client_secret}x`, 5, [client_secret]]) {
      const { status, json } = await managing(server, client).put(aClient({ client_secret: wrong, client_name: 'No' }));
      expect([status, json['error']]).toEqual([400, 'invalid_client_metadata']);
    }
    expect((await tokenFor(client)).status).toBe(200);
    expect((await managing(server, client).read()).json).not.toHaveProperty('client_name');
  });

  it.each(FORBIDDEN_IN_UPDATES)('%s in a PUT is refused, even with the value of the response', async (member) => {
    const client = await server.register(aClient());
    for (const change of ['put', 'patch'] as const) {
      const { status, json } = await managing(server, client)[change](aClient({ [member]: client[member] }));
      expect([status, json['error']]).toEqual([400, 'invalid_client_metadata']);
      expect(json['error_description']).toContain(`${member} must not be sent`);
    }
  });

  it('the rules run on what results, and a refused update changes nothing', async () => {
    const client = await server.register(aWebClient({ client_name: 'Old' }));
    const before = await managing(server, client).read();
    const refused = [
      [{}, 'invalid_redirect_uri'],
      [aWebClient({ client_name: 5 }), 'invalid_client_metadata'],
      [aWebClient({ redirect_uris: ['http://app.example/cb'] }), 'invalid_redirect_uri'],
      [aWebClient({ response_types: ['token'] }), 'invalid_client_metadata'],
      [aClient({ token_endpoint_auth_method: 'none' }), 'invalid_client_metadata'],
    ] as const;
    for (const [metadata, error] of refused) {
      const { status, json } = await managing(server, client).put({ client_name: 'New', ...metadata });
      expect([status, json['error']]).toEqual([400, error]);
    }
    expect((await managing(server, client).patch({ redirect_uris: null })).json['error']).toBe('invalid_redirect_uri');
    expect((await managing(server, client).read()).text).toBe(before.text);
  });

  it('unknown members are ignored', async () => {
    const client = await server.register(aClient());
    const { status, json } = await managing(server, client).put(
      aClient({ surprise: 1, status: 'disabled', owner: 'me' }),
    );
    expect(status).toBe(200);
    for (const member of ['surprise', 'status', 'owner']) expect(json).not.toHaveProperty(member);
  });

  it('becoming public removes the secret, becoming confidential issues one', async () => {
    const client = await server.register(aWebClient());
    const secretOf = (secret: unknown) =>
      server.token({ grant_type: 'client_credentials', client_id: client.client_id, client_secret: String(secret) });
    const known = await secretOf(client.client_secret);
    expect(known.json['error']).toBe('unauthorized_client');
    const open = await managing(server, client).put(aWebClient({ token_endpoint_auth_method: 'none' }));
    expect(open.status).toBe(200);
    expect(open.json).not.toHaveProperty('client_secret');
    expect(open.json).not.toHaveProperty('client_secret_expires_at');
    expect((await secretOf(client.client_secret)).json['error']).toBe('invalid_client');
    const closed = await managing(server, client).put(
      aWebClient({ token_endpoint_auth_method: 'client_secret_basic' }),
    );
    expect(closed.json).toMatchObject({ client_secret: expect.any(String), client_secret_expires_at: 0 });
    expect(closed.json['client_secret']).not.toBe(client.client_secret);
    expect((await secretOf(client.client_secret)).json['error']).toBe('invalid_client');
    expect((await secretOf(closed.json['client_secret'])).json['error']).toBe('unauthorized_client');
  });

  it('a hundred updates at once: some get Retry-After, and all are written, one after the other, unmixed', async () => {
    const client = await server.register(aClient());
    let names = Array.from({ length: 100 }, (_, at) => `name-${at}`);
    const etags = new Set<string | null>();
    while (names.length > 0) {
      const answers = await Promise.all(
        names.map((name) =>
          managing(server, client).put(aClient({ client_name: name, contacts: [`${name}@app.example`] })),
        ),
      );
      for (const { status, headers } of answers)
        if (status === 200) etags.add(headers.get('etag'));
        else expect([status, headers.get('retry-after')]).toEqual([409, '1']);
      const left = names.filter((_name, at) => answers[at]?.status !== 200);
      expect(left.length).toBeLessThan(names.length);
      names = left;
    }
    const { json, headers } = await managing(server, client).read();
    expect(json['contacts']).toEqual([`${String(json['client_name'])}@app.example`]);
    expect(etags.size).toBe(100);
    expect(headers.get('etag')).toBe('"101"');
  });

  it('keeps the secret between the two methods that present it', async () => {
    const client = await server.register(aClient());
    const { json } = await managing(server, client).put(aClient({ token_endpoint_auth_method: 'client_secret_basic' }));
    expect(json).not.toHaveProperty('client_secret');
    expect((await tokenFor(client)).status).toBe(200);
  });

  it('identifier and issue date stay the same, for any body', async () => {
    const client = await server.register(aClient());
    const { json } = await managing(server, client).put(aClient({ create_datetime: '1999-01-01T00:00:00.000Z' }));
    for (const member of ['client_id', 'client_id_issued_at', 'create_datetime'])
      expect(json[member]).toBe(client[member]);
  });

  it.each([aClient(), aWebClient({ 'client_name#fr': 'Un' }), aClient({ response_types: [], keywords: [] })])(
    'takes back what GET answered and changes nothing but update_datetime',
    async (metadata) => {
      const client = await server.register(metadata);
      const read = await managing(server, client).read();
      const { status, json } = await managing(server, client).send('PUT', updateOf(read.json));
      expect(status).toBe(200);
      expect({ ...json, update_datetime: '' }).toEqual({ ...read.json, update_datetime: '' });
    },
  );

  it('a policy that became tighter is applied, although nothing else changes', async () => {
    const strict = await createTestApp({ GRANT_TYPES: 'authorization_code refresh_token' }, server.database);
    const client = await server.register(aClient());
    const read = await managing(strict, client).read();
    expect(read.status).toBe(200);
    const { status, json } = await managing(strict, client).send('PUT', updateOf(read.json));
    expect([status, json['error']]).toEqual([400, 'invalid_client_metadata']);
    await strict.close();
  });

  describe('If-Match', () => {
    it('accepts the current ETag, and refuses a stale one', async () => {
      const client = await server.register(aClient());
      const { headers } = await managing(server, client).read();
      const match = { 'If-Match': headers.get('etag') ?? '' };
      expect((await managing(server, client).put(aClient({ client_name: 'One' }), match)).status).toBe(200);
      const before = await managing(server, client).read();
      for (const stale of [
        await managing(server, client).put(aClient({ client_name: 'Two' }), match),
        await managing(server, client).patch({ client_name: 'Two' }, match),
        await managing(server, client).remove(match),
        await managing(server, client).rotateSecret(undefined, match),
        await managing(server, client).put(aClient(), { 'If-Match': `W/${before.headers.get('etag') ?? ''}` }),
      ])
        expect([stale.status, stale.json['error']]).toEqual([412, 'invalid_request']);
      expect((await managing(server, client).read()).text).toBe(before.text);
    });

    it('takes a list and *', async () => {
      const client = await server.register(aClient());
      const etag = (await managing(server, client).read()).headers.get('etag') ?? '';
      expect((await managing(server, client).put(aClient(), { 'If-Match': `"other", ${etag}` })).status).toBe(200);
      expect((await managing(server, client).put(aClient(), { 'If-Match': '*' })).status).toBe(200);
    });
  });

  describe('PATCH', () => {
    it('changes what it names, removes what it nulls and leaves the rest', async () => {
      const client = await server.register(
        aWebClient({ client_name: 'Old', 'client_name#fr': 'Vieux', contacts: ['a@b.c'] }),
      );
      const { status, json } = await managing(server, client).patch({ client_name: 'New', 'client_name#fr': null });
      expect(status).toBe(200);
      expect(json).toMatchObject({ client_name: 'New', contacts: ['a@b.c'] });
      expect(json).not.toHaveProperty('client_name#fr');
      expect((await managing(server, client).patch({ contacts: null })).json['contacts']).toEqual([]);
    });

    it('changes a member of two names under either', async () => {
      const client = await server.register(aClient());
      for (const name of ['tls_client_certificate_bound_access_token', 'tls_client_certificate_bound_access_tokens'])
        for (const value of [true, false]) {
          const { json } = await managing(server, client).patch({ [name]: value });
          expect(json['tls_client_certificate_bound_access_token']).toBe(value);
          expect(json['tls_client_certificate_bound_access_tokens']).toBe(value);
        }
    });

    it('may name its client, and no other', async () => {
      const client = await server.register(aClient());
      expect((await managing(server, client).patch({ client_id: client.client_id })).status).toBe(200);
      expect((await managing(server, client).patch({ client_id: 'other' })).status).toBe(400);
    });
  });

  it.each([
    ['PUT', 'application/merge-patch+json', 415],
    ['PUT', 'text/plain', 415],
    ['PATCH', 'application/json', 415],
    ['PUT', 'application/json', 400],
    ['PATCH', 'application/merge-patch+json', 400],
  ])('refuses %s with a body of %s that does not fit', async (method, type, expected) => {
    const client = await server.register(aClient());
    for (const body of expected === 415 ? ['{}', '[]'] : ['[]', 'null', '"x"', '{', '']) {
      const { status, json } = await managing(server, client).send(method, body, { 'Content-Type': type });
      expect(status).toBe(expected);
      expect(json['error']).toEqual(expect.any(String));
    }
    expect((await managing(server, client).send(method)).status).toBe(415);
  });

  it('POST is 405 with Allow, and so are the rest', async () => {
    const client = await server.register(aClient());
    const post = await managing(server, client).send('POST', {});
    expect(post.status).toBe(405);
    expect(post.headers.get('allow')).toBe('DELETE, GET, HEAD, OPTIONS, PATCH, PUT');
    const get = await server.get(`/register/${client.client_id}/secret`);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'OPTIONS, POST']);
  });

  describe('deleting', () => {
    it('all that the client had dies with it, at once, on every node', async () => {
      const other = await createTestApp({}, server.database);
      const client = await server.register(aClient());
      const removed = await managing(server, client).remove();
      expect([removed.status, removed.text, removed.headers.get('cache-control')]).toEqual([204, '', 'no-store']);
      for (const node of [other, server]) {
        const { client_id, client_secret } = client;
        const token = await node.token({ grant_type: 'client_credentials', client_id, client_secret });
        expect([token.status, token.json['error']]).toEqual([401, 'invalid_client']);
        for (const again of [await managing(node, client).read(), await managing(node, client).remove()])
          expect([again.status, again.json['error']]).toEqual([401, 'invalid_token']);
        expect((await managing(node, client).put(aClient())).status).toBe(401);
      }
      await other.close();
    });

    it('a live access token of a deleted client registers nothing', async () => {
      const token = await server.accessToken({
        client_id: 'registerClient',
        client_secret: 'password',
        scope: 'register',
      });
      const authorization = { Authorization: `Bearer ${token}` };
      expect((await server.postRegister(aClient(), authorization)).status).toBe(201);
      await setStatus(server, 'registerClient', 'disabled');
      const { status, json } = await server.postRegister(aClient(), authorization);
      expect([status, json['error']]).toEqual([401, 'invalid_token']);
      await setStatus(server, 'registerClient', 'active');
      expect((await server.postRegister(aClient(), authorization)).status).toBe(201);
    });
  });

  describe.each(['pending', 'rejected', 'disabled'] as const)('a %s client', (client_status) => {
    let client: RegisteredClient;

    beforeAll(async () => {
      client = await server.register(aClient());
      await setStatus(server, client.client_id, client_status);
    });

    it('reads itself and sees its state', async () => {
      const { status, json } = await managing(server, client).read();
      expect(status).toBe(200);
      expect(json).toMatchObject({ client_id: client.client_id, client_status });
    });

    it('obtains no token, and with a wrong secret learns nothing', async () => {
      const refused = await tokenFor(client);
      const wrong = await tokenFor({ ...client, client_secret: 'wrong' });
      const unknown = await tokenFor({ ...client, client_id: randomUUID() });
      expect([wrong.status, wrong.json['error'], wrong.text]).toEqual([401, 'invalid_client', unknown.text]);
      if (client_status === 'disabled') expect(refused.text).toBe(wrong.text);
      else expect([refused.status, refused.json['error']]).toEqual([400, 'access_denied']);
    });

    it('changes nothing, its state least of all', async () => {
      for (const answer of [
        await managing(server, client).put(aClient({ client_status: 'active', status: 'active', enabled: true })),
        await managing(server, client).patch({ client_status: 'active' }),
        await managing(server, client).rotateSecret(),
      ])
        expect([answer.status, answer.json['error']]).toEqual([403, 'access_denied']);
      expect((await managing(server, client).read()).json['client_status']).toBe(client_status);
    });

    it('reads no status once it is active, and can delete itself at any time', async () => {
      await setStatus(server, client.client_id, 'active');
      expect((await managing(server, client).read()).json).not.toHaveProperty('client_status');
      expect((await tokenFor(client)).status).toBe(200);
      await setStatus(server, client.client_id, client_status);
      expect((await managing(server, client).remove()).status).toBe(204);
    });
  });
});

describe('a client that grows', () => {
  let server: TestServer;
  const LONG = 'A'.repeat(30_000);
  const ADDRESSES = Array.from({ length: 15 }, (_, at) => `https://app.example/${'A'.repeat(1900)}${at}`);

  beforeAll(async () => {
    server = await createTestApp();
  });

  afterAll(() => server.close());

  const sizeOf = async (client: RegisteredClient): Promise<number> =>
    JSON.stringify((await managing(server, client).read()).json).length;

  it('keeps of a key set its keys only, however often others are merged in beside them', async () => {
    const { publicJwk } = await aKey();
    const client = await server.register(
      aClient({ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [publicJwk], x0: LONG } }),
    );
    const size = await sizeOf(client);
    for (const name of ['x1', 'x2', 'x3', 'x4']) {
      const { status, json } = await managing(server, client).patch({ jwks: { [name]: LONG } });
      expect([status, json['jwks']]).toEqual([200, { keys: [publicJwk] }]);
    }
    expect(await sizeOf(client)).toBe(size);
  });

  it('is refused if the merged metadata exceed the size of one registration, and the client stays as it was', async () => {
    const client = await server.register(aWebClient({ redirect_uris: ADDRESSES }));
    expect((await managing(server, client).patch({ post_logout_redirect_uris: ADDRESSES })).status).toBe(200);
    const refused = await managing(server, client).patch({ request_uris: ADDRESSES });
    expectRefusal(refused, 400, 'invalid_client_metadata');
    expect(refused.json['error_description']).toMatch(/must be 65536 bytes of JSON at most.*; shorten/);
    expect((await managing(server, client).read()).headers.get('etag')).toBe('"2"');
    const less = await managing(server, client).patch({ post_logout_redirect_uris: null, request_uris: ADDRESSES });
    expect(less.status).toBe(200);
    expect((await managing(server, client).put(updateOf(less.json))).status).toBe(200);
  });
});
