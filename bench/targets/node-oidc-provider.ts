import { nodeRelease } from '../../scripts/node-release';
import { reading, register, registering, requestingToken } from './requests';
import { type Peer, startPeer, versionOf } from './peer';
import { CLIENTS, type RunningTarget, type Target } from './target';

const SCRIPT = 'node-oidc-provider';
/** It supports Node 22 and later. */
const node = nodeRelease('22');
const CHECKS = 'fixed initial access token, its metadata schema; gives a registration access token';

/** Its store forgets a client that was not asked for while a thousand tokens were issued. */
const FEW_CLIENTS = 8;

/** node-oidc-provider with its own store in memory, and with an adapter for PostgreSQL. */
export const nodeOidcProvider = (): Target[] => [
  {
    name: 'oidc-provider-memory',
    label: 'node-oidc-provider, memory',
    version: () => versionOf('oidc-provider'),
    node,
    durably: 'nothing; keeps the last 1000 artifacts in memory',
    checks: CHECKS,
    start: async ({ folder }) =>
      running(await startPeer({ name: 'oidc-provider-memory', script: SCRIPT, node, folder }), FEW_CLIENTS),
  },
  {
    name: 'oidc-provider-postgres',
    label: 'node-oidc-provider, PostgreSQL',
    version: () => versionOf('oidc-provider'),
    node,
    durably: 'client and token committed before the answer, in two transactions',
    checks: CHECKS,
    start: async ({ folder, postgres }) => {
      const server = await postgres();
      const DATABASE_URL = await server.database('oidc_provider');
      const plan = { name: 'oidc-provider-postgres', script: SCRIPT, node, folder, environment: { DATABASE_URL } };
      return running(await startPeer(plan), CLIENTS, server.pid);
    },
  },
];

const running = ({ pid, origin, initialAccessToken }: Peer, count: number, postgresPid?: number): RunningTarget => {
  const registration = (metadata: object): ReturnType<typeof registering> =>
    registering('/reg', initialAccessToken, metadata);
  const clients = (): ReturnType<typeof register> => register(origin, registration(CLIENT), count);
  return {
    pid,
    origin,
    postgresPid,
    isManaged: true,
    registration: (metadata) => Promise.resolve(registration(metadata)),
    tokens: async (kind) =>
      (await clients()).map((client) =>
        requestingToken('/token', client, kind === 'opaque' ? {} : { resource: `urn:bench:${kind}` }),
      ),
    readings: async () => (await clients()).map((client) => reading(client)),
  };
};

const CLIENT = {
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
  token_endpoint_auth_method: 'client_secret_post',
};
