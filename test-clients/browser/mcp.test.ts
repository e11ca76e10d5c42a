import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { auth as authOfSecond } from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client';
import { auth as authOfFirst } from '@modelcontextprotocol/sdk/client/auth.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Browser } from 'playwright-core';
import { freePort } from '../../scripts/free-port';
import { decide, keepPicture, newProfile, signInAs, startChromium } from '../support/chromium';
import { type ExampleProgram, startExample } from '../support/example-mcp-server';
import { type LoopbackApplication, startLoopbackApplication } from '../support/loopback-application';
import { McpProvider } from '../support/mcp-provider';
import { DATABASES, signedInSuite } from '../support/signed-in-suite';

const SDKS = { '@modelcontextprotocol/sdk': authOfFirst, '@modelcontextprotocol/client': authOfSecond };

for (const database of DATABASES)
  describe(`an MCP client, Chromium and the example server, over two nodes on ${database}`, () => {
    let browser: Browser;
    let resource = '';
    let server: ExampleProgram;
    let application: LoopbackApplication;

    before(async () => {
      resource = `http://127.0.0.1:${await freePort()}/mcp`;
    });
    const suite = signedInSuite(database, () => ({ resource }));
    before(async () => {
      const { issuer } = suite.running().servers;
      const environment = { ISSUER: issuer, RESOURCE: resource, PORT: new URL(resource).port };
      server = await startExample('server.mjs', environment, /The MCP server is at/);
      browser = await startChromium();
      application = await startLoopbackApplication();
    });
    after(async () => {
      server.close();
      application.close();
      await browser.close();
    });

    const whoami = async (provider: McpProvider): Promise<Record<string, string>> => {
      const client = new Client({ name: 'test', version: '0.0.0' });
      await client.connect(new StreamableHTTPClientTransport(new URL(resource), { authProvider: provider }));
      const { content } = await client.callTool({ name: 'whoami', arguments: {} });
      await client.close();
      return JSON.parse((content as { text: string }[])[0]?.text ?? '{}') as Record<string, string>;
    };

    for (const [name, auth] of Object.entries(SDKS))
      test(`${name} registers, its user signs in, it calls a tool, refreshes and loses its access`, async () => {
        const provider = new McpProvider({
          client_name: 'An editor',
          redirect_uris: [application.redirectUri],
          grant_types: ['authorization_code', 'refresh_token'],
          token_endpoint_auth_method: 'none',
        });
        const options = { serverUrl: resource, resourceMetadataUrl: await metadataOf(resource) };
        assert.equal(await auth(provider, options), 'REDIRECT');
        const profile = await newProfile(browser);
        const page = await profile.newPage();
        const answer = application.answer();
        await page.goto(String(provider.address));
        await decide(page, 'Allow');
        await signInAs(page, 'alice');
        const { code: authorizationCode = '', iss } = Object.fromEntries(await answer);
        await page.getByRole('heading', { name: 'Connected' }).waitFor();
        await keepPicture(page, `${database}-${name.replaceAll('/', '-')}-connected`);
        await profile.close();

        assert.equal(await auth(provider, { ...options, authorizationCode, iss }), 'AUTHORIZED');
        const caller = await whoami(provider);
        assert.match(String(caller['sub']), /^usr_/);
        assert.equal(caller['client_id'], provider.clientInformation()?.client_id);

        const before = provider.tokens();
        assert.equal(await auth(provider, options), 'AUTHORIZED');
        assert.notEqual(provider.tokens()?.access_token, before?.access_token);
        assert.deepEqual(await whoami(provider), caller);

        await revoke(suite.running().servers.issuer, provider);
        assert.equal(await auth(provider, options), 'REDIRECT');
        assert.deepEqual(provider.forgotten, ['tokens']);
      });
  });

/** Where the metadata of a resource are, as its challenge says (RFC 9728 section 5.1). */
const metadataOf = async (resource: string): Promise<URL> => {
  const { status, headers } = await fetch(resource, { method: 'POST' });
  assert.equal(status, 401);
  const [, address = ''] = /resource_metadata="([^"]+)"/.exec(headers.get('www-authenticate') ?? '') ?? [];
  return new URL(address);
};

/** Revokes what the user granted, as clients do when their user signs out (RFC 7009). */
const revoke = async (issuer: string, provider: McpProvider): Promise<void> => {
  const { client_id = '' } = provider.clientInformation() ?? {};
  const body = new URLSearchParams({ client_id, token: provider.tokens()?.refresh_token ?? '' });
  assert.equal((await fetch(`${issuer}/revoke`, { method: 'POST', body })).status, 200);
};
