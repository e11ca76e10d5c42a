import { aClient, aWebClient } from '../support/a-client';
import { fetchVariables, type HttpsServer, startHttpsServer } from '../support/https-server';
import { managing } from '../support/managing';
import { expectRefusal } from '../support/refusal';
import { createTestApp } from '../support/test-app';
import type { Answer, RegisteredClient, TestServer } from '../support/test-server';
import { untilServed } from '../support/until-served';

describe('updates that wait for a document at a host that never answers', () => {
  const MOST = 2;
  let server: TestServer;
  let others: HttpsServer;
  let client: RegisteredClient;

  beforeAll(async () => {
    others = await startHttpsServer();
    server = await createTestApp({
      ...fetchVariables(others),
      SUBJECT_TYPES: 'public pairwise',
      MAX_REQUESTS_IN_FLIGHT: String(MOST),
    });
  });

  afterAll(async () => {
    await server.close();
    await others.close();
  });

  beforeEach(async () => {
    client = await server.register(aWebClient());
  });

  /** A request that waits for its document, which the host was asked for and does not answer. */
  interface Hanging {
    /** Closes the connection; resolves once it is closed. */
    readonly leave: () => Promise<unknown>;
    /** Whether the host's answer is still awaited. */
    readonly isAwaited: () => boolean;
    /** Has the host answer. */
    readonly end: () => void;
  }

  const hanging = async (method: string, path: string, token: string, page: string): Promise<Hanging> => {
    let isAwaited = true;
    let end = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => {
      others.serve(page, (_request, response) => {
        response.on('close', () => (isAwaited = false));
        end = () => void response.writeHead(404).end();
        resolve();
      });
    });
    const leaver = new AbortController();
    const sector = { subject_type: 'pairwise', sector_identifier_uri: `${others.url}${page}` };
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const left = fetch(server.at(path), {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': type },
      body: JSON.stringify(method === 'PATCH' ? sector : aWebClient(sector)),
      signal: leaver.signal,
    }).catch((error: unknown) => error);
    await isAsked;
    const leave = (): Promise<unknown> => {
      leaver.abort();
      return left;
    };
    return { leave, isAwaited: () => isAwaited, end: () => void end() };
  };

  it('let other updates of the same client pass meanwhile', async () => {
    const path = `/register/${client.client_id}`;
    const { leave, isAwaited, end } = await hanging('PATCH', path, client.registration_access_token, '/pass');
    expect((await managing(server, client).patch({ client_name: 'New' })).status).toBe(200);
    expect(isAwaited()).toBe(true);
    await leave();
    end();
  });

  it.each([
    ['PATCH', 'a registration', (): string => `/register/${client.client_id}`],
    ['POST', '/register', (): string => '/register'],
    ['POST', '/register/validate', (): string => '/register/validate'],
  ])('are in flight no longer once their callers have left: %s %s', async (method, _where, pathOf) => {
    const token = method === 'PATCH' ? client.registration_access_token : await server.registerToken();
    const path = pathOf();
    const both = [await hanging(method, path, token, `/a${path}`), await hanging(method, path, token, `/b${path}`)];
    await Promise.all(both.map(({ leave }) => leave()));
    const read = (): Promise<Answer> => managing(server, client).read();
    const answers = await Promise.all(Array.from({ length: MOST }, () => untilServed(read)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(both.map(({ isAwaited }) => isAwaited())).toEqual([true, true]);
    for (const { end } of both) end();
  });
});

describe('RATE_LIMIT_UPDATE and RATE_LIMIT_VALIDATE', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp({ RATE_LIMIT_UPDATE: '3', RATE_LIMIT_VALIDATE: '2' });
  });

  afterAll(() => server.close());

  const expectLimited = (answer: Answer): void => {
    expectRefusal(answer, 429, 'temporarily_unavailable');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  };

  it('count PUT, PATCH and the rotation of the secret of one client together, and nothing else', async () => {
    const client = managing(server, await server.register(aClient()));
    expect((await client.put(aClient({ client_name: 'One' }))).status).toBe(200);
    expect((await client.patch({ client_name: 5 })).status).toBe(400);
    expect((await client.rotateSecret()).status).toBe(200);
    expectLimited(await client.put(aClient()));
    expectLimited(await client.patch({ client_name: 'Two' }));
    expectLimited(await client.rotateSecret());
    expect((await client.read()).json['client_name']).toBe('One');
    const other = managing(server, await server.register(aClient()));
    expect((await other.patch({ client_name: 'Two' })).status).toBe(200);
    expect((await client.remove()).status).toBe(204);
  });

  it('do not count callers without the registration access token of the client', async () => {
    const registered = await server.register(aClient());
    const stranger = managing(server, { ...registered, registration_access_token: 'wrong' });
    for (let time = 0; time < 5; time += 1) expect((await stranger.patch({ client_name: 'X' })).status).toBe(401);
    expect((await managing(server, registered).patch({ client_name: 'Mine' })).status).toBe(200);
  });

  it('count trials apart from registrations', async () => {
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${await server.registerToken()}` };
    const validate = (): Promise<Answer> =>
      server.send('POST', '/register/validate', headers, JSON.stringify(aClient()));
    expect([(await validate()).status, (await validate()).status]).toEqual([200, 200]);
    expectLimited(await validate());
    expect((await server.postRegister(aClient())).status).toBe(201);
  });
});
