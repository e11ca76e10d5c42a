import * as argon2 from '@node-rs/argon2';
import * as bcrypt from '@node-rs/bcrypt';
import { createHash, pbkdf2Sync } from 'node:crypto';
import { ClientRepository } from '../../../src/clients/client.repository';
import type { Client } from '../../../src/clients/client.entity';
import { ClientsService } from '../../../src/clients/clients.service';
import type { StoredSecret } from '../../../src/platform/secrets/secret-vault.service';
import { aClient } from '../../support/a-client';
import { basic } from '../../support/basic';
import { commandContext } from '../../support/contexts';
import { createTestApp } from '../../support/test-app';
import { preparedDatabase, type TestDatabase } from '../../support/test-database';
import type { Answer, TestServer } from '../../support/test-server';

const SECRET = 'a secret of another server: %C3%A9 + / =';
const SALT = Buffer.alloc(16, 7);
const raw = (octets: Buffer): string => octets.toString('base64').replaceAll('=', '');

const pbkdf2 = (): string =>
  `$pbkdf2-sha256$i=1000,l=32$${raw(SALT)}$${raw(pbkdf2Sync(SECRET, SALT, 1000, 32, 'sha256'))}`;

const HASHES: Readonly<Record<string, () => string>> = {
  bcrypt: () => bcrypt.hashSync(SECRET, 4),
  argon2: () => argon2.hashSync(SECRET, { memoryCost: 1024, timeCost: 2 }),
  pbkdf2,
  'sha-256': () => `$sha256$${createHash('sha256').update(SECRET).digest('base64')}`,
  'sha-512': () => `$sha512$${createHash('sha512').update(SECRET).digest('base64')}`,
};

describe('a client with the hash that another server made of its secret', () => {
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

  const stored = async (client_id: string): Promise<Client> => {
    const client = await one.app.get(ClientRepository).find(client_id);
    if (!client) throw new Error('there is no such client');
    return client;
  };

  const withSecrets = async (secrets: StoredSecret[], own = {}): Promise<string> => {
    const { client_id } = await one.register(aClient(own));
    await one.app.get(ClientsService).convertSecrets(commandContext(one), await stored(client_id), secrets);
    return client_id;
  };

  const byPost = (client_id: string, client_secret = SECRET, server = one): Promise<Answer> =>
    server.token({ grant_type: 'client_credentials', client_id, client_secret });

  const byBasic = (client_id: string, server = one): Promise<Answer> =>
    server.token({ grant_type: 'client_credentials' }, basic(client_id, SECRET));

  it.each(Object.keys(HASHES))('authenticates by %s, once: the keyed hash takes its place', async (kind) => {
    const hash = HASHES[kind]?.() ?? '';
    const client_id = await withSecrets([{ hash }]);
    expect((await byPost(client_id, 'another')).status).toBe(401);
    const before = await stored(client_id);
    expect([before.client_secrets, before.key_versions]).toEqual([[{ hash }], '1']);
    expect((await byPost(client_id)).status).toBe(200);
    const after = await stored(client_id);
    expect(after.client_secrets).toEqual([{ hash: expect.stringMatching(/^1\.[\w-]{43}$/) as string }]);
    expect([after.version, after.updated_at]).toEqual([before.version, before.updated_at]);
    expect([(await byPost(client_id)).status, (await byPost(client_id, 'another')).status]).toEqual([200, 401]);
  });

  it('authenticates by client_secret_basic, also with a secret that it form-encodes', async () => {
    const client_id = await withSecrets([{ hash: pbkdf2() }], { token_endpoint_auth_method: 'client_secret_basic' });
    expect((await byBasic(client_id)).status).toBe(200);
    expect((await byBasic(client_id, other)).status).toBe(200);
  });

  it('keeps the expiry of the secret, and a second secret as it is until that is used', async () => {
    const expires_at = Math.floor(Date.now() / 1000) + 1000;
    const second = { hash: bcrypt.hashSync('the second', 4) };
    const client_id = await withSecrets([{ hash: pbkdf2(), expires_at }, second]);
    expect((await byPost(client_id)).status).toBe(200);
    const keyed = expect.stringMatching(/^1\./) as string;
    expect((await stored(client_id)).client_secrets).toEqual([{ hash: keyed, expires_at }, second]);
    expect((await byPost(client_id, 'the second')).status).toBe(200);
    expect((await stored(client_id)).client_secrets).toEqual([{ hash: keyed, expires_at }, { hash: keyed }]);
  });

  it('is refused when the secret has expired', async () => {
    const client_id = await withSecrets([{ hash: pbkdf2(), expires_at: 1 }]);
    expect((await byPost(client_id)).status).toBe(401);
  });

  it('gets its secret sealed if the server needs it as a key', async () => {
    const client_id = await withSecrets([{ hash: pbkdf2() }], {
      grant_types: ['authorization_code', 'client_credentials'],
      redirect_uris: ['https://app.example/callback'],
      id_token_signed_response_alg: 'HS256',
    });
    expect((await byPost(client_id)).status).toBe(200);
    const [secret] = (await stored(client_id)).client_secrets;
    expect(secret?.sealed).toMatch(/^1\./);
  });

  it('authenticates at two nodes at the same time, many times', async () => {
    const client_id = await withSecrets([{ hash: bcrypt.hashSync(SECRET, 4) }]);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => byPost(client_id, SECRET, index % 2 === 0 ? one : other)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const { client_secrets, revision } = await stored(client_id);
    expect([client_secrets.length, client_secrets[0]?.hash.startsWith('1.'), revision]).toEqual([1, true, 3]);
  });

  it('keeps the secret of a rotation that happens while the old one is compared', async () => {
    const rounds = Array.from({ length: 8 }, async () => {
      const client_id = await withSecrets([{ hash: bcrypt.hashSync(SECRET, 4) }]);
      const before = await stored(client_id);
      const rotated = [{ hash: `$sha256$${createHash('sha256').update('new').digest('base64')}` }];
      const rotation = other.app.get(ClientsService).rotateSecret(commandContext(other), before, rotated);
      const [used] = await Promise.all([
        byPost(client_id),
        rotation.then(
          () => true,
          () => false,
        ),
      ]);
      const isRotated = await rotation.then(
        () => true,
        () => false,
      );
      expect([200, 401]).toContain(used.status);
      expect((await byPost(client_id, isRotated ? 'new' : SECRET)).status).toBe(200);
      expect((await byPost(client_id, isRotated ? SECRET : 'new')).status).toBe(401);
    });
    await Promise.all(rounds);
  });
});
