import assert from 'node:assert/strict';
import { test } from 'node:test';
import { discoverAndValidateOIDCIssuerWellKnown } from 'matrix-js-sdk/lib/oidc/discovery.js';
import { registerOidcClient } from 'matrix-js-sdk/lib/oidc/register.js';
import { thrownBy } from '../support/refused';
import { AUTHORIZATION_ENDPOINT, serving } from '../support/serving';

const clientele = serving();

/** What a Matrix client of the desktop registers. */
const METADATA = {
  clientName: 'A Matrix client',
  clientUri: 'https://client.example/',
  redirectUris: ['https://client.example/callback'],
  applicationType: 'web',
  contacts: ['help@client.example'],
  logoUri: 'https://client.example/logo.png',
  tosUri: 'https://client.example/terms',
  policyUri: 'https://client.example/policy',
} as const;

const discover = (): ReturnType<typeof discoverAndValidateOIDCIssuerWellKnown> =>
  discoverAndValidateOIDCIssuerWellKnown(clientele.origin);

test('matrix-js-sdk finds all that it needs in discovery, with keys', async () => {
  const { authorization_endpoint, signingKeys } = await discover();
  assert.equal(authorization_endpoint, AUTHORIZATION_ENDPOINT);
  assert.ok(signingKeys?.length);
});

for (const [what, members] of Object.entries({
  'a client of the web': {},
  'a client of the desktop': {
    applicationType: 'native',
    redirectUris: ['example.client:/callback', 'http://127.0.0.1/callback'],
  },
}))
  test(`matrix-js-sdk registers ${what}`, async () => {
    const clientId = await registerOidcClient(await discover(), { ...METADATA, ...members } as never);
    assert.ok(clientId);
  });

test('matrix-js-sdk tells its user of a refusal only that it was refused', async () => {
  const metadata = { ...METADATA, redirectUris: ['http://client.example/callback'] };
  const error = await thrownBy(registerOidcClient(await discover(), metadata as never));
  assert.equal(error.message, 'Dynamic registration failed');
});
