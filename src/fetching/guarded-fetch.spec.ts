import { guardedConnector } from './guarded-connector';
import { GuardedFetch } from './guarded-fetch';
import { InvalidRegistration } from '../oauth/registration-errors';
import { keepTrack } from '../../test/support/close-leftovers';
import { type HttpsServer, type Page, startHttpsServer } from '../../test/support/https-server';

describe('what is fetched from others', () => {
  let server: HttpsServer;

  beforeAll(async () => {
    server = await startHttpsServer({ '/keys': { keys: [] } });
  });

  afterAll(() => server.close());

  const target = { member: 'jwks_uri' };
  const closing = (fetching: GuardedFetch): GuardedFetch => {
    keepTrack({ close: () => fetching.onApplicationShutdown() });
    return fetching;
  };
  /** A fetch that may go to the server of this test, and answers names as told. */
  const allowing = (hosts: string[], resolve = (): Promise<string[]> => Promise.resolve(['127.0.0.1'])): GuardedFetch =>
    closing(new GuardedFetch({ FETCH_ALLOW_PRIVATE_HOSTS: hosts, FETCH_CA: server.ca }, resolve));
  const refusal = async (fetched: Promise<unknown>): Promise<InvalidRegistration> => {
    const error = await fetched.then(
      (value) => new Error(`fetched ${JSON.stringify(value)}`),
      (thrown: unknown) => thrown,
    );
    if (error instanceof InvalidRegistration) return error;
    throw error as Error;
  };
  const reason = async (fetched: Promise<unknown>): Promise<string> => String((await refusal(fetched)).cause);
  const page = async (path: string, answer: Page, limitBytes?: number): Promise<unknown> => {
    server.serve(path, answer);
    return allowing(['localhost']).json(`${server.url}${path}`, { ...target, ...(limitBytes && { limitBytes }) });
  };
  const json =
    (body: string | Buffer, type = 'application/json'): Page =>
    (_request, response) =>
      response.writeHead(200, { 'Content-Type': type }).end(body);

  it('is the JSON of an https address', async () => {
    await expect(page('/keys', { keys: [] })).resolves.toEqual({ keys: [] });
    await expect(page('/set', json('{"keys":[]}', 'application/jwk-set+json; charset=utf-8'))).resolves.toEqual({
      keys: [],
    });
  });

  describe('attack 36: addresses that are not public', () => {
    it.each([
      'https://localhost:PORT/keys',
      'https://LOCALHOST:PORT/keys',
      'https://localhost.:PORT/keys',
      'https://127.0.0.1:PORT/keys',
      'https://127.1:PORT/keys',
      'https://2130706433:PORT/keys',
      'https://0x7f000001:PORT/keys',
      'https://0177.0.0.1:PORT/keys',
      'https://127.0.0.1.:PORT/keys',
      'https://0.0.0.0:PORT/keys',
      'https://[::1]:PORT/keys',
      'https://[::]:PORT/keys',
      'https://[::ffff:127.0.0.1]:PORT/keys',
      'https://[::ffff:7f00:1]:PORT/keys',
      'https://[64:ff9b::7f00:1]:PORT/keys',
      'https://[2002:7f00:1::]:PORT/keys',
      'https://[fd00::1]:PORT/keys',
      'https://[fe80::1]:PORT/keys',
      'https://169.254.169.254/latest/meta-data',
      'https://app.example:PORT/keys',
    ])('%s is not connected to', async (address) => {
      const before = server.connections();
      const fetched = allowing([]).json(address.replace('PORT', String(server.port)), target);
      await expect(reason(fetched)).resolves.toMatch(/is not a public address/);
      expect(server.connections()).toBe(before);
    });

    it('reaches a host that the operator allows, by its name and port alone', async () => {
      const address = `${server.url}/keys`;
      await expect(allowing(['localhost']).json(address, target)).resolves.toEqual({ keys: [] });
      await expect(allowing([`localhost:${server.port}`]).json(address, target)).resolves.toEqual({ keys: [] });
      await expect(reason(allowing(['localhost:443']).json(address, target))).resolves.toMatch(/not a public/);
      await expect(reason(allowing(['ocalhost', '127.0.0.1']).json(address, target))).resolves.toMatch(/not a public/);
    });

    it.each([
      'http://localhost:PORT/keys',
      'ftp://localhost/keys',
      'file:///etc/passwd',
      'data:application/json,{}',
      'https://user:secret@localhost:PORT/keys',
      'https://user@localhost:PORT/keys',
      'not an address',
    ])('%s is not fetched even from an allowed host', async (address) => {
      const before = server.requests.length;
      await refusal(allowing(['localhost']).json(address.replace('PORT', String(server.port)), target));
      expect(server.requests).toHaveLength(before);
    });
  });

  describe('attack 37: a name that answers one address when asked and another when used', () => {
    it('is asked once for each connection, and connected where it said', async () => {
      const answers = [['127.0.0.1'], ['10.0.0.1'], ['127.0.0.1', '10.0.0.1']];
      let asked = 0;
      const connect = guardedConnector({
        timeoutMs: 1000,
        ca: [server.ca],
        privateHosts: [],
        resolve: () => Promise.resolve(answers[asked++] ?? []),
        accepts: (address) => address === '127.0.0.1',
      });
      const connected = (): Promise<string> =>
        new Promise((resolve) => {
          const to = { hostname: 'app.example', host: 'app.example', protocol: 'https:', port: String(server.port) };
          connect(to, (error, socket) => {
            resolve(error?.message ?? socket?.remoteAddress ?? '');
            socket?.destroy();
          });
        });
      await expect(connected()).resolves.toBe('127.0.0.1');
      expect(asked).toBe(1);
      await expect(connected()).resolves.toBe('10.0.0.1 is not a public address');
      await expect(connected()).resolves.toBe('10.0.0.1 is not a public address');
      await expect(connected()).resolves.toBe('app.example has no address');
    });

    it('is refused when only one of its addresses is private', async () => {
      const fetching = allowing([], () => Promise.resolve(['8.8.8.8', '::ffff:127.0.0.1']));
      await expect(reason(fetching.json('https://app.example/', target))).resolves.toMatch(/::ffff:127.0.0.1 is not/);
    });
  });

  it.each([301, 302, 303, 307, 308])('attack 38: a redirect %i is not followed', async (status) => {
    const before = server.requests.length;
    const redirect: Page = (_request, response) =>
      response.writeHead(status, { Location: '/keys', 'Content-Type': 'application/json' }).end('{}');
    await expect(reason(page('/moved', redirect))).resolves.toMatch(`status is ${status}`);
    expect(server.requests.slice(before)).toEqual(['/moved']);
  });

  describe('attack 39: answers that are slow, endless, huge or strange', () => {
    it('gives up on an answer that drips, one that stops and one that never begins', async () => {
      let timer: NodeJS.Timeout | undefined;
      const drip: Page = (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        timer = setInterval(() => response.write(' '), 50);
        response.on('close', () => {
          clearInterval(timer);
        });
      };
      const stop: Page = (_request, response) =>
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 100 }).write('{');
      const reasons = await Promise.all([
        reason(page('/drip', drip)),
        reason(page('/stop', stop)),
        reason(page('/never', () => undefined)),
      ]);
      expect(reasons).toEqual(Array(3).fill(expect.stringMatching(/Timeout|timeout/)));
    });

    it('reads as many bytes as it was told to and no more', async () => {
      const text = (length: number): Page => json(`"${'x'.repeat(length - 2)}"`);
      await expect(page('/exact', text(5 * 1024))).resolves.toHaveLength(5 * 1024 - 2);
      await expect(reason(page('/more', text(5 * 1024 + 1)))).resolves.toMatch(/longer than 5120 bytes/);
      await expect(page('/big', text(64 * 1024), 64 * 1024)).resolves.toHaveLength(64 * 1024 - 2);
      await expect(reason(page('/huge', text(64 * 1024 + 1), 10_000_000))).resolves.toMatch(/longer than 65536/);
    });

    it('stops an endless answer', async () => {
      const endless: Page = (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        const more = (): void => {
          while (!response.destroyed && response.write(' '.repeat(65_536)));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      };
      await expect(reason(page('/endless', endless))).resolves.toMatch(/longer than/);
    });

    it.each([
      ['no JSON', json('<html>')],
      ['an empty body', json('')],
      ['bytes that are not UTF-8', json(Buffer.from([0x22, 0xff, 0x22]))],
      ['another media type', json('{}', 'text/html')],
      ['no media type', (_request, response) => response.writeHead(200).end('{}')],
      ['status 201', (_request, response) => response.writeHead(201, { 'Content-Type': 'application/json' }).end('{}')],
      ['a broken connection', (request) => request.socket.destroy()],
      [
        'a compressed body',
        (_request, response) =>
          response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }).end('{}'),
      ],
    ] as [string, Page][])('is refused with %s', async (what, answer) => {
      await refusal(page(`/${what.replaceAll(' ', '-')}`, answer));
    });

    it('says the same of an open port, a closed one, a private host and a wrong answer', async () => {
      const closed = await startHttpsServer();
      await closed.close();
      const untrusted = await startHttpsServer({ '/keys': {} });
      const fetching = allowing(['localhost']);
      const refusals = await Promise.all(
        [
          `${server.url}/absent`,
          `${closed.url}/keys`,
          `${untrusted.url}/keys`,
          'https://192.168.0.1/keys',
          'https://absent.invalid/keys',
        ].map(async (address) => (await refusal(fetching.json(address, target))).body),
      );
      await untrusted.close();
      expect(new Set(refusals.map((body) => JSON.stringify(body))).size).toBe(1);
      expect(refusals[0]).toMatchObject({
        error: 'invalid_client_metadata',
        error_description: expect.stringMatching(/^jwks_uri could not be fetched; /),
      });
    });
  });

  it('attack 40: many fetches from one host are few at a time, and all are answered', async () => {
    // Nobody is answered before a second one has come: with one at a time none would ever be.
    const waiting: (() => void)[] = [];
    let most = 0;
    server.serve('/counted', (_request, response) => {
      waiting.push(() => response.writeHead(200, { 'Content-Type': 'application/json' }).end('[]'));
      if (waiting.length < 2) return;
      setTimeout(() => {
        most = Math.max(most, waiting.length);
        for (const answerIt of waiting.splice(0)) answerIt();
      }, 5);
    });
    const fetching = allowing(['localhost']);
    const fetched = await Promise.all(Array.from({ length: 40 }, () => fetching.json(`${server.url}/counted`, target)));
    expect(fetched).toHaveLength(40);
    expect(most).toBe(2);
  });

  it('ends what is on its way when the application stops', async () => {
    const fetching = allowing(['localhost']);
    const asked = new Promise<void>((resolve) => {
      server.serve('/hanging', () => {
        resolve();
      });
    });
    const fetched = refusal(fetching.json(`${server.url}/hanging`, target));
    await asked;
    await fetching.onApplicationShutdown();
    await expect(fetched).resolves.toBeInstanceOf(InvalidRegistration);
  });
});
