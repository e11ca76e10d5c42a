import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as oauth from 'oauth4webapi';
import { InMemoryWebStorage, OidcClient, WebStorageStateStore } from 'oidc-client-ts';
import * as client6 from 'openid-client';
import { generators, Issuer } from 'openid-client-5';
import OAuth2Strategy from 'passport-oauth2';
import { claimsOf } from '../support/code-flow';
import { Person } from '../support/person';
import { register } from '../support/registering';
import { signedInSuite } from '../support/signed-in-suite';

const RESOURCE = 'https://tools.example/mcp';
const REDIRECT_URI = 'https://app.example/callback';
const METADATA = {
  redirect_uris: [REDIRECT_URI],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
};
const PUBLIC = { ...METADATA, token_endpoint_auth_method: 'none' };

const suite = signedInSuite('SQLite', () => ({ resource: RESOURCE, nodes: 1 }));
const issuer = (): string => suite.running().servers.issuer;

const isOfPerson = (access_token: string): void => {
  const { sub, aud } = claimsOf(access_token);
  assert.match(String(sub), /^usr_/);
  assert.equal(aud, RESOURCE);
};

test('openid-client 6 registers, signs its user in, refreshes with DPoP and revokes', async () => {
  const config = await client6.dynamicClientRegistration(new URL(issuer()), METADATA, undefined, {
    execute: [client6.allowInsecureRequests],
  });
  const DPoP = client6.getDPoPHandle(config, await client6.randomDPoPKeyPair('ES256'));
  const pkceCodeVerifier = client6.randomPKCECodeVerifier();
  const expectedState = client6.randomState();
  const address = client6.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: 'tools:read',
    resource: RESOURCE,
    state: expectedState,
    code_challenge: await client6.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const answer = await new Person('alice').allow(address, REDIRECT_URI);
  const tokens = await client6.authorizationCodeGrant(config, answer, { pkceCodeVerifier, expectedState }, undefined, {
    DPoP,
  });
  assert.equal(tokens.token_type, 'dpop');
  isOfPerson(tokens.access_token);
  const refreshed = await client6.refreshTokenGrant(config, tokens.refresh_token ?? '', undefined, { DPoP });
  isOfPerson(refreshed.access_token);
  await client6.tokenRevocation(config, refreshed.refresh_token ?? '');
  await assert.rejects(client6.refreshTokenGrant(config, refreshed.refresh_token ?? '', undefined, { DPoP }), {
    error: 'invalid_grant',
  });
});

test('openid-client 5 registers, signs its user in and refreshes', async () => {
  const { Client } = await Issuer.discover(`${issuer()}/.well-known/oauth-authorization-server`);
  const client = await (
    Client as unknown as { register: (metadata: object) => Promise<InstanceType<typeof Client>> }
  ).register({ ...METADATA, token_endpoint_auth_method: 'client_secret_basic' });
  const code_verifier = generators.codeVerifier();
  const address = client.authorizationUrl({
    scope: 'tools:read',
    resource: RESOURCE,
    redirect_uri: REDIRECT_URI,
    code_challenge: generators.codeChallenge(code_verifier),
    code_challenge_method: 'S256',
  });
  const answer = await new Person('bob').allow(address, REDIRECT_URI);
  const tokens = await client.oauthCallback(REDIRECT_URI, client.callbackParams(answer.href), { code_verifier });
  isOfPerson(tokens.access_token ?? '');
  isOfPerson((await client.refresh(tokens.refresh_token ?? '')).access_token ?? '');
});

test('oauth4webapi registers, signs its user in, verifies the token as the resource does, and refreshes', async () => {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const url = new URL(issuer());
  const server = await oauth.processDiscoveryResponse(
    url,
    await oauth.discoveryRequest(url, { ...insecure, algorithm: 'oauth2' }),
  );
  const registration = await oauth.dynamicClientRegistrationRequest(server, PUBLIC, insecure);
  const client = await oauth.processDynamicClientRegistrationResponse(registration);
  const verifier = oauth.generateRandomCodeVerifier();
  const address = new URL(server.authorization_endpoint ?? '');
  address.search = new URLSearchParams({
    ...{ client_id: client.client_id, redirect_uri: REDIRECT_URI, response_type: 'code', scope: 'tools:read' },
    ...{ code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
  }).toString();
  const answer = await new Person('carol').allow(address, REDIRECT_URI);
  const parameters = oauth.validateAuthResponse(server, client, answer, oauth.expectNoState);
  const grant = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    REDIRECT_URI,
    verifier,
    insecure,
  );
  const { access_token, refresh_token = '' } = await oauth.processAuthorizationCodeResponse(server, client, grant);
  const request = new Request(RESOURCE, { headers: { authorization: `Bearer ${access_token}` } });
  const claims = await oauth.validateJwtAccessToken(server, request, RESOURCE, insecure);
  assert.match(claims.sub, /^usr_/);
  const again = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refresh_token, insecure);
  isOfPerson((await oauth.processRefreshTokenResponse(server, client, again)).access_token);
});

test('oidc-client-ts signs its user in at what openid-configuration says', async () => {
  const { client_id } = await register(issuer(), PUBLIC);
  const client = new OidcClient({
    ...{ authority: issuer(), client_id, redirect_uri: REDIRECT_URI, scope: 'tools:read' },
    stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
  });
  const { url } = await client.createSigninRequest({});
  const answer = await new Person('dave').allow(url, REDIRECT_URI);
  const response = await client.processSigninResponse(answer.href);
  isOfPerson(response.access_token);
});

test('passport-oauth2 signs its user in with PKCE', async () => {
  const { client_id, client_secret } = await register(issuer(), METADATA);
  const session = {};
  const granted: string[] = [];
  const strategy = new OAuth2Strategy(
    {
      authorizationURL: `${issuer()}/authorize`,
      tokenURL: `${issuer()}/token`,
      clientID: client_id,
      clientSecret: client_secret,
      callbackURL: REDIRECT_URI,
      scope: 'tools:read',
      state: true,
      pkce: true,
    },
    (access: string, refresh: string, _profile: unknown, verified: (error: null, user: object) => void) => {
      granted.push(access, refresh);
      verified(null, {});
    },
  );
  const authenticate = (query: object): Promise<string> =>
    new Promise((resolve, reject) => {
      Object.assign(strategy, { redirect: resolve, error: reject, fail: reject, success: () => void resolve('') });
      strategy.authenticate({ query, session } as unknown as Parameters<typeof strategy.authenticate>[0], {});
    });
  const answer = await new Person('erin').allow(await authenticate({}), REDIRECT_URI);
  await authenticate(Object.fromEntries(answer.searchParams));
  isOfPerson(granted[0] ?? '');
  assert.ok(granted[1]);
});
