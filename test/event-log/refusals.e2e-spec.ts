import type { Event } from '../../src/event-log/event';
import { RefusalsListener } from '../../src/event-log/refusals/refusals.listener';
import { InitialAccessTokensService } from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import { aClient } from '../support/a-client';
import { commandContext } from '../support/contexts';
import { eventsOfType, loggedEvents } from '../support/logged-events';
import { managing } from '../support/managing';
import { createTestApp, type Variables } from '../support/test-app';
import { preparedDatabase } from '../support/test-database';
import type { TestServer } from '../support/test-server';

const REFUSED = { redirect_uris: ['http://app.example/callback#fragment'], client_name: 'Something secret' };

describe('refusals in the log of events', () => {
  let server: TestServer;

  const start = async (variables: Variables = {}): Promise<void> => {
    server = await createTestApp(variables);
  };

  afterEach(() => server.close());

  /** What the log says about refusals, once all of them are stored. */
  const refusals = async (): Promise<readonly Event[]> => {
    await server.app.get(RefusalsListener).flush('test');
    return (await loggedEvents(server)).filter(({ type }) => type.includes('refus'));
  };

  it('are events with code, member and rule if the caller proved who it is', async () => {
    await start();
    const registered = await server.register(aClient());
    const { client_id } = registered;
    const { json, headers } = await server.postRegister(aClient(REFUSED));
    await managing(server, registered).patch({ contacts: 7 });
    const { stored, token } = await server.app
      .get(InitialAccessTokensService)
      .create(commandContext(server), { label: '', uses: 1 });
    await server.postRegister(aClient(REFUSED), { Authorization: `Bearer ${token}` });
    const refused = {
      error: json['error'],
      description: json['error_description'],
      member: 'redirect_uris[0]',
      rule: expect.stringContaining('must') as string,
      method: 'POST',
      route: '/register',
    };
    const events = await refusals();
    expect(events).toMatchObject([
      {
        type: 'registration.refused',
        actor: { type: 'access_token', client_id: 'registerClient' },
        request_id: headers.get('x-request-id'),
        data: refused,
      },
      {
        type: 'update.refused',
        actor: { type: 'registration_access_token', client_id },
        client_id,
        data: { member: 'contacts', method: 'PATCH', route: '/register/:client_id' },
      },
      { type: 'registration.refused', actor: { type: 'initial_access_token', id: stored.id }, data: refused },
    ]);
    const text = JSON.stringify(events);
    expect(text).not.toContain('Something secret');
    expect(text).not.toContain(token);
  });

  it('of callers that proved nothing are counted by kind and network', async () => {
    await start({ CLIENT_ADDRESSES: 'plain', REGISTRATION_MODE: 'open' });
    await Promise.all(Array.from({ length: 5 }, () => server.postRegister(aClient(REFUSED), {})));
    await server.postRegister(aClient(), { Authorization: 'Bearer unknown' });
    await server.token({ grant_type: 'client_credentials', client_id: 'nobody', client_secret: 'wrong' });
    const between = { from: expect.any(String) as string, to: expect.any(String) as string };
    const counts = (await refusals()).map(({ type, data }) => ({ type, data }));
    expect(counts).toEqual([
      {
        type: 'refusals.counted',
        data: { kind: 'registration.refused', network: '127.0.0.0', count: 5, ...between },
      },
      {
        type: 'refusals.counted',
        data: { kind: 'authentication.refused', network: '127.0.0.0', count: 2, ...between },
      },
    ]);
  });

  it.each([
    ['hashed', { network_hash: expect.stringMatching(/^\d+\./) as string }],
    ['none', {}],
  ])('have the network of a count as CLIENT_ADDRESSES=%s says', async (CLIENT_ADDRESSES, kept) => {
    await start({ CLIENT_ADDRESSES });
    await server.postRegister(aClient(), {});
    const [{ data } = {}] = await refusals();
    const { kind, from, to, count, ...network } = data as Readonly<Record<string, unknown>>;
    expect([kind, count, typeof from, typeof to]).toEqual(['authentication.refused', 1, 'string', 'string']);
    expect(network).toEqual(kept);
  });

  it('beyond twenty of one caller are counted, so that it cannot fill the log', async () => {
    await start();
    await Promise.all(Array.from({ length: 30 }, () => server.postRegister(aClient(REFUSED))));
    const events = await refusals();
    expect(events.filter(({ type }) => type === 'registration.refused')).toHaveLength(20);
    expect(events.at(-1)).toMatchObject({
      type: 'refusals.counted',
      data: { kind: 'registration.refused', count: 10 },
    });
  });

  it('are not of dry runs, reads and requests that succeed', async () => {
    await start();
    const registered = await server.register(aClient());
    const headers = { Authorization: `Bearer ${await server.registerToken()}`, 'Content-Type': 'application/json' };
    const { status } = await server.send('POST', '/register/validate', headers, JSON.stringify(aClient(REFUSED)));
    expect([status, (await managing(server, registered).read()).status]).toEqual([400, 200]);
    expect((await server.get('/nothing-here')).status).toBe(404);
    expect(await refusals()).toEqual([]);
  });

  it('that are only counted are stored at the shutdown', async () => {
    const database = await preparedDatabase();
    const node = await createTestApp({}, database);
    await node.postRegister(aClient(), {});
    await node.close();
    server = await createTestApp({}, database);
    expect(await eventsOfType(server, 'refusals.counted')).toMatchObject([{ data: { count: 1 } }]);
    await server.close();
    await database.drop();
  });
});
