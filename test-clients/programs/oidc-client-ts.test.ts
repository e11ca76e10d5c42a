import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ErrorResponse, InMemoryWebStorage, OidcClient, WebStorageStateStore } from 'oidc-client-ts';
import { thrownBy } from '../support/refused';
import { register } from '../support/registering';
import { AUTHORIZATION_ENDPOINT, serving } from '../support/serving';

const clientele = serving();

const REDIRECT_URI = 'https://spa.example/callback';

const signIn = async (): Promise<OidcClient> => {
  const client = await register(clientele.origin, {
    redirect_uris: [REDIRECT_URI],
    token_endpoint_auth_method: 'none',
    scope: 'openid',
  });
  return new OidcClient({
    authority: clientele.origin,
    client_id: client.client_id,
    redirect_uri: REDIRECT_URI,
    stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
  });
};

test('oidc-client-ts reads the discovery document and sends its user to the authorization endpoint', async () => {
  const client = await signIn();
  const { url } = await client.createSigninRequest({});
  assert.ok(url.startsWith(`${AUTHORIZATION_ENDPOINT}?`));
  assert.equal(new URL(url).searchParams.get('code_challenge_method'), 'S256');
});

test('oidc-client-ts shows the code and description of what the token endpoint refuses', async () => {
  const client = await signIn();
  const { state } = await client.createSigninRequest({});
  const callback = `${REDIRECT_URI}?code=of-another-server&state=${state.id}`;
  const error = await thrownBy(client.processSigninResponse(callback));
  assert.ok(error instanceof ErrorResponse);
  assert.equal(error.error, 'unsupported_grant_type');
});

test('oidc-client-ts reads the signing keys', async () => {
  const { metadataService } = await signIn();
  assert.ok((await metadataService.getSigningKeys())?.length);
});
