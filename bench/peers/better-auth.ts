import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { oauthProvider } from '@better-auth/oauth-provider';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { jwt } from 'better-auth/plugins';
import Database from 'better-sqlite3';
import { port, variable } from './environment';

const SCOPE = 'bench';
const initialAccessToken = Buffer.from(variable('INITIAL_ACCESS_TOKEN'));

/** As durable as Clientele's: a write-ahead log, written to the disk at every commit. */
const database = new Database(variable('DATABASE_FILE'));
database.pragma('journal_mode = WAL');
database.pragma('synchronous = FULL');

const auth = betterAuth({
  baseURL: `http://127.0.0.1:${port}`,
  secret: 'a secret of the benchmark, long enough',
  database,
  rateLimit: { enabled: false },
  emailAndPassword: { enabled: true },
  plugins: [
    jwt({ jwks: { keyPairConfig: { alg: 'RS256', modulusLength: 2048 }, keyPairConfigs: [{ alg: 'ES256' }] } }),
    oauthProvider({
      loginPage: '/sign-in',
      consentPage: '/consent',
      scopes: ['openid', 'profile', 'email', 'offline_access', SCOPE],
      resources: [
        { identifier: 'urn:bench:RS256', allowedScopes: [SCOPE], signingAlgorithm: 'RS256' },
        { identifier: 'urn:bench:ES256', allowedScopes: [SCOPE], signingAlgorithm: 'ES256' },
      ],
      enforcePerClientResources: false,
      clientPrivileges: () => true,
      allowDynamicClientRegistration: true,
      validateInitialAccessToken: ({ initialAccessToken: shown }) => {
        const bytes = Buffer.from(shown);
        return bytes.length === initialAccessToken.length && timingSafeEqual(bytes, initialAccessToken) ? {} : false;
      },
    }),
  ],
});

/** better-auth with its OAuth provider on SQLite; `/bench/clients` lists those that may have tokens. */
const start = async (): Promise<void> => {
  const { runMigrations } = await getMigrations(auth.options);
  await runMigrations();
  const clients = JSON.stringify(await createClients(Number(variable('CLIENTS'))));
  const handler = toNodeHandler(auth);
  createServer((request, response) => {
    if (request.url === '/bench/clients') response.end(clients);
    else void handler(request, response);
  }).listen(port, '127.0.0.1');
};

/** Created by an administrator: clients of dynamic registration may not use the client credentials grant here. */
const createClients = async (count: number): Promise<object[]> => {
  const { headers } = await auth.api.signUpEmail({
    body: { name: 'Bench', email: 'bench@bench.example', password: 'a password of the benchmark' },
    returnHeaders: true,
  });
  const create = (): Promise<object> =>
    auth.api.adminCreateOAuthClient({
      headers: { cookie: headers.getSetCookie().join('; ') },
      body: {
        grant_types: ['client_credentials'],
        token_endpoint_auth_method: 'client_secret_post',
        client_credentials_scopes: [SCOPE],
      },
    });
  return Promise.all(Array.from({ length: count }, create));
};

void start();
