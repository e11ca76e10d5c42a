import { Logger } from '@nestjs/common';
import { exportJWK } from 'jose';
import { ClientRepository } from '../../src/clients/client.repository';
import { aClient } from '../support/a-client';
import { aKeyPair } from '../support/key-pairs';
import { managing, updateOf } from '../support/managing';
import { createTestApp } from '../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';

const NOBODY = { client_id: '01989d2c-0000-7000-8000-000000000000', registration_access_token: 'x'.repeat(43) };

describe('reading a registration', () => {
  let server: TestServer;
  let client: RegisteredClient;

  beforeAll(async () => {
    server = await createTestApp();
    client = await server.register(aClient({ contacts: ['one@app.example'] }));
  });

  afterAll(() => server.close());

  const refusal = ({ status, text, headers }: Answer): unknown => ({
    status,
    text,
    challenge: headers.get('www-authenticate'),
    cache: headers.get('cache-control'),
  });

  it('answers what POST answered, the presented token included, the secret left out', async () => {
    const { status, headers, json } = await managing(server, client).read();
    const { client_secret, client_secret_expires_at, ...returned } = client;
    expect([client_secret, client_secret_expires_at]).toEqual([expect.any(String), 0]);
    expect(status).toBe(200);
    expect(json).toEqual(returned);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
  });

  it('returns texts, numbers and keys as they were registered, in the same order', async () => {
    const { publicKey } = await aKeyPair('ES256');
    const note = ['"\\ \u2028 \u{1f600}', 1e-7, 9_007_199_254_740_991, -0.5, null, true, { z: [], a: {} }];
    const metadata = {
      client_name: '\u{1f600} "Fett & S\u00f6hne" \\ <b>',
      default_max_age: 4_294_967_296,
      jwks: { keys: [{ ...(await exportJWK(publicKey)), note }] },
    };
    const { client_secret, client_secret_expires_at, ...registered } = await server.register(aClient(metadata));
    const { json } = await managing(server, registered).read();
    expect([client_secret, client_secret_expires_at]).toEqual([expect.any(String), 0]);
    expect(json).toMatchObject(metadata);
    expect(JSON.stringify(json)).toBe(JSON.stringify(registered));
  });

  it('returns the secret if it is sealed, also after an update', async () => {
    const sealed = await server.register(aClient({ token_endpoint_auth_method: 'client_secret_jwt' }));
    const { json } = await managing(server, sealed).read();
    expect(json).toEqual({ ...sealed });
    const { status, json: updated } = await managing(server, sealed).send('PUT', updateOf(json));
    expect(status).toBe(200);
    expect({ ...updated, update_datetime: '' }).toEqual({ ...json, update_datetime: '' });
    const rotated = await managing(server, sealed).rotateSecret();
    expect(rotated.json['client_secret']).not.toBe(sealed.client_secret);
    expect((await managing(server, sealed).read()).json['client_secret']).toBe(rotated.json['client_secret']);
    const plain = await managing(server, sealed).put(aClient());
    expect(plain.json['client_secret']).toEqual(expect.any(String));
    expect((await managing(server, sealed).read()).json).not.toHaveProperty('client_secret');
  });

  it('is served at registration_client_uri', async () => {
    const { status } = await server.get(client.registration_client_uri, {
      Authorization: `Bearer ${client.registration_access_token}`,
    });
    expect(status).toBe(200);
  });

  it('changes nothing', async () => {
    const [one, other] = [await managing(server, client).read(), await managing(server, client).read()];
    expect(other.text).toBe(one.text);
    expect(other.headers.get('etag')).toBe(one.headers.get('etag'));
  });

  it('gives a strong ETag and never a 304, because the body carries a credential', async () => {
    const { headers } = await managing(server, client).read();
    const etag = headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[^"]+"$/);
    const again = await managing(server, client).send('GET', undefined, { 'If-None-Match': etag });
    expect(again.status).toBe(200);
    expect(again.json).toHaveProperty('registration_access_token');
  });

  it('challenges without error when nothing is presented', async () => {
    const { status, headers, json } = await server.get(`/register/${client.client_id}`);
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer realm="http://localhost:3000"');
    expect(json).toEqual({ error: 'invalid_token', error_description: expect.any(String) });
  });

  it('answers alike for a wrong token, a foreign one and an unknown client', async () => {
    const other = await server.register(aClient());
    const answers = await Promise.all([
      managing(server, { ...client, registration_access_token: 'x'.repeat(43) }).read(),
      managing(server, { ...client, registration_access_token: other.registration_access_token }).read(),
      managing(server, NOBODY).read(),
      managing(server, { ...NOBODY, registration_access_token: client.registration_access_token }).read(),
      managing(server, { ...client, client_id: '%00' }).read(),
    ]);
    const [first] = answers;
    expect(first.status).toBe(401);
    expect(first.headers.get('www-authenticate')).toMatch(/^Bearer realm=".*", error="invalid_token"/);
    for (const answer of answers) expect(refusal(answer)).toEqual(refusal(first));
  });

  it.each(['GET', 'HEAD'])('%s of an unknown client is 401 as well', async (method) => {
    const { status } = await managing(server, NOBODY).send(method);
    expect(status).toBe(401);
  });

  it('misuse of a token is recorded, without the token, and does not destroy it', async () => {
    const other = await server.register(aClient());
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    await managing(server, { ...client, registration_access_token: other.registration_access_token }).read();
    const [[line] = []] = warn.mock.calls as unknown[][];
    warn.mockRestore();
    expect(line).toEqual({
      event: 'registration_access_token_refused',
      client_id: client.client_id,
      fingerprint: expect.any(String),
    });
    expect(JSON.stringify(line)).not.toContain(other.registration_access_token);
    const { fingerprint } = line as { fingerprint: string };
    const owner = await server.app.get(ClientRepository).find(other.client_id);
    expect(owner?.registration_access_tokens[0]?.hash.startsWith(fingerprint)).toBe(true);
    expect((await managing(server, other).read()).status).toBe(200);
  });

  it('every token is for its own place only', async () => {
    const own = await server.accessToken({ client_id: client.client_id, client_secret: client.client_secret });
    const registrar = await server.registerToken();
    for (const registration_access_token of [own, registrar])
      expect((await managing(server, { ...client, registration_access_token }).read()).status).toBe(401);
    const { status, headers } = await server.postRegister(aClient(), {
      Authorization: `Bearer ${client.registration_access_token}`,
    });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('HEAD needs the token and answers as GET, without the body', async () => {
    expect((await server.send('HEAD', `/register/${client.client_id}`)).status).toBe(401);
    const [get, head] = [await managing(server, client).read(), await managing(server, client).send('HEAD')];
    expect(head.status).toBe(200);
    expect(head.text).toBe('');
    for (const name of ['etag', 'cache-control', 'content-type', 'content-length'])
      expect(head.headers.get(name)).toBe(get.headers.get(name));
  });

  it.each(['Bearer', 'Bearer a b', 'Bearer  x', 'Bearer a,b', 'Bearer "x"'])(
    '%s is malformed',
    async (authorization) => {
      const { status, json, headers } = await server.get(`/register/${client.client_id}`, {
        Authorization: authorization,
      });
      expect([status, json['error']]).toEqual([400, 'invalid_request']);
      expect(headers.get('www-authenticate')).toContain('error="invalid_request"');
    },
  );

  it.each(['accesstoken', 'Digest a="b", c="d"', 'Bearers a b'])(
    '%s names another scheme, or none, and is asked to authenticate',
    async (Authorization) => {
      const { status, json, headers } = await server.get(`/register/${client.client_id}`, { Authorization });
      expect([status, json['error']]).toEqual([401, 'invalid_token']);
      expect(headers.get('www-authenticate')).not.toContain('error');
    },
  );

  it('requests at once get each their own answer', async () => {
    const clients = await Promise.all(
      ['a', 'b', 'c', 'd'].map((client_name) => server.register(aClient({ client_name }))),
    );
    const pairs = clients.flatMap((one) => clients.map((owner) => ({ one, owner })));
    for (let round = 0; round < 10; round += 1) {
      const answers = await Promise.all(
        pairs.map(({ one: { client_id }, owner: { registration_access_token } }) =>
          managing(server, { client_id, registration_access_token }).read(),
        ),
      );
      expect(answers.map(({ status, json }) => [status, json['client_id']])).toEqual(
        pairs.map(({ one, owner }) => (one === owner ? [200, one.client_id] : [401, undefined])),
      );
    }
  });

  it('ignores a token in the query, and Basic is no bearer token', async () => {
    const { client_id, client_secret, registration_access_token } = client;
    const inQuery = await server.get(`/register/${client_id}?access_token=${registration_access_token}`);
    const basic = Buffer.from(`${client_id}:${client_secret}`).toString('base64');
    const withBasic = await server.get(`/register/${client_id}`, { Authorization: `Basic ${basic}` });
    for (const { status, headers } of [inQuery, withBasic]) {
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).not.toContain('error');
    }
  });
});
