import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import * as fc from 'fast-check';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { DataSource } from 'typeorm';
import { ClientRepository } from '../../src/clients/client.repository';
import { SecretResealingService } from '../../src/clients/secret-resealing.service';
import { SecretResealingTask } from '../../src/clients/secret-resealing.task';
import type { AuditReport } from '../../src/event-log/audit/audit-report';
import { AuditService } from '../../src/event-log/audit/audit.service';
import { CheckpointKey } from '../../src/event-log/sealing/checkpoint-key.entity';
import { CheckpointKeysService } from '../../src/event-log/sealing/checkpoint-keys.service';
import { AddKeyVersions1795457900000 } from '../../src/platform/database/migrations/1795457900000-AddKeyVersions';
import { TransactionsService } from '../../src/platform/database/transactions.service';
import { WriteConnectionService } from '../../src/platform/database/write-connection.service';
import { KeyRing } from '../../src/platform/secrets/key-ring';
import { KeyRotationService } from '../../src/signing-keys/key-rotation.service';
import { SigningKey } from '../../src/signing-keys/signing-key.entity';
import { WebhooksService } from '../../src/webhooks/webhooks.service';
import { aClient } from '../support/a-client';
import { anAssertion, assertionForm } from '../support/assertions';
import { aWebhook, deliver, withoutTasks } from '../support/driven-webhooks';
import { stopTasks } from '../support/stop-tasks';
import { createTestApp, type Variables } from '../support/test-app';
import { databaseKind, migratedDatabase, preparedDatabase, type TestDatabase } from '../support/test-database';
import type { RegisteredClient, TestServer } from '../support/test-server';
import { ClientsService } from '../../src/clients/clients.service';
import { commandContext } from '../support/contexts';
import { startWebhookReceiver } from '../support/webhook-receiver';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const SIGNED_BY_ES256 = aClient({ token_signed_response_alg: 'ES256' });

/** Stands for a leap to two minutes before the schedule may do something. */
const TO_THE_BRINK = -1;

/** Only the calendar is moved: timers run as they always do. */
const REAL_TIMERS = [
  ...(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] as const),
  ...(['nextTick', 'queueMicrotask', 'performance', 'hrtime'] as const),
];
const pass = (ms: number): void => void jest.setSystemTime(Date.now() + ms);

const keySet = async (node: TestServer): Promise<JSONWebKeySet> =>
  (await node.get('/.well-known/jwks.json')).json as unknown as JSONWebKeySet;
const kidOf = (token: string): string => String(decodeProtectedHeader(token).kid);
const tokenOf = (node: TestServer, { client_id, client_secret }: RegisteredClient): Promise<string> =>
  node.accessToken({ client_id, client_secret });
const isActive = async (
  node: TestServer,
  token: string,
  { client_id, client_secret }: RegisteredClient,
): Promise<boolean> => {
  const form = new URLSearchParams({ token, client_id, client_secret }).toString();
  const { json } = await node.send(
    'POST',
    '/introspect',
    { 'Content-Type': 'application/x-www-form-urlencoded' },
    form,
  );
  return json['active'] === true;
};

const verdictOf = ({ app }: TestServer): Promise<AuditReport> => app.get(AuditService).verify();

/** A resource server that keeps the key set as long as it may, and never asks again for a kid it does not know. */
const lazyResourceServer = () => {
  let kept: { at: number; verify: ReturnType<typeof createLocalJWKSet> } | undefined;
  return async (node: TestServer, token: string): Promise<void> => {
    if (!kept || Date.now() - kept.at >= 5 * MINUTE)
      kept = { at: Date.now(), verify: createLocalJWKSet(await keySet(node)) };
    await jwtVerify(token, kept.verify, { typ: 'at+jwt' });
  };
};

