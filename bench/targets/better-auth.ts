import { join } from 'node:path';
import { THIS_NODE } from '../../scripts/node-release';
import { startPeer, versionOf } from './peer';
import { type RegisteredClient, registering, requestingToken } from './requests';
import { CLIENTS, type Target } from './target';

const BASE = '/api/auth/oauth2';

/** better-auth with its OAuth provider, on SQLite. Its SQLite binding is compiled for the Node that installed it. */
export const betterAuth = (): Target => ({
  name: 'better-auth',
  label: 'better-auth, SQLite',
  version: () => `${versionOf('better-auth')}, @better-auth/oauth-provider ${versionOf('@better-auth/oauth-provider')}`,
  node: THIS_NODE,
  durably: 'client on disk before the answer',
  checks: 'fixed initial access token, its metadata schema; no registration access token',
  start: async ({ folder }) => {
    const { pid, origin, initialAccessToken } = await startPeer({
      ...{ name: 'better-auth', script: 'better-auth', node: THIS_NODE, folder },
      environment: { DATABASE_FILE: join(folder, 'better-auth.sqlite'), CLIENTS: String(CLIENTS) },
    });
    const clients = (await (await fetch(`${origin}/bench/clients`)).json()) as RegisteredClient[];
    return {
      pid,
      origin,
      isManaged: false,
      registration: (metadata) => Promise.resolve(registering(`${BASE}/register`, initialAccessToken, metadata)),
      tokens: (kind) =>
        Promise.resolve(
          clients.map((client) =>
            requestingToken(`${BASE}/token`, client, kind === 'opaque' ? {} : { resource: `urn:bench:${kind}` }),
          ),
        ),
      readings: () => Promise.resolve([]),
    };
  },
});
