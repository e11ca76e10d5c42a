import { randomBytes } from 'node:crypto';
import { ClientRepository } from '../../src/clients/client.repository';
import { EventLogService } from '../../src/event-log/event-log.service';
import { aClient } from '../support/a-client';
import { administering, administratorForm } from '../support/administering';
import { challengeOf, expectRefusal } from '../support/refusal';
import { addressOf, type Route, routesOf } from '../support/routes';
import { createTestApp } from '../support/test-app';
import { migratedDatabase, preparedDatabase } from '../support/test-database';
import type { TestServer } from '../support/test-server';

const aSecret = (): string => randomBytes(24).toString('base64url');
const PRODUCTION = {
  NODE_ENV: 'production',
  REGISTRAR_CLIENT_SECRET: aSecret(),
  ISSUER: 'https://as.example',
  TRUST_PROXY: '127.0.0.1',
  SECRET_KEYS: `1:${randomBytes(32).toString('base64')}`,
};
const METHODS = ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'];
const OVER_TLS = { 'X-Forwarded-Proto': 'https' };

describe('the administrator', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await createTestApp({ RESOURCES: JSON.stringify({ 'https://api.example': {} }) });
  });

  afterAll(() => server.close());

  /** The routes under /admin with the methods that they have; every other method is 405. */
  const answeringRoutes = async (): Promise<Route[]> => {
    const routes = [];
    for (const route of routesOf(server).filter(({ url }) => url.startsWith('/admin')))
      if (METHODS.includes(route.method) && (await server.send(route.method, addressOf(route))).status !== 405)
        routes.push(route);
    return routes;
  };

  it('obtains both scopes of the administration, and no other', async () => {
    const form = { grant_type: 'client_credentials', ...administratorForm(server) };
    expect((await server.token(form)).json['scope']).toBe('register:admin');
    expect((await server.token({ ...form, scope: '' })).json['scope']).toBe('register:admin register:admin:read');
    expectRefusal(await server.token({ ...form, scope: 'register' }), 400, 'invalid_scope');
    expectRefusal(await server.token({ ...form, resource: 'https://api.example' }), 400, 'invalid_target');
  });

  it('is the only client that obtains them', async () => {
    const refused = await server.postRegister(aClient({ scope: 'register:admin register:admin:read' }));
    expectRefusal(refused, 400, 'invalid_client_metadata');
    const { client_id, client_secret, scope } = await server.register(aClient({ scope: 'openid register:admin' }));
    expect(scope).toBe('openid');
    const registrar = { ...administratorForm(server), client_id: server.environment.REGISTRAR_CLIENT_ID };
    for (const credentials of [
      { client_id, client_secret },
      { ...registrar, client_secret: server.environment.REGISTRAR_CLIENT_SECRET },
    ]) {
      const answer = await server.token({ grant_type: 'client_credentials', ...credentials, scope: 'register:admin' });
      expectRefusal(answer, 400, 'invalid_scope');
    }
    await expect(createTestApp({ SCOPES: 'openid register:*' })).rejects.toThrow(
      'SCOPES must not offer register:admin; it belongs to the administrator alone',
    );
  });

  it('may not be the registrar', async () => {
    const same = { ADMIN_CLIENT_ID: 'one', REGISTRAR_CLIENT_ID: 'one' };
    await expect(createTestApp(same)).rejects.toThrow('ADMIN_CLIENT_ID must not be REGISTRAR_CLIENT_ID');
  });

  it('guards every route under /admin: without its token, and with one of a registrar, there is no response', async () => {
    const answering = await answeringRoutes();
    for (const route of answering) {
      expect([route, (await server.send(route.method, addressOf(route))).status]).toEqual([route, 401]);
      const registrar = { Authorization: `Bearer ${await server.registerToken()}` };
      const refusal = await server.send(route.method, addressOf(route), registrar);
      expect([route, refusal.status, refusal.json['error']]).toEqual([route, 403, 'insufficient_scope']);
      expect(challengeOf(refusal)['resource_metadata']).toBe(
        'http://localhost:3000/.well-known/oauth-protected-resource/admin',
      );
    }
    expect(answering.length).toBeGreaterThan(8);
  });

  it('reads with register:admin:read, and changes nothing with it', async () => {
    const reader = await administering(server, 'register:admin:read');
    for (const route of await answeringRoutes()) {
      const { status } = await server.send(route.method, addressOf(route), reader.headers);
      expect([route, status === 403]).toEqual([route, route.method !== 'GET']);
    }
  });

  it('is described as the authorization of a protected resource', async () => {
    const { json } = await server.get('/.well-known/oauth-protected-resource/admin');
    expect(json).toMatchObject({
      resource: 'http://localhost:3000/admin',
      scopes_supported: ['register:admin', 'register:admin:read'],
    });
  });
});

describe('ADMIN_CLIENT_SECRET', () => {
  it('replaces the administrator of the start before, whose tokens are then refused, with an event', async () => {
    const database = await preparedDatabase();
    const before = await createTestApp({ ADMIN_CLIENT_ID: 'first', ADMIN_CLIENT_SECRET: aSecret() }, database);
    const administrator = await administering(before);
    const after = await createTestApp({ ADMIN_CLIENT_ID: 'second', ADMIN_CLIENT_SECRET: aSecret() }, database);
    expectRefusal(await administrator.get('/admin/clients'), 401, 'invalid_token');
    expect((await (await administering(after)).get('/admin/clients')).status).toBe(200);
    const events = [];
    for await (const { type, data } of after.app.get(EventLogService).ofClient('second')) events.push({ type, data });
    expect(events).toEqual([
      { type: 'administrator.configured', data: { replaced: 'first', secret_changed: true } },
      { type: 'administrator.signed_in', data: expect.objectContaining({ scope: 'register:admin' }) as unknown },
    ]);
    await Promise.all([before.close(), after.close()]);
    await database.drop();
  });

  it('is made at each start outside production, which is no event', async () => {
    const server = await createTestApp();
    const { ADMIN_CLIENT_ID, ADMIN_CLIENT_SECRET } = server.environment;
    expect(ADMIN_CLIENT_SECRET).toMatch(/^[\w-]{32}$/);
    expect((await (await administering(server)).get('/admin/clients')).status).toBe(200);
    for await (const { type } of server.app.get(EventLogService).ofClient(ADMIN_CLIENT_ID))
      expect(type).toBe('administrator.signed_in');
    await server.close();
  });

  it('is random in production, and without it there is no administration', async () => {
    await expect(createTestApp({ ...PRODUCTION, ADMIN_CLIENT_SECRET: 'secret' })).rejects.toThrow(
      'ADMIN_CLIENT_SECRET must be random',
    );
    const database = await migratedDatabase();
    const on = await createTestApp({ ...PRODUCTION, ADMIN_CLIENT_SECRET: aSecret() }, database);
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...administratorForm(on) }).toString();
    const token = (await on.token(form, OVER_TLS)).json['access_token'];
    const headers = { ...OVER_TLS, Authorization: `Bearer ${String(token)}` };
    expect((await on.get('/admin/clients', headers)).status).toBe(200);
    const off = await createTestApp(PRODUCTION, database);
    expect((await off.get('/admin/clients', headers)).status).toBe(404);
    expect((await on.get('/admin/clients', headers)).status).toBe(401);
    expect(await off.app.get(ClientRepository).find('administrator')).toBeUndefined();
    await Promise.all([on.close(), off.close()]);
    await database.drop();
  });
});
