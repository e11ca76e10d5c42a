import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ClientMetadata, errors, Issuer } from 'openid-client-5';
import { thrownBy } from '../support/refused';
import { AUTHORIZATION_ENDPOINT, serving } from '../support/serving';

const clientele = serving(() => ({ REGISTRATION_MODE: 'protected' }));

const METADATA = {
  redirect_uris: ['https://app.example/callback'],
  grant_types: ['authorization_code', 'client_credentials'],
  scope: 'profile',
} as unknown as ClientMetadata;

interface Registering {
  register: (metadata: object, options: { initialAccessToken: string }) => Promise<RegisteredClient>;
  fromUri: (uri: string, token: string) => Promise<RegisteredClient>;
}
type RegisteredClient = InstanceType<Issuer['Client']>;

/** The static methods of the client class, which its types leave out. */
const registering = async (): Promise<Registering & { initialAccessToken: string }> => {
  const { Client } = await Issuer.discover(clientele.origin);
  const initialAccessToken = await clientele.registrarToken();
  return {
    register: (metadata, options) => (Client as unknown as Registering).register(metadata, options),
    fromUri: (uri, token) => (Client as unknown as Registering).fromUri(uri, token),
    initialAccessToken,
  };
};

test('openid-client 5 discovers, registers and obtains a token', async () => {
  const { register, initialAccessToken } = await registering();
  const client = await register(METADATA, { initialAccessToken });
  assert.equal(client.metadata.token_endpoint_auth_method, 'client_secret_post');
  const { access_token, scope } = await client.grant({ grant_type: 'client_credentials' });
  assert.ok(access_token);
  assert.equal(scope, 'profile');
  const { active } = await client.introspect(access_token);
  assert.equal(active, true);
  await client.revoke(access_token);
  assert.equal((await client.introspect(access_token)).active, false);
  assert.ok(client.authorizationUrl().startsWith(AUTHORIZATION_ENDPOINT));
});

test('openid-client 5 shows its user code and description of a refusal', async () => {
  const { register, initialAccessToken } = await registering();
  const refusal = register({ redirect_uris: ['http://app.example/callback'] }, { initialAccessToken });
  const error = await thrownBy(refusal);
  assert.ok(error instanceof errors.OPError);
  assert.equal(error.error, 'invalid_redirect_uri');
  assert.match(error.message, /invalid_redirect_uri \(redirect_uris\[0\] must use https/);
});

test('openid-client 5 says what is missing when it registers without an initial access token', async () => {
  const { register } = await registering();
  const error = await thrownBy(register(METADATA, {} as { initialAccessToken: string }));
  assert.match(error.message, /Bearer|token/i);
});

test('fromUri of openid-client 5 reads the registration and has no secret to authenticate with', async () => {
  const { register, fromUri, initialAccessToken } = await registering();
  const { metadata } = await register(METADATA, { initialAccessToken });
  const read = await fromUri(
    String(metadata['registration_client_uri']),
    String(metadata['registration_access_token']),
  );
  assert.equal(read.metadata.client_id, metadata.client_id);
  assert.equal(read.metadata.client_secret, undefined);
  await assert.rejects(read.grant({ grant_type: 'client_credentials' }), /requires a client_secret/);
});
