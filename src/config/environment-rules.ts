import type { Environment } from './environment';
import { isLoopbackHost } from './variable-kinds';

/** A rule between variables: what is wrong and what to do, or nothing. */
type EnvironmentRule = (environment: Environment) => string | undefined;

const inProduction =
  (rule: EnvironmentRule): EnvironmentRule =>
  (environment) =>
    environment.NODE_ENV === 'production' ? rule(environment) : undefined;

const registerIsNeverOffered: EnvironmentRule = ({ SCOPES }) =>
  SCOPES.includes('register') ? 'SCOPES must not offer register; it belongs to the registrar alone' : undefined;

const defaultScopesAreOffered: EnvironmentRule = ({ SCOPES, DEFAULT_SCOPES }) => {
  const strange = DEFAULT_SCOPES.filter((scope) => !SCOPES.includes(scope));
  return strange.length > 0 ? `DEFAULT_SCOPES must be offered by SCOPES; add ${strange.join(' ')} there` : undefined;
};

const authorizationHasAGrant: EnvironmentRule = ({ AUTHORIZATION_ENDPOINT, GRANT_TYPES }) =>
  AUTHORIZATION_ENDPOINT && !GRANT_TYPES.some((grant) => grant === 'authorization_code' || grant === 'implicit')
    ? 'AUTHORIZATION_ENDPOINT must not be set when no grant uses it; add authorization_code to GRANT_TYPES'
    : undefined;

const statementsNeedTheirIssuers: EnvironmentRule = ({ REQUIRE_SOFTWARE_STATEMENT, SOFTWARE_STATEMENT_ISSUERS }) =>
  REQUIRE_SOFTWARE_STATEMENT && SOFTWARE_STATEMENT_ISSUERS.length === 0
    ? 'REQUIRE_SOFTWARE_STATEMENT needs an issuer whose statements are believed; name it in SOFTWARE_STATEMENT_ISSUERS'
    : undefined;

const somethingCanSign: EnvironmentRule = ({ SIGNING_ALGS }) =>
  SIGNING_ALGS.every((alg) => alg === 'none' || alg.startsWith('HS'))
    ? 'SIGNING_ALGS must name an algorithm that signs with a key pair; add ES256'
    : undefined;

const workersShareTheirDatabase: EnvironmentRule = ({ WORKERS, DATABASE_URL }) =>
  WORKERS > 1 && DATABASE_URL === 'sqlite::memory:'
    ? 'WORKERS must be 1 with sqlite::memory:, as each would have a database of its own; use sqlite:PATH'
    : undefined;

const registrarSecretIsNotTheDefault: EnvironmentRule = ({ REGISTRAR_CLIENT_SECRET }) =>
  REGISTRAR_CLIENT_SECRET === 'password'
    ? 'REGISTRAR_CLIENT_SECRET must not be the default in production; use the output of openssl rand -base64 32'
    : undefined;

const nodesShareTheirKeys: EnvironmentRule = ({ DATABASE_URL, SECRET_KEYS }) =>
  SECRET_KEYS.length === 0 && !DATABASE_URL.startsWith('sqlite:')
    ? 'SECRET_KEYS must be set in production with PostgreSQL; use 1:KEY with the output of openssl rand -base64 32'
    : undefined;

const replicasAreOfPostgres: EnvironmentRule = ({ DATABASE_URL, DATABASE_REPLICA_URLS }) =>
  DATABASE_REPLICA_URLS.length > 0 && DATABASE_URL.startsWith('sqlite:')
    ? 'DATABASE_REPLICA_URLS must not be set with SQLite, which has no replicas; set DATABASE_URL to PostgreSQL'
    : undefined;

const publicIssuersAreEncrypted: EnvironmentRule = ({ HOST, ISSUER }) =>
  ISSUER.startsWith('http:') && !isLoopbackHost(HOST.includes(':') ? `[${HOST}]` : HOST)
    ? 'ISSUER must be https in production when HOST is not loopback; set it to the public address'
    : undefined;

const certificateHasItsKey: EnvironmentRule = ({ TLS_CERT, TLS_KEY }) =>
  (TLS_CERT === '') === (TLS_KEY === '')
    ? undefined
    : 'TLS_CERT and TLS_KEY must be set together; set both, or neither where a proxy ends TLS';

const certificateHeaderComesFromProxies: EnvironmentRule = ({ TLS_CLIENT_CERT_HEADER, TRUST_PROXY }) =>
  TLS_CLIENT_CERT_HEADER !== '' && TRUST_PROXY.length === 0
    ? 'TLS_CLIENT_CERT_HEADER must come from known proxies; name them in TRUST_PROXY'
    : undefined;

const encryptedServersHaveEncryptedIssuers: EnvironmentRule = ({ TLS_CERT, ISSUER }) =>
  TLS_CERT !== '' && ISSUER.startsWith('http:') ? 'ISSUER must be https when TLS_CERT is set; set it so' : undefined;

/** Checked once every variable by itself is sound. */
export const ENVIRONMENT_RULES: readonly EnvironmentRule[] = [
  registerIsNeverOffered,
  defaultScopesAreOffered,
  somethingCanSign,
  authorizationHasAGrant,
  statementsNeedTheirIssuers,
  replicasAreOfPostgres,
  certificateHasItsKey,
  certificateHeaderComesFromProxies,
  encryptedServersHaveEncryptedIssuers,
  workersShareTheirDatabase,
  inProduction(registrarSecretIsNotTheDefault),
  inProduction(nodesShareTheirKeys),
  inProduction(publicIssuersAreEncrypted),
];
