import { SECOND_ISSUER_PATH } from '../../core/issuer';
import { scopeMatcher } from '../../core/metadata/scope-pattern';
import { RESERVED_SCOPES } from '../../core/metadata/scope-tokens';
import { between, type EnvironmentRule, inProduction } from './environment-rule';
import { EXTERNAL_ENDPOINT_RULES } from './external-endpoint-rules';
import { isLoopbackHost } from './kinds/addresses';
import { SIGN_IN_RULES } from './sign-in-rules';
import { isDefaultSecret, isRepetitive, looksRandom, SECRET_LENGTH } from './weak-secrets';

const reservedScopesAreNeverOffered = between(['SCOPES'], ({ SCOPES }) => {
  const [offered] = [...RESERVED_SCOPES].filter(([scope]) => scopeMatcher(SCOPES)(scope));
  return offered && `SCOPES must not offer ${offered[0]}; it belongs to ${offered[1]} alone`;
});

const defaultScopesAreOffered = between(['SCOPES', 'DEFAULT_SCOPES'], ({ SCOPES, DEFAULT_SCOPES }) => {
  const notOffered = DEFAULT_SCOPES.filter((scope) => !scopeMatcher(SCOPES)(scope));
  return notOffered.length > 0
    ? `DEFAULT_SCOPES must be offered by SCOPES; add ${notOffered.join(' ')} there`
    : undefined;
});

const managementScopeIsOffered = between(['SCOPES', 'MANAGEMENT_SCOPE'], ({ SCOPES, MANAGEMENT_SCOPE }) =>
  MANAGEMENT_SCOPE !== '' && !SCOPES.includes(MANAGEMENT_SCOPE)
    ? `MANAGEMENT_SCOPE must be offered by SCOPES, so that clients can be given it; add ${MANAGEMENT_SCOPE} there`
    : undefined,
);

const authorizationHasAGrant = between(
  ['AUTHORIZATION_ENDPOINT', 'GRANT_TYPES'],
  ({ AUTHORIZATION_ENDPOINT, GRANT_TYPES }) =>
    AUTHORIZATION_ENDPOINT && !GRANT_TYPES.some((grant) => grant === 'authorization_code' || grant === 'implicit')
      ? 'AUTHORIZATION_ENDPOINT must not be set when no grant uses it; add authorization_code to GRANT_TYPES'
      : undefined,
);

const statementsNeedTheirIssuers = between(
  ['REQUIRE_SOFTWARE_STATEMENT', 'SOFTWARE_STATEMENT_ISSUERS'],
  ({ REQUIRE_SOFTWARE_STATEMENT, SOFTWARE_STATEMENT_ISSUERS }) =>
    REQUIRE_SOFTWARE_STATEMENT && SOFTWARE_STATEMENT_ISSUERS.length === 0
      ? 'REQUIRE_SOFTWARE_STATEMENT needs an issuer whose statements are believed; name it in SOFTWARE_STATEMENT_ISSUERS'
      : undefined,
);

const openModeHasAGrant = between(
  ['REGISTRATION_MODE', 'GRANT_TYPES', 'OPEN_REGISTRATION_POLICY'],
  ({ REGISTRATION_MODE, GRANT_TYPES, OPEN_REGISTRATION_POLICY }) =>
    REGISTRATION_MODE === 'open' &&
    OPEN_REGISTRATION_POLICY === 'default-open' &&
    GRANT_TYPES.every((grant) => grant === 'client_credentials')
      ? 'OPEN_REGISTRATION_POLICY must not be default-open when GRANT_TYPES offers client_credentials only, which that policy excludes; name another policy, or set none'
      : undefined,
);

const somethingCanSign = between(['SIGNING_ALGS'], ({ SIGNING_ALGS }) =>
  SIGNING_ALGS.every((alg) => alg === 'none' || alg.startsWith('HS'))
    ? 'SIGNING_ALGS must name an algorithm that signs with a key pair; add ES256'
    : undefined,
);

const workersShareTheirDatabase = between(['WORKERS', 'DATABASE_URL'], ({ WORKERS, DATABASE_URL }) =>
  WORKERS > 1 && DATABASE_URL === 'sqlite::memory:'
    ? 'WORKERS must be 1 with sqlite::memory:, as each would have a database of its own; use sqlite:PATH'
    : undefined,
);

const USE_A_RANDOM_SECRET = 'use the output of openssl rand -base64 32';

