import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthorizationCode, ClientCredentials, type ModuleOptions } from 'simple-oauth2';
import { thrownBy } from '../support/refused';
import { register } from '../support/registering';
import { AUTHORIZATION_ENDPOINT, serving } from '../support/serving';

const clientele = serving(() => ({ OPEN_REGISTRATION_POLICY: 'none' })); // permits client_credentials

const options = (client: { client_id: string; client_secret: string }): ModuleOptions => ({
  client: { id: client.client_id, secret: client.client_secret },
  auth: {
    tokenHost: clientele.origin,
    tokenPath: '/token',
    revokePath: '/revoke',
  },
});

const METADATA = {
  grant_types: ['client_credentials', 'authorization_code'],
  redirect_uris: ['https://app.example/callback'],
  token_endpoint_auth_method: 'client_secret_basic',
  scope: 'profile email',
};

const isActive = async (client: { client_id: string; client_secret: string }, token: string): Promise<boolean> => {
  const authorization = `Basic ${btoa(`${client.client_id}:${client.client_secret}`)}`;
  const body = new URLSearchParams({ token });
  const response = await fetch(`${clientele.origin}/introspect`, { method: 'POST', headers: { authorization }, body });
  return ((await response.json()) as { active: boolean }).active;
};

test('simple-oauth2 obtains a token with its default settings', async () => {
  const client = await register(clientele.origin, METADATA);
  const token = await new ClientCredentials(options(client)).getToken({ scope: ['profile', 'email'] });
  assert.equal(token.token['scope'], 'profile email');
  assert.equal(token.expired(), false);
});

for (const [what, httpOptions, failure] of [
  ['fails, because it expects JSON, although the token is revoked', undefined, /content-type is not JSON/],
  ['revokes the token when it is not made to expect JSON', { json: false }, undefined],
] as const)
  test(`revoke() of simple-oauth2 ${what}`, async () => {
    const client = await register(clientele.origin, METADATA);
    const token = await new ClientCredentials(options(client)).getToken({});
    const accessToken = token.token['access_token'] as string;
    assert.equal(await isActive(client, accessToken), true);
    const revocation = token.revoke('access_token', httpOptions);
    if (failure) assert.match((await thrownBy(revocation)).message, failure);
    else await revocation;
    assert.equal(await isActive(client, accessToken), false);
  });

test('simple-oauth2 shows its user status, code and description of a refused secret', async () => {
  const client = await register(clientele.origin, METADATA);
  const wrong = new ClientCredentials(options({ ...client, client_secret: 'wrong' }));
  const error = (await thrownBy(wrong.getToken({}))) as Error & { data: { payload: { error: string } } };
  assert.match(error.message, /401/);
  assert.equal(error.data.payload.error, 'invalid_client');
});

test('simple-oauth2 sends its user to the authorization endpoint beside the server', async () => {
  const client = await register(clientele.origin, METADATA);
  const { origin, pathname } = new URL(AUTHORIZATION_ENDPOINT);
  const { auth, ...others } = options(client);
  const beside = { ...others, auth: { ...auth, authorizeHost: origin, authorizePath: pathname } };
  const address = new AuthorizationCode(beside).authorizeURL({ redirect_uri: 'https://app.example/callback' });
  assert.ok(address.startsWith(`${AUTHORIZATION_ENDPOINT}?`));
});
