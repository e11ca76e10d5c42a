import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { mcpServer } from '../support/mcp-server';
import { withFolder, written } from '../support/program';
import { register } from '../support/registering';
import { AUTHORIZATION_ENDPOINT, serving } from '../support/serving';

const PROGRAM = join(__dirname, '..', 'node_modules', 'mcp-remote', 'dist', 'client.js');

const mcp = mcpServer(() => clientele.origin);
const clientele = serving(() => ({
  OPEN_REGISTRATION_POLICY: 'none', // permits client_credentials
  RESOURCES: JSON.stringify({ [mcp.url]: { scopes: ['profile'] } }),
}));

const run = (folder: string, parameters: readonly string[], until?: RegExp): Promise<string> =>
  written({
    command: process.execPath,
    parameters: [PROGRAM, mcp.url, ...parameters],
    folder,
    environment: { BROWSER: 'true', MCP_REMOTE_CONFIG_DIR: folder },
    ...(until && { until }),
  });

test('mcp-remote registers, keeps the client and asks its user to sign in', () =>
  withFolder(async (folder) => {
    const text = await run(folder, [], /Please authorize this client by visiting:\s+https\S+\s/);
    const address = new URL(/https:\/\/login\S+/.exec(text)?.[0] ?? 'none:');
    assert.equal(`${address.origin}${address.pathname}`, AUTHORIZATION_ENDPOINT);
    const files = await readdir(folder, { recursive: true });
    const kept = files.find((file) => file.endsWith('client_info.json'));
    const client = JSON.parse(await readFile(join(folder, String(kept)), 'utf8')) as Record<string, unknown>;
    assert.equal(client['client_id'], address.searchParams.get('client_id'));
    assert.equal(client['token_endpoint_auth_method'], 'none');
  }));

test('mcp-remote with a registered client calls the MCP server with a token of its own', () =>
  withFolder(async (folder) => {
    const { client_id, client_secret } = await register(clientele.origin, {
      grant_types: ['client_credentials'],
      scope: 'profile',
    });
    const client = JSON.stringify({ client_id, client_secret });
    const text = await run(folder, ['--client-credentials', '--static-oauth-client-info', client]);
    assert.match(text, /"name": "greet"/);
  }));

test('mcp-remote shows its user the description of a refusal', () =>
  withFolder(async (folder) => {
    const metadata = JSON.stringify({ redirect_uris: ['http://app.example/callback'] });
    const text = await run(folder, ['--static-oauth-client-metadata', metadata]);
    assert.match(text, /redirect_uris\[0\] must use https/);
  }));
