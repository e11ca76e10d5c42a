import { DataSource } from 'typeorm';
import { Client } from '../../src/clients/client.entity';
import { aClient } from '../support/a-client';
import { administering } from '../support/administering';
import { basic } from '../support/basic';
import { clientele, startClientele } from '../support/clientele';
import { exampleExport, temporaryFile } from '../support/import-files';
import { indexClients } from '../support/following';
import { eventsOfType } from '../support/logged-events';
import { policyFile } from '../support/policy-files';
import { createTestApp } from '../support/test-app';
import type { TestServer } from '../support/test-server';

type Report = Readonly<Record<'client_id' | 'outcome', string>> & {
  readonly notes: readonly Readonly<Record<'member' | 'effect' | 'reason', string>>[];
};

interface Import {
  readonly code: number | null;
  readonly stderr: string;
  readonly reports: readonly Report[];
  /** The outcome by client. */
  readonly outcomes: Readonly<Record<string, string>>;
}

const KEYED = expect.stringMatching(/^1\.[\w-]{43}$/) as string;

const STAYS_PENDING = expect.objectContaining({ member: 'status', effect: 'changed' }) as unknown;

describe('an import of clients', () => {
  let server: TestServer;
  let other: TestServer;

  beforeAll(async () => {
    server = await createTestApp({ ACCESS_TOKEN_LIFETIME: '300' });
    other = await createTestApp({}, server.database);
  });

  afterAll(async () => {
    await other.close();
    await server.close();
  });

  const importFile = async (file: string, from: string, ...words: readonly string[]): Promise<Import> => {
    const installation = { url: server.database.url };
    const { code, stdout, stderr } = await clientele(
      installation,
      ...['clients', 'import', file, '--from', from, '--json'],
      ...words,
    );
    const reports = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Report);
    const outcomes = Object.fromEntries(reports.map(({ client_id, outcome }) => [client_id, outcome]));
    return { code, stderr, reports, outcomes };
  };

  const stored = async (client_id: string): Promise<Client> => {
    const client = await server.app.get(DataSource).getRepository(Client).findOneBy({ client_id });
    if (!client) throw new Error(`there is no client ${client_id}`);
    return client;
  };

  const count = (): Promise<number> => server.app.get(DataSource).getRepository(Client).count();

  const statusByPost = async (client_id: string, client_secret: string, at = server): Promise<number> =>
    (await at.token({ grant_type: 'client_credentials', client_id, client_secret })).status;
  const statusByBasic = async (client_id: string, secret: string): Promise<number> =>
    (await server.token({ grant_type: 'client_credentials' }, basic(client_id, secret))).status;

  it('from Keycloak keeps identifiers and secrets; nothing is changed by a dry run, or by a second time', async () => {
    const file = exampleExport('keycloak-realm.json');
    const before = await count();
    const expected = {
      'admin-cli': 'left out',
      shop: 'imported',
      spa: 'refused',
      reports: 'imported',
      api: 'left out',
      'https://saml.example.org': 'left out',
    };
    const trial = await importFile(file, 'keycloak', '--dry-run');
    expect([trial.code, trial.outcomes, await count()]).toEqual([3, expected, before]);
    const first = await importFile(file, 'keycloak');
    expect([first.code, first.outcomes, await count()]).toEqual([3, expected, before + 2]);
    expect([first.reports, first.stderr]).toEqual([
      trial.reports,
      expect.stringMatching(/2 imported, 3 left out, 1 refused\n$/),
    ]);
    expect(await statusByBasic('shop', 'shop-secret-of-keycloak')).toBe(200);
    expect(await statusByPost('shop', 'shop-secret-of-keycloak')).toBe(200);
    expect(await statusByPost('shop', 'another')).toBe(401);
    const again = await importFile(file, 'keycloak');
    expect([again.outcomes, await count()]).toEqual([
      { ...expected, shop: 'unchanged', reports: 'unchanged' },
      before + 2,
    ]);
    const [event] = (await eventsOfType(server, 'client.registered')).filter(({ client_id }) => client_id === 'shop');
    expect(event?.actor).toMatchObject({ type: 'command', command: 'clients import' });
    const { lineage, client_secrets } = await stored('shop');
    expect([lineage, client_secrets]).toEqual([
      {
        import: {
          from: 'keycloak',
          digest: KEYED,
          file: expect.any(String) as string,
          registered_at: 1_700_000_000_000,
        },
      },
      [{ hash: KEYED }],
    ]);
  });

  it('leaves out what breaks a rule if it is asked to, and reports it', async () => {
    const redirectUris = ['https://spa2.example.org/callback', 'https://spa2.example.org/*', 'http://insecure.example'];
    const file = await temporaryFile([{ clientId: 'spa2', enabled: false, publicClient: true, redirectUris }]);
    expect((await importFile(file, 'keycloak')).outcomes).toEqual({ spa2: 'refused' });
    const { code, reports } = await importFile(file, 'keycloak', '--invalid', 'leave-out');
    expect([code, reports[0]?.notes.filter(({ member }) => member.startsWith('redirect_uris'))]).toEqual([
      0,
      [
        {
          member: 'redirect_uris',
          effect: 'left out',
          reason: expect.stringMatching(/\/\* must be an address/) as string,
        },
        { member: 'redirect_uris[1]', effect: 'left out', reason: expect.any(String) as string },
      ],
    ]);
    const { metadata, status } = await stored('spa2');
    expect([metadata.redirect_uris, status]).toEqual([['https://spa2.example.org/callback'], 'disabled']);
  });

  it('from Ory Hydra keeps the hashes until their first use, at whichever node', async () => {
    const { outcomes } = await importFile(exampleExport('hydra-clients.json'), 'hydra');
    expect(outcomes).toEqual({ payments: 'imported', reports: 'conflict', ledger: 'imported', expensive: 'refused' });
    const own = [
      {
        client_id: 'hydra-reports',
        client_secret: await hydraSecret('reports'),
        grant_types: ['client_credentials'],
        scope: 'openid',
      },
    ];
    expect((await importFile(await temporaryFile(own), 'hydra')).outcomes).toEqual({ 'hydra-reports': 'imported' });
    for (const [id, secret, kind] of [
      ['payments', 'payments-secret', '$2b$10$'],
      ['hydra-reports', 'reports-secret', '$pbkdf2-sha256$'],
      ['ledger', 'ledger-secret', '$argon2id$'],
    ] as const) {
      expect((await stored(id)).client_secrets[0]?.hash.startsWith(kind)).toBe(true);
      expect([await statusByPost(id, 'wrong'), await statusByBasic(id, secret)]).toEqual([401, 200]);
      expect((await stored(id)).client_secrets).toEqual([{ hash: KEYED }]);
      expect([await statusByPost(id, secret, other), await statusByPost(id, 'wrong', other)]).toEqual([200, 401]);
    }
    expect((await importFile(exampleExport('hydra-clients.json'), 'hydra')).outcomes['payments']).toBe('unchanged');
  });

  const hydraSecret = async (id: string): Promise<string> => {
    const { items } = (await import('../../docs/migrating/hydra-clients.json')) as unknown as {
      items: Readonly<Record<string, string>>[];
    };
    return items.find((item) => item['id'] === id)?.['client_secret'] ?? '';
  };

  it('from node-oidc-provider seals a secret that signs', async () => {
    const { code, outcomes } = await importFile(exampleExport('node-oidc-provider-clients.json'), 'node-oidc-provider');
    expect([code, outcomes]).toEqual([0, { crm: 'imported', signer: 'imported' }]);
    expect(await statusByBasic('crm', 'crm-secret-of-node-oidc-provider')).toBe(200);
    expect((await stored('signer')).client_secrets[0]?.sealed).toMatch(/^1\./);
    expect((await stored('crm')).metadata).toMatchObject({ 'client_name#de': 'Kundenkartei' });
  });

  it('from IdentityServer accepts its hashes', async () => {
    const { outcomes } = await importFile(
      exampleExport('identityserver-appsettings.json'),
      'duende',
      ...['--invalid', 'leave-out'],
    );
    expect(outcomes).toEqual({ worker: 'imported', portal: 'imported', app: 'imported' });
    expect([await statusByPost('worker', 'worker-secret'), await statusByPost('portal', 'portal-secret')]).toEqual([
      200, 200,
    ]);
    expect([(await stored('worker')).client_secrets, (await stored('app')).status]).toEqual([
      [{ hash: KEYED }],
      'disabled',
    ]);
  });

  it('from Auth0 keeps the secret of a client, under a policy that holds from then on', async () => {
    const { path } = await policyFile({ migrated: { contacts: { default: ['migration@example.org'] } } });
    await clientele(server.database, 'policies', 'apply', path);
    const file = exampleExport('auth0-clients.json');
    const missing = await importFile(file, 'auth0', '--policy', 'none-such');
    expect([missing.code, missing.stderr]).toEqual([
      1,
      expect.stringMatching(/--policy: there is no policy none-such/),
    ]);
    const { reports } = await importFile(file, 'auth0', '--policy', 'migrated', '--invalid', 'leave-out');
    expect(reports.map(({ outcome }) => outcome)).toEqual(['left out', 'imported', 'imported', 'imported']);
    const backend = 'AaiyAPdpYdesoKnqjj8HJqRn4T5titww';
    expect(await statusByPost(backend, 'backend-secret-of-auth0')).toBe(200);
    const { policies, metadata } = await stored(backend);
    expect([policies, metadata.contacts]).toEqual([[{ name: 'migrated', version: 1 }], ['migration@example.org']]);
  });

  it('changes a client only if it is asked to, and never one of another origin', async () => {
    const entry = {
      client_id: 'changing',
      client_secret: 'first',
      grant_types: ['client_credentials'],
      response_types: [],
    };
    const files = await Promise.all([
      temporaryFile([{ ...entry, client_name: 'One' }]),
      temporaryFile([{ ...entry, client_name: 'Two', client_secret: 'second' }]),
    ]);
    const [one, two] = files;
    expect((await importFile(one, 'node-oidc-provider')).outcomes).toEqual({ changing: 'imported' });
    const conflict = await importFile(two, 'node-oidc-provider');
    expect([conflict.code, conflict.outcomes]).toEqual([3, { changing: 'conflict' }]);
    expect((await importFile(two, 'node-oidc-provider', '--update')).stderr).toMatch(/repeat the command with --yes/);
    expect((await importFile(two, 'node-oidc-provider', '--update', '--yes')).outcomes).toEqual({
      changing: 'updated',
    });
    expect((await stored('changing')).metadata.client_name).toBe('Two');
    expect([await statusByPost('changing', 'first'), await statusByPost('changing', 'second')]).toEqual([401, 200]);
    expect((await importFile(two, 'node-oidc-provider', '--update', '--yes')).outcomes).toEqual({
      changing: 'unchanged',
    });
    expect((await importFile(one, 'node-oidc-provider', '--update', '--yes')).outcomes).toEqual({
      changing: 'updated',
    });
    expect((await stored('changing')).metadata.client_name).toBe('One');
    const { client_id } = await server.register(aClient());
    const taken = await temporaryFile([
      { ...entry, client_id },
      { ...entry, client_id: server.environment.REGISTRAR_CLIENT_ID },
    ]);
    expect(Object.values((await importFile(taken, 'node-oidc-provider', '--update', '--yes')).outcomes)).toEqual([
      'conflict',
      'conflict',
    ]);
  });

  it('under a policy that requires approval waits for it, and an update keeps the policy', async () => {
    const { path } = await policyFile(
      { approving: { contacts: { add: ['approval@example.org'] } } },
      { approving: { require_approval: true } },
    );
    await clientele(server.database, 'policies', 'apply', path);
    const entry = { client_id: 'waiting', client_secret: 'secret', grant_types: ['client_credentials'] };
    const [first, second] = await Promise.all([
      temporaryFile([entry]),
      temporaryFile([{ ...entry, client_name: 'Renamed', contacts: ['owner@example.org'] }]),
    ]);
    await importFile(first, 'node-oidc-provider', '--policy', 'approving');
    expect((await stored('waiting')).status).toBe('pending');
    expect(await statusByBasic('waiting', 'secret')).toBe(400);
    const { reports } = await importFile(second, 'node-oidc-provider', '--update', '--yes');
    expect(reports).toMatchObject([{ outcome: 'updated', notes: expect.arrayContaining([STAYS_PENDING]) as unknown }]);
    expect(await stored('waiting')).toMatchObject({
      status: 'pending',
      policies: [{ name: 'approving', version: 1 }],
      metadata: { client_name: 'Renamed', contacts: ['owner@example.org', 'approval@example.org'] },
    });
  });

  it('under a policy with a lifetime of secrets lets them expire, none later than in the file', async () => {
    const { path } = await policyFile({ expiring: {} }, { expiring: { client_secret_lifetime: 3600 } });
    await clientele(server.database, 'policies', 'apply', path);
    const now = Math.floor(Date.now() / 1000);
    const entry = { client_secret: 'secret', grant_types: ['client_credentials'] };
    const file = await temporaryFile([
      { ...entry, client_id: 'without-expiry' },
      { ...entry, client_id: 'sooner', client_secret_expires_at: now + 600 },
    ]);
    const { reports } = await importFile(file, 'node-oidc-provider', '--policy', 'expiring');
    expect(reports.map(({ notes }) => notes.filter(({ member }) => member === 'client_secret_expires_at'))).toEqual([
      [{ ...{ member: 'client_secret_expires_at', effect: 'changed' }, reason: expect.stringContaining('3600') }],
      [],
    ]);
    const [expiry = 0] = (await stored('without-expiry')).client_secrets.map(({ expires_at }) => expires_at);
    expect(expiry).toBeGreaterThanOrEqual(now + 3600);
    expect(await stored('sooner')).toMatchObject({ client_secrets: [{ expires_at: now + 600 }] });
  });

  it('refuses entries that are no clients, and a second client with the same identifier', async () => {
    const entry = { client_secret: 'secret', grant_types: ['client_credentials'] };
    const batch = Array.from({ length: 500 }, (_, index) => ({ ...entry, client_id: `one-of-many-${index}` }));
    const file = await temporaryFile([
      'text',
      entry,
      { ...entry, client_id: 'a\u0000b' },
      { ...entry, client_id: 'x'.repeat(201) },
      { ...entry, client_id: 'twin', client_name: 'One' },
      { ...entry, client_id: 'twin', client_name: 'One' },
      { ...entry, client_id: 'twin', client_name: 'Two' },
      { ...entry, client_id: '..' },
      ...batch,
      { ...entry, client_id: 'twin', client_name: 'One' },
      { ...entry, client_id: 'twin', client_name: 'Three' },
    ]);
    const trial = await importFile(file, 'node-oidc-provider', '--dry-run');
    const { code, reports } = await importFile(file, 'node-oidc-provider', '--update', '--yes');
    expect(trial.reports.map(({ client_id, outcome }) => [client_id, outcome])).toEqual(
      reports.map(({ client_id, outcome }) => [client_id, outcome]),
    );
    const outcomes = reports.map(({ outcome }) => outcome);
    expect([code, outcomes.slice(0, 8), ...outcomes.slice(-2)]).toEqual([
      3,
      ['refused', 'refused', 'refused', 'refused', 'imported', 'unchanged', 'conflict', 'refused'],
      'unchanged',
      'conflict',
    ]);
    expect((await stored('twin')).metadata.client_name).toBe('One');
    expect((await importFile('/nowhere.json', 'auth0')).stderr).toMatch(/FILE must be a readable file/);
  });

  it('says what a client without a usable secret needs, and its identifier works in addresses', async () => {
    const id = 'urn:example:client/1?a=b c%';
    const hash = `$sha256$${Buffer.alloc(32).toString('base64')}`;
    const file = await temporaryFile([
      { client_id: id, grant_types: ['client_credentials'], response_types: [] },
      {
        client_id: 'hash-only',
        client_secret: hash,
        token_endpoint_auth_method: 'client_secret_jwt',
        grant_types: ['client_credentials'],
      },
    ]);
    const { code, reports } = await importFile(file, 'hydra');
    expect([code, reports.map(({ notes }) => notes.map(({ reason }) => reason))]).toEqual([
      0,
      [
        ['the file has none that is valid; clients rotate-secret makes a new one'],
        ['client_secret_jwt needs the secret itself and the file has its hash; clients rotate-secret makes a new one'],
      ],
    ]);
    const { stdout } = await clientele(server.database, 'clients', 'rotate-secret', id, '--yes');
    expect(await statusByBasic(encodeURIComponent(id), stdout.trim())).toBe(200);
    const token = (await clientele(server.database, 'clients', 'rotate-registration-token', id)).stdout.trim();
    const address = `/register/${encodeURIComponent(id)}`;
    const read = await server.get(address, { Authorization: `Bearer ${token}` });
    expect([read.status, read.json['client_id'], read.json['registration_client_uri']]).toEqual([
      ...[200, id, `${server.environment.ISSUER}${address}`],
    ]);
    const administrator = await administering(server);
    const page = await administrator.get(`/admin/clients?limit=1&after=${encodeURIComponent(id)}`);
    expect([
      page.status,
      (await administrator.get(`/admin/clients/${encodeURIComponent(id)}`)).json['client_id'],
    ]).toEqual([200, id]);
    const again = ['clients', 'rotate-registration-token', id] as const;
    expect((await clientele(server.database, ...again)).stderr).toMatch(/repeat the command with --yes/);
    const next = JSON.parse((await clientele(server.database, ...again, '--yes', '--json')).stdout) as Record<
      string,
      string
    >;
    const statuses = [token, next['registration_access_token'] ?? ''].map(
      async (one) => (await server.get(address, { Authorization: `Bearer ${one}` })).status,
    );
    expect(await Promise.all(statuses)).toEqual([401, 200]);
  });

  it('is found by the beginning of its identifier and by the time of the import', async () => {
    const before = new Date().toISOString();
    const ids = ['Found-B', 'found-a', 'found-c/1'];
    const file = await temporaryFile(
      ids.map((client_id) => ({
        client_id,
        client_secret: 'secret',
        grant_types: ['client_credentials'],
        scope: 'openid',
      })),
    );
    expect((await importFile(file, 'hydra')).code).toBe(0);
    await indexClients(server);
    const administrator = await administering(server);
    const found = async (query: string): Promise<unknown> =>
      ((await administrator.get(`/admin/clients?${query}`)).json['clients'] as readonly Client[]).map(
        ({ client_id }) => client_id,
      );
    const [after, earlier] = [`registered_after=${before}`, `registered_before=${before}`];
    expect([await found('client_id=found-'), await found('client_id=Fou')]).toEqual([
      ['found-a', 'found-c/1'],
      ['Found-B'],
    ]);
    expect([await found(after), await found(`${after}&grant_type=client_credentials`)]).toEqual([ids, ids]);
    expect(await found(`${earlier}&client_id=found-`)).toEqual([]);
    const later = `registered_before=${new Date(Date.now() + 1000).toISOString()}`;
    expect(await found(`${later}&client_id=found-`)).toEqual(['found-a', 'found-c/1']);
  });

  it('goes on after the last commit when it was killed, and has no twins', async () => {
    const clients = Array.from({ length: 2500 }, (_, index) => ({
      ...{ client_id: `killed-${index}`, client_secret: `secret-${index}`, grant_types: ['client_credentials'] },
    }));
    const file = await temporaryFile(clients.map((client) => JSON.stringify(client)).join('\n'));
    const before = await count();
    const words = ['clients', 'import', file, '--from', 'node-oidc-provider', '--json'];
    const killed = await startClientele(server.database, ...words);
    await killed.hasWritten('"client_id":"killed-0"');
    await killed.close();
    const places: readonly { done: number }[] = await server.app
      .get(DataSource)
      .query('SELECT done FROM client_imports');
    const done = (await count()) - before;
    expect(places.map((place) => place.done)).toEqual([done]);
    expect([500, 1000, 1500, 2000, 2500]).toContain(done);
    const { code, stderr, reports } = await importFile(file, 'node-oidc-provider');
    expect([code, reports.length, await count()]).toEqual([0, 2500 - done, before + 2500]);
    expect(stderr).toContain(`was interrupted after ${done} clients`);
    const again = await importFile(file, 'node-oidc-provider');
    expect([new Set(Object.values(again.outcomes)), again.reports.length]).toEqual([new Set(['unchanged']), 2500]);
    expect(await count()).toBe(before + 2500);
  });

  it('by two commands at the same time has no twins', async () => {
    const clients = Array.from({ length: 600 }, (_, index) => ({
      ...{ client_id: `both-${index}`, client_secret: `secret-${index}`, grant_types: ['client_credentials'] },
    }));
    const file = await temporaryFile(clients);
    const before = await count();
    const both = await Promise.all([importFile(file, 'node-oidc-provider'), importFile(file, 'node-oidc-provider')]);
    expect([both.map(({ code }) => code), await count()]).toEqual([[0, 0], before + 600]);
    const imported = both.map(({ outcomes }) => Object.values(outcomes).filter((one) => one === 'imported').length);
    expect(imported.reduce((sum, one) => sum + one)).toBe(600);
  });
});
