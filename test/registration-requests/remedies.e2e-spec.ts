import { randomUUID } from 'node:crypto';
import { aClient } from '../support/a-client';
import { basic } from '../support/basic';
import { fetchVariables, type HttpsServer, startHttpsServer } from '../support/https-server';
import { managing, updateOf } from '../support/managing';
import { aSigner, currentClaims, type Signer } from '../support/software-authority';
import { createTestApp } from '../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

type Form = Readonly<Record<string, string>>;

const DIRECTORY = 'https://directory.example';
const SINGLE = 'https://single.example';
const FORM_TYPE = { 'Content-Type': 'application/x-www-form-urlencoded' };

/**
 * What refusals advise that are not about a member of client metadata (`metadata-remedies.e2e-spec.ts` has those): each
 * is refused once, with these words, and done as they say it is let in.
 */
describe('requests that follow the remedy of a refusal succeed', () => {
  let server: TestServer;
  let keys: HttpsServer;
  let directory: Signer;
  let software: Signer;
  let client: RegisteredClient;

  beforeAll(async () => {
    [directory, software] = await Promise.all([aSigner(), aSigner()]);
    keys = await startHttpsServer({ '/directory': { keys: [directory.publicJwk] } });
    const jwks_uri = `${keys.url}/directory`;
    server = await createTestApp({
      ...fetchVariables(keys),
      AUTHORIZATION_DETAILS_TYPES: 'account',
      SOFTWARE_STATEMENT_ISSUERS: JSON.stringify({
        [DIRECTORY]: { jwks_uri, single_use: true },
        [SINGLE]: { jwks_uri, single_instance: true },
      }),
    });
    client = await server.register(aClient({ scope: 'openid', authorization_details_types: ['account'] }));
  });

  afterAll(async () => {
    await server.close();
    await keys.close();
  });

  const expectAdvice = ({ status, json }: Answer, advice: RegExp): void => {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(404);
    expect(json['error_description']).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+; [\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    expect(json['error_description']).toMatch(advice);
  };
  const credentials = (): Form => ({ client_id: client.client_id, client_secret: client.client_secret });
  const asked = (): Form => ({ grant_type: 'client_credentials', ...credentials() });

  describe('at the token endpoint', () => {
    it.each<[string, Form, RegExp, Form]>([
      ['no grant', { grant_type: '' }, /use client_credentials$/, { grant_type: 'client_credentials' }],
      [
        'scopes with two spaces',
        { scope: 'openid  openid' },
        /separate them by one space$/,
        { scope: 'openid openid' },
      ],
      ['more scopes', { scope: 'openid email' }, /leave out email$/, { scope: 'openid' }],
      ['a long scope', { scope: 'a'.repeat(5000) }, /ask for less$/, { scope: 'openid' }],
      ['an unknown resource', { resource: 'https://a.example' }, /leave it out$/, { resource: '' }],
      [
        'details that are no list',
        { authorization_details: '{}' },
        /send \[\{/,
        { authorization_details: '[{"type":"account"}]' },
      ],
      [
        'details of other types',
        { authorization_details: '[{"type":"account"},{"type":"payment"}]' },
        /leave out payment$/,
        { authorization_details: '[{"type":"account"}]' },
      ],
    ])('%s', async (_what, wrong, advice, right) => {
      expectAdvice(await server.token({ ...asked(), ...wrong }), advice);
      expect((await server.token({ ...asked(), ...right })).status).toBe(200);
    });

    it('the form: its type, one of each, one authentication method', async () => {
      const text = new URLSearchParams(asked()).toString();
      const post = (body: string, headers: Form = FORM_TYPE): Promise<Answer> =>
        server.send('POST', '/token', headers, body);
      const json = await post(JSON.stringify(asked()), { 'Content-Type': 'application/json' });
      expectAdvice(json, /send it as application\/x-www-form-urlencoded$/);
      expectAdvice(await post(`${text}&grant_type=client_credentials`), /send it once$/);
      const header = basic(client.client_id, client.client_secret);
      expectAdvice(await post(text, { ...FORM_TYPE, ...header }), /leave the other out$/);
      expect((await post(text)).status).toBe(200);
      expect((await post('grant_type=client_credentials', { ...FORM_TYPE, ...header })).status).toBe(200);
    });

    it('a grant that is not registered', async () => {
      const other = await server.register({ redirect_uris: ['https://app.example/callback'] });
      const { client_id, client_secret } = other;
      const form = { grant_type: 'client_credentials', client_id, client_secret };
      expectAdvice(await server.token(form), /register it in grant_types$/);
      const { json } = await managing(server, other).read();
      const grant_types = [...(json['grant_types'] as string[]), 'client_credentials'];
      expect((await managing(server, other).patch({ grant_types })).status).toBe(200);
      expect((await server.token(form)).status).toBe(200);
    });

    it('a token to be revoked', async () => {
      const revoke = (own: Form): Promise<Answer> =>
        server.send('POST', '/revoke', FORM_TYPE, new URLSearchParams({ ...credentials(), ...own }).toString());
      expectAdvice(await revoke({}), /put the token into the form$/);
      const token = await server.accessToken(credentials());
      expect((await revoke({ token })).status).toBe(200);
    });
  });

  describe('in updates', () => {
    it.each<[string, (read: Answer['json']) => unknown, RegExp]>([
      ['no client_id', (read) => ({ ...updateOf(read), client_id: undefined }), /send [0-9a-f-]{36}$/],
      ['another client_id', (read) => ({ ...updateOf(read), client_id: 'other' }), /send [0-9a-f-]{36}$/],
      ['what only we issue', (read) => read, /leave it out$/],
      ['another secret', (read) => ({ ...updateOf(read), client_secret: 'other' }), /leave it out to keep it$/],
    ])('%s', async (_what, wrong, advice) => {
      const own = managing(server, client);
      const { json } = await own.read();
      expectAdvice(await own.send('PUT', wrong(json)), advice);
      expect((await own.send('PUT', updateOf(json))).status).toBe(200);
    });

    it('of the secret: the lifetime of the old one, and a client without one', async () => {
      const other = await server.register(aClient());
      expectAdvice(await managing(server, other).rotateSecret({ overlap: '5' }), /leave it out for \d+$/);
      expect((await managing(server, other).rotateSecret({})).status).toBe(200);
      const open = await server.register({
        redirect_uris: ['https://app.example/cb'],
        token_endpoint_auth_method: 'none',
      });
      const own = managing(server, open);
      expectAdvice(await own.rotateSecret(), /register a token_endpoint_auth_method that uses one$/);
      expect((await own.patch({ token_endpoint_auth_method: 'client_secret_basic' })).status).toBe(200);
      expect((await own.rotateSecret()).status).toBe(200);
    });
  });

  describe('about a whole request', () => {
    it('what is no JSON: the example is', async () => {
      for (const body of ['{"redirect_uris": [}', '', '[]', '"text"']) {
        const refused = await server.postRegister(body);
        expectAdvice(refused, /such as the example$/);
        const [{ example }] = refused.json['errors'] as [{ example: unknown }];
        expect((await server.postRegister(JSON.stringify(example))).status).toBe(201);
      }
    });

    it('a key for repetitions', async () => {
      const authorization = { Authorization: `Bearer ${await server.registerToken()}` };
      const post = (key: string): Promise<Answer> =>
        server.postRegister(aClient(), { ...authorization, 'Idempotency-Key': key });
      expectAdvice(await post('x'.repeat(256)), /use a UUID$/);
      expect((await post(randomUUID())).status).toBe(201);
    });

    it('a token with characters that are not permitted', async () => {
      const token = await server.registerToken();
      const post = (value: string): Promise<Answer> => server.postRegister(aClient(), { Authorization: value });
      expectAdvice(await post(`Bearer "${token}`), /send it as it was given$/);
      expect((await post(`Bearer ${token}`)).status).toBe(201);
    });
  });

  describe('about software statements', () => {
    const jwks = (): object => ({ keys: [software.publicJwk] });
    const statement = (own: object = {}): Promise<string> =>
      directory.sign(currentClaims({ iss: DIRECTORY, software_id: 'software', jwks: jwks(), ...own }));
    const register = (software_statement: unknown, own: object = {}): Promise<Answer> =>
      server.postRegister(aClient({ software_statement, ...own }));

    it.each<[string, () => Promise<unknown>, RegExp]>([
      ['no text', () => Promise.resolve(5), /send the signed JWT$/],
      ['no JWT', () => Promise.resolve('x'), /obtain a new statement from its issuer$/],
      ['no issuer', () => statement({ iss: undefined }), /obtain a new statement from its issuer$/],
      ['an end in the past', () => statement({ exp: 1 }), /obtain a new statement from its issuer$/],
      ['a statement within', () => statement({ software_statement: 'x' }), /obtain a new statement from its issuer$/],
    ])('%s', async (_what, wrong, advice) => {
      expectAdvice(await register(await wrong()), advice);
      expect((await register(await statement())).status).toBe(201);
    });

    it('keys of others', async () => {
      const sent = { jwks: { keys: [(await aSigner()).publicJwk] } };
      expectAdvice(await register(await statement(), sent), /leave it out$/);
      expect((await register(await statement())).status).toBe(201);
    });

    it('redirect URIs of others', async () => {
      const software_redirect_uris = ['https://app.example/callback'];
      const other = { redirect_uris: ['https://other.example/callback'] };
      expectAdvice(await register(await statement({ software_redirect_uris }), other), /use one of those$/);
      const listed = { redirect_uris: software_redirect_uris };
      expect((await register(await statement({ software_redirect_uris }), listed)).status).toBe(201);
    });

    it('a statement that was used', async () => {
      const used = await statement();
      expect((await register(used)).status).toBe(201);
      expectAdvice(await register(used), /obtain a new statement with a jti of its own$/);
      expect((await register(await statement({ jti: randomUUID() }))).status).toBe(201);
    });

    it('software that is registered already', async () => {
      const single = await statement({ iss: SINGLE });
      const first = (await register(single)).json as RegisteredClient;
      expectAdvice(await register(single), /^software_statement .*; update or delete its client, or ask the operator/);
      const own = managing(server, first);
      const { json } = await own.read();
      expect((await own.send('PUT', { ...updateOf(json), client_uri: 'https://app.example' })).status).toBe(200);
      expect((await own.remove()).status).toBe(204);
      expect((await register(single)).status).toBe(201);
    });

    it('a signed request: its issuer, its signature, one use', async () => {
      const claims = async (own: object = {}): Promise<Parameters<Signer['sign']>[0]> =>
        currentClaims({ aud: server.environment.ISSUER, ...aClient(), software_statement: await statement(), ...own });
      const post = async (jwt: string): Promise<Answer> => {
        const Authorization = `Bearer ${await server.registerToken()}`;
        return server.send('POST', '/register', { 'Content-Type': 'application/jwt', Authorization }, jwt);
      };
      expectAdvice(await post(await software.sign(await claims({ iss: 'other' }))), /use that, or leave iss out$/);
      expectAdvice(await post(await directory.sign(await claims())), /sign it again$/);
      const nobody = await software.sign(await claims({ software_statement: undefined }));
      expectAdvice(await post(nobody), /add the statement of a trusted issuer$/);
      const keyless = await claims({ software_statement: await statement({ jwks: undefined }) });
      expectAdvice(await post(await software.sign(keyless)), /have its issuer add jwks_uri$/);
      expect((await post(await software.sign(await claims({ iss: 'software' })))).status).toBe(201);
      const used = await software.sign(await claims());
      expect((await post(used)).status).toBe(201);
      expectAdvice(await post(used), /jti of its own$/);
      expect((await post(await software.sign(await claims()))).status).toBe(201);
    });
  });
});
