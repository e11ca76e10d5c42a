import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { register } from '../support/registering';
import { serving } from '../support/serving';

const GUIDE = readFileSync(join(__dirname, '..', '..', 'docs', 'CLIENTS.md'), 'utf8');

/** The variables that a section of docs/CLIENTS.md shows. */
const settingsOf = (section: string): Readonly<Record<string, string>> => {
  const text = GUIDE.split(`\n## ${section}\n`)[1]?.split('\n## ')[0] ?? '';
  const block = /```sh\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const settings: Record<string, string> = {};
  for (const [, name, value] of block.matchAll(/^([A-Z_]+)=(.*)$/gm)) settings[String(name)] = String(value);
  assert.ok(Object.keys(settings).length > 0, `docs/CLIENTS.md shows no settings for ${section}`);
  return settings;
};

/** What the clients of a section register, as their libraries send it, and members of the answer. */
const RECIPES = [
  {
    section: 'MCP clients',
    sends: {
      client_name: 'An editor',
      redirect_uris: ['cursor://anysphere.cursor-mcp/oauth/callback', 'https://www.editor.example/oauth/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
      scope: 'tools',
    },
    gets: { scope: 'tools', application_type: 'native' },
  },
  {
    section: 'Solid',
    sends: {
      client_name: 'A Solid application',
      application_type: 'web',
      redirect_uris: ['https://app.example/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      id_token_signed_response_alg: 'ES256',
      token_endpoint_auth_method: 'none',
      dpop_bound_access_tokens: true,
      scope: 'openid offline_access webid',
    },
    gets: { scope: 'openid offline_access webid', id_token_signed_response_alg: 'ES256' },
  },
  {
    section: 'Matrix',
    sends: {
      client_name: 'A Matrix client',
      client_uri: 'https://client.example/',
      redirect_uris: ['https://client.example/callback'],
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      id_token_signed_response_alg: 'RS256',
      token_endpoint_auth_method: 'none',
      scope: 'openid urn:matrix:client:api:*',
    },
    gets: { grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'] },
  },
];

for (const { section, sends, gets } of RECIPES) {
  const clientele = serving(() => settingsOf(section));

  test(`the settings of the guide for ${section} serve what these clients register`, async () => {
    const registered = await register(clientele.origin, sends);
    for (const [member, value] of Object.entries(gets)) assert.deepEqual(registered[member], value, member);
    assert.equal(registered['client_secret'], undefined);
  });
}
