import { DataSource } from 'typeorm';
import { ClientDocument, UNREACHABLE } from '../../src/client-documents/client-document.entity';
import { DocumentRenewalTask } from '../../src/client-documents/document-renewal.task';
import { ClientFactory } from '../../src/clients/client.factory';
import { ClientDirectory } from '../../src/clients/client-directory.service';
import { ClientsService } from '../../src/clients/clients.service';
import type { StoredMetadata } from '../../src/core/metadata/client-metadata';
import { WriteConnectionService } from '../../src/platform/database/write-connection.service';
import { administering, type Administrator } from '../support/administering';
import { aKey, anAssertion, assertionForm, assertionParameters, type ClientKey } from '../support/assertions';
import { clientele } from '../support/clientele';
import { commandContext } from '../support/contexts';
import { type DocumentHost, startDocumentHost } from '../support/document-host';
import { authorize, CALLBACK, somebody, VERIFIER } from '../support/grants';
import { jsonLines } from '../support/json-lines';
import { eventsOfType } from '../support/logged-events';
import { expectRefusal } from '../support/refusal';
import { setStatus } from '../support/set-status';
import { stopTasks } from '../support/stop-tasks';
import { createTestApp } from '../support/test-app';
import { preparedDatabase, type TestDatabase } from '../support/test-database';
import type { Answer, TestServer } from '../support/test-server';
import { WITH_SIGN_IN } from '../support/with-sign-in';

const LAST_MODIFIED = 'Thu, 01 Oct 2026 00:00:00 GMT';
const DAY_MS = 86_400_000;
const VARIABLES = {
  ADMIN_CLIENT_ID: 'administrator',
  ADMIN_CLIENT_SECRET: 'a secret of the administrator of tests',
  OPEN_REGISTRATION_POLICY: 'none',
  GRANT_TYPES: 'authorization_code refresh_token client_credentials',
  RATE_LIMIT_CLIENT_DOCUMENTS: '0',
  RATE_LIMIT_CLIENT_DOCUMENTS_HOST: '0',
  RATE_LIMIT_CLIENT_DOCUMENTS_TOTAL: '0',
};

