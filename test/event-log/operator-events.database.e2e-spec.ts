import type { Event } from '../../src/event-log/event';
import type { EventType } from '../../src/event-log/event-types';
import { InitialAccessTokensService } from '../../src/governance/initial-access-tokens/initial-access-tokens.service';
import { PolicyWriterService } from '../../src/governance/policies/policy-writer.service';
import { RegistrarsService } from '../../src/governance/registrars/registrars.service';
import { KeyRotationService } from '../../src/signing-keys/key-rotation.service';
import { aClient } from '../support/a-client';
import { commandContext } from '../support/contexts';
import { loggedEvents } from '../support/logged-events';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { TestServer } from '../support/test-server';

const COMMAND = { type: 'command', command: 'test' };

describe('events of what operators do, over two nodes', () => {
  let database: TestDatabase;
  let one: TestServer;
  let other: TestServer;

  beforeAll(async () => {
    database = await preparedDatabase();
    [one, other] = await Promise.all([createTestApp({}, database), createTestApp({}, database)]);
  });

  afterAll(async () => {
    await Promise.all([one.close(), other.close()]);
    await database.drop();
  });

  /** The events of these types that `work` adds. */
  const added = async (types: readonly EventType[], work: () => Promise<unknown>): Promise<readonly Event[]> => {
    const before = (await loggedEvents(one)).length;
    await work();
    return (await loggedEvents(one)).slice(before).filter(({ type }) => types.includes(type));
  };

  const onBothNodes = <Result>(work: (node: TestServer) => Promise<Result>): Promise<Result[]> =>
    Promise.all([one, other, one, other].map(work));

  it('an initial access token is created, spent by its registrations, and revoked once', async () => {
    const types = [
      'initial_access_token.created',
      'initial_access_token.spent',
      'initial_access_token.revoked',
    ] as const;
    let client_id: unknown;
    const events = await added(types, async () => {
      const tokens = one.app.get(InitialAccessTokensService);
      const wanted = { label: 'Partner', uses: 1, lifetime: 60 };
      const { token, stored } = await tokens.create(commandContext(one), wanted);
      const answers = await onBothNodes((node) => node.postRegister(aClient(), { Authorization: `Bearer ${token}` }));
      client_id = answers.find(({ status }) => status === 201)?.json['client_id'];
      await onBothNodes((node) => node.app.get(InitialAccessTokensService).revoke(commandContext(node), stored.id));
    });
    const initial_access_token = events[0]?.data['initial_access_token' as never];
    const expires_at = expect.any(String) as string;
    expect(events).toMatchObject([
      { type: types[0], actor: COMMAND, data: { initial_access_token, label: 'Partner', uses: 1, expires_at } },
      {
        type: types[1],
        actor: { type: 'initial_access_token', id: initial_access_token },
        data: { initial_access_token, clients: [client_id] },
      },
      { type: types[2], actor: COMMAND, data: { initial_access_token } },
    ]);
  });

  it('a registrar is created and revoked once; its client has no events of its own', async () => {
    const types = ['registrar.created', 'registrar.revoked', 'client.registered', 'client.deleted'] as const;
    let client_id = '';
    const events = await added(types, async () => {
      const wanted = { label: 'Portal', maxClients: 3 };
      ({ client_id } = (await one.app.get(RegistrarsService).create(commandContext(one), wanted)).stored);
      const revoked = await onBothNodes((node) =>
        node.app.get(RegistrarsService).revoke(commandContext(node), client_id),
      );
      expect(revoked.filter(Boolean)).toHaveLength(1);
    });
    expect(events).toMatchObject([
      { type: 'registrar.created', actor: COMMAND, client_id, revision: 1, data: { label: 'Portal', max_clients: 3 } },
      { type: 'registrar.revoked', actor: COMMAND, client_id, revision: 2, data: { label: 'Portal' } },
    ]);
  });

  it('a new version of a policy is applied once, and an equal one not at all', async () => {
    const document = JSON.stringify({ policies: { named: { require_approval: true } } });
    const events = await added(['policy.applied'], async () => {
      const apply = (node: TestServer) =>
        node.app.get(PolicyWriterService).apply(commandContext(node), document, 'policies.yaml');
      await onBothNodes(apply);
      await apply(one);
    });
    expect(events).toMatchObject([{ actor: COMMAND, data: { policy: 'named', version: 1 } }]);
    expect(events).toHaveLength(1);
  });

  it('signing keys are created by the server, rotated once by two nodes, and withdrawn once', async () => {
    const types = ['signing_key.created', 'signing_key.rotated', 'signing_key.withdrawn'] as const;
    const created = (await loggedEvents(one)).filter(({ type }) => type === types[0]);
    const server = { type: 'server', task: 'the supply of signing keys' };
    expect(created.map(({ actor }) => actor)).toEqual(created.map(() => server));
    const ofES256 = ({ data }: Event): boolean => 'alg' in data && data.alg === 'ES256';
    expect(created.filter(ofES256)).toHaveLength(1);
    const events = await added(types, async () => {
      await onBothNodes((node) => node.app.get(KeyRotationService).rotate(commandContext(node), { dropOld: false }));
      await one.app.get(KeyRotationService).rotate(commandContext(one), { dropOld: true });
    });
    const [first] = created.filter(ofES256).map(({ data }) => data);
    const [second, , , third] = events.filter(ofES256).map(({ data }) => data);
    expect(events.filter(ofES256)).toMatchObject([
      { type: 'signing_key.rotated', actor: COMMAND, data: { alg: 'ES256', signs_from: expect.any(String) } },
      { type: 'signing_key.withdrawn', actor: COMMAND, data: { kid: first?.['kid' as never] } },
      { type: 'signing_key.withdrawn', actor: COMMAND, data: { kid: second?.['kid' as never] } },
      { type: 'signing_key.rotated', actor: COMMAND, data: { kid: third?.['kid' as never] } },
    ]);
  });

  it.each([
    ['plain', { address: '127.0.0.1' }],
    ['hashed', { address_hash: expect.stringMatching(/^\d+\./) as string }],
    ['none', {}],
  ])('the address of a caller is in an event as CLIENT_ADDRESSES=%s says', async (CLIENT_ADDRESSES, kept) => {
    const node = await createTestApp({ CLIENT_ADDRESSES }, database);
    const [event] = await added(['client.registered'], () => node.register(aClient()));
    await node.close();
    const { address, address_hash } = event ?? {};
    expect(JSON.parse(JSON.stringify({ address, address_hash }))).toEqual(kept);
  });
});
