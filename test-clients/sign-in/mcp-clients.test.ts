import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { auth as authOfAiSdk, createMCPClient } from '@ai-sdk/mcp';
import * as second from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { freePort } from '../../scripts/free-port';
import { startExample } from '../support/example-mcp-server';
import { mcpRemote } from '../support/mcp-remote';
import { McpProvider } from '../support/mcp-provider';
import { Person } from '../support/person';
import { withFolder } from '../support/program';
import { signedInSuite } from '../support/signed-in-suite';

const REDIRECT_URI = 'http://localhost:8787/callback';
const newProvider = (): McpProvider =>
  new McpProvider({
    client_name: 'An editor',
    redirect_uris: [REDIRECT_URI],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  });

/** What is called of the transports of both generations. */
interface Transport {
  finishAuth(answer: URLSearchParams): Promise<void>;
}

/** Connects, signs the user in where the client sends the user, and connects again. */
const connected = async (
  name: string,
  provider: McpProvider,
  connect: () => Promise<unknown>,
  transport: Transport,
) => {
  await assert.rejects(connect(), /Unauthorized/i);
  const answer = await new Person(name).allow(provider.address ?? '', REDIRECT_URI);
  await transport.finishAuth(answer.searchParams);
};

describe('an MCP client whose user signs in', () => {
  let resource = '';
  let stopServer = (): void => undefined;

  before(async () => {
    resource = `http://127.0.0.1:${await freePort()}/mcp`;
  });
  const suite = signedInSuite('SQLite', () => ({ resource, nodes: 1 }));
  before(async () => {
    const { issuer } = suite.running().servers;
    // What clientele resources show prints: one header, and nothing else, is needed for the other clients here.
    const address = `${issuer}/resource-metadata?${new URLSearchParams({ resource }).toString()}`;
    const environment = {
      ...{ ISSUER: issuer, RESOURCE: resource, PORT: new URL(resource).port },
      CHALLENGE: `Bearer resource_metadata="${address}", scope="tools:read"`,
    };
    const server = await startExample('server.mjs', environment, /The MCP server is at/);
    stopServer = server.close;
  });
  after(() => {
    stopServer();
  });

  test('@modelcontextprotocol/sdk signs its user in when a call is refused, and calls a tool', async () => {
    const provider = newProvider();
    const transport = (): StreamableHTTPClientTransport =>
      new StreamableHTTPClientTransport(new URL(resource), { authProvider: provider });
    const refused = transport();
    const client = new Client({ name: 'test', version: '0.0.0' });
    await connected('alice', provider, () => client.connect(refused), {
      finishAuth: (answer) => refused.finishAuth(answer.get('code') ?? ''),
    });
    await client.connect(transport());
    assert.match(JSON.stringify(await client.callTool({ name: 'whoami' })), /usr_/);
    await client.close();
  });

  test('@modelcontextprotocol/client signs its user in when a call is refused, and calls a tool', async () => {
    const provider = newProvider();
    const transport = (): second.StreamableHTTPClientTransport =>
      new second.StreamableHTTPClientTransport(new URL(resource), { authProvider: provider });
    const refused = transport();
    const client = new second.Client({ name: 'test', version: '0.0.0' });
    await connected('bob', provider, () => client.connect(refused), refused);
    await client.connect(transport());
    assert.match(JSON.stringify(await client.callTool({ name: 'whoami' })), /usr_/);
    await client.close();
  });

  test('@ai-sdk/mcp signs its user in and lists the tools: it reads the metadata at the origin of the MCP server only', async () => {
    const provider = newProvider();
    const options = { serverUrl: resource };
    assert.equal(await authOfAiSdk(provider, options), 'REDIRECT');
    const answer = await new Person('carol').allow(provider.address ?? '', REDIRECT_URI);
    const { code = '', state } = Object.fromEntries(answer.searchParams);
    const redeem = { ...options, authorizationCode: code, ...(state !== undefined && { callbackState: state }) };
    assert.equal(await authOfAiSdk(provider, redeem), 'AUTHORIZED');
    const client = await createMCPClient({ transport: { type: 'http', url: resource, authProvider: provider } });
    assert.ok('whoami' in (await client.tools()));
    await client.close();
  });

  test('mcp-remote signs its user in at the address that it prints, and shows the tools', () =>
    withFolder(async (folder) => {
      const program = mcpRemote(resource, folder);
      const address = await program.address;
      const redirectUri = address.searchParams.get('redirect_uri') ?? '';
      const answer = await new Person('dave').allow(address, redirectUri);
      assert.equal((await fetch(answer)).status, 200);
      assert.match(await program.ended, /"name": "whoami"/);
    }));
});
