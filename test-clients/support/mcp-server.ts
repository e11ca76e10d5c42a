import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before } from 'node:test';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import * as oauth from 'oauth4webapi';

const METADATA_PATH = '/.well-known/oauth-protected-resource/mcp';
const insecure = { [oauth.allowInsecureRequests]: true };

/**
 * Serves an MCP server with one tool to who has an access token of `issuer` for it. Everybody else is sent to `issuer`
 * by its RFC 9728 document. It is the resource of the clients in the tests of one file.
 */
export const mcpServer = (issuer: () => string): { readonly url: string } => {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const resource = `${origin()}/mcp`;
    if (request.url === METADATA_PATH) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ resource, authorization_servers: [issuer()], scopes_supported: ['profile'] }));
    } else if (request.url !== '/mcp') response.writeHead(404).end();
    else if (await isAllowed(request, issuer(), resource)) await serveTools(request, response);
    else
      response.writeHead(401, { 'www-authenticate': `Bearer resource_metadata="${origin()}${METADATA_PATH}"` }).end();
  };
  before(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    get url() {
      return `${origin()}/mcp`;
    },
  };
};

const isAllowed = async ({ headers }: IncomingMessage, issuer: string, resource: string): Promise<boolean> => {
  if (headers.authorization === undefined) return false;
  const options = { ...insecure, algorithm: 'oauth2' } as const;
  const url = new URL(issuer);
  const server = await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, options));
  const request = new Request(resource, { headers: { authorization: headers.authorization } });
  const claims = await oauth.validateJwtAccessToken(server, request, resource, insecure);
  return claims.client_id !== '';
};

const serveTools = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const server = new McpServer({ name: 'test', version: '0.0.0' });
  server.registerTool('greet', { description: 'Greets.' }, () => ({ content: [{ type: 'text', text: 'hello' }] }));
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: true });
  response.on('close', () => void transport.close());
  await server.connect(transport);
  await transport.handleRequest(request, response);
};
