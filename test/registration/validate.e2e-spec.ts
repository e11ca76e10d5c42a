import { DataSource } from 'typeorm';
import { METADATA_ROWS } from '../../src/core/metadata/metadata-table';
import { aClient, aWebClient } from '../support/a-client';
import { createTestApp } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

const JSON_BODY = { 'Content-Type': 'application/json' };
const SENT = METADATA_ROWS.flatMap(({ name, issued }) => (issued ? [] : [name]));
const ISSUED = new Set<string>(METADATA_ROWS.flatMap(({ name, issued }) => (issued ? [name] : [])));

describe('POST /register/validate', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp();
  });

  const validate = async (body: unknown, headers: Record<string, string> = JSON_BODY): Promise<Answer> =>
    server.send(
      'POST',
      '/register/validate',
      { Authorization: `Bearer ${await server.registerToken()}`, ...headers },
      typeof body === 'string' ? body : JSON.stringify(body),
    );

  /** Every row of every table, so that nothing at all can have been stored unseen. */
  const everything = async (): Promise<unknown> => {
    const dataSource = server.app.get(DataSource);
    return Promise.all(dataSource.entityMetadatas.map(({ name }) => dataSource.getRepository(name).find()));
  };

  it.each([
    ['the documented example', aClient()],
    ['a web client', aWebClient({ client_name: 'Example', contacts: ['a@b.example'] })],
    ['a native client by inference', { redirect_uris: ['com.example.app:/cb'] }],
    ['members that are not honoured', aClient({ client_id: 'mine', client_secret: 'mine', nonsense: 1 })],
    ['scopes that are dropped', aClient({ scope: 'openid register wild' })],
  ])('answers for %s what registration would, without the issued members', async (_what, body) => {
    const { status, json } = await validate(body);
    delete json['validation'];
    const registered = Object.entries(await server.register(body)).filter(([member]) => !ISSUED.has(member));
    expect(status).toBe(200);
    expect(JSON.stringify(json)).toBe(JSON.stringify(Object.fromEntries(registered)));
  });

  it('says what it ignored, dropped, changed and added', async () => {
    const { json } = await validate({
      redirect_uris: ['http://127.0.0.1/callback'],
      application_type: 'web',
      grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
      scope: 'openid wild',
      client_nmae: 'Example',
      'client_urr#de': 'https://app.example',
      client_id: 'mine',
      vendor_setting: { color: 'blue' },
      contacts: null,
      policy_uri: '',
    });
    expect(json['validation']).toEqual({
      ignored: [
        { member: 'client_nmae', did_you_mean: 'client_name' },
        { member: 'client_urr#de', did_you_mean: 'client_uri' },
        { member: 'client_id' },
        { member: 'vendor_setting' },
      ],
      dropped: [
        { member: 'grant_types', values: ['urn:ietf:params:oauth:grant-type:jwt-bearer'] },
        { member: 'scope', values: ['wild'] },
      ],
      changed: ['application_type'],
      added: expect.arrayContaining(['token_endpoint_auth_method', 'response_types', 'contacts']),
    });
  });

  it('says nothing of a request that is taken as it is, and reports a hundred ignored members at most', async () => {
    const { validation, ...registrable } = (await validate(aWebClient())).json;
    expect(validation).toMatchObject({ ignored: [], dropped: [], changed: [] });
    const again = (await validate(registrable)).json['validation'];
    expect(again).toEqual({ ignored: [], dropped: [], changed: [], added: [] });
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x${index}`, 1]));
    const { ignored } = (await validate(aWebClient(many))).json['validation'] as { ignored: unknown[] };
    expect(ignored).toHaveLength(100);
  });

  it.each([
    ['{"redirect_uris": ["https://app.example/callback"],}', 'is not JSON at line 1, column 52'],
    ["{\n  'redirect_uris': []\n}", 'is not JSON at line 2, column 3'],
    [`{"redirect_uris": ${'['.repeat(200)}`, /^is not JSON at line 1, column \d+$/],
    [`{"redirect_uris": ${'['.repeat(40)}${']'.repeat(40)}}`, 'is nested deeper than 32 levels'],
    ['[]', 'must be a JSON object'],
  ])('says where %s is wrong, and the example that it shows is taken', async (body, rule) => {
    const { status, json } = await validate(body);
    const [fault] = json['errors'] as { member: string; rule: string; example: object }[];
    expect({ status, rule: fault?.rule }).toEqual({
      status: 400,
      rule: typeof rule === 'string' ? rule : expect.stringMatching(rule),
    });
    expect((await validate(fault?.example)).status).toBe(200);
  });

  it.each([
    ['a bad redirect URI', aClient({ redirect_uris: ['https://a.example', 'https://b.example/#'] })],
    ['several faults', { redirect_uris: 'x', contacts: 5, grant_types: ['password'] }],
    ['a broken rule between members', aClient({ token_endpoint_auth_method: 'none' })],
    ['no scope left', aClient({ scope: 'register' })],
    ['nothing', {}],
    ['an array', []],
    ['what is not JSON', '{'],
  ])('refuses %s as registration does', async (_what, body) => {
    const [trial, real] = [await validate(body), await server.postRegister(body)];
    expect(trial.status).toBe(400);
    expect(trial.json).toEqual(real.json);
  });

  it('refuses other media types, methods and callers as registration does', async () => {
    expect((await validate(aClient(), { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await validate(aClient(), { ...JSON_BODY, Authorization: 'Bearer wrong' })).status).toBe(401);
    const { status, headers } = await server.send('POST', '/register/validate', JSON_BODY, '{}');
    expect([status, headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('scope="register"')]);
    const get = await server.get('/register/validate');
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'OPTIONS, POST']);
  });

  it("refuses a registered client's own token: it has not the scope", async () => {
    const { client_id, client_secret } = await server.register(aClient());
    const token = await server.accessToken({ client_id, client_secret });
    expect((await validate(aClient(), { ...JSON_BODY, Authorization: `Bearer ${token}` })).status).toBe(403);
  });

  describe('the reported faults', () => {
    const PLAIN = /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/;
    /** A value that is wrong for every member but those that are open objects. */
    const WRONG = { 'ü"\\': ['"', '\u0000'] };
    const errorsOf = ({ json }: Answer): Record<string, string>[] => json['errors'] as Record<string, string>[];
    const refusalOf = async (names: readonly string[]): Promise<Answer> => {
      const answer = await validate(Object.fromEntries(names.map((name) => [name, WRONG])));
      expect(answer.status).toBe(400);
      return answer;
    };

    it('the faults of all members are in the order of the table, for any order of the request', async () => {
      const [one, other] = [await refusalOf(SENT), await refusalOf([...SENT].reverse())];
      const members = errorsOf(one).map(({ member = '' }) => /^\w+/.exec(member)?.[0]);
      expect(members).toEqual(SENT.filter((name) => members.includes(name)));
      expect(members.length).toBeGreaterThan(SENT.length - 5);
      expect(other.text).toBe(one.text);
    });

    it('the first fault is the error, in one sentence', async () => {
      const { json } = await refusalOf(SENT);
      const [{ member, rule, remedy } = {}] = json['errors'] as Record<string, string>[];
      expect(json['error']).toBe('invalid_client_metadata');
      expect(json['error_description']).toBe(`${String(member)} ${String(rule)}${remedy ? `; ${remedy}` : ''}`);
    });

    it.each([
      ['a wrong value of every member', Object.fromEntries(SENT.map((name) => [name, WRONG]))],
      ['invalid characters', { redirect_uris: ['https://a.example/"\\ü'], contacts: ['\u202e', 'ü\u0000'] }],
      ['malformed keys', aClient({ jwks: { keys: [{ kty: '"ü\\' }, { kty: 'RSA', kid: '"', 'ü"': 1 }] } })],
      ['malformed language tags', aClient({ 'client_name#"ü': 5, 'client_name#de': 5, 'client_uri#\\': 'x' })],
      ['unknown choices', { grant_types: ['"ü\\'], token_endpoint_auth_method: '"ü\\', scope: '"ü\\' }],
    ])('member, rule and remedy are plain ASCII for %s', async (_what, body) => {
      for (const error of errorsOf(await validate(body)))
        for (const [name, text] of Object.entries(error))
          expect([name, text]).toEqual([name, expect.stringMatching(PLAIN)]);
    });

    it('all broken rules between members are reported at once, in their order', async () => {
      const body = { token_endpoint_auth_method: 'private_key_jwt' };
      const errors = errorsOf(await validate(body));
      expect(errors.map(({ member }) => member)).toEqual(['redirect_uris', 'jwks']);
      expect(errors.every(({ rule = '' }) => rule.startsWith('must '))).toBe(true);
    });
  });

  it('stores nothing, whether it answers 200 or 400', async () => {
    await server.registerToken();
    const before = await everything();
    for (const body of [aClient(), aWebClient(), aClient({ redirect_uris: [''] }), '{'])
      expect([200, 400]).toContain((await validate(body)).status);
    expect(await everything()).toEqual(before);
    await server.register(aClient());
    expect(await everything()).not.toEqual(before);
  });

  it('is kept by no cache', async () => {
    const { headers } = await validate(aClient());
    expect(headers.get('cache-control')).toBe('no-store');
  });
});

describe('POST /register/validate in open mode', () => {
  it('counts trials of an address apart from its registrations, by the same limit', async () => {
    const server = await createTestApp({
      REGISTRATION_MODE: 'open',
      OPEN_REGISTRATION_POLICY: 'none',
      RATE_LIMIT_REGISTER: '2',
    });
    const post = (path: string): Promise<Answer> => server.send('POST', path, JSON_BODY, JSON.stringify(aClient()));
    expect((await post('/register/validate')).status).toBe(200);
    expect((await post('/register/validate')).status).toBe(200);
    const refused = await post('/register/validate');
    expect([refused.status, refused.json['error']]).toEqual([429, 'temporarily_unavailable']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await post('/register')).status).toBe(201);
  });
});
