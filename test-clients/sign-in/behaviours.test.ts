import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimsOf, PlainClient } from '../support/code-flow';
import { Person } from '../support/person';
import { signedInSuite } from '../support/signed-in-suite';

const RESOURCE = 'https://tools.example';
const suite = signedInSuite('SQLite', () => ({ resource: RESOURCE }));
const REDIRECT_URI = 'https://app.example/callback';

const plainClient = (metadata = {}, redirect_uri = REDIRECT_URI): Promise<PlainClient> =>
  PlainClient.register(suite.running().servers.issuer, { redirect_uris: [redirect_uri], ...metadata }, redirect_uri);

const BURST = 30;

test('a burst of refreshes with one token gets one answer, over two nodes, as several processes of one client send it', async () => {
  const client = await plainClient();
  const { refresh_token } = await client.signIn(new Person('alice'));
  const answers = await Promise.all(Array.from({ length: BURST }, () => client.refresh(refresh_token)));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  for (const member of ['access_token', 'refresh_token'])
    assert.equal(new Set(answers.map(({ json }) => json[member])).size, 1, member);
});

test('an answer that was lost is given again, and its successor works', async () => {
  const client = await plainClient();
  const { refresh_token } = await client.signIn(new Person('bob'));
  const lost = await client.refresh(refresh_token);
  const again = await client.refresh(refresh_token);
  assert.equal(again.json['refresh_token'], lost.json['refresh_token']);
  const next = await client.refresh(String(again.json['refresh_token']));
  assert.equal(next.status, 200);
  assert.notEqual(next.json['refresh_token'], again.json['refresh_token']);
});

test('a refresh right after the code was redeemed is granted', async () => {
  const client = await plainClient();
  const { refresh_token } = await client.signIn(new Person('carol'));
  assert.equal((await client.refresh(refresh_token)).status, 200);
});

test('offline_access and resource at a refresh are no obstacle', async () => {
  const client = await plainClient();
  const { refresh_token } = await client.signIn(new Person('dave'), { scope: 'tools:read offline_access' });
  const { status, json } = await client.refresh(refresh_token, {
    scope: 'tools:read offline_access',
    resource: `${RESOURCE}/`,
  });
  assert.deepEqual([status, json['scope']], [200, 'tools:read']);
});

for (const resource of [RESOURCE, `${RESOURCE}/`, 'HTTPS://TOOLS.example', 'https://tools.example:443/'])
  test(`the resource ${resource} is the one of the operator, at both endpoints`, async () => {
    const client = await plainClient();
    const { access_token } = await client.signIn(new Person('erin'), { resource }, { resource });
    assert.equal(claimsOf(access_token)['aud'], RESOURCE);
  });

test('a request without a resource is for the only one, and audience is disregarded', async () => {
  const client = await plainClient();
  const { access_token } = await client.signIn(new Person('frank'), { audience: 'https://other.example' });
  assert.equal(claimsOf(access_token)['aud'], RESOURCE);
});

for (const host of ['localhost', '127.0.0.1', '[::1]'])
  test(`a redirect URI of ${host} without a port is used with any`, async () => {
    const { issuer } = suite.running().servers;
    const metadata = { redirect_uris: [`http://${host}/callback`] };
    const client = await PlainClient.register(issuer, metadata, `http://${host}:49152/callback`);
    assert.ok((await client.signIn(new Person('grace'))).access_token);
  });

test('a registered port is free too, as editors begin at another one each time', async () => {
  const { issuer } = suite.running().servers;
  const metadata = { redirect_uris: ['https://editor.example/redirect', 'http://127.0.0.1:33418/'] };
  const client = await PlainClient.register(issuer, metadata, 'http://127.0.0.1:50123/');
  assert.ok((await client.signIn(new Person('heidi'))).access_token);
});

test('an empty scope counts as none: the defaults of the resource are granted', async () => {
  const client = await plainClient({ scope: '' });
  assert.equal((await client.signIn(new Person('ivan'), { scope: '' })).scope, 'tools:read');
});

test('scopes that nobody offers are left out, such as all that a server of OpenID could list', async () => {
  const client = await plainClient();
  const { scope } = await client.signIn(new Person('judy'), { scope: 'openid email profile tools:write register' });
  assert.equal(scope, 'tools:write');
});

test('several installations of one user keep their tokens', async () => {
  const client = await plainClient();
  const person = new Person('kate');
  const first = await client.signIn(person);
  const second = await client.signIn(person);
  for (const { refresh_token } of [first, second]) assert.equal((await client.refresh(refresh_token)).status, 200);
});

test('a dead refresh token is 400 invalid_grant in JSON, and an unknown client 401 invalid_client', async () => {
  const client = await plainClient();
  const dead = await client.refresh('unknown');
  assert.deepEqual([dead.status, dead.json['error']], [400, 'invalid_grant']);
  const unknown = await client.token({ client_id: 'unknown', grant_type: 'refresh_token', refresh_token: 'unknown' });
  assert.deepEqual([unknown.status, unknown.json['error']], [401, 'invalid_client']);
});
