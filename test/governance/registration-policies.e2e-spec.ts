import { DataSource } from 'typeorm';
import { aClient, aWebClient } from '../support/a-client';
import { managing } from '../support/managing';
import { policyFile, type PolicyFile } from '../support/policy-files';
import { expectRefusal } from '../support/refusal';
import { createTestApp, type Variables } from '../support/test-app';
import type { Answer, TestServer } from '../support/test-server';

const JSON_BODY = { 'Content-Type': 'application/json' };

const PARTNERS = {
  redirect_uris: { hosts: ['partner.example', '*.partner.example'], schemes: ['https'], max_items: 3 },
  grant_types: { subset_of: ['authorization_code', 'refresh_token'] },
  scope: { subset_of: ['openid', 'profile'], default: 'openid' },
  client_name: { pattern: 'Partner: [A-Za-z0-9 ]+', essential: true },
  contacts: { add: ['support@partner.example'] },
};

describe('a policy of registrations with a token', () => {
  let server: TestServer;

  beforeAll(async () => {
    const { path } = await policyFile({ partners: PARTNERS });
    server = await createTestApp({
      POLICY_FILE: path,
      PROTECTED_REGISTRATION_POLICY: 'partners',
      SCOPES: 'openid profile email',
      DEFAULT_SCOPES: 'openid email',
    });
  });

  afterAll(() => server.close());

  const aPartner = (own = {}): Readonly<Record<string, unknown>> => ({
    redirect_uris: ['https://app.partner.example/cb'],
    client_name: 'Partner: App 1',
    ...own,
  });
  const validate = async (body: unknown): Promise<Answer> =>
    server.send(
      'POST',
      '/register/validate',
      { ...JSON_BODY, Authorization: `Bearer ${await server.registerToken()}` },
      JSON.stringify(body),
    );

  it('drops what it does not permit and adds what it sets; the response and a trial say so', async () => {
    const body = aPartner({ grant_types: ['client_credentials', 'authorization_code'], scope: 'openid email' });
    const expected = {
      grant_types: ['authorization_code'],
      scope: 'openid',
      contacts: ['support@partner.example'],
      client_name: 'Partner: App 1',
    };
    const { status, json } = await server.postRegister(body);
    expect(status).toBe(201);
    expect(json).toMatchObject(expected);
    const trial = await validate(body);
    expect(trial.json).toMatchObject({
      ...expected,
      validation: {
        dropped: [
          { member: 'grant_types', values: ['client_credentials'] },
          { member: 'scope', values: ['email'] },
        ],
        added: expect.arrayContaining(['contacts']),
      },
    });
  });

  it('refuses by code, member, rule, operator, policy and version, with all faults, and stores nothing', async () => {
    const count = (): Promise<unknown> => server.app.get(DataSource).query('SELECT count(*) AS count FROM clients');
    const before = await count();
    const body = {
      redirect_uris: ['https://app.partner.example/cb', 'https://evil.example/partner.example'],
      client_name: 'Bank',
    };
    const refused = expectRefusal(await server.postRegister(body), 400, 'invalid_redirect_uri');
    expect(refused).toEqual({
      error: 'invalid_redirect_uri',
      error_description:
        'redirect_uris[1] must have one of the hosts partner.example, *.partner.example, by hosts of policy partners@1; use one of these hosts',
      errors: [
        {
          member: 'redirect_uris[1]',
          rule: 'must have one of the hosts partner.example, *.partner.example, by hosts of policy partners@1',
          remedy: 'use one of these hosts',
        },
        {
          member: 'client_name',
          rule: 'must match Partner: [A-Za-z0-9 ]+, by pattern of policy partners@1',
          remedy: 'change it to match the pattern',
        },
      ],
    });
    expect((await validate(body)).json).toEqual(refused);
    expect(await count()).toEqual(before);
  });

  it.each([
    [
      'grant_types',
      ['client_credentials'],
      'grant_types must name one of authorization_code, refresh_token, by subset_of of policy partners@1; use one of them',
    ],
    [
      'grant_types',
      ['client_credentials', 'refresh_token'],
      'grant_types must name one of authorization_code, refresh_token, by subset_of of policy partners@1; use one of them',
    ],
    ['scope', 'email', 'scope must name one of openid, profile, by subset_of of policy partners@1; use one of them'],
  ])(
    'refuses %s %j, of which nothing of use is left, so that no default takes its place',
    async (member, value, rule) => {
      const answer = await server.postRegister(aPartner({ [member]: value }));
      expect(expectRefusal(answer, 400, 'invalid_client_metadata')['error_description']).toBe(rule);
    },
  );

  it.each([
    ['scope', null],
    ['scope', ''],
    ['client_name', ''],
  ])('reads %s %j as not sent, as the table does', async (member, value) => {
    const answer = await server.postRegister(aPartner({ [member]: value }));
    if (member === 'scope') expect(answer.json['scope']).toBe('openid');
    else
      expect(expectRefusal(answer, 400, 'invalid_client_metadata')['error_description']).toBe(
        'client_name must be present, by essential of policy partners@1; send it',
      );
  });

  it('holds for every language of a member', async () => {
    const answer = await server.postRegister(aPartner({ 'client_name#de': 'Bank' }));
    expect(expectRefusal(answer, 400, 'invalid_client_metadata')['error_description']).toMatch(
      /^client_name#de must match .*, by pattern of policy partners@1;/,
    );
    const ignored = { 'client_name#de': '', 'client_name#': 'Bank', 'redirect_uris#de': ['https://evil.example/'] };
    const admitted = await server.postRegister(aPartner(ignored));
    expect(admitted.status).toBe(201);
    expect(Object.keys(admitted.json).filter((name) => name.includes('#'))).toEqual([]);
  });

  it('leaves bodies that are no objects, and members of wrong types, to the same refusals as always', async () => {
    for (const body of ['[]', '"x"', '3', 'null', '{', JSON.stringify({ ...aPartner(), redirect_uris: 'x' })])
      expect((await server.postRegister(body)).status).toBe(400);
  });

  it('holds for a PUT and a PATCH on the metadata that result', async () => {
    const client = await server.register(aPartner());
    const own = managing(server, client);
    const put = await own.put(aPartner({ client_name: 'Bank' }));
    expect(expectRefusal(put, 400, 'invalid_client_metadata')['error_description']).toMatch(/^client_name must match/);
    const without = await own.put({ redirect_uris: ['https://partner.example/'] });
    expect(expectRefusal(without, 400, 'invalid_client_metadata')['error_description']).toMatch(
      /^client_name must be p/,
    );
    const asking = aPartner({ grant_types: ['authorization_code', 'client_credentials'] });
    for (const { status, json } of [await own.put(asking), await own.patch(asking)])
      expect([status, json['grant_types']]).toEqual([200, ['authorization_code']]);
    expect((await own.patch({ redirect_uris: ['https://evil.example/'] })).status).toBe(400);
    expect((await own.read()).json['redirect_uris']).toEqual(['https://app.partner.example/cb']);
  });
});