describe('stored client id metadata documents', () => {
  let host: DocumentHost;
  let database: TestDatabase;
  let nodes: readonly [TestServer, TestServer];
  let administrators: readonly [Administrator, Administrator];
  let key: ClientKey;
  let number = 0;

  beforeAll(async () => {
    host = await startDocumentHost();
    key = await aKey('ES256');
    database = await preparedDatabase();
    const variables = { ...VARIABLES, ...WITH_SIGN_IN, ...host.variables };
    nodes = [await createTestApp(variables, database), await createTestApp(variables, database)];
    for (const node of nodes) await stopTasks(node);
    administrators = [await administering(nodes[0]), await administering(nodes[1])];
  });

  afterAll(async () => {
    for (const node of nodes) await node.close();
    await database.drop();
    await host.close();
  });

  const aPath = (): string => `/client-${(number += 1)}.json`;
  const keyed = (keys = [key.publicJwk]): Record<string, unknown> => ({
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: ['client_credentials'],
    jwks: { keys },
  });
  const post = (client_id: string, action: string, at: 0 | 1 = 0, body?: unknown): Promise<Answer> =>
    administrators[at].post(`/admin/client-documents/${encodeURIComponent(client_id)}/${action}`, body);
  const tokenOf = async (client_id: string, at: 0 | 1 = 0, by = key): Promise<Answer> =>
    nodes[at].token(assertionForm(await anAssertion(client_id, 'ES256', by.privateKey)));
  const isActive = async (token: string, client_id: string, at: 0 | 1): Promise<unknown> => {
    const form = assertionParameters(await anAssertion(client_id, 'ES256', key.privateKey));
    const answer = await nodes[at].send(
      'POST',
      '/introspect',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
      new URLSearchParams({ ...form, token }).toString(),
    );
    return answer.json['active'] ?? answer.json['error'];
  };
  const alter = async (client_id: string, set: Partial<ClientDocument>): Promise<void> => {
    const { dataSource } = nodes[0].app.get(WriteConnectionService);
    await dataSource.getRepository(ClientDocument).update({ client_id }, set as object);
  };
  const stored = (client_id: string): Promise<ClientDocument> =>
    nodes[0].app.get(DataSource).getRepository(ClientDocument).findOneByOrFail({ client_id });
  /** What an authorization request does. */
  const load = (client_id: string, at: 0 | 1 = 0) =>
    nodes[at].app.get(ClientDirectory).load(commandContext(nodes[at]), client_id);
  const asked = (client_id: string): number => host.requests.filter((path) => client_id.endsWith(path)).length;

  it('two nodes that read a document at the same time store it once, with one event', async () => {
    const client_id = host.publish(aPath(), keyed());
    const answers = await Promise.all([post(client_id, 'refresh', 0), post(client_id, 'refresh', 1)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(
      (await eventsOfType(nodes[0], 'client_document.added')).filter((one) => one.client_id === client_id),
    ).toHaveLength(1);
    expect((await tokenOf(client_id, 1)).status).toBe(200);
  });

  it('a fresh document is not requested again, and token requests never request one', async () => {
    const client_id = host.publish(aPath(), keyed());
    await load(client_id);
    await load(client_id, 1);
    expect(asked(client_id)).toBe(1);
    await alter(client_id, { fresh_until: new Date(0) });
    expect((await tokenOf(client_id)).status).toBe(200);
    expect(asked(client_id)).toBe(1);
    await load(client_id);
    expect(asked(client_id)).toBe(2);
  });

  it('a document that did not change is revalidated by its tag', async () => {
    const path = aPath();
    const client_id = host.publish(path, keyed(), {
      headers: { ETag: '"one"', 'Last-Modified': LAST_MODIFIED, 'Cache-Control': 'max-age=120' },
    });
    await load(client_id);
    await alter(client_id, { fresh_until: new Date(0) });
    host.publish(path, {}, { status: 304, body: '' });
    expect((await load(client_id))?.metadata.token_endpoint_auth_method).toBe('private_key_jwt');
    expect(host.lastHeaders()).toMatchObject({ 'if-none-match': '"one"', 'if-modified-since': LAST_MODIFIED });
    expect((await stored(client_id)).fresh_until.getTime()).toBeGreaterThan(Date.now());
    expect((await tokenOf(client_id)).status).toBe(200);
  });

  it('a withdrawn key is refused on every node as soon as the document was read again, and the log says so', async () => {
    const other = await aKey('ES256');
    const path = aPath();
    const client_id = host.publish(path, keyed());
    await load(client_id);
    const token = String((await tokenOf(client_id)).json['access_token']);
    host.publish(path, keyed([other.publicJwk]));
    expect((await post(client_id, 'refresh')).status).toBe(200);
    expectRefusal(await tokenOf(client_id, 1), 401, 'invalid_client');
    expect((await tokenOf(client_id, 1, other)).status).toBe(200);
    const [event, ...more] = (await eventsOfType(nodes[0], 'client_document.changed')).filter(
      (one) => one.client_id === client_id,
    );
    expect(event?.data).toMatchObject({ keys_withdrawn: true, changes: { jwks: {} } });
    expect(more).toEqual([]);
    expect(token).not.toBe('');
  });

  it('grants that a client obtained end when its document withdraws a key, and stay when it adds one', async () => {
    const [old, fresh] = [key, await aKey('ES256')];
    const path = aPath();
    const members = (...keys: readonly ClientKey[]) => ({
      token_endpoint_auth_method: 'private_key_jwt',
      grant_types: ['authorization_code', 'refresh_token'],
      jwks: { keys: keys.map(({ publicJwk }) => publicJwk) },
    });
    const client_id = host.publish(path, members(old));
    await load(client_id);
    const tokens = async (parameters: Readonly<Record<string, string>>, by: ClientKey, at: 0 | 1): Promise<Answer> =>
      nodes[at].token({ ...assertionParameters(await anAssertion(client_id, 'ES256', by.privateKey)), ...parameters });
    const { code } = await authorize(nodes[0], { client_id }, { sub: await somebody(nodes[0]) });
    const redeemed = await tokens(
      { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER },
      old,
      1,
    );
    expect(redeemed.status).toBe(200);
    host.publish(path, members(old, fresh));
    await post(client_id, 'refresh', 1);
    const refreshed = await tokens(
      { grant_type: 'refresh_token', refresh_token: String(redeemed.json['refresh_token']) },
      fresh,
      0,
    );
    expect(refreshed.status).toBe(200);
    host.publish(path, members(fresh));
    await post(client_id, 'refresh', 0);
    const last = { grant_type: 'refresh_token', refresh_token: String(refreshed.json['refresh_token']) };
    expectRefusal(await tokens(last, old, 1), 401, 'invalid_client');
    expectRefusal(await tokens(last, fresh, 1), 400, 'invalid_grant');
  });

  it('two nodes that read a change at the same time publish one event of it', async () => {
    const path = aPath();
    const client_id = host.publish(path, keyed());
    await load(client_id);
    host.publish(path, { ...keyed(), client_name: 'Changed' });
    await Promise.all([post(client_id, 'refresh', 0), post(client_id, 'refresh', 1)]);
    const events = (await eventsOfType(nodes[0], 'client_document.changed')).filter(
      (one) => one.client_id === client_id,
    );
    expect(events.map(({ data }) => data)).toEqual([
      { changes: { client_name: { before: 'A document', after: 'Changed' } }, keys_withdrawn: false },
    ]);
  });

  it('the last state is used while the host does not respond, and not after it became too old', async () => {
    const path = aPath();
    const client_id = host.publish(path, keyed());
    await load(client_id);
    await alter(client_id, { fresh_until: new Date(0) });
    host.publish(path, {}, { status: 503 });
    expect((await load(client_id))?.status).toBe('active');
    expect(await stored(client_id)).toMatchObject({ failure: UNREACHABLE });
    expect((await tokenOf(client_id)).status).toBe(200);
    await alter(client_id, { usable_until: new Date(0) });
    expectRefusal(await tokenOf(client_id, 1), 503, 'temporarily_unavailable');
    await expect(load(client_id, 1)).rejects.toThrow('could not be read');
  });

  it.each([
    ['not found', { status: 404 }, 'must be the address of a document'],
    ['invalid', { body: '{}' }, 'must be the address of the document'],
  ])(
    'a document that is %s now begins nothing new, and its tokens end when its last state is too old',
    async (_what, how, words) => {
      const path = aPath();
      const client_id = host.publish(path, keyed());
      await load(client_id);
      await alter(client_id, { fresh_until: new Date(0) });
      host.publish(path, {}, how);
      await expect(load(client_id)).rejects.toThrow(words);
      expect((await stored(client_id)).failure).toMatch(words);
      expect((await tokenOf(client_id)).status).toBe(200);
      await alter(client_id, { usable_until: new Date(0) });
      expectRefusal(await tokenOf(client_id), 401, 'invalid_client');
    },
  );

  it('a document that an operator disabled is refused on every node from the next request on, and stays so', async () => {
    const path = aPath();
    const client_id = host.publish(path, keyed());
    await load(client_id);
    const token = String((await tokenOf(client_id)).json['access_token']);
    const other = host.publish(aPath(), keyed());
    await load(other);
    expect((await post(client_id, 'disable', 0, { reason: 'a NUL \0' })).status).toBe(400);
    expect((await post(client_id, 'disable', 0, { reason: 'phishing' })).json).toMatchObject({
      status: 'disabled',
      reason: 'phishing',
    });
    expectRefusal(await tokenOf(client_id, 1), 401, 'invalid_client');
    expect(await isActive(token, other, 1)).toBe(false);
    host.publish(path, { ...keyed(), client_name: 'A new name' });
    await post(client_id, 'refresh', 1);
    expect((await load(client_id, 1))?.status).toBe('disabled');
    expectRefusal(await tokenOf(client_id), 401, 'invalid_client');
    expect((await post(client_id, 'enable', 1)).status).toBe(204);
    expect((await tokenOf(client_id)).status).toBe(200);
    expectRefusal(await post(client_id, 'enable'), 409, 'invalid_request');
  });

  it('a document can be disabled before it is read, and is not read then', async () => {
    const client_id = host.publish(aPath(), keyed());
    expect((await post(client_id, 'disable')).json).toMatchObject({ status: 'disabled' });
    expect(await load(client_id, 1)).toBeUndefined();
    expect(asked(client_id)).toBe(0);
    await post(client_id, 'enable');
    expect((await load(client_id, 1))?.status).toBe('active');
  });

  it('a host that an operator disabled takes all its documents with it, and ends that any of them is trusted', async () => {
    const hosts = '/admin/client-document-hosts';
    const client_id = host.publish(aPath(), keyed());
    await load(client_id);
    const trust = (): Promise<Answer> => post(client_id, 'consent', 0, { is_consent_disabled: true });
    expect((await trust()).json).toMatchObject({ consent_disabled_at: expect.any(String) });
    const name = encodeURIComponent(`localhost:${host.port}`);
    expect((await administrators[0].post(`${hosts}/${name}/disable`, { reason: 'a NUL \0' })).status).toBe(400);
    expect((await administrators[0].post(`${hosts}/${name}/disable`, { reason: 'sold' })).status).toBe(204);
    expectRefusal(await tokenOf(client_id, 1), 401, 'invalid_client');
    expectRefusal(await trust(), 409, 'invalid_request');
    expect(await load(host.publish(aPath(), keyed()), 1)).toBeUndefined();
    expect((await administrators[1].get(hosts)).json['hosts']).toMatchObject([
      { host: `localhost:${host.port}`, reason: 'sold' },
    ]);
    expect((await administrators[0].post(`${hosts}/${name}/enable`)).status).toBe(204);
    expect((await tokenOf(client_id, 1)).status).toBe(200);
    expect((await stored(client_id)).consent_disabled_at).toBeNull();
    expectRefusal(await administrators[0].post(`${hosts}/${name}/enable`), 404, 'not_found');
    expectRefusal(await administrators[0].post(`${hosts}/App.example/disable`), 400, 'invalid_request');
  });

  it('a registered client with the same identifier wins, and its deletion is not undone by the document', async () => {
    const [node] = nodes;
    const client_id = host.publish(aPath(), keyed());
    await load(client_id);
    const metadata = { ...(await stored(client_id)).metadata, client_name: 'A row' } as StoredMetadata;
    const { client } = node.app.get(ClientFactory).issue(metadata);
    const writer = node.app.get(ClientsService);
    await writer.register(commandContext(node), Object.assign(client, { client_id }));
    const directory = nodes[1].app.get(ClientDirectory);
    expect((await directory.find(client_id))?.metadata.client_name).toBe('A row');
    expect((await load(client_id, 1))?.metadata.client_name).toBe('A row');
    // Not even a document that may not be used any more, or a disabled row, changes that.
    await alter(client_id, { usable_until: new Date(0), failure: UNREACHABLE });
    expect((await directory.find(client_id))?.metadata.client_name).toBe('A row');
    await setStatus(node, client_id, 'disabled');
    expect((await load(client_id, 1))?.status).toBe('disabled');
    const row = await directory.find(client_id);
    if (row) await writer.remove(commandContext(node), row);
    expect((await load(client_id, 1))?.status).toBe('disabled');
    expectRefusal(await tokenOf(client_id), 401, 'invalid_client');
    expect(
      (await administrators[0].get(`/admin/client-documents/${encodeURIComponent(client_id)}`)).json,
    ).toMatchObject({
      reason: 'a registered client with this identifier was deleted',
    });
  });

  it('commands list, show, edit, disable and enable documents and their hosts', async () => {
    const client_id = host.publish(aPath(), keyed());
    await load(client_id);
    const run = async (...words: readonly string[]): Promise<readonly [code: number | null, output: string]> => {
      const { code, stdout, stderr } = await clientele(database, 'documents', ...words);
      return [code, stdout === '' ? (stderr.trim().split('\n').at(-1) ?? '') : stdout];
    };
    const edit = (value: string) => run('edit', client_id, '--set', `is_consent_disabled=${value}`);
    expect(await edit('true')).toEqual([0, `Users are not asked about ${client_id}.`]);
    expect((await stored(client_id)).consent_disabled_at).toBeInstanceOf(Date);
    const [, shown] = await run('show', client_id, '--json');
    expect(JSON.parse(shown)).toMatchObject({ client_id, consent_disabled_at: expect.any(String) });
    expect(await edit('false')).toEqual([0, `Users are asked about ${client_id}.`]);
    expect((await edit('perhaps'))[0]).toBe(2);
    expect((await run('edit', client_id))[0]).toBe(2);
    expect(await run('disable', client_id)).toEqual([0, `The document ${client_id} is disabled.`]);
    expect(await edit('true')).toEqual([5, expect.stringContaining('must be read and not disabled')]);
    const [, disabled] = await run('list', '--status', 'disabled', '--json');
    expect(jsonLines(disabled)).toContainEqual(expect.objectContaining({ client_id }));
    expect((await run('enable', client_id))[0]).toBe(0);
    expect((await tokenOf(client_id, 1)).status).toBe(200);
    expect((await run('disable', '--host', 'app.example'))[0]).toBe(0);
    expect((await run('enable', '--host', 'app.example'))[0]).toBe(0);
    expect((await run('enable', client_id, '--host', 'app.example'))[0]).toBe(2);
  });

  it('the task renews what is used and not fresh, and forgets what nobody used for 90 days', async () => {
    const all = Array.from({ length: 5 }, () => host.publish(aPath(), keyed()));
    const [used = '', unused = '', forgotten = '', kept = '', trusted = ''] = all;
    for (const client_id of all) await load(client_id);
    const stale = { fresh_until: new Date(1), checked_at: new Date(Date.now() - DAY_MS) };
    await alter(used, stale);
    await alter(unused, { ...stale, last_used_at: new Date(Date.now() - 2 * DAY_MS) });
    await alter(forgotten, { last_used_at: new Date(Date.now() - 91 * DAY_MS) });
    await alter(kept, { last_used_at: new Date(Date.now() - 91 * DAY_MS), status: 'disabled' });
    await alter(trusted, { last_used_at: new Date(Date.now() - 91 * DAY_MS), consent_disabled_at: new Date() });
    expect(await nodes[0].app.get(DocumentRenewalTask).runIfDue()).toBe(true);
    expect(asked(used)).toBe(2);
    expect(asked(unused)).toBe(1);
    const page = await administrators[0].get('/admin/client-documents?limit=200');
    const listed = (page.json['client_documents'] as { client_id: string }[]).map(({ client_id }) => client_id);
    expect(listed).toEqual(expect.arrayContaining([used, unused, kept, trusted]));
    expect(listed).not.toContain(forgotten);
    const disabled = await administrators[0].get('/admin/client-documents?status=disabled&limit=1');
    expect(disabled.json['client_documents']).toHaveLength(1);
    expect(disabled.headers.get('link')).toContain('after=');
  });
});
