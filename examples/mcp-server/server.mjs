import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { tokenVerifier } from './tokens.mjs';

const { ISSUER = 'http://localhost:3000', RESOURCE = 'http://localhost:8080/mcp', PORT = '8080' } = process.env;

const { origin, pathname: PATH } = new URL(RESOURCE);
/** Without it, a call is of no use. */
const SCOPE = 'tools:read';
const METADATA_PATH = `/.well-known/oauth-protected-resource${PATH}`;
const { CHALLENGE = `Bearer resource_metadata="${origin}${METADATA_PATH}", scope="${SCOPE}"` } = process.env;

const authorized = tokenVerifier({
  issuer: ISSUER,
  resource: RESOURCE,
  jwksUri: `${ISSUER}/.well-known/jwks.json`,
  challenge: CHALLENGE,
});

/** The tools, for the person and the client that a token names. */
const toolsFor = ({ sub, client_id, scope }) => {
  const server = new McpServer({ name: 'example', version: '1.0.0' });
  server.registerTool('whoami', { description: 'Says who calls, through which client, with which scopes.' }, () => ({
    content: [{ type: 'text', text: JSON.stringify({ sub, client_id, scope }) }],
  }));
  return server;
};

/** Passes on the metadata of this resource, which Clientele makes: some clients read them at this origin only. */
const passMetadataOn = async (response) => {
  const document = await fetch(`${ISSUER}/resource-metadata?${new URLSearchParams({ resource: RESOURCE })}`);
  const headers = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };
  response.writeHead(document.status, headers).end(await document.text());
};

/** Streamable HTTP without sessions: any number of processes can serve it. */
const serve = async (request, response) => {
  const { pathname } = new URL(request.url, RESOURCE);
  if (pathname === METADATA_PATH) return passMetadataOn(response);
  if (pathname !== PATH) return void response.writeHead(404).end();
  const claims = await authorized(request, response, SCOPE);
  if (claims === undefined) return;
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
  response.on('close', () => void transport.close());
  await toolsFor(claims).connect(transport);
  await transport.handleRequest(request, response);
};

createServer((request, response) => {
  serve(request, response).catch((error) => {
    console.error(error);
    response.destroy();
  });
}).listen(Number(PORT), '127.0.0.1', () => console.log(`The MCP server is at ${RESOURCE}`));
