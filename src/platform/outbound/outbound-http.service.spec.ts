import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { keepTrack } from '../../../test/support/close-leftovers';
import { type HttpsServer, type Page, startHttpsServer } from '../../../test/support/https-server';
import { OutboundHttpService } from './outbound-http.service';
import { OutboundBusy, OutboundFailed } from './outbound-errors';
import type { Network } from './permitted-addresses';

/** A request waits for a slot as long as a busy machine needs. */
const UNHURRIED_MS = 60_000;

describe('a request to another host', () => {
  let server: HttpsServer;

  beforeAll(async () => {
    server = await startHttpsServer({ '/keys': { keys: [] } });
  });

  afterAll(() => server.close());

  const target = { purpose: 'registration' } as const;
  const closing = (fetching: OutboundHttpService): OutboundHttpService => {
    keepTrack({ close: () => fetching.onApplicationShutdown() });
    return fetching;
  };
  const here = (): Promise<string[]> => Promise.resolve(['127.0.0.1']);
  /** A fetch that may go to the server of this test, and resolves names to this machine by default. */
  const allowing = (hosts: string[], network: Partial<Network> = { resolve: here }): OutboundHttpService =>
    closing(new OutboundHttpService({ FETCH_ALLOW_PRIVATE_HOSTS: hosts, FETCH_CA: server.ca }, network, UNHURRIED_MS));
  const refusal = async (fetched: Promise<unknown>): Promise<OutboundFailed> => {
    const error = await fetched.then(
      (value) => new Error(`fetched ${JSON.stringify(value)}`),
      (thrown: unknown) => thrown,
    );
    if (error instanceof OutboundFailed) return error;
    throw error as Error;
  };
  const reason = async (fetched: Promise<unknown>): Promise<string> => (await refusal(fetched)).message;
  const page = async (path: string, answer: Page, limitBytes?: number): Promise<unknown> => {
    server.serve(path, answer);
    return allowing(['localhost']).getJson(`${server.url}${path}`, {
      ...target,
      ...(limitBytes !== undefined && { limitBytes }),
    });
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

  describe('addresses that are not public', () => {
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
      const fetched = allowing([]).getJson(address.replace('PORT', String(server.port)), target);
      await expect(reason(fetched)).resolves.toMatch(/is not a public address/);
      expect(server.connections()).toBe(before);
    });

    it('reaches a host that the operator allows, by its name and port alone', async () => {
      const address = `${server.url}/keys`;
      await expect(allowing(['localhost']).getJson(address, target)).resolves.toEqual({ keys: [] });
      await expect(allowing([`localhost:${server.port}`]).getJson(address, target)).resolves.toEqual({ keys: [] });
      await expect(reason(allowing(['localhost:443']).getJson(address, target))).resolves.toMatch(/not a public/);
      await expect(reason(allowing(['ocalhost', '127.0.0.1']).getJson(address, target))).resolves.toMatch(
        /not a public/,
      );
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
      await refusal(allowing(['localhost']).getJson(address.replace('PORT', String(server.port)), target));
      expect(server.requests).toHaveLength(before);
    });
  });

  describe('a name that answers one address when asked and another when used', () => {
    it('is asked once for each fetch, and connected where it said', async () => {
      const answers = [['127.0.0.1'], ['10.0.0.1'], ['127.0.0.1', '10.0.0.1'], []];
      let asked = 0;
      const fetching = allowing([], {
        resolve: () => Promise.resolve(answers[asked++] ?? []),
        isPublic: (address) => address === '127.0.0.1',
      });
      const address = `https://app.example:${server.port}/keys`;
      await expect(fetching.getJson(address, target)).resolves.toEqual({ keys: [] });
      expect(asked).toBe(1);
      await expect(reason(fetching.getJson(address, target))).resolves.toBe('10.0.0.1 is not a public address');
      await expect(reason(fetching.getJson(address, target))).resolves.toBe('10.0.0.1 is not a public address');
      await expect(reason(fetching.getJson(address, target))).resolves.toBe('app.example has no address');
    });

    it('is refused when only one of its addresses is private', async () => {
      const fetching = allowing([], { resolve: () => Promise.resolve(['8.8.8.8', '::ffff:127.0.0.1']) });
      await expect(reason(fetching.getJson('https://app.example/', target))).resolves.toMatch(
        /::ffff:127.0.0.1 is not/,
      );
    });
  });

  it.each([301, 302, 303, 307, 308])('a redirect %i is not followed', async (status) => {
    const before = server.requests.length;
    const redirect: Page = (_request, response) =>
      response.writeHead(status, { Location: '/keys', 'Content-Type': 'application/json' }).end('{}');
    await expect(reason(page('/moved', redirect))).resolves.toMatch(`status is ${status}`);
    expect(server.requests.slice(before)).toEqual(['/moved']);
  });

  describe('responses that are slow, endless, huge or malformed', () => {
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

    it('reads as many bytes as requested and no more', async () => {
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
  });

  it('is asked at the next address of a name when there is no way to the first, and only then', async () => {
    const resolve = (): Promise<string[]> => Promise.resolve(['127.0.0.9', '127.0.0.1', '::1']);
    const fetching = allowing([], { resolve, isPublic: () => true });
    await expect(fetching.getJson(`https://app.example:${server.port}/keys`, target)).resolves.toEqual({ keys: [] });
    const before = server.requests.length;
    await refusal(fetching.getJson(`https://app.example:${server.port}/nowhere`, target));
    expect(server.requests.slice(before)).toEqual(['/nowhere']);
  });

  describe('slots', () => {
    type Answer = () => void;
    /** A page whose responses the test sends, and that counts the requests that wait for it. */
    const heldPage = (path: string): { waiting: Answer[]; asked: (count: number) => Promise<void> } => {
      const waiting: Answer[] = [];
      let notice: () => void = () => undefined;
      server.serve(path, (_request, response) => {
        waiting.push(() => response.writeHead(200, { 'Content-Type': 'application/json' }).end('[]'));
        notice();
      });
      const asked = (count: number): Promise<void> =>
        new Promise((resolve) => {
          notice = () => {
            if (waiting.length >= count) resolve();
          };
          notice();
        });
      return { waiting, asked };
    };
    /** An address by one of the many names of this machine. */
    const named = (name: string, path: string): string => `https://${name}.app.example:${server.port}${path}`;
    const NAMES = Array.from({ length: 128 }, (_, index) => `name${index}`);

    it('are few for one address, by all of its names together, and all that wait are answered', async () => {
      const { waiting, asked } = heldPage('/held');
      const fetching = allowing([], { resolve: here, isPublic: () => true });
      const fetched = Promise.all(NAMES.slice(0, 20).map((name) => fetching.getJson(named(name, '/held'), target)));
      for (let round = 0; round < 5; round += 1) {
        await asked(4);
        expect(waiting).toHaveLength(4);
        for (const answerIt of waiting.splice(0)) answerIt();
      }
      await expect(fetched).resolves.toHaveLength(20);
    });

    it.each([
      ['of an address that hangs are not missed at another', ['127.0.0.1']],
      ['of an address are not taken by names that have it beside one that hangs', ['127.0.0.1', '0.0.0.0']],
    ])('%s', async (_, hangingAt) => {
      const { asked } = heldPage('/hanging');
      // Two addresses of this machine.
      const network: Partial<Network> = {
        resolve: (name) => Promise.resolve(name.startsWith('name') ? hangingAt : ['0.0.0.0']),
        isPublic: () => true,
      };
      const fetching = allowing([], network);
      const hanging = Promise.allSettled(NAMES.map((name) => fetching.getJson(named(name, '/hanging'), target)));
      await asked(4);
      await expect(fetching.getJson(named('own', '/keys'), target)).resolves.toEqual({ keys: [] });
      await fetching.onApplicationShutdown();
      const reasons = (await hanging).map((one) =>
        one.status === 'rejected' ? (one.reason as Error).name : 'fetched',
      );
      expect(reasons.filter((name) => name === 'OutboundBusy').length).toBeGreaterThanOrEqual(60);
      expect(new Set(reasons)).toEqual(new Set(['OutboundFailed', 'OutboundBusy']));
    });

    it('of one purpose are not used up by another', async () => {
      const { asked } = heldPage('/hanging');
      const fetching = allowing([], { resolve: here, isPublic: () => true });
      const hanging = Promise.allSettled(NAMES.map((name) => fetching.getJson(named(name, '/hanging'), target)));
      await asked(4);
      for (const purpose of ['client authentication', 'statement issuers'] as const)
        await expect(fetching.getJson(named('own', '/keys'), { purpose })).resolves.toEqual({ keys: [] });
      await fetching.onApplicationShutdown();
      await hanging;
    });

    it('that are all taken let no request out: nothing was learned about the host', async () => {
      const fetching = allowing([], { resolve: () => new Promise(() => undefined) });
      for (let count = 0; count < 256; count += 1) void fetching.getJson(named(`name${count}`, '/keys'), target);
      await expect(fetching.getJson(named('own', '/keys'), target)).rejects.toBeInstanceOf(OutboundBusy);
    });
  });

  describe('a JSON body that is sent', () => {
    interface Received {
      readonly method: string | undefined;
      readonly headers: IncomingHttpHeaders;
      readonly body: string;
    }

    /** Serves a page that records what it receives, and answers with this status and text. */
    const recording = (path: string, status: number, text: string, type = 'application/json'): Received[] => {
      const received: Received[] = [];
      server.serve(path, (request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          const { method, headers } = request;
          received.push({ method, headers, body: Buffer.concat(chunks).toString() });
          response.writeHead(status, { 'Content-Type': type }).end(text);
        });
      });
      return received;
    };
    const hmac = (body: Uint8Array): string => createHmac('sha256', 'a secret').update(body).digest('hex');
    const body = { event: 'client.registered', name: 'caf\u00e9' };

    it('arrives with its headers, and a signature of the octets that are sent', async () => {
      const received = recording('/decide', 200, '{"permit":true}');
      const answer = allowing(['localhost']).postJson(`${server.url}/decide`, {
        ...target,
        body,
        headers: (octets) => ({ 'Webhook-Id': '1', 'webhook-signature': hmac(octets), 'Content-Type': 'text/plain' }),
      });
      await expect(answer).resolves.toEqual({ permit: true });
      const [one, ...more] = received;
      expect(more).toEqual([]);
      expect(one).toMatchObject({
        method: 'POST',
        headers: { 'webhook-id': '1', 'content-type': 'application/json', 'accept-encoding': 'identity' },
      });
      expect(JSON.parse(one?.body ?? '')).toEqual(body);
      expect(one?.headers['webhook-signature']).toBe(hmac(Buffer.from(one?.body ?? '')));
      expect(one?.headers['content-length']).toBe(String(Buffer.byteLength(one?.body ?? '')));
    });

    it('may have headers that take time to compute, and is not sent if that fails', async () => {
      const received = recording('/signed', 200, '{}');
      const outbound = allowing(['localhost']);
      const headers = (): Promise<{ signature: string }> => Promise.resolve({ signature: 'late' });
      await outbound.postJson(`${server.url}/signed`, { ...target, body, headers });
      expect(received).toMatchObject([{ headers: { signature: 'late' } }]);
      const failing = (): Promise<never> => Promise.reject(new Error('no key'));
      const unsigned = outbound.postJson(`${server.url}/signed`, { ...target, body, headers: failing });
      await expect(unsigned).rejects.toThrow('no key');
      expect(received).toHaveLength(1);
    });

    it.each([
      ['another status', 202, '{}', 'application/json', /status is 202/],
      ['another media type', 200, '{}', 'text/html', /media type is text\/html/],
      ['a long body', 200, JSON.stringify('x'.repeat(6000)), 'application/json', /longer than 5120 bytes/],
    ])('is refused an answer with %s', async (what, status, text, type, expected) => {
      const path = `/answer-${what.replaceAll(' ', '-')}`;
      recording(path, status, text, type);
      const answer = allowing(['localhost']).postJson(`${server.url}${path}`, { ...target, body });
      await expect(reason(answer)).resolves.toMatch(expected);
    });

    it.each([200, 204, 302, 410, 500])('is delivered with the status %i, whatever the body', async (status) => {
      const received = recording(`/hook-${status}`, status, '', 'text/plain');
      const delivered = allowing(['localhost']).deliverJson(`${server.url}/hook-${status}`, { ...target, body });
      await expect(delivered).resolves.toEqual({ status });
      expect(received).toHaveLength(1);
    });

    it('is delivered without reading an endless answer', async () => {
      let isClosed: () => void = () => undefined;
      const closed = new Promise<void>((resolve) => (isClosed = resolve));
      server.serve('/hook-endless', (_request, response) => {
        response.on('close', isClosed);
        response.writeHead(200, { 'Content-Type': 'text/plain' });
        const more = (): void => {
          while (!response.destroyed && response.write(' '.repeat(65_536)));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      });
      const delivered = allowing(['localhost']).deliverJson(`${server.url}/hook-endless`, { ...target, body });
      await expect(delivered).resolves.toEqual({ status: 200 });
      await closed;
    });

    it('is delivered over the connection of the delivery before, as long as the name has the same address', async () => {
      const received = recording('/hook-kept', 200, 'thanks', 'text/plain');
      const MANY = 15; // Node warns of more than ten listeners
      const answers = [...Array.from({ length: MANY }, () => ['127.0.0.1']), ['0.0.0.0'], ['10.0.0.1']];
      const warned = jest.spyOn(process, 'emitWarning').mockReturnValue();
      const outbound = allowing([], {
        resolve: () => Promise.resolve(answers.shift() ?? []),
        isPublic: (address) => address !== '10.0.0.1',
      });
      const before = server.connections();
      const deliver = (): Promise<unknown> =>
        outbound.deliverJson(`https://app.example:${server.port}/hook-kept`, { ...target, body });
      for (let count = 1; count <= MANY; count += 1) await deliver();
      expect([received.length, server.connections() - before]).toEqual([MANY, 1]);
      expect(warned).not.toHaveBeenCalled();
      warned.mockRestore();
      await deliver();
      expect([received.length, server.connections() - before]).toEqual([MANY + 1, 2]);
      await expect(reason(deliver())).resolves.toBe('10.0.0.1 is not a public address');
      expect(received).toHaveLength(MANY + 1);
    });

    it('is delivered over a new connection if the host ends the kept one without an answer, and only then', async () => {
      let requests = 0;
      server.serve('/hook-ended', (request, response) => {
        requests += 1;
        if (requests === 2 || requests > 3) request.socket.destroy();
        else response.writeHead(200).end();
      });
      const outbound = allowing(['localhost']);
      const deliver = (): Promise<unknown> => outbound.deliverJson(`${server.url}/hook-ended`, { ...target, body });
      await deliver();
      await expect(deliver()).resolves.toEqual({ status: 200 });
      expect(requests).toBe(3);
      await expect(reason(deliver())).resolves.toMatch(/closed/);
      expect(requests).toBe(5);
      await expect(reason(deliver())).resolves.toMatch(/closed/);
      expect(requests).toBe(6);
    });

    it('leaves no connection if it is no delivery, or the body of its response is long', async () => {
      recording('/hook-long', 200, 'x'.repeat(20_000), 'text/plain');
      const outbound = allowing(['localhost']);
      const before = server.connections();
      for (let count = 1; count <= 2; count += 1) {
        await outbound.getJson(`${server.url}/keys`, target);
        await outbound.deliverJson(`${server.url}/hook-long`, { ...target, body });
      }
      expect(server.connections() - before).toBe(4);
    });

    it('is preceded by a handshake alone, if only that is asked for', async () => {
      const outbound = allowing(['localhost']);
      const [before, requests] = [server.connections(), server.requests.length];
      await outbound.handshake(server.url, 'webhooks', UNHURRIED_MS);
      expect([server.connections() - before, server.requests.length]).toEqual([1, requests]);
      const distrusting = closing(new OutboundHttpService({ FETCH_ALLOW_PRIVATE_HOSTS: ['localhost'] }));
      await expect(reason(distrusting.handshake(server.url, 'webhooks', UNHURRIED_MS))).resolves.toMatch(/certificate/);
      await expect(reason(allowing([]).handshake(server.url, 'webhooks', UNHURRIED_MS))).resolves.toMatch(
        /not a public/,
      );
    });

    it('is given up after its time-out', async () => {
      server.serve('/hook-silent', () => undefined);
      const post = { ...target, body, timeoutMs: 50 };
      await expect(reason(allowing(['localhost']).deliverJson(`${server.url}/hook-silent`, post))).resolves.toMatch(
        /timeout/i,
      );
    });

    it('is sent to no private address', async () => {
      const before = server.connections();
      const outbound = allowing([]);
      const post = { ...target, body };
      for (const sent of [
        outbound.postJson(`${server.url}/keys`, post),
        outbound.deliverJson(`${server.url}/keys`, post),
      ])
        await expect(reason(sent)).resolves.toMatch(/is not a public address/);
      expect(server.connections()).toBe(before);
    });
  });

  it('ends what is on its way when the application stops', async () => {
    const fetching = allowing(['localhost']);
    const asked = new Promise<void>((resolve) => {
      server.serve('/hanging', () => {
        resolve();
      });
    });
    const fetched = refusal(fetching.getJson(`${server.url}/hanging`, target));
    await asked;
    await fetching.onApplicationShutdown();
    await expect(fetched).resolves.toBeInstanceOf(OutboundFailed);
  });
});
