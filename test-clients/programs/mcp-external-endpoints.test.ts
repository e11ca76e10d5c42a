import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { auth as authOfSecond } from '@modelcontextprotocol/client';
import { auth as authOfSdk } from '@modelcontextprotocol/sdk/client/auth.js';
import { McpProvider } from '../support/mcp-provider';
import { mcpServer } from '../support/mcp-server';
import { AUTHORIZATION_ENDPOINT, serving } from '../support/serving';

/** What the external token endpoint received. It accepts every code. */
const forms: URLSearchParams[] = [];
const external = createServer((request, response) => {
  void text(request).then((body) => {
    forms.push(new URLSearchParams(body));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access_token: 'of the external server', token_type: 'Bearer' }));
  });
});
before(() => new Promise<void>((done) => external.listen(0, '127.0.0.1', done)));
after(() => {
  external.closeAllConnections();
  external.close();
});
const at = (path: string): string => `http://127.0.0.1:${(external.address() as AddressInfo).port}${path}`;

const mcp = mcpServer(() => clientele.origin);
const clientele = serving(() => ({
  TOKEN_ENDPOINT: at('/token'),
  JWKS_URI: at('/keys'),
  RESOURCES: JSON.stringify({ [mcp.url]: { scopes: ['profile'] } }),
}));

/** Not `@ai-sdk/mcp`, which calls no token endpoint on loopback but that of its authorization server's own origin. */
const LIBRARIES = {
  '@modelcontextprotocol/sdk': authOfSdk,
  '@modelcontextprotocol/client': authOfSecond,
};

for (const [name, auth] of Object.entries(LIBRARIES))
  test(`${name} registers without a token, and signs in at the external endpoints`, async () => {
    const provider = new McpProvider({
      redirect_uris: ['http://localhost:8787/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
    });
    assert.equal(await auth(provider, { serverUrl: mcp.url }), 'REDIRECT');
    const [client_id] = provider.registrations.keys();
    assert.ok(provider.address?.href.startsWith(AUTHORIZATION_ENDPOINT));
    assert.equal(await auth(provider, { serverUrl: mcp.url, authorizationCode: 'a-code' }), 'AUTHORIZED');
    assert.equal(provider.tokens()?.access_token, 'of the external server');
    const form = forms.at(-1);
    assert.deepEqual([form?.get('code'), form?.get('client_id')], ['a-code', client_id]);
  });
