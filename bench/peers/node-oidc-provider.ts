import { generateKeyPairSync } from 'node:crypto';
import Provider, { type Configuration, type JWK } from 'oidc-provider';
import { port, variable } from './environment';
import { postgresAdapter } from './postgres-adapter';

/** The resources whose tokens are JWTs, and what signs them. A token for no resource is opaque. */
const RESOURCE_ALGS: Readonly<Record<string, 'RS256' | 'ES256'>> = {
  'urn:bench:RS256': 'RS256',
  'urn:bench:ES256': 'ES256',
};

/** node-oidc-provider: its own store in memory, or the adapter for PostgreSQL when there is a DATABASE_URL. */
const start = async (): Promise<void> => {
  const databaseUrl = process.env['DATABASE_URL'];
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    ...configuration,
    ...(databaseUrl !== undefined && { adapter: await postgresAdapter(databaseUrl) }),
  });
  provider.listen(port, '127.0.0.1');
};

const privateJwk = (alg: 'RS256' | 'ES256'): JWK => {
  const { privateKey } =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: alg };
};

const configuration: Configuration = {
  jwks: { keys: [privateJwk('RS256'), privateJwk('ES256')] },
  cookies: { keys: ['a key of the benchmark'] },
  scopes: ['openid', 'profile', 'email', 'offline_access'],
  clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    registration: {
      enabled: true,
      initialAccessToken: variable('INITIAL_ACCESS_TOKEN'),
      issueRegistrationAccessToken: true,
    },
    registrationManagement: { enabled: true, rotateRegistrationAccessToken: false },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_ctx, resource) => ({
        scope: '',
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: RESOURCE_ALGS[resource] ?? 'RS256' } },
      }),
    },
  },
};

void start();
