import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as oauth from 'oauth4webapi';
import { thrownBy } from '../support/refused';
import { serving } from '../support/serving';

const RESOURCE = 'https://api.example/';
const clientele = serving(() => ({
  OPEN_REGISTRATION_POLICY: 'none', // permits client_credentials
  RESOURCES: JSON.stringify({ [RESOURCE]: { scopes: ['profile'] } }),
}));

const insecure = { [oauth.allowInsecureRequests]: true };

const discover = async (): Promise<oauth.AuthorizationServer> => {
  const issuer = new URL(clientele.origin);
  const options = { ...insecure, algorithm: 'oauth2' } as const;
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
};

const register = async (
  server: oauth.AuthorizationServer,
  metadata: Partial<oauth.Client>,
): Promise<oauth.OmitSymbolProperties<oauth.Client>> => {
  const response = await oauth.dynamicClientRegistrationRequest(server, metadata, insecure);
  return oauth.processDynamicClientRegistrationResponse(response);
};

const METADATA = { grant_types: ['client_credentials'], scope: 'profile' };

test('oauth4webapi registers, obtains a token for a resource and verifies it there', async () => {
  const server = await discover();
  const client = await register(server, METADATA);
  const parameters = new URLSearchParams({ resource: RESOURCE });
  const authentication = oauth.ClientSecretPost(client['client_secret'] as string);
  const answer = await oauth.clientCredentialsGrantRequest(server, client, authentication, parameters, insecure);
  const { access_token } = await oauth.processClientCredentialsResponse(server, client, answer);
  const request = new Request(RESOURCE, { headers: { authorization: `Bearer ${access_token}` } });
  const claims = await oauth.validateJwtAccessToken(server, request, RESOURCE, insecure);
  assert.equal(claims.client_id, client.client_id);
  assert.equal(claims.scope, 'profile');
});

test('oauth4webapi shows its user code and description of a refusal', async () => {
  const error = await thrownBy(register(await discover(), { ...METADATA, default_max_age: -1 }));
  assert.ok(error instanceof oauth.ResponseBodyError);
  assert.equal(error.error, 'invalid_client_metadata');
  assert.match(error.error_description ?? '', /^default_max_age must /);
});
