import { betterAuth } from './better-auth';
import { clientele } from './clientele';
import { mcpSdk } from './mcp-sdk';
import { nodeOidcProvider } from './node-oidc-provider';
import type { Target } from './target';

/** The one that the others are compared with. */
export const OURS = 'clientele-sqlite';

/** All that is measured. */
export const TARGETS: readonly Target[] = [...clientele(), ...nodeOidcProvider(), betterAuth(), mcpSdk()];