describe('key rotation on two nodes', () => {
  let database: TestDatabase;
  let nodes: [TestServer, TestServer];
  let client: RegisteredClient;

  const start = async (variables: Variables = {}): Promise<void> => {
    jest.useFakeTimers({ doNotFake: REAL_TIMERS });
    database = await preparedDatabase();
    nodes = [await createTestApp(variables, database), await createTestApp(variables, database)];
    client = await nodes[0].register(SIGNED_BY_ES256);
  };
  const stop = async (): Promise<void> => {
    jest.useRealTimers();
    for (const node of nodes) await node.close();
    await database.drop();
  };
  const tend = (node: TestServer): Promise<void> => node.app.get(KeyRotationService).rotateDue(commandContext(node));
  const keysOf = (alg: string): Promise<SigningKey[]> =>
    nodes[0].app
      .get(DataSource)
      .getRepository(SigningKey)
      .find({ where: { alg }, order: { number: 'ASC' } });

  /** The schedule does something only at whole days since the newest key began to sign. */
  const untilNextDay = async (): Promise<number> => {
    const since = Date.now() + 2 * MINUTE - Number((await keysOf('ES256')).at(-1)?.signs_from);
    return DAY - (((since % DAY) + DAY) % DAY) + 2 * MINUTE;
  };

  // The schedule is the same on both databases. The steps below show what the statements do on each.
  if (databaseKind === 'sqlite')
    it('refuses no token before it expires, nor does a resource server that caches the key set for five minutes', async () => {
      const step = fc.record({
        minutes: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 65 }), fc.constant(TO_THE_BRINK)),
        issuer: fc.constantFrom(0 as const, 1 as const),
        tending: fc.subarray([0, 1] as const),
      });
      const weeks = fc.array(step, { minLength: 40, maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(weeks, async (steps) => {
          await start({ KEY_ROTATION_DAYS: '2', ACCESS_TOKEN_LIFETIME: '3600' });
          const verify = lazyResourceServer();
          const kids = new Set<string>();
          let live: string[] = [];
          for (const { minutes, issuer, tending } of steps) {
            pass(minutes === TO_THE_BRINK ? (await untilNextDay()) - 2 * MINUTE : minutes * MINUTE);
            await Promise.all(tending.map((node) => tend(nodes[node])));
            live.push(await tokenOf(nodes[issuer], client));
            live = live.filter((token) => (decodeJwt(token).exp ?? 0) * 1000 > Date.now());
            for (const token of live) {
              kids.add(kidOf(token));
              await verify(nodes[issuer === 0 ? 1 : 0], token);
              for (const node of nodes) expect(await isActive(node, token, client)).toBe(true);
            }
          }
          expect(kids.size).toBeGreaterThan(2);
          expect((await keysOf('ES256')).length).toBeLessThanOrEqual(3);
          await stop();
        }),
        { numRuns: 1, endOnFailure: true },
      );
    }, 120_000);

  describe('step by step', () => {
    beforeEach(() => start());
    afterEach(() => stop());

    it('publishes the key that signs before the one that is to', async () => {
      const { REGISTRAR_CLIENT_ID: client_id, REGISTRAR_CLIENT_SECRET: client_secret } = nodes[0].environment;
      pass(89 * DAY + MINUTE);
      await tend(nodes[0]);
      for (const days of [0, 1]) {
        pass(days * DAY);
        const signing = kidOf(await nodes[0].accessToken({ client_id, client_secret }));
        expect((await keySet(nodes[0])).keys[0]?.kid).toBe(signing);
      }
      expect(await keysOf('RS256')).toHaveLength(2);
    });

    it('publishes the next key a day ahead, signs with it after 90 days, drops the old one after its last token', async () => {
      const first = kidOf(await tokenOf(nodes[0], client));
      pass(89 * DAY + MINUTE);
      await Promise.all([tend(nodes[0]), tend(nodes[1])]);
      const [, next] = await keysOf('ES256');
      expect(await keysOf('ES256')).toHaveLength(2);
      expect((await keySet(nodes[1])).keys.map(({ kid }) => kid)).toEqual(expect.arrayContaining([first, next?.kid]));
      expect(kidOf(await tokenOf(nodes[1], client))).toBe(first);
      pass(DAY);
      const last = await tokenOf(nodes[0], client);
      expect(kidOf(last)).toBe(next?.kid);
      await tend(nodes[0]);
      expect((await keySet(nodes[1])).keys.map(({ kid }) => kid)).toContain(first);
      pass(DAY / 2);
      await tend(nodes[0]);
      expect((await keySet(nodes[1])).keys.map(({ kid }) => kid)).not.toContain(first);
    });

    it('by command: the next key signs ten minutes later, and what the old one signed stays valid', async () => {
      const old = await tokenOf(nodes[0], client);
      const rotated = await nodes[0].app.get(KeyRotationService).rotate(commandContext(nodes[0]), { dropOld: false });
      const { kid } = rotated.find(({ alg }) => alg === 'ES256') ?? {};
      expect(kidOf(await tokenOf(nodes[1], client))).toBe(kidOf(old));
      pass(10 * MINUTE);
      for (const node of nodes) {
        expect(kidOf(await tokenOf(node, client))).toBe(kid);
        expect(await isActive(node, old, client)).toBe(true);
      }
    });

    it('by command, while the next key waits: that one signs sooner', async () => {
      pass(89 * DAY + MINUTE);
      await tend(nodes[0]);
      pass(11 * MINUTE);
      await nodes[1].app.get(KeyRotationService).rotate(commandContext(nodes[1]), { dropOld: false });
      const [, next, none] = await keysOf('ES256');
      expect(none).toBeUndefined();
      expect(kidOf(await tokenOf(nodes[1], client))).toBe(next?.kid);
    });

    it('in an emergency: a new key signs at once and no token of the old ones is taken', async () => {
      const old = await tokenOf(nodes[0], client);
      await nodes[0].app.get(KeyRotationService).rotate(commandContext(nodes[0]), { dropOld: true });
      const fresh = await tokenOf(nodes[0], client);
      expect(kidOf(fresh)).not.toBe(kidOf(old));
      expect(await isActive(nodes[1], fresh, client)).toBe(true); // a kid it never saw: it reads the database again
      expect(await isActive(nodes[0], old, client)).toBe(false);
      pass(11_000);
      expect(await isActive(nodes[1], old, client)).toBe(false);
      expect((await keySet(nodes[1])).keys.filter(({ alg }) => alg === 'ES256')).toHaveLength(1);
    });
  });
});