const registrarSecretIsRandom = between(['REGISTRAR_CLIENT_SECRET'], ({ REGISTRAR_CLIENT_SECRET }) => {
  if (isDefaultSecret(REGISTRAR_CLIENT_SECRET))
    return `REGISTRAR_CLIENT_SECRET must not be the default in production; ${USE_A_RANDOM_SECRET}`;
  return looksRandom(REGISTRAR_CLIENT_SECRET)
    ? undefined
    : `REGISTRAR_CLIENT_SECRET must be random, of ${SECRET_LENGTH} characters or more, in production; ${USE_A_RANDOM_SECRET}`;
});

const administratorSecretIsRandom = between(['ADMIN_CLIENT_SECRET'], ({ ADMIN_CLIENT_SECRET }) =>
  ADMIN_CLIENT_SECRET === '' || looksRandom(ADMIN_CLIENT_SECRET)
    ? undefined
    : `ADMIN_CLIENT_SECRET must be random, of ${SECRET_LENGTH} characters or more, in production; ${USE_A_RANDOM_SECRET}`,
);

const administratorIsNoRegistrar = between(
  ['ADMIN_CLIENT_ID', 'REGISTRAR_CLIENT_ID'],
  ({ ADMIN_CLIENT_ID, REGISTRAR_CLIENT_ID }) =>
    ADMIN_CLIENT_ID === REGISTRAR_CLIENT_ID
      ? 'ADMIN_CLIENT_ID must not be REGISTRAR_CLIENT_ID; choose another one'
      : undefined,
);

const administratorTokensAreLimited = between(
  ['ADMIN_TOKEN_ISSUER', 'ADMIN_TOKEN_AUDIENCE', 'ADMIN_TOKEN_VALUES', 'ADMIN_TOKEN_READ_VALUES'],
  ({ ADMIN_TOKEN_ISSUER, ADMIN_TOKEN_AUDIENCE, ADMIN_TOKEN_VALUES, ADMIN_TOKEN_READ_VALUES }) => {
    const hasValues = ADMIN_TOKEN_VALUES.length + ADMIN_TOKEN_READ_VALUES.length > 0;
    if (ADMIN_TOKEN_ISSUER === '')
      return ADMIN_TOKEN_AUDIENCE !== '' || hasValues
        ? 'ADMIN_TOKEN_ISSUER must be set when ADMIN_TOKEN_AUDIENCE, ADMIN_TOKEN_VALUES or ADMIN_TOKEN_READ_VALUES is; name the identity provider'
        : undefined;
    if (ADMIN_TOKEN_AUDIENCE === '')
      return 'ADMIN_TOKEN_AUDIENCE must be set with ADMIN_TOKEN_ISSUER, as its tokens for other services would be accepted; name the audience of this server there';
    return hasValues
      ? undefined
      : 'ADMIN_TOKEN_VALUES or ADMIN_TOKEN_READ_VALUES must be set with ADMIN_TOKEN_ISSUER, as nobody would be an administrator; name the values of ADMIN_TOKEN_CLAIM';
  },
);

const administratorTokensAreOfAnother = between(['ADMIN_TOKEN_ISSUER', 'ISSUER'], ({ ADMIN_TOKEN_ISSUER, ISSUER }) =>
  ADMIN_TOKEN_ISSUER === ISSUER || ADMIN_TOKEN_ISSUER === ISSUER + SECOND_ISSUER_PATH
    ? 'ADMIN_TOKEN_ISSUER must not be the issuer of this server; use ADMIN_CLIENT_SECRET for tokens of this server'
    : undefined,
);

const defaultSecretStaysOnLoopback = between(
  ['NODE_ENV', 'HOST', 'ISSUER', 'REGISTRAR_CLIENT_SECRET'],
  ({ NODE_ENV, HOST, ISSUER, REGISTRAR_CLIENT_SECRET }) => {
    const isReachable = !isLoopbackAddress(HOST) || !isLoopbackHost(new URL(ISSUER).hostname);
    return NODE_ENV !== 'production' && isReachable && isDefaultSecret(REGISTRAR_CLIENT_SECRET)
      ? `REGISTRAR_CLIENT_SECRET must not be the default when HOST or ISSUER is not loopback; ${USE_A_RANDOM_SECRET}`
      : undefined;
  },
);

const secretKeysAreRandom = between(['SECRET_KEYS'], ({ SECRET_KEYS }) => {
  const weak = SECRET_KEYS.filter(isRepetitive).map(({ version }) => version);
  return weak.length > 0
    ? `SECRET_KEYS must be random in production, and the bytes of key ${weak.join(', ')} repeat; ${USE_A_RANDOM_SECRET}`
    : undefined;
});