describe('a rule for a member that the request sets in another way', () => {
  const refusalOf = async (policy: PolicyFileContent, body: unknown, own: Variables = {}): Promise<Answer> => {
    const { path } = await policyFile({ x: policy });
    const server = await createTestApp({ POLICY_FILE: path, PROTECTED_REGISTRATION_POLICY: 'x', ...own });
    const answer = await server.postRegister(body);
    await server.close();
    return answer;
  };
  type PolicyFileContent = Parameters<PolicyFile['write']>[0] extends infer T
    ? T extends string
      ? never
      : T[keyof T]
    : never;

  it('holds for the default of the table', async () => {
    const answer = await refusalOf({ token_endpoint_auth_method: { one_of: ['private_key_jwt'] } }, aWebClient());
    expect(expectRefusal(answer, 400, 'invalid_client_metadata')['error_description']).toBe(
      'token_endpoint_auth_method must be one of private_key_jwt, by one_of of policy x@1; use one of them',
    );
    const grants = await refusalOf({ grant_types: { subset_of: ['client_credentials'] } }, aWebClient());
    expect(expectRefusal(grants, 400, 'invalid_client_metadata')['error_description']).toBe(
      'grant_types must be sent with a value that is permitted, by subset_of of policy x@1; send one',
    );
  });

  it('narrows the default scopes, be it to none', async () => {
    const scopes = { SCOPES: 'openid profile email', DEFAULT_SCOPES: 'openid email' };
    const one = await refusalOf({ scope: { subset_of: ['email'] } }, aWebClient(), scopes);
    expect([one.status, one.json['scope']]).toEqual([201, 'email']);
    const none = await refusalOf({ scope: { subset_of: ['profile'] } }, aWebClient(), scopes);
    expect([none.status, 'scope' in none.json]).toEqual([201, false]);
  });

  it('holds for the second name of the member', async () => {
    const bound = { tls_client_certificate_bound_access_tokens: { value: true } };
    const own = { TLS_CLIENT_CERT_HEADER: 'x-client-cert', TRUST_PROXY: '127.0.0.1' };
    const twin = aClient({ tls_client_certificate_bound_access_token: false });
    const { status, json } = await refusalOf(bound, twin, own);
    expect([status, json['tls_client_certificate_bound_access_token']]).toEqual([201, true]);
  });

  it('removes a member though a list chooses it', async () => {
    const { status, json } = await refusalOf(
      { id_token_encrypted_response_alg: { value: null } },
      aWebClient({ id_token_encryption_alg_values_supported: ['RSA-OAEP'] }),
    );
    expect([status, 'id_token_encrypted_response_alg' in json]).toEqual([201, false]);
  });

  it('drops the response types of the grants that it drops', async () => {
    const own = { GRANT_TYPES: 'authorization_code implicit', AUTHORIZATION_ENDPOINT: 'https://a.example/authorize' };
    const policy = { grant_types: { subset_of: ['authorization_code'] } };
    const grant_types = ['authorization_code', 'implicit'];
    const some = await refusalOf(policy, aWebClient({ grant_types, response_types: ['code', 'id_token'] }), own);
    expect(some.json).toMatchObject({ grant_types: ['authorization_code'], response_types: ['code'] });
    const none = await refusalOf(policy, aWebClient({ grant_types, response_types: ['id_token'] }), own);
    expect(none.json).toMatchObject({ grant_types: ['authorization_code'], response_types: ['code'] });
  });

  it('refuses instead of dropping where SCOPE_POLICY or GRANT_POLICY says so', async () => {
    const scope = { scope: { subset_of: ['openid'] } };
    const reject = await refusalOf(scope, aClient(), { SCOPE_POLICY: 'reject' });
    expect(expectRefusal(reject, 400, 'invalid_client_metadata')['error_description']).toBe(
      'scope must name only openid, by subset_of of policy x@1; leave out profile',
    );
    const byDefault = { SCOPE_POLICY: 'default', SCOPES: 'openid profile', DEFAULT_SCOPES: 'openid profile' };
    const defaulted = await refusalOf(scope, aClient({ scope: 'profile' }), byDefault);
    expect([defaulted.status, defaulted.json['scope']]).toEqual([201, 'openid']);
    const grants = await refusalOf(
      { grant_types: { subset_of: ['authorization_code'] } },
      aWebClient({ grant_types: ['authorization_code', 'refresh_token'] }),
      { GRANT_POLICY: 'reject' },
    );
    expect(expectRefusal(grants, 400, 'invalid_client_metadata')['error_description']).toMatch(
      /leave out refresh_token$/,
    );
  });
});