describe('SECRET_KEYS', () => {
  const key = (version: number): string => `${version}:${Buffer.alloc(32, version).toString('base64')}`;

  it('change without downtime: the keys are sealed again, and nodes that have both keep working', async () => {
    const database = await migratedDatabase();
    const node = await createTestApp({ SECRET_KEYS: `${key(1)} ${key(2)}` }, database);
    const client = await node.register(SIGNED_BY_ES256);
    const old = await tokenOf(node, client);
    const newer = await createTestApp({ SECRET_KEYS: `${key(2)} ${key(1)}` }, database);
    const rows = await newer.app.get(DataSource).getRepository(SigningKey).find();
    expect(rows.map(({ sealed_private_jwk }) => sealed_private_jwk.split('.')[0])).toEqual(rows.map(() => '2'));
    const [checkpointKey, ...others] = await newer.app.get(DataSource).getRepository(CheckpointKey).find();
    expect([checkpointKey?.sealed_private_key.split('.')[0], others]).toEqual(['2', []]);
    for (const one of [node, newer]) {
      expect(await isActive(one, old, client)).toBe(true);
      expect(kidOf(await tokenOf(one, client))).toBe(kidOf(old));
    }
    const early = createTestApp({ SECRET_KEYS: key(2) }, database);
    await expect(early).rejects.toThrow(/^SECRET_KEYS: key 1 is missing, and 1 client.*DROPPED_SECRET_KEYS=1$/);
    const newest = await createTestApp({ SECRET_KEYS: key(2), DROPPED_SECRET_KEYS: '1' }, database);
    expect((await newest.postRegister(aClient())).status).toBe(201);
    await expect(createTestApp({ SECRET_KEYS: key(3) }, database)).rejects.toThrow('SECRET_KEYS');
    for (const one of [node, newer, newest]) await one.close();
    await database.drop();
  });

  it('that clients of before the column need are found by its migration', async () => {
    const server = await createTestApp({ SECRET_KEYS: `${key(2)} ${key(1)}` });
    const clients = server.app.get(ClientRepository);
    const { client_id } = await server.register(aClient({ token_endpoint_auth_method: 'client_secret_jwt' }));
    const client = await clients.find(client_id);
    const older = server.app.get(KeyRing).hash('a token of before', 1);
    if (!client) throw new Error('not stored');
    const writing = server.app.get(ClientsService);
    await writing.replaceRegistrationTokens(commandContext(server), client, [{ hash: older }]);
    const writer = server.app.get(WriteConnectionService).dataSource;
    await stopTasks(server);
    await server.app.get(TransactionsService).statement(`UPDATE clients SET key_versions = ''`, []);
    const [, fill = ''] = new AddKeyVersions1795457900000().statements[databaseKind];
    await writer.query(fill);
    expect((await clients.find(client_id))?.key_versions).toBe('1 2');
    expect((await clients.find('registerClient'))?.key_versions).toBe('');
    await server.close();
  });

  it('dropped for good: clients of that key are unknown, the others and new signing keys serve', async () => {
    const database = await migratedDatabase();
    const node = await createTestApp({ SECRET_KEYS: key(1) }, database);
    const presenting = await node.register(SIGNED_BY_ES256);
    const signing = await node.register(aClient({ token_endpoint_auth_method: 'client_secret_jwt' }));
    await expect(createTestApp({ SECRET_KEYS: key(2) }, database)).rejects.toThrow(
      /^SECRET_KEYS: key 1 is missing, and/,
    );
    const variables = { SECRET_KEYS: key(2), DROPPED_SECRET_KEYS: '1', REGISTRAR_CLIENT_SECRET: 'new' };
    const later = await createTestApp(variables, database);
    const unknown = await later.token(assertionForm(await anAssertion('nobody', 'HS256', Buffer.alloc(32))));
    const { client_id, client_secret, registration_access_token } = presenting;
    const assertion = await anAssertion(signing.client_id, 'HS256', Buffer.from(signing.client_secret));
    const answers = [
      await later.token({ grant_type: 'client_credentials', client_id, client_secret }),
      await later.token({ grant_type: 'client_credentials', client_id, client_secret: 'wrong' }),
      await later.token(assertionForm(assertion)),
    ];
    for (const { status, text } of answers) expect({ status, text }).toEqual({ status: 401, text: unknown.text });
    const read = await later.get(`/register/${client_id}`, { Authorization: `Bearer ${registration_access_token}` });
    expect(read.status).toBe(401);
    const fresh = await later.register(SIGNED_BY_ES256);
    expect(await isActive(later, await tokenOf(later, fresh), fresh)).toBe(true);
    for (const one of [node, later]) await one.close();
    await database.drop();
  });

  it('are not removed by accident while something is sealed with them, and each start says what was dropped', async () => {
    const database = await preparedDatabase();
    const receiver = await startWebhookReceiver();
    const variables = receiver.variables;
    const node = await withoutTasks(await createTestApp(variables, database));
    const { webhook } = await aWebhook(node, { url: receiver.url, types: ['client.registered'] });
    const headers = { Authorization: `Bearer ${await node.registerToken()}`, 'Idempotency-Key': randomUUID() };
    const first = await node.postRegister(aClient(), headers);
    expect(first.status).toBe(201);
    const query = (text: string): Promise<unknown> => node.app.get(WriteConnectionService).dataSource.query(text);
    const protects: readonly (readonly [table: string, column: string, before: string, reason: string])[] = [
      ['signing_keys', 'sealed_private_jwk', '', '6 signing key(s) are sealed with it'],
      ['checkpoint_keys', 'sealed_private_key', '', '1 key(s) of the checkpoints are sealed with it'],
      ['webhooks', 'secrets', '[{"sealed":"', '1 secret(s) of webhooks are sealed with it'],
      [
        'idempotent_answers',
        'sealed_answer',
        '',
        'stored responses to requests with an Idempotency-Key are sealed with it',
      ],
    ];
    /** Seals values of a column with a key of another version, as far as their text says. */
    const change = ([table, column, before]: (typeof protects)[number], version: number): Promise<unknown> =>
      query(`UPDATE ${table} SET ${column} = '${before}${version}' || substr(${column}, ${before.length + 2})`);
    for (const one of protects) {
      await change(one, 7);
      await expect(createTestApp(variables, database)).rejects.toThrow(
        `SECRET_KEYS: key 7 is missing, and ${one[3]}; put it back behind the newer ones`,
      );
      await change(one, 1);
    }
    await (await createTestApp(variables, database)).close();

    for (const one of protects) await change(one, 7);
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const later = await withoutTasks(await createTestApp({ ...variables, DROPPED_SECRET_KEYS: '7' }, database));
    const warnings = warn.mock.calls.map(([text]) => String(text)).filter((text) => text.includes('was dropped'));
    warn.mockRestore();
    expect(warnings.sort()).toEqual([
      expect.stringContaining('1 key(s) of the checkpoints of it sign no more'),
      expect.stringContaining('1 secret(s) of webhooks of it sign no more'),
      expect.stringContaining('6 signing key(s) of it sign no more'),
      expect.stringContaining('responses to requests with an Idempotency-Key of it are not sent again'),
    ]);
    await deliver([later], webhook);
    expect(receiver.received).toEqual([]);
    expect(await verdictOf(later)).toMatchObject({ faultCount: 0 });
    expect(await later.app.get(CheckpointKeysService).verifierKeys()).toHaveLength(2);
    receiver.secrets = [await later.app.get(WebhooksService).rotateSecret(commandContext(later), webhook.id, 60)];
    await deliver([later], webhook, MINUTE);
    expect(receiver.accepted.map(({ data }) => data.client_id)).toEqual([first.json['client_id']]);
    expect(receiver.refused).toEqual([]);
    for (const one of [node, later, receiver.https]) await one.close();
    await database.drop();
  });

  it('change without downtime: the secrets of clients are sealed again, and still sign assertions', async () => {
    const database = await migratedDatabase();
    const node = await createTestApp({ SECRET_KEYS: `${key(1)} ${key(2)}` }, database);
    const client = await node.register(aClient({ token_endpoint_auth_method: 'client_secret_jwt' }));
    const presented = await node.register(aClient());
    const newer = await createTestApp({ SECRET_KEYS: `${key(2)} ${key(1)}` }, database);
    const clients = newer.app.get(ClientRepository);
    await newer.app.get(SecretResealingTask).running;
    const sealed = (await clients.find(client.client_id))?.client_secrets[0]?.sealed ?? '';
    expect(sealed.split('.')[0]).toBe('2');
    expect((await clients.find(presented.client_id))?.client_secrets[0]?.sealed).toBeUndefined();
    await expect(newer.app.get(SecretResealingService).reseal()).resolves.toBe(0);
    for (const one of [node, newer]) {
      const assertion = await anAssertion(client.client_id, 'HS256', Buffer.from(client.client_secret));
      expect((await one.token(assertionForm(assertion))).status).toBe(200);
    }
    for (const one of [node, newer]) await one.close();
    await database.drop();
  });
});
