import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as client from 'openid-client';
import { thrownBy } from '../support/refused';
import { AUTHORIZATION_ENDPOINT, serving } from '../support/serving';

const clientele = serving(() => ({ REGISTRATION_MODE: 'protected' }));

const METADATA = {
  redirect_uris: ['https://app.example/callback'],
  grant_types: ['authorization_code', 'client_credentials'],
  scope: 'profile',
};

const register = async (
  metadata: Partial<client.ClientMetadata>,
  authentication?: client.ClientAuth,
  algorithm: 'oidc' | 'oauth2' = 'oidc',
): Promise<client.Configuration> =>
  client.dynamicClientRegistration(new URL(clientele.origin), metadata, authentication, {
    initialAccessToken: await clientele.registrarToken(),
    algorithm,
    execute: [client.allowInsecureRequests],
  });

for (const algorithm of ['oidc', 'oauth2'] as const)
  test(`openid-client 6 discovers by ${algorithm}, registers and obtains a token`, async () => {
    const registered = await register(METADATA, undefined, algorithm);
    const token = await client.clientCredentialsGrant(registered, { scope: 'profile' });
    assert.equal(token.scope, 'profile');
    const { active } = await client.tokenIntrospection(registered, token.access_token);
    assert.equal(active, true);
    await client.tokenRevocation(registered, token.access_token);
    assert.equal((await client.tokenIntrospection(registered, token.access_token)).active, false);
    const address = client.buildAuthorizationUrl(registered, { redirect_uri: 'https://app.example/callback' });
    assert.ok(address.href.startsWith(AUTHORIZATION_ENDPOINT));
  });

test('openid-client 6 authenticates by the method that it registered', async () => {
  const metadata = { ...METADATA, token_endpoint_auth_method: 'client_secret_basic' };
  const registered = await register(metadata, client.ClientSecretBasic());
  assert.ok((await client.clientCredentialsGrant(registered)).access_token);
});

test('openid-client 6 registers its keys and authenticates by them', async () => {
  const { privateKey, publicKey } = await client.randomDPoPKeyPair('ES256');
  const jwk = (await crypto.subtle.exportKey('jwk', publicKey)) as client.JWK;
  const metadata = { ...METADATA, token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } };
  const registered = await register(metadata, client.PrivateKeyJwt(privateKey));
  assert.ok((await client.clientCredentialsGrant(registered)).access_token);
});

test('openid-client 6 obtains a token that is bound to a DPoP key', async () => {
  const registered = await register({ ...METADATA, dpop_bound_access_tokens: true });
  const DPoP = client.getDPoPHandle(registered, await client.randomDPoPKeyPair('ES256'));
  const token = await client.clientCredentialsGrant(registered, {}, { DPoP });
  assert.equal(token.token_type, 'dpop');
});

test('openid-client 6 shows its user code, description and status of a refusal', async () => {
  const error = await thrownBy(register({ redirect_uris: ['http://app.example/callback'] }));
  assert.ok(error instanceof client.ResponseBodyError);
  assert.equal(error.status, 400);
  assert.equal(error.error, 'invalid_redirect_uri');
  assert.match(error.error_description ?? '', /^redirect_uris\[0\] must use https/);
});

test('openid-client 6 shows the challenge when it registers without an initial access token', async () => {
  const options = { execute: [client.allowInsecureRequests] };
  const error = await thrownBy(
    client.dynamicClientRegistration(new URL(clientele.origin), METADATA, undefined, options),
  );
  assert.ok(error instanceof client.WWWAuthenticateChallengeError);
  assert.equal(error.status, 401);
  assert.ok(error.cause.some(({ scheme }) => scheme === 'bearer'));
});
