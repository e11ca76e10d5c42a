import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DataSource } from 'typeorm';
import { Client } from '../../src/clients/client.entity';
import { InitialAccessToken } from '../../src/governance/initial-access-tokens/initial-access-token.entity';
import { InitialAccessTokensService } from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import { clientele } from '../support/clientele';
import { commandContext } from '../support/contexts';
import { ADMIT, type DecisionService, type Question, startDecisionService } from '../support/decision-service';
import { type Surroundings, surroundings } from '../support/flows';
import { managing } from '../support/managing';
import { policyFile, type PolicyFile } from '../support/policy-files';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const [, SECTION = ''] =
  /^## Let your own service decide\n([^]*?)^## /m.exec(
    readFileSync(join(__dirname, '../../docs/GOVERNANCE.md'), 'utf8'),
  ) ?? [];
/** The request of the guide, and the answers to it. */
const [REQUEST, ...ANSWERS] = [...SECTION.matchAll(/```json\n([^`]+)```/g)].map(
  ([, json = '']) => JSON.parse(json) as Question,
);
const [, VERIFICATION = ''] = /```js\n([^]+?)```/.exec(SECTION) ?? [];

/** Runs the verification of the guide, in a process of its own. */
const isSigned = async (...given: readonly [secret: string, headers: object, body: string]): Promise<boolean> => {
  const call = `${VERIFICATION}\nconsole.log(isSigned(...JSON.parse(process.argv[1])));`;
  const words = ['--input-type=module', '--eval', call, JSON.stringify(given)];
  return (await promisify(execFile)(process.execPath, words)).stdout === 'true\n';
};

const UNDECIDED =
  'the service that decides about this request gave no usable answer, and nothing was changed; try again';

describe('a decision by a service of the operator', () => {
  let service: DecisionService;
  let database: TestDatabase;
  let file: PolicyFile;
  let server: TestServer;
  let token: string;
  let tokenId: string;
  let directory: Surroundings;

  beforeAll(async () => {
    service = await startDecisionService();
    directory = await surroundings();
    database = await preparedDatabase();
    const contacts = { max_items: 1, default: ['a@b.example'] };
    file = await policyFile(
      JSON.stringify({
        policies: {
          decided: {
            metadata_policy: { client_name: { max_length: 20 }, contacts },
            decision_url: service.url,
          },
          too: { metadata_policy: {}, decision_url: service.otherUrl },
        },
      }),
    );
    server = await createTestApp(
      {
        ...service.variables,
        POLICY_FILE: file.path,
        REGISTRATION_MODE: 'open',
        RATE_LIMIT_REGISTER: '0',
        RATE_LIMIT_REGISTER_NETWORK: '0',
        RATE_LIMIT_REGISTER_TOTAL: '0',
        OPEN_REGISTRATION_POLICY: 'decided',
        SCOPES: 'openid profile',
        SOFTWARE_STATEMENT_ISSUERS: directory.variables['SOFTWARE_STATEMENT_ISSUERS'] ?? '',
      },
      database,
    );
    const made = await server.app
      .get(InitialAccessTokensService)
      .create(commandContext(server), { label: '', uses: 50, policy: 'decided' });
    [token, tokenId] = [made.token, made.stored.id];
  });

  afterAll(async () => {
    await server.close();
    await database.drop();
  });

  beforeEach(() => {
    service.forget();
    service.answer(ADMIT);
  });

  const APP = { client_name: 'App', redirect_uris: ['https://app.example/cb'] };
  const withToken = (text = token): Record<string, string> => ({ Authorization: `Bearer ${text}` });
  const register = (own: object = {}, headers: Record<string, string> = withToken()): Promise<Answer> =>
    server.postRegister({ ...APP, ...own }, headers);
  const registered = async (): Promise<RegisteredClient> => {
    const { status, json } = await register();
    expect(status).toBe(201);
    service.forget();
    return json as RegisteredClient;
  };
  const validate = (own: object = {}): Promise<Answer> =>
    server.send(
      'POST',
      '/register/validate',
      { 'Content-Type': 'application/json', ...withToken() },
      JSON.stringify({ ...APP, ...own }),
    );
  /** The number of clients, and the uses that are left of the token. */
  const stored = async (): Promise<unknown> => {
    const { manager } = server.app.get(DataSource);
    const { uses_left } = await manager.findOneByOrFail(InitialAccessToken, { id: tokenId });
    return [await manager.count(Client), uses_left];
  };
  const expectUndecided = ({ headers, ...answer }: Answer): void => {
    const { error_description } = expectRefusal({ headers, ...answer }, 503, 'temporarily_unavailable');
    expect([error_description, headers.get('retry-after')]).toEqual([UNDECIDED, '5']);
  };

  it('admits: it is asked once with the metadata and their origin, signed, and without secrets', async () => {
    const { status, json, headers } = await register({ contacts: ['x@y.example'] });
    expect([status, json['contacts']]).toEqual([201, ['x@y.example']]);
    const metadata = (
      await server.app.get(DataSource).manager.findOneByOrFail(Client, { client_id: json['client_id'] as string })
    ).metadata;
    expect(service.asked).toEqual([
      [
        '/decide',
        {
          type: 'registration.proposed',
          timestamp: expect.stringMatching(/^20\S+Z$/) as unknown,
          data: {
            metadata: JSON.parse(JSON.stringify(metadata)) as unknown,
            provenance: {
              issuer: server.environment.ISSUER,
              request_id: headers.get('x-request-id'),
              policies: [{ name: 'decided', version: 1 }],
              initial_access_token: tokenId,
              address_hash: expect.stringMatching(/^\S{40,}$/) as unknown,
            },
            is_trial: false,
          },
        },
      ],
    ]);
    const open = await register({}, {});
    expect(open.status).toBe(201);
    expect(service.asked[1]?.[1].data['provenance']).not.toHaveProperty('initial_access_token');
    for (const answer of [json, open.json])
      for (const secret of [answer['client_secret'], answer['registration_access_token'], token])
        if (typeof secret === 'string') expect(JSON.stringify(service.received())).not.toContain(secret);
  });

  it('amends: what it changes, adds and removes is registered', async () => {
    service.answer({ decision: 'amend', metadata: { client_name: 'Other', scope: 'openid', contacts: null } });
    const { status, json } = await register({ contacts: ['x@y.example'], scope: 'openid profile' });
    expect(status).toBe(201);
    const amended = { client_name: 'Other', scope: 'openid', contacts: ['a@b.example'] };
    expect(json).toMatchObject(amended);
    const read = await managing(server, json as RegisteredClient).read();
    expect(read.json).toMatchObject(amended);
  });

  it('amends one of two names of a member, members with language tags, and nothing that the server issues', async () => {
    service.answer({
      decision: 'amend',
      metadata: {
        tls_client_certificate_bound_access_tokens: true,
        'client_name#fr': 'Une app',
        client_id: 'mine',
        software_statement: 'a.b.c',
        no_such_member: 1,
      },
    });
    const { status, json } = await register({ tls_client_certificate_bound_access_token: false });
    expect(status).toBe(201);
    expect(json).toMatchObject({
      tls_client_certificate_bound_access_token: true,
      tls_client_certificate_bound_access_tokens: true,
      'client_name#fr': 'Une app',
    });
    expect(json['client_id']).not.toBe('mine');
    expect(json).not.toHaveProperty('software_statement');
    expect(json).not.toHaveProperty('no_such_member');
  });

  it('of docs/GOVERNANCE.md has this request, these answers, and this verification in Node', async () => {
    const results: unknown[] = [];
    for (const answer of ANSWERS) {
      service.answer(answer);
      const { status, json } = await register({ scope: 'openid profile' });
      results.push([status, json['client_name'], json['scope'], json['error_description']]);
    }
    expect(results).toEqual([
      [201, 'App', 'openid profile', undefined],
      [201, 'App of a partner', 'openid', undefined],
      [400, undefined, undefined, expect.stringMatching(/ of policy decided; register at our portal first$/)],
    ]);
    const [, question] = service.asked[0] ?? [];
    const membersOf = (json: object | undefined): string[] => Object.keys(json ?? {}).sort();
    expect(membersOf(question)).toEqual(membersOf(REQUEST));
    expect(membersOf(question?.data)).toEqual(membersOf(REQUEST?.data));
    expect(membersOf(question?.data['provenance'] as object)).toEqual(membersOf(REQUEST?.data['provenance'] as object));

    const { headers, body } = service.received()[0] ?? { headers: {}, body: '' };
    const secrets = service.variables['DECISION_SECRETS']?.split(' ') ?? [];
    for (const secret of secrets) expect(await isSigned(secret, headers, body)).toBe(true);
    const [secret = ''] = secrets;
    const old = { ...headers, 'webhook-timestamp': '1700000000' };
    for (const [sent, octets] of [
      [headers, `${body} `],
      [old, body],
      [{}, body],
    ] as const)
      expect(await isSigned(secret, sent, octets)).toBe(false);
  });

  it.each([
    ['the policy', { client_name: 'A name of more than 20 letters' }],
    ['the policy, by a list', { contacts: ['a@b.example', 'c@d.example'] }],
    ['the table', { redirect_uris: ['javascript:alert(1)'] }],
    ['the types of members', { client_name: 5 }],
    ['the rules between members', { response_types: ['token'] }],
    [
      'the size of a client',
      { client_uri: `https://app.example/${'x'.repeat(63_000)}`, tos_uri: `https://app.example/${'x'.repeat(2000)}` },
    ],
  ])('that amends beyond %s is not followed', async (_what, metadata) => {
    const before = await stored();
    service.answer({ decision: 'amend', metadata });
    expectUndecided(await register());
    expect(await stored()).toEqual(before);
  });

  it.each([
    ['its own words', { description: 'register at our portal first' }, 'register at our portal first'],
    [
      'words that are no plain text',
      { description: 'caf\u00e9 "closed"\r\nX-Header: 1\\' },
      "caf? 'closed'??X-Header: 1/",
    ],
    ['too many words', { description: 'x'.repeat(5000) }, `${'x'.repeat(300)}...`],
    ['no words', {}, 'ask the operator of this server'],
    ['an empty description', { description: '' }, 'ask the operator of this server'],
  ])('refuses with %s', async (_what, words, remedy) => {
    const before = await stored();
    service.answer({ decision: 'refuse', ...words });
    const { error_description, errors } = expectRefusal(await register(), 400, 'invalid_client_metadata');
    expect(error_description).toBe(
      `the client metadata must be admitted by the decision service of policy decided; ${remedy}`,
    );
    expect(errors).toMatchObject([{ member: 'the client metadata', remedy }]);
    expect(await stored()).toEqual(before);
  });

  const raw =
    (status: number, body: string, type = 'application/json') =>
    (response: ServerResponse): void => {
      response.writeHead(status, { 'Content-Type': type, Location: '/decide-too' }).end(body);
    };

  it.each<[string, (response: ServerResponse) => void]>([
    ['fails', raw(500, '{"decision":"admit"}')],
    ['answers with another status', raw(202, '{"decision":"admit"}')],
    ['redirects', raw(307, '{"decision":"admit"}')],
    ['hangs', (): void => undefined],
    [
      'stops',
      (response: ServerResponse): void =>
        void response.writeHead(200, { 'Content-Type': 'application/json' }).write('{'),
    ],
    ['closes the connection', (response: ServerResponse): void => void response.destroy()],
    ['answers with HTML', raw(200, '<html>', 'text/html')],
    ['answers with no JSON', raw(200, '{"decision":')],
    ['answers with a long text', raw(200, JSON.stringify({ ...ADMIT, padding: 'x'.repeat(64 * 1024) }))],
    [
      'answers with deep metadata',
      raw(200, `{"decision":"amend","metadata":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`),
    ],
    ...[
      null,
      [],
      'admit',
      true,
      {},
      { decision: true },
      { decision: 'ADMIT' },
      { decision: ['admit'] },
      { decision: 'amend' },
      { decision: 'amend', metadata: [] },
      { decision: 'amend', metadata: null },
      { decision: 'amend', metadata: 'scope' },
      { decision: 'refuse', description: 5 },
      { decision: 'refuse', description: null },
    ].map((value): [string, (response: ServerResponse) => void] => [
      `answers with ${JSON.stringify(value)}`,
      raw(200, JSON.stringify(value)),
    ]),
  ])('that %s admits nothing, spends nothing, and the request can be sent again', async (_what, answer) => {
    const before = await stored();
    const key = { ...withToken(), 'Idempotency-Key': randomUUID() };
    service.answer(answer);
    expectUndecided(await register({}, key));
    expect(await stored()).toEqual(before);
    service.answer(ADMIT);
    expect((await register({}, key)).status).toBe(201);
  });

  it('amends no signed member, gets the issuer of the statement, and a refusal spends no statement', async () => {
    const software_statement = await directory.statement();
    service.answer({ decision: 'refuse' });
    expectRefusal(await register({ software_statement }), 400, 'invalid_client_metadata');
    expect(service.asked[0]?.[1].data['provenance']).toMatchObject({
      software_statement: { issuer: 'https://directory.example', software_id: 'app' },
    });
    service.answer({ decision: 'amend', metadata: { software_id: 'other', client_name: 'Other' } });
    const { status, json } = await register({ software_statement });
    expect([status, json['software_id'], json['client_name']]).toEqual([201, 'app', 'Other']);
    expect(json['software_statement']).toBe(software_statement);
  });

  it('is not asked again for a repetition with the same Idempotency-Key', async () => {
    const key = { ...withToken(), 'Idempotency-Key': randomUUID() };
    const first = await register({}, key);
    service.answer({ decision: 'refuse' });
    const again = await register({}, key);
    expect([again.status, again.json]).toEqual([201, first.json]);
    expect(service.asked).toHaveLength(1);
  });

  it('is asked only about what could be registered', async () => {
    expectRefusal(await register({ redirect_uris: ['http://app.example/cb'] }), 400, 'invalid_redirect_uri');
    expectRefusal(await register({ client_name: 'A name of more than 20 letters' }), 400, 'invalid_client_metadata');
    expect(service.asked).toEqual([]);
  });

  it('holds nobody else while it is awaited, however many wait', async () => {
    const held: ServerResponse[] = [];
    service.answer((response: ServerResponse) => held.push(response));
    const asked = service.next();
    const waiting = Array.from({ length: 40 }, () => register());
    await asked;
    // Without a decision: the policy of registrars is none. The sector document is fetched from the same host.
    service.https.serve('/sector', ['https://app.example/cb']);
    const registrar = { Authorization: `Bearer ${await server.registerToken()}` };
    const others = await Promise.all([
      register({ sector_identifier_uri: `${service.https.url}/sector` }, registrar),
      register({}, registrar),
    ]);
    expect(others.map(({ status }) => status)).toEqual([201, 201]);
    const sooner = await Promise.all(waiting);
    for (const answer of sooner) expect([201, 503]).toContain(answer.status);
    expect(sooner.some(({ status }) => status === 503)).toBe(true);
  });

  it('is not awaited any longer when the caller has left', async () => {
    const before = await stored();
    let closed: Promise<unknown> = Promise.resolve();
    service.answer((response: ServerResponse) => {
      closed = once(response, 'close');
    });
    const leaving = new AbortController();
    const asked = service.next();
    const answer = fetch(server.at('/register'), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...withToken() },
      body: JSON.stringify(APP),
      signal: leaving.signal,
    });
    await asked;
    leaving.abort();
    await expect(answer).rejects.toThrow('aborted');
    await closed;
    expect(await stored()).toEqual(before);
  });

  it('is asked about a trial too, and gets is_trial', async () => {
    const before = await stored();
    service.answer({ decision: 'amend', metadata: { client_name: 'Other' } });
    const amended = await validate();
    expect([amended.status, amended.json['client_name']]).toEqual([200, 'Other']);
    expect(amended.json['validation']).toMatchObject({ changed: ['client_name'] });
    expect(service.asked).toMatchObject([['/decide', { type: 'registration.proposed', data: { is_trial: true } }]]);
    service.answer({ decision: 'refuse' });
    expectRefusal(await validate(), 400, 'invalid_client_metadata');
    service.answer(raw(500, ''));
    expectUndecided(await validate());
    expect(await stored()).toEqual(before);
  });

  it('is asked about each update of a client that it admitted, also by PATCH and without a change', async () => {
    const client = await registered();
    const own = managing(server, client);
    const unchanged = await own.put(APP);
    expect(unchanged.status).toBe(200);
    service.answer({ decision: 'refuse', description: 'not you' });
    const refused = await own.patch({ client_name: 'Refused' });
    expect(expectRefusal(refused, 400, 'invalid_client_metadata')['error_description']).toMatch(/decided; not you$/);
    service.answer(raw(500, ''));
    expectUndecided(await own.put({ ...APP, client_name: 'Undecided' }));
    expect((await own.read()).json['client_name']).toBe('App');
    service.answer({ decision: 'amend', metadata: { client_name: 'Amended' } });
    expect((await own.patch({ client_name: 'Sent' })).json['client_name']).toBe('Amended');
    expect((await own.read()).json['client_name']).toBe('Amended');
    expect(service.asked.map(([, { type, data }]) => [type, data['client_id'], data.metadata['client_name']])).toEqual(
      ['App', 'Refused', 'Undecided', 'Sent'].map((name) => ['update.proposed', client.client_id, name]),
    );
    expect(service.asked[0]?.[1].data['provenance']).toMatchObject({ initial_access_token: tokenId });
  });

  it('of several policies is asked in their order, each sees what the one before it amended, and all have to admit', async () => {
    const node = await createTestApp(
      { ...service.variables, POLICY_FILE: file.path, PROTECTED_REGISTRATION_POLICY: 'too' },
      database,
    );
    const post = (): Promise<Answer> => node.postRegister(APP, withToken());
    service.answer(
      { decision: 'amend', metadata: { client_name: 'First', client_uri: 'https://a.example' } },
      '/decide-too',
    );
    service.answer({ decision: 'amend', metadata: { client_name: 'Second' } }, '/decide');
    expect((await post()).json).toMatchObject({ client_name: 'Second', client_uri: 'https://a.example' });
    expect(service.asked.map(([path, { data }]) => [path, data.metadata['client_name']])).toEqual([
      ['/decide-too', 'App'],
      ['/decide', 'First'],
    ]);
    service.answer({ decision: 'refuse', description: 'no' }, '/decide-too');
    expect((await post()).json['error_description']).toMatch(/ of policy too; no$/);
    expect(service.asked).toHaveLength(3);
    await node.close();
  });

  it('needs DECISION_SECRETS: without it no policy with decision_url is applied, and no server starts with one', async () => {
    const applied = await clientele(database, 'policies', 'apply', file.path);
    expect([applied.code, applied.stdout]).toEqual([2, '']);
    expect(applied.stderr).toMatch(
      /policies\.yaml:1: policies\.decided\.decision_url must not be there without DECISION_SECRETS, .*\n.*policies\.too\.decision_url/,
    );
    await expect(createTestApp({}, database)).rejects.toThrow(
      'policy decided: decision_url must not be there without DECISION_SECRETS, which sign the requests; set it',
    );
    for (const DECISION_SECRETS of ['secret', 'whsec_short', `${service.variables['DECISION_SECRETS']} x`])
      await expect(createTestApp({ DECISION_SECRETS }, database)).rejects.toThrow('DECISION_SECRETS must be secrets');
  });
});
