import { nodeRelease } from '../../scripts/node-release';
import { startPeer, versionOf } from './peer';
import { registering } from './requests';
import type { Target } from './target';

const node = nodeRelease('22');

/** The registration handler of the Model Context Protocol's SDK. */
export const mcpSdk = (): Target => ({
  name: 'mcp-sdk',
  label: 'MCP SDK, memory',
  version: () => versionOf('@modelcontextprotocol/sdk'),
  node,
  durably: 'nothing; clients in a Map',
  checks: 'no token (open), its metadata schema; no registration access token',
  start: async ({ folder }) => {
    const { pid, origin, initialAccessToken } = await startPeer({
      ...{ name: 'mcp-sdk', script: 'mcp-sdk', node, folder },
    });
    return {
      pid,
      origin,
      isManaged: false,
      registration: (metadata) => Promise.resolve(registering('/register', initialAccessToken, metadata)),
      tokens: () => Promise.resolve([]),
      readings: () => Promise.resolve([]),
    };
  },
});
