import { join } from 'node:path';
import type { Variables } from './test-app';

/** The resource of {@link WITH_SIGN_IN}. */
export const MCP_SERVER = 'https://mcp.example/mcp';

/** The variables of a server where people sign in, for tests in which nobody does. */
export const WITH_SIGN_IN = {
  SIGN_IN_UPSTREAMS: join(__dirname, 'an-upstream.yaml'),
  SCOPES: 'tools:read tools:write offline_access machines',
  RESOURCES: JSON.stringify({
    [MCP_SERVER]: {
      name: 'Tools',
      scopes: ['machines'],
      user_scopes: ['tools:read', 'tools:write'],
      default_user_scopes: ['tools:read'],
      documentation: 'https://mcp.example/docs',
    },
  }),
} satisfies Variables;