const nodesShareTheirKeys = between(['DATABASE_URL', 'SECRET_KEYS'], ({ DATABASE_URL, SECRET_KEYS }) =>
  SECRET_KEYS.length === 0 && !DATABASE_URL.startsWith('sqlite:')
    ? 'SECRET_KEYS must be set in production with PostgreSQL; use 1:KEY with the output of openssl rand -base64 32'
    : undefined,
);

const replicasAreOfPostgres = between(
  ['DATABASE_URL', 'DATABASE_REPLICA_URLS'],
  ({ DATABASE_URL, DATABASE_REPLICA_URLS }) =>
    DATABASE_REPLICA_URLS.length > 0 && DATABASE_URL.startsWith('sqlite:')
      ? 'DATABASE_REPLICA_URLS must not be set with SQLite, which has no replicas; set DATABASE_URL to PostgreSQL'
      : undefined,
);

const sharedCountsHaveTheirStore = between(
  ['RATE_LIMIT_STORE', 'REDIS_URL', 'DATABASE_URL'],
  ({ RATE_LIMIT_STORE, REDIS_URL, DATABASE_URL }) => {
    if (RATE_LIMIT_STORE === 'database' && DATABASE_URL.startsWith('sqlite:'))
      return 'RATE_LIMIT_STORE must not be database with SQLite, which serves one machine; set memory, which counts for all of its workers';
    return (RATE_LIMIT_STORE === 'redis') === (REDIS_URL !== '')
      ? undefined
      : 'RATE_LIMIT_STORE must be redis when REDIS_URL is set, and only then; set both, or neither';
  },
);

const publicIssuersAreEncrypted = between(['HOST', 'ISSUER'], ({ HOST, ISSUER }) =>
  ISSUER.startsWith('http:') && !isLoopbackAddress(HOST)
    ? 'ISSUER must be https in production when HOST is not loopback; set it to the public address'
    : undefined,
);

const certificateHasItsKey = between(['TLS_CERT', 'TLS_KEY'], ({ TLS_CERT, TLS_KEY }) =>
  (TLS_CERT === '') === (TLS_KEY === '')
    ? undefined
    : 'TLS_CERT and TLS_KEY must be set together; set both, or neither where a proxy ends TLS',
);

const certificateHeaderComesFromProxies = between(
  ['TLS_CLIENT_CERT_HEADER', 'TRUST_PROXY'],
  ({ TLS_CLIENT_CERT_HEADER, TRUST_PROXY }) =>
    TLS_CLIENT_CERT_HEADER !== '' && TRUST_PROXY.length === 0
      ? 'TLS_CLIENT_CERT_HEADER must come from known proxies; name them in TRUST_PROXY'
      : undefined,
);

const encryptedServersHaveEncryptedIssuers = between(['TLS_CERT', 'ISSUER'], ({ TLS_CERT, ISSUER }) =>
  TLS_CERT !== '' && ISSUER.startsWith('http:') ? 'ISSUER must be https when TLS_CERT is set; set it so' : undefined,
);

const somethingEndsTls = between(['ISSUER', 'TLS_CERT', 'TRUST_PROXY'], ({ ISSUER, TLS_CERT, TRUST_PROXY }) =>
  ISSUER.startsWith('https:') && TLS_CERT === '' && TRUST_PROXY.length === 0
    ? 'ISSUER must not be https where nothing ends TLS, as every request would be refused; set TLS_CERT and TLS_KEY, or name the proxy that ends it in TRUST_PROXY'
    : undefined,
);

/** Each is checked if the variables that it names are valid by themselves. */
export const ENVIRONMENT_RULES: readonly EnvironmentRule[] = [
  reservedScopesAreNeverOffered,
  defaultScopesAreOffered,
  openModeHasAGrant,
  somethingCanSign,
  managementScopeIsOffered,
  authorizationHasAGrant,
  ...EXTERNAL_ENDPOINT_RULES,
  statementsNeedTheirIssuers,
  replicasAreOfPostgres,
  sharedCountsHaveTheirStore,
  certificateHasItsKey,
  certificateHeaderComesFromProxies,
  encryptedServersHaveEncryptedIssuers,
  somethingEndsTls,
  workersShareTheirDatabase,
  defaultSecretStaysOnLoopback,
  administratorIsNoRegistrar,
  administratorTokensAreLimited,
  administratorTokensAreOfAnother,
  ...SIGN_IN_RULES,
  inProduction(registrarSecretIsRandom),
  inProduction(administratorSecretIsRandom),
  inProduction(secretKeysAreRandom),
  inProduction(nodesShareTheirKeys),
  inProduction(publicIssuersAreEncrypted),
];

const isLoopbackAddress = (address: string): boolean =>
  isLoopbackHost(address.includes(':') ? `[${address}]` : address);
