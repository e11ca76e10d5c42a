import { aClient } from '../support/a-client';
import { type Administrator, administering } from '../support/administering';
import { eventsAbout } from '../support/events-about';
import { pagesOf } from '../support/pages';
import { policyFile } from '../support/policy-files';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

const PATH = '/admin/policies';
const YAML = { 'Content-Type': 'application/yaml' };

const PARTNERS = `policies:
  partners:
    metadata_policy:
      scope:
        subset_of: [openid]
`;

describe(PATH, () => {
  let server: TestServer;
  let administrator: Administrator;

  beforeAll(async () => {
    const { path } = await policyFile({ everybody: { scope: { subset_of: ['openid', 'profile'] } } });
    server = await createTestApp({
      POLICY_FILE: path,
      PROTECTED_REGISTRATION_POLICY: 'everybody',
      SCOPES: 'openid profile email',
    });
    administrator = await administering(server);
  });

  afterAll(() => server.close());

  const apply = (document: unknown, query = '', headers = {}): Promise<Answer> =>
    administrator.post(`${PATH}${query}`, document, headers);
  const policy = (name: string, scope: readonly string[]): unknown => ({
    policies: { [name]: { metadata_policy: { scope: { subset_of: scope } } } },
  });

  it('applies a document in YAML, and again without an effect, with an event of the administrator', async () => {
    const applied = await apply(PARTNERS, '', YAML);
    expect([applied.status, applied.json]).toEqual([
      200,
      { policies: [{ name: 'partners', version: 1, is_new: true }], warnings: [] },
    ]);
    expect((await apply(PARTNERS, '', YAML)).json['policies']).toEqual([
      { name: 'partners', version: 1, is_new: false },
    ]);
    expect(await eventsAbout(server, 'partners')).toEqual([['policy.applied', 'administrator']]);
    expect((await administrator.get(`${PATH}/partners`)).json).toMatchObject({
      name: 'partners',
      version: 1,
      created_at: expect.any(String) as string,
      metadata_policy: { scope: { subset_of: ['openid'] } },
    });
  });

  it('applies a document in JSON, whose policy holds for the next registration', async () => {
    await apply(policy('narrow', ['openid']));
    const { json } = await administrator.post('/admin/initial-access-tokens', { policy: 'narrow' });
    const registered = await server.postRegister(aClient({ scope: 'openid profile' }), {
      Authorization: `Bearer ${String(json['token'])}`,
    });
    expect([registered.status, registered.json['scope']]).toEqual([201, 'openid']);
    expect((await administrator.get(`${PATH}/narrow/attachments`)).json).toEqual({ attachments: [] });
  });

  it('compares a document with what is stored, and changes nothing', async () => {
    await apply(policy('compared', ['openid']));
    const { status, json } = await administrator.post(`${PATH}/diff`, policy('compared', ['openid', 'profile']));
    expect([status, json]).toEqual([
      200,
      {
        policies: [
          {
            name: 'compared',
            version: 1,
            is_new: true,
            changes: [{ path: 'metadata_policy.scope.subset_of', before: ['openid'], after: ['openid', 'profile'] }],
          },
        ],
      },
    ]);
    expect((await administrator.get(`${PATH}/compared`)).json['version']).toBe(1);
  });

  it('lists policies and their versions by pages, and shows an old version', async () => {
    for (const scope of [['openid'], ['profile'], ['openid', 'profile']]) await apply(policy('versioned', scope));
    const { pages, items } = await pagesOf(administrator, `${PATH}?limit=1`, 'policies');
    expect(pages).toBe(items.length);
    expect(items).toContainEqual({ name: 'versioned', version: 3, created_at: expect.any(String) as string });
    expect(items.map(({ name }) => name)).toEqual([...items.map(({ name }) => String(name))].sort());
    const versions = await pagesOf(administrator, `${PATH}/versioned/versions?limit=2`, 'versions');
    expect([versions.pages, versions.items.map(({ version }) => version)]).toEqual([2, [1, 2, 3]]);
    expect((await administrator.get(`${PATH}/versioned?version=2`)).json).toMatchObject({
      version: 2,
      metadata_policy: { scope: { subset_of: ['profile'] } },
    });
  });

  it('says what a policy is attached to', async () => {
    const { json } = await administrator.get(`${PATH}/everybody/attachments`);
    expect(json).toEqual({ attachments: ['PROTECTED_REGISTRATION_POLICY'] });
    await apply(policy('attached', ['openid']));
    const { id } = (await administrator.post('/admin/initial-access-tokens', { policy: 'attached' })).json;
    expect((await administrator.get(`${PATH}/attached/attachments`)).json).toEqual({
      attachments: [`1 initial access token(s) or registrar(s) (${String(id)})`],
    });
  });

  it('does not apply a document that makes registrations impossible, unless that is confirmed', async () => {
    await apply(policy('contrary', ['openid']));
    const { id } = (await administrator.post('/admin/initial-access-tokens', { policy: 'contrary' })).json;
    const refused = await apply(policy('contrary', ['email']));
    expect(expectRefusal(refused, 409, 'invalid_request')).toMatchObject({
      error_description: expect.stringMatching(/^policies of registrations must not contradict each other; /) as string,
      contradictions: [expect.stringContaining('contrary of 1 initial access token') as string],
    });
    expect((await administrator.get(`${PATH}/contrary`)).json['version']).toBe(1);
    const confirmed = await apply(policy('contrary', ['email']), '?confirm=true');
    expect(confirmed.json).toEqual({
      policies: [{ name: 'contrary', version: 2, is_new: true }],
      warnings: [expect.stringContaining('contrary of 1 initial access token') as string],
    });
    await administrator.remove(`/admin/initial-access-tokens/${String(id)}`);
  });

  it('tests a policy, or a document, on the registered clients by pages', async () => {
    const registered = [];
    for (const client_name of ['one', 'two', 'three'])
      registered.push(await server.register(aClient({ client_name, scope: 'openid profile' })));
    const path = `${PATH}/everybody/test?limit=2`;
    const fits = await pagesOf(administrator, path, 'clients');
    expect([fits.pages > 1, fits.items]).toEqual([true, []]);
    const found: string[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const answer: Answer = await administrator.post(next, policy('everybody', ['openid']));
      expect([answer.status, answer.json['read']]).toEqual([200, expect.any(Number)]);
      const clients = answer.json['clients'] as readonly { client_id: string; changes: unknown }[];
      found.push(...clients.map(({ client_id }) => client_id));
      next = /^<(.*)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    expect(found).toEqual(expect.arrayContaining(registered.map(({ client_id }) => client_id)));
    expect((await administrator.get(`${PATH}/everybody`)).json['version']).toBe(1);
  });

  it('explains what a policy makes of the body of a registration', async () => {
    const { status, json } = await administrator.post(`${PATH}/everybody/explain`, { scope: 'openid email' });
    expect([status, json]).toEqual([
      200,
      expect.objectContaining({
        name: 'everybody',
        version: 1,
        is_refused: false,
        steps: [expect.objectContaining({ member: 'scope', operator: 'subset_of', after: ['openid'] })],
        metadata: { scope: 'openid' },
      }),
    ]);
    expectRefusal(await administrator.post(`${PATH}/everybody/explain`, []), 400, 'invalid_request');
  });

  it('tells all faults of a document at once, with their lines', async () => {
    const document = 'policies:\n  bad:\n    metadata: {}\n    metadata_policy:\n      scope:\n        subset: [a]\n';
    const refusal = expectRefusal(await apply(document, '', YAML), 400, 'invalid_request');
    expect(refusal['errors']).toMatchObject([
      { line: 3, path: 'policies.bad.metadata' },
      { line: 6, path: 'policies.bad.metadata_policy.scope.subset' },
    ]);
    expect(refusal['error_description']).toMatch(/^line 3: policies\.bad\.metadata must /);
    const json = '{"policies":\n{"bad":\n{"metadata": {}}}}';
    expect(expectRefusal(await apply(json), 400, 'invalid_request')['errors']).toMatchObject([{ line: 3 }]);
    expectRefusal(await administrator.get(`${PATH}/bad`), 404, 'not_found');
  });

  it.each([
    ['a list', '[]', YAML],
    ['no YAML', 'a: [', YAML],
    ['many levels', `policies: ${'['.repeat(30_000)}`, YAML],
    ['an endless alias', 'policies: &a [*a]', YAML],
    ['many aliases', `a: &a [1]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]`, YAML],
    ['a reserved name', 'policies: {none: {metadata_policy: {}}}', YAML],
    ['no JSON', '{', {}],
    ['nothing', '', YAML],
  ])('refuses a document that is %s', async (_name, document, headers) => {
    for (const path of [PATH, `${PATH}/diff`, `${PATH}/everybody/test`])
      expectRefusal(await administrator.post(path, document, headers), 400, 'invalid_request');
  });

  it('refuses other kinds of bodies, and bodies that are too large', async () => {
    const plain = await apply('policies: {}', '', { 'Content-Type': 'text/plain' });
    expect(expectRefusal(plain, 415, 'invalid_request')['error_description']).toBe(
      'the Content-Type must be application/json or application/yaml',
    );
    expectRefusal(await apply(`# ${'x'.repeat(70_000)}`, '', YAML), 413, 'invalid_request');
  });

  it('does not find an unknown policy or version', async () => {
    for (const name of ['unknown', '%00', 'Upper', 'everybody@1'])
      for (const path of ['', '/versions', '/attachments', '/test'])
        expectRefusal(await administrator.get(`${PATH}/${name}${path}`), 404, 'not_found');
    expectRefusal(await administrator.get(`${PATH}/everybody?version=9`), 404, 'not_found');
    expectRefusal(await administrator.get(`${PATH}/everybody?version=0`), 400, 'invalid_request');
    expectRefusal(await administrator.post(`${PATH}/unknown/explain`, {}), 404, 'not_found');
  });
});
