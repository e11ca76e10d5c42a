import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auth as authOfAiSdk, createMCPClient } from '@ai-sdk/mcp';
import * as second from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client';
import { ClientCredentialsProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { auth as authOfSdk } from '@modelcontextprotocol/sdk/client/auth.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpProvider, type McpMetadata } from '../support/mcp-provider';
import { mcpServer } from '../support/mcp-server';
import { register } from '../support/registering';
import { thrownBy } from '../support/refused';
import { AUTHORIZATION_ENDPOINT, serving } from '../support/serving';

const mcp = mcpServer(() => clientele.origin);
const clientele = serving(() => ({
  PRIVATE_USE_SCHEMES: 'editor',
  OPEN_REGISTRATION_POLICY: 'none', // permits client_credentials
  RESOURCES: JSON.stringify({ [mcp.url]: { scopes: ['profile'] } }),
}));

/** What an editor registers. */
const EDITOR = {
  client_name: 'An editor',
  redirect_uris: ['http://localhost:8787/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
};

const LIBRARIES = [
  { name: '@modelcontextprotocol/sdk', auth: authOfSdk, afterRefusedRefresh: /^grant_type must be/ },
  { name: '@modelcontextprotocol/client', auth: second.auth, afterRefusedRefresh: /^grant_type must be/ },
  { name: '@ai-sdk/mcp', auth: authOfAiSdk, afterRefusedRefresh: /^REDIRECT$/ },
];

for (const { name, auth, afterRefusedRefresh } of LIBRARIES) {
  const signIn = async (provider: McpProvider): Promise<unknown> => auth(provider, { serverUrl: mcp.url });

  test(`${name} registers a public client and sends its user to the authorization endpoint`, async () => {
    const provider = new McpProvider(EDITOR);
    assert.equal(await signIn(provider), 'REDIRECT');
    const [client] = provider.registrations.values();
    assert.equal(client?.client_secret, undefined);
    const address = new URL(provider.address ?? 'none:');
    assert.ok(address.href.startsWith(AUTHORIZATION_ENDPOINT));
    assert.equal(address.searchParams.get('client_id'), client?.client_id);
    assert.equal(address.searchParams.get('resource'), mcp.url);
  });

  const field: Record<string, Partial<McpMetadata>> = {
    'redirect URIs of an application, a website and loopback in one list': {
      redirect_uris: [
        'editor://vendor.mcp/callback',
        'https://www.editor.example/callback',
        'http://localhost:8787/callback',
      ],
    },
    'loopback as an application of type web': { application_type: 'web' },
    'members that are empty': { client_uri: '', logo_uri: '', policy_uri: '', tos_uri: '', scope: '' },
    'a grant that is not offered, besides': {
      grant_types: [...EDITOR.grant_types, 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
    },
  };
  for (const [what, members] of Object.entries(field))
    test(`${name} may register ${what}`, async () => {
      const provider = new McpProvider({ ...EDITOR, ...members });
      assert.equal(await signIn(provider), 'REDIRECT');
      assert.equal(provider.registrations.size, 1);
    });

  test(`${name} keeps its registration when a refresh fails`, async () => {
    const provider = new McpProvider(EDITOR);
    await signIn(provider);
    const stale = { access_token: 'expired', token_type: 'Bearer', refresh_token: 'of an earlier time' };
    provider.saveTokens({ ...stale, ...stampOf(provider) });
    const outcome = await signIn(provider).catch((error: unknown) => (error as Error).message);
    assert.match(String(outcome), afterRefusedRefresh);
    assert.deepEqual(provider.forgotten, []);
    assert.equal(provider.registrations.size, 1);
  });

  test(`${name} shows its user the description of a refusal`, async () => {
    const error = await thrownBy(
      signIn(new McpProvider({ ...EDITOR, redirect_uris: ['http://app.example/callback'] })),
    );
    assert.match(error.message, /redirect_uris\[0\] must use https/);
  });
}

/** Newer libraries keep with which server they registered; tokens without that are of an unknown server. */
const stampOf = (provider: McpProvider): object =>
  Object.fromEntries(
    Object.entries({ ...provider.clientInformation() }).filter(([name]) => /issuer|authorizationServer/.test(name)),
  );

const confidential = async (): Promise<{ clientId: string; clientSecret: string }> => {
  const { client_id, client_secret } = await register(clientele.origin, {
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_basic',
    scope: 'profile',
  });
  return { clientId: client_id, clientSecret: client_secret };
};

test('@modelcontextprotocol/sdk calls a tool with a token of its own', async () => {
  const authProvider = new ClientCredentialsProvider({
    ...(await confidential()),
    expectedIssuer: clientele.origin,
  });
  const client = new Client({ name: 'test', version: '0.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(mcp.url), { authProvider }));
  const { content } = await client.callTool({ name: 'greet' });
  assert.deepEqual(content, [{ type: 'text', text: 'hello' }]);
  await client.close();
});

test('@modelcontextprotocol/client calls a tool with a token of its own', async () => {
  const authProvider = new second.ClientCredentialsProvider({
    ...(await confidential()),
    expectedIssuer: clientele.origin,
  });
  const client = new second.Client({ name: 'test', version: '0.0.0' });
  await client.connect(new second.StreamableHTTPClientTransport(new URL(mcp.url), { authProvider }));
  const { content } = await client.callTool({ name: 'greet' });
  assert.deepEqual(content, [{ type: 'text', text: 'hello' }]);
  await client.close();
});

test('@ai-sdk/mcp lists the tools with a token that it is given', async () => {
  const { clientId, clientSecret } = await confidential();
  const response = await fetch(`${clientele.origin}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', resource: mcp.url }),
  });
  const { access_token } = (await response.json()) as { access_token: string };
  const client = await createMCPClient({
    transport: { type: 'http', url: mcp.url, headers: { authorization: `Bearer ${access_token}` } },
  });
  assert.deepEqual(Object.keys(await client.tools()), ['greet']);
  await client.close();
});
