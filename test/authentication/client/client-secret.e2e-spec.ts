import { aClient } from '../../support/a-client';
import { basic } from '../../support/basic';
import { head, rawHttp } from '../../support/raw-http';
import { createTestApp } from '../../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../../support/test-server';

const grant_type = 'client_credentials';

describe('clients with a secret', () => {
  const ID = 'the registrar: 1+1%';
  const SECRET = 'pass:word+%20 und mehr \u00fc';
  let server: TestServer;
  let client: RegisteredClient;

  beforeAll(async () => {
    server = await createTestApp({ REGISTRAR_CLIENT_ID: ID, REGISTRAR_CLIENT_SECRET: SECRET });
    client = await server.register(aClient());
  });

  afterAll(() => server.close());

  const refused = ({ status, json, headers }: Answer): void => {
    expect(status).toBe(401);
    expect(json).toEqual({
      error: 'invalid_client',
      error_description: 'client authentication failed; check client_id and its credentials',
    });
    expect(headers.get('www-authenticate')).toBe('Basic realm="clientele", charset="UTF-8"');
    expect(headers.get('cache-control')).toBe('no-store');
  };
  const formEncoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1);

  describe.each(['client_secret_basic', 'client_secret_post'])('registered for %s', (token_endpoint_auth_method) => {
    it('may use either', async () => {
      const { client_id, client_secret } = await server.register(aClient({ token_endpoint_auth_method }));
      const answers = [
        await server.token({ grant_type }, basic(client_id, client_secret)),
        await server.token({ grant_type, client_id, client_secret }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    });
  });

  it('Basic is split at the first colon, then form-decoded', async () => {
    const { status } = await server.token({ grant_type }, basic(formEncoded(ID), formEncoded(SECRET)));
    expect(status).toBe(200);
  });

  it('a secret that was not form-encoded is right as well', async () => {
    const { client_id, client_secret } = client;
    expect((await server.token({ grant_type }, basic(client_id, client_secret))).status).toBe(200);
    expect((await server.token({ grant_type }, basic(formEncoded(ID), SECRET))).status).toBe(200);
  });

  it('the scheme is read in any case', async () => {
    const { Authorization } = basic(client.client_id, client.client_secret);
    const { status } = await server.token({ grant_type }, { Authorization: Authorization.replace('Basic', 'bASIC') });
    expect(status).toBe(200);
  });

  it.each([
    ['no base64', 'Basic %%%'],
    ['nothing', 'Basic'],
    ['a space', 'Basic '],
    ['two words', 'Basic YTpi YTpi'],
    ['no colon', `Basic ${Buffer.from('abc').toString('base64')}`],
    ['no client_id', `Basic ${Buffer.from(':abc').toString('base64')}`],
    ['a lone percent sign', `Basic ${Buffer.from('%:%').toString('base64')}`],
    ['octets that are no UTF-8', `Basic ${Buffer.from([0x61, 0x3a, 0xff, 0xfe]).toString('base64')}`],
    ['NUL', `Basic ${Buffer.from('a\0:b\0').toString('base64')}`],
    ['another scheme', 'Digest username=a'],
  ])('%s in the header is the one refusal', async (_what, Authorization) => {
    refused(await server.token({ grant_type }, { Authorization }));
  });

  it('every wrong credential gets the same refusal', async () => {
    const { client_id, client_secret } = client;
    const other = await server.register(aClient());
    const publicClient = await server.register(
      aClient({
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'none',
        redirect_uris: ['https://app.example/'],
      }),
    );
    const answers = [
      await server.token({ grant_type, client_id, client_secret: 'wrong' }),
      await server.token({ grant_type, client_id, client_secret: `${client_secret}x` }),
      await server.token({ grant_type, client_id, client_secret: other.client_secret }),
      await server.token({ grant_type, client_id: 'nobody', client_secret }),
      await server.token({ grant_type, client_id: '\0', client_secret }),
      await server.token({ grant_type, client_secret }),
      await server.token({ grant_type, client_id }),
      await server.token({ grant_type }),
      await server.token({ grant_type, client_id: 'nobody' }),
      await server.token({ grant_type, client_id: publicClient.client_id, client_secret }),
      await server.token({ grant_type }, basic(client_id, 'wrong')),
      await server.token({ grant_type }, basic('nobody', client_secret)),
    ];
    answers.forEach(refused);
  });

  it('two authentication methods at once are refused', async () => {
    const { client_id, client_secret } = client;
    const both = await server.token({ grant_type, client_id, client_secret }, basic(client_id, client_secret));
    expect([both.status, both.json['error']]).toEqual([400, 'invalid_request']);
    const client_assertion = 'a.b.c';
    refused(await server.token({ grant_type, client_id, client_secret, client_assertion }));
    refused(await server.token({ grant_type, client_assertion }, basic(client_id, client_secret)));
  });

  it('Basic and the same client_id in the body agree, another one does not', async () => {
    const { client_id, client_secret } = client;
    const same = await server.token({ grant_type, client_id }, basic(client_id, client_secret));
    expect(same.status).toBe(200);
    const another = await server.token({ grant_type, client_id: ID }, basic(client_id, client_secret));
    expect([another.status, another.json['error']]).toEqual([400, 'invalid_request']);
  });

  it('credentials in the query are not read', async () => {
    const { client_id, client_secret } = client;
    const query = new URLSearchParams({ client_id, client_secret }).toString();
    refused(
      await server.send(
        'POST',
        `/token?${query}`,
        { 'Content-Type': 'application/x-www-form-urlencoded' },
        `grant_type=${grant_type}`,
      ),
    );
  });

  it.each([
    ['with a form', ['Content-Type: application/x-www-form-urlencoded', 'Content-Length: 0']],
    ['whatever else is wrong', ['Content-Length: 0']],
  ])('two Authorization headers are refused, %s', async (_title, others) => {
    const line = `Authorization: ${basic(client.client_id, client.client_secret).Authorization}`;
    const lines = ['POST /token HTTP/1.1', 'Host: localhost', 'Connection: close', line, line, ...others];
    const answer = await rawHttp(Number(new URL(server.at('/')).port), head(...lines));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('the Authorization header must not be repeated');
  });
});

describe('guesses of secrets are limited', () => {
  let server: TestServer;
  let client: RegisteredClient;
  const from = (address: string): Record<string, string> => ({ 'X-Forwarded-For': address });

  beforeAll(async () => {
    server = await createTestApp({ RATE_LIMIT_FAILED_AUTH: '3', TRUST_PROXY: '127.0.0.1' });
    client = await server.register(aClient());
  });

  afterAll(() => server.close());

  const guess = async (client_id: string, address: string, client_secret = 'wrong'): Promise<Answer> =>
    server.token({ grant_type, client_id, client_secret }, from(address));
  const statuses = async (times: number, attempt: () => Promise<Answer>): Promise<number[]> => {
    const found: number[] = [];
    for (let time = 0; time < times; time += 1) found.push((await attempt()).status);
    return found;
  };

  it('answers 429 with Retry-After and an OAuth body once there were too many', async () => {
    const { client_id, client_secret } = client;
    expect(await statuses(4, () => guess(client_id, '192.0.2.1'))).toEqual([401, 401, 401, 429]);
    const { status, headers, json } = await guess(client_id, '192.0.2.1', client_secret);
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(json).toEqual({ error: 'temporarily_unavailable', error_description: expect.any(String) });
  });

  it('accepts the right credentials from another network, and refuses wrong ones with 429', async () => {
    const { client_id, client_secret } = client;
    expect((await guess(client_id, '192.0.2.2', client_secret)).status).toBe(200);
    expect((await guess(client_id, '192.0.2.3')).status).toBe(429);
  });

  it('counts callers that try one client after another by their network, and accepts right credentials from there', async () => {
    const { client_id, client_secret } = await server.register(aClient());
    const ids = ['a', 'b', 'c', 'd'];
    expect(await statuses(4, () => guess(ids.shift() ?? '', '2001:db8::1'))).toEqual([401, 401, 401, 429]);
    expect((await guess('e', '2001:db8::ffff:1')).status).toBe(429);
    expect((await guess('f', '2001:db8:0:1::1')).status).toBe(401);
    expect((await guess(client_id, '2001:db8::1', client_secret)).status).toBe(200);
  });

  it('counts what is no address as the proxy that forwards it', async () => {
    const forwarded = ['unknown', '_hidden', '192.0.2.5:1234', 'x'];
    const ids = ['k', 'l', 'm', 'n'];
    expect(await statuses(4, () => guess(ids.shift() ?? '', forwarded.shift() ?? ''))).toEqual([401, 401, 401, 429]);
  });

  it('treats a client that does not exist like one that does', async () => {
    expect(await statuses(4, () => guess('nobody', '192.0.2.9'))).toEqual([401, 401, 401, 429]);
  });

  it('counts a wide network as a whole by RATE_LIMIT_FAILED_AUTH_NETWORK, and accepts right credentials from there', async () => {
    const wide = await createTestApp(
      { RATE_LIMIT_FAILED_AUTH_NETWORK: '3', TRUST_PROXY: '127.0.0.1' },
      server.database,
    );
    const { client_id, client_secret } = client;
    const attempt = async (subnet: number, secret = 'wrong'): Promise<number> => {
      const form = {
        grant_type,
        client_id: secret === 'wrong' ? `nobody-${subnet}` : client_id,
        client_secret: secret,
      };
      return (await wide.token(form, from(`2001:db8:5:${subnet}::1`))).status;
    };
    expect([await attempt(1), await attempt(2), await attempt(3), await attempt(4)]).toEqual([401, 401, 401, 429]);
    expect(await attempt(5, client_secret)).toBe(200);
    expect((await wide.token({ grant_type, client_id: 'x', client_secret: 'y' }, from('2001:db8:6::1'))).status).toBe(
      401,
    );
    await wide.close();
  });
});
