import { aClient, aWebClient } from '../support/a-client';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import type { TestServer } from '../support/test-server';

describe('the registration request', () => {
  let server: TestServer;
  let authorized: Readonly<Record<string, string>>;

  beforeAll(async () => {
    server = await createTestApp();
    authorized = { Authorization: `Bearer ${await server.registerToken()}` };
  });

  afterAll(() => server.close());

  /** `POST /register` with this media type, or none. */
  const post = (contentType: string | undefined, body: string | Uint8Array<ArrayBuffer>, more = {}) =>
    server.send(
      'POST',
      '/register',
      { ...authorized, ...(contentType && { 'Content-Type': contentType }), ...more },
      body,
    );

  it('valid JSON gives 201 and one JSON object', async () => {
    const { status, headers, json } = await server.postRegister(aClient());
    expect(status).toBe(201);
    expect(headers.get('content-type')).toMatch(/^application\/json(;|$)/);
    expect(json).toEqual(expect.objectContaining({ client_id: expect.any(String) }));
  });

  it.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json;charset="UTF-8"'])(
    'takes %s',
    async (contentType) => {
      await expect(post(contentType, JSON.stringify(aClient()))).resolves.toMatchObject({ status: 201 });
    },
  );

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'x-www-form-urlencoded',
    'application/jsonp',
    'nonsense',
  ])('%s gives 415', async (contentType) => {
    const answer = await post(contentType, JSON.stringify(aClient()));
    expectRefusal(answer, 415, 'invalid_request');
    expect(answer.headers.get('accept')).toBe('application/json');
  });

  it('no Content-Type gives 415', async () => {
    expectRefusal(await post(undefined, new TextEncoder().encode('{}')), 415, 'invalid_request');
  });

  it('no body at all gives 415', async () => {
    expectRefusal(await server.send('POST', '/register', authorized), 415, 'invalid_request');
  });

  it.each(['{', '{"a":}', '{} {}', '', 'undefined', "{'a':1}", '{"redirect_uris": ["https://a.example",]}', 'NaN'])(
    'the malformed JSON %j gives 400 invalid_client_metadata',
    async (body) => {
      expectRefusal(await post('application/json', body), 400, 'invalid_client_metadata');
    },
  );

  it.each(['[]', 'null', '"text"', '5', 'true', '[{"redirect_uris":["https://a.example"]}]'])(
    'the top-level value %s gives 400 invalid_client_metadata',
    async (body) => {
      expectRefusal(await post('application/json', body), 400, 'invalid_client_metadata');
    },
  );

  it('an empty object gives 400 invalid_redirect_uri', async () => {
    expectRefusal(await server.postRegister({}), 400, 'invalid_redirect_uri');
  });

  it.each(['GET', 'PUT', 'PATCH', 'DELETE'])('%s /register gives 405 with Allow', async (method) => {
    const answer = await server.send(method, '/register', authorized);
    expectRefusal(answer, 405, 'invalid_request');
    expect(answer.headers.get('allow')?.split(', ')).toContain('POST');
  });

  it('a body over the limit gives 413 and JSON', async () => {
    const body = JSON.stringify(aClient({ client_name: 'n'.repeat(64 * 1024) }));
    expectRefusal(await post('application/json', body), 413, 'invalid_request');
  });

  it('a body just under the limit is read', async () => {
    const body = JSON.stringify(aClient()).padEnd(64 * 1024, ' ');
    await expect(post('application/json', body)).resolves.toMatchObject({ status: 201 });
  });

  it.each([
    { client_id: 'my-own-client' },
    { client_secret: 'my-own-secret' },
    { client_id_issued_at: 1 },
    { client_secret_expires_at: 1 },
    { registration_access_token: 'my-own-token' },
    { registration_client_uri: 'https://evil.example/' },
    { create_datetime: '2001-01-01T00:00:00.000Z' },
    { update_datetime: '2001-01-01T00:00:00.000Z' },
    { token_expiration_time_seconds: 31_536_000 },
    { refresh_token_expiration_time_seconds: 31_536_000 },
    { preferred_token_profile: 'MAC' },
    { is_consent_disabled: true },
  ])('%j is not honoured', async (own) => {
    const answer = await server.register(aClient(own));
    const [[member, value] = []] = Object.entries(own);
    expect(answer[String(member)]).toBeDefined();
    expect(answer[String(member)]).not.toBe(value);
  });

  it('a client_secret of the request does not authenticate', async () => {
    const { client_id } = await server.register(aClient({ client_secret: 'my-own-secret' }));
    const answer = await server.token({
      grant_type: 'client_credentials',
      client_id,
      client_secret: 'my-own-secret',
    });
    expectRefusal(answer, 401, 'invalid_client');
  });

  it.each([
    ['redirect_uris', 'https://a.example/cb', 'invalid_redirect_uri'],
    ['redirect_uris', { 0: 'https://a.example/cb' }, 'invalid_redirect_uri'],
    ['redirect_uris', [5], 'invalid_redirect_uri'],
    ['grant_types', 'client_credentials', 'invalid_client_metadata'],
    ['scope', ['openid'], 'invalid_client_metadata'],
    ['scope', 5, 'invalid_client_metadata'],
    ['require_auth_time', 'true', 'invalid_client_metadata'],
    ['require_auth_time', 1, 'invalid_client_metadata'],
    ['contacts', 'me@a.example', 'invalid_client_metadata'],
    ['jwks', '{"keys":[]}', 'invalid_client_metadata'],
    ['token_endpoint_auth_method', ['client_secret_post'], 'invalid_client_metadata'],
  ])('%s as %j is not coerced', async (member, value, error) => {
    const { error_description } = expectRefusal(await server.postRegister(aClient({ [member]: value })), 400, error);
    expect(error_description).toMatch(new RegExp(`^${member}(\\[\\d\\])? must `));
  });

  it('names of members are case-sensitive', async () => {
    const { status, json } = await server.postRegister(aClient({ Grant_Types: 'x', SCOPE: 5, Redirect_URIs: false }));
    expect(status).toBe(201);
    expect(json).not.toHaveProperty('Grant_Types');
    expect(json['scope']).toBe('openid profile');
  });

  it('null is not sent, and nothing is answered as null', async () => {
    const answer = await server.register(aClient({ contacts: null, application_type: null, jwks: null, scope: null }));
    expect(answer).toMatchObject({ contacts: [], application_type: 'web', jwks: { keys: [] } });
    expect(Object.values(answer)).not.toContain(null);
  });

  it('redirect URIs are checked for every grant', async () => {
    expectRefusal(await server.postRegister(aClient({ redirect_uris: ['nowhere'] })), 400, 'invalid_redirect_uri');
  });

  describe('members that are not for callers to set', () => {
    it.each([
      '"__proto__": {"is_consent_disabled": true, "scope": "register"}',
      '"constructor": {"prototype": {"is_consent_disabled": true}}',
      '"prototype": {"scope": "register"}',
      '"toString": "x", "hasOwnProperty": "x", "valueOf": 1',
      '"enabled": true, "status": "active", "owner": "root", "origin": "environment"',
    ])('ignores {%s}', async (members) => {
      const body = `{"redirect_uris": ["https://a.example/cb"], ${members}}`;
      const { status, json } = await server.postRegister(body);
      expect(status).toBe(201);
      expect(json).toMatchObject({ is_consent_disabled: false });
      expect(json['scope']).toBeUndefined();
      expect(Object.keys(json)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(__proto__|constructor|enabled|status|owner|origin)$/)]),
      );
      expect(({} as Record<string, unknown>)['is_consent_disabled']).toBeUndefined();
    });

    it('does not find defaults or members on a prototype', async () => {
      const answer = await server.postRegister('{"__proto__": {"redirect_uris": ["https://a.example/cb"]}}');
      expectRefusal(answer, 400, 'invalid_redirect_uri');
    });
  });

  describe('malicious bodies', () => {
    it('of a repeated member takes the last, and judges that', async () => {
      const good = '"redirect_uris": ["https://a.example/cb"]';
      const bad = '"redirect_uris": ["http://a.example/cb"]';
      expectRefusal(await server.postRegister(`{${good}, ${bad}}`), 400, 'invalid_redirect_uri');
      const { status, json } = await server.postRegister(`{${bad}, ${good}}`);
      expect(status).toBe(201);
      expect(json['redirect_uris']).toEqual(['https://a.example/cb']);
    });

    it.each([
      ['arrays', '['.repeat(30_000) + ']'.repeat(30_000)],
      ['objects', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)],
      ['an unknown member', `{"redirect_uris":["https://a.example"],"x":${'['.repeat(40)}${']'.repeat(40)}}`],
    ])('refuses deeply nested %s', async (_of, body) => {
      expectRefusal(await server.postRegister(body), 400, 'invalid_client_metadata');
    });

    it('refuses or ignores a list of 30000 items without falling over', async () => {
      const numbers = JSON.stringify(aWebClient({ contacts: new Array(30_000).fill(1) }));
      expectRefusal(await server.postRegister(numbers), 400, 'invalid_client_metadata');
      expect((await server.postRegister(aClient({ unknown: new Array(20_000).fill(1) }))).status).toBe(201);
    });

    it.each([
      ['an array of 10^5 items', JSON.stringify(aClient({ contacts: new Array(100_000).fill('a') }))],
      ['a string of 1 MiB', JSON.stringify(aClient({ scope: 's'.repeat(1024 * 1024) }))],
    ])('refuses %s', async (_what, body) => {
      expectRefusal(await post('application/json', body), 413, 'invalid_request');
    });

    it('refuses a body that is too large and comes in chunks', async () => {
      const chunked = new ReadableStream({
        start(controller) {
          for (let count = 0; count < 20; count += 1) controller.enqueue(new TextEncoder().encode(' '.repeat(8192)));
          controller.close();
        },
      });
      const response = await fetch(server.at('/register'), {
        method: 'POST',
        headers: { ...authorized, 'Content-Type': 'application/json' },
        body: chunked,
        duplex: 'half',
      });
      expect(response.status).toBe(413);
      expect(await response.json()).toMatchObject({ error: 'invalid_request' });
    });

    it.each([
      ['an overlong slash', [0xc0, 0xaf]],
      ['half a surrogate', [0xed, 0xa0, 0x80]],
      ['Latin-1', [0xfc]],
    ])('refuses %s: not UTF-8', async (_what, bytes) => {
      const text = '{"redirect_uris":["https://a.example"],"client_name":"';
      const body = new Uint8Array([...Buffer.from(text), ...bytes, ...Buffer.from('"}')]);
      expectRefusal(await post('application/json', body), 400, 'invalid_client_metadata');
    });

    it('refuses a compressed body instead of unpacking it', async () => {
      const { gzipSync } = await import('node:zlib');
      const bomb = Uint8Array.from(gzipSync(Buffer.alloc(1024 * 1024, ' ')));
      expectRefusal(
        await post('application/json', bomb, { 'Content-Encoding': 'gzip' }),
        400,
        'invalid_client_metadata',
      );
    });

    it('stores nothing of all that, and still answers', async () => {
      await expect(server.register(aClient())).resolves.toHaveProperty('client_id');
    });
  });

  it('unknown members are ignored and not echoed', async () => {
    const { status, json } = await server.postRegister(
      aClient({ example_extension_parameter: 'x', '': null, 'a b': [{}] }),
    );
    expect(status).toBe(201);
    for (const member of ['example_extension_parameter', '', 'a b']) expect(json).not.toHaveProperty([member]);
  });
});
