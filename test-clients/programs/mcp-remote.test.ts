import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { mcpServer } from '../support/mcp-server';
import { register } from '../support/registering';
import { AUTHORIZATION_ENDPOINT, serving } from '../support/serving';

const PROGRAM = join(__dirname, '..', 'node_modules', 'mcp-remote', 'dist', 'client.js');

const mcp = mcpServer(() => clientele.origin);
const clientele = serving(() => ({ RESOURCES: JSON.stringify({ [mcp.url]: { scopes: ['profile'] } }) }));

/** Gives a test a folder for what mcp-remote keeps, gone afterwards. */
const withFolder = async (use: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-mcp-remote-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Runs it until it has written what `until` finds, or ends by itself; gives all that it wrote. */
const run = (folder: string, parameters: readonly string[], until?: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, mcp.url, ...parameters], {
      env: { PATH: process.env['PATH'], HOME: folder, BROWSER: 'true', MCP_REMOTE_CONFIG_DIR: folder },
      stdio: 'pipe', // it ends when its standard input does
    });
    let written = '';
    const read = (text: string): void => {
      written += text;
      if (until?.test(written)) child.kill();
    };
    child.stdout.setEncoding('utf8').on('data', read);
    child.stderr.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    child.once('close', () => {
      resolve(written);
    });
  });

test('mcp-remote registers, keeps the client and asks its user to sign in', () =>
  withFolder(async (folder) => {
    const written = await run(folder, [], /Please authorize this client by visiting:\s+https\S+\s/);
    const address = new URL(/https:\/\/login\S+/.exec(written)?.[0] ?? 'none:');
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
    const written = await run(folder, ['--client-credentials', '--static-oauth-client-info', client]);
    assert.match(written, /"name": "greet"/);
  }));

test('mcp-remote shows its user the description of a refusal', () =>
  withFolder(async (folder) => {
    const metadata = JSON.stringify({ redirect_uris: ['http://app.example/callback'] });
    const written = await run(folder, ['--static-oauth-client-metadata', metadata]);
    assert.match(written, /redirect_uris\[0\] must use https/);
  }));
