import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../scripts/free-port';
import { ClienteleServer } from '../../bench/support/clientele-server';
import { startFront } from './front';
import { type IdentityProvider, startIdentityProvider } from './identity-provider';

/** How the servers of a test are set up. */
export interface SignInPlan {
  /** A folder that is removed after the test. */
  readonly folder: string;
  readonly databaseUrl: string;
  /** The issuer: an https one, whose host only the browser of the test finds; an http one of this machine if absent. */
  readonly host?: string;
  /** The resource that people grant access to, and how it is described. */
  readonly resource: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The number of nodes; they take turns. */
  readonly nodes?: number;
}

/** Nodes where people sign in, and what belongs to them. */
export interface SignInServers {
  readonly issuer: string;
  /** The port of the proxy before the nodes. */
  readonly port: number;
  readonly identityProvider: IdentityProvider;
  /** The addresses of the nodes themselves. */
  readonly origins: readonly string[];
  close(): Promise<void>;
}

const KEY = randomBytes(32).toString('base64');

/** Starts nodes of the built product on one database, a proxy before them, and the identity provider of their people. */
export const startSignIn = async (plan: SignInPlan): Promise<SignInServers> => {
  const { folder, databaseUrl, host, resource, environment, nodes = 2 } = plan;
  const port = host === undefined ? await freePort() : undefined;
  const issuer = host === undefined ? `http://127.0.0.1:${port}` : `https://${host}`;
  const identityProvider = await startIdentityProvider(issuer);
  const upstreams = join(folder, 'upstreams.json');
  await writeFile(upstreams, identityProvider.document);
  const started: ClienteleServer[] = [];
  const front = await startFront({ folder, host, port, nodes: () => started.map(({ origin }) => origin) });
  for (let node = 1; node <= nodes; node += 1)
    started.push(
      await ClienteleServer.start({
        name: `node-${node}`,
        folder,
        databaseUrl,
        environment: {
          ISSUER: issuer,
          HOST: '127.0.0.1',
          SECRET_KEYS: `1:${KEY}`,
          SIGN_IN_UPSTREAMS: upstreams,
          SCOPES: 'tools:read tools:write offline_access',
          RESOURCES: JSON.stringify({
            [resource]: {
              name: 'Tools',
              user_scopes: ['tools:read', 'tools:write'],
              default_user_scopes: ['tools:read'],
            },
          }),
          REGISTRATION_MODE: 'open',
          RATE_LIMIT_REGISTER: '0',
          PRIVATE_USE_SCHEMES: 'cursor',
          TRUST_PROXY: '127.0.0.1',
          FETCH_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
          // A machine that is busy with other tests.
          MAX_EVENT_LOOP_DELAY: '0',
          DATABASE_TIMEOUT: '60000',
          ...environment,
        },
      }),
    );
  return {
    issuer,
    port: front.port,
    identityProvider,
    origins: started.map(({ origin }) => origin),
    close: async () => {
      front.close();
      identityProvider.close();
      await Promise.all(started.map(({ process }) => process.stop()));
    },
  };
};
