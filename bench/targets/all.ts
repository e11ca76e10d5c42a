import type { NodeMajor } from '../../scripts/node-release';
import { betterAuth } from './better-auth';
import { clientele } from './clientele';
import { mcpSdk } from './mcp-sdk';
import { nodeOidcProvider } from './node-oidc-provider';
import type { Target } from './target';

/** All that is measured. This server runs on each of the given versions of Node, and is compared on the first. */
export const targetsOn = ([first, ...others]: readonly [NodeMajor, ...NodeMajor[]]): readonly Target[] => [
  ...clientele(first),
  ...others.flatMap((major) => clientele(major, `-node${major}`)),
  ...[...nodeOidcProvider(), betterAuth(), mcpSdk()],
];
