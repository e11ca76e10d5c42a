import { createServer } from 'node:http';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** An MCP client of the terminal: registers, sends its user to sign in, and calls a tool with the token that it gets. */
const { RESOURCE = 'http://localhost:8080/mcp', REDIRECT_PORT = '8765' } = process.env;
const redirectUri = `http://127.0.0.1:${REDIRECT_PORT}/callback`;

/** What the SDK keeps. A real client keeps it on disk. */
const kept = {};
const provider = {
  redirectUrl: redirectUri,
  clientMetadata: {
    client_name: 'The example client',
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  },
  clientInformation: () => kept.client,
  saveClientInformation: (client) => void (kept.client = client),
  tokens: () => kept.tokens,
  saveTokens: (tokens) => void (kept.tokens = tokens),
  codeVerifier: () => kept.verifier,
  saveCodeVerifier: (verifier) => void (kept.verifier = verifier),
  redirectToAuthorization: (address) => console.log(`Open this address in your browser:\n${address}`),
};

/** Waits at the redirect URI for the browser of the user, and gives the code. */
const codeOfBrowser = () =>
  new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url, redirectUri);
      if (pathname !== '/callback') return void response.writeHead(404).end();
      response.end('You can close this window.');
      server.close();
      server.closeIdleConnections();
      const code = searchParams.get('code');
      if (code) resolve(code);
      else reject(new Error(`${searchParams.get('error')}: ${searchParams.get('error_description')}`));
    }).listen(Number(REDIRECT_PORT), '127.0.0.1');
  });

const connect = async (transport) => {
  const client = new Client({ name: 'example', version: '1.0.0' });
  await client.connect(transport);
  return client;
};

const signedIn = async () => {
  const transport = new StreamableHTTPClientTransport(new URL(RESOURCE), { authProvider: provider });
  const code = codeOfBrowser();
  try {
    return await connect(transport);
  } catch (error) {
    if (!(error instanceof UnauthorizedError)) throw error;
    await transport.finishAuth(await code);
    return connect(new StreamableHTTPClientTransport(new URL(RESOURCE), { authProvider: provider }));
  }
};

const client = await signedIn();
const { content } = await client.callTool({ name: 'whoami', arguments: {} });
console.log(content[0].text);
await client.close();
