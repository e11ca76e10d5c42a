import * as vocabulary from '../../core/metadata/vocabulary';
import { type DiscoveryExtra, discoveryExtra } from './discovery-extra';
import { type MetadataExtension, metadataExtensions } from './metadata-extensions';
import { MAX_TOKEN_LIFETIME, type Resources, resources } from './resources';
import { softwareStatementIssuers, type TrustedIssuer } from './software-statement-issuers';
import { Section, Variable } from './variable';
import * as kind from './variable-kinds';
import { DEFAULT_REGISTRAR_ID, DEFAULT_REGISTRAR_SECRET } from './weak-secrets';

/** What the operator configures: one property, one variable. Given frozen by `readEnvironment`. */
export class Environment {
  @Section('Server')
  @Variable('In production, the server refuses to start with defaults that are meant for a first try.', {
    is: kind.oneOf(['development', 'test', 'production']),
    default: 'development',
  })
  readonly NODE_ENV!: 'development' | 'test' | 'production';

  @Variable('The public address of this server, the iss of its tokens; https unless the host is loopback.', {
    is: kind.issuer(),
    shown: 'http://localhost:{PORT}',
  })
  readonly ISSUER!: string;

  @Variable('The address to listen on; 0.0.0.0 is every address.', { is: kind.text(), default: '127.0.0.1' })
  readonly HOST!: string;

  @Variable('The TCP port to listen on.', { is: kind.integer(0, 65_535), default: 3000 })
  readonly PORT!: number;

  @Variable('How many processes serve this address; auto is one for each core. See docs/SCALING.md.', {
    is: kind.workers(),
    default: 1,
  })
  readonly WORKERS!: number;

  @Variable('Proxies whose X-Forwarded-For and X-Forwarded-Proto are trusted: addresses or networks.', {
    is: kind.networks(),
    default: [],
  })
  readonly TRUST_PROXY!: string[];

  @Section('TLS and client certificates')
  @Variable('The file of the server certificate with its chain; empty when a proxy terminates TLS.', {
    is: kind.text(),
    default: '',
  })
  readonly TLS_CERT!: string;

  @Variable('The file of the private key of TLS_CERT.', { is: kind.text(), default: '' })
  readonly TLS_KEY!: string;

  @Variable('The file of the authorities whose certificates authenticate clients (tls_client_auth).', {
    is: kind.text(),
    default: '',
  })
  readonly TLS_CLIENT_CA!: string;

  @Variable('The header in which a proxy of TRUST_PROXY passes the client certificate on.', {
    is: kind.headerName(),
    default: '',
  })
  readonly TLS_CLIENT_CERT_HEADER!: string;

  @Variable('Where a proxy asks clients for certificates, if not at ISSUER; published as mtls_endpoint_aliases.', {
    is: kind.issuer(),
    default: '',
  })
  readonly MTLS_ADDRESS!: string;

  @Section('Database')
  @Variable('The database; a file of SQLite, or PostgreSQL.', {
    is: kind.databaseUrl(),
    default: 'sqlite:data/clientele.sqlite',
    secret: true,
  })
  readonly DATABASE_URL!: string;

  @Variable('Replicas of DATABASE_URL for reads that may lag, PostgreSQL only; see docs/SCALING.md.', {
    is: kind.postgresUrls(),
    default: [],
    secret: true,
  })
  readonly DATABASE_REPLICA_URLS!: string[];

  @Variable('Connections to PostgreSQL that each process holds at most.', { is: kind.integer(1, 1000), default: 20 })
  readonly DATABASE_POOL_SIZE!: number;

  @Variable('How long a statement may wait for a connection, and then for its outcome, in milliseconds, before 503.', {
    is: kind.integer(100, 600_000),
    default: 5000,
  })
  readonly DATABASE_TIMEOUT!: number;

  @Variable('How long a start waits for a database that is busy, in milliseconds.', {
    is: kind.integer(0, 3_600_000),
    default: 60_000,
  })
  readonly DATABASE_START_TIMEOUT!: number;

  @Variable('Whether the schema is brought up to date at start.', { is: kind.flag(), default: true })
  readonly MIGRATE_ON_START!: boolean;

  @Section('Keys')
  @Variable(
    'Versioned 32-byte keys for hashing and sealing, VERSION:KEY, the newest first; made and kept beside the SQLite file when absent.',
    {
      is: kind.secretKeys(),
      default: [],
      secret: true,
    },
  )
  readonly SECRET_KEYS!: kind.SecretKey[];

  @Variable('Versions of SECRET_KEYS that are gone for good: clients that need them are unknown from then on.', {
    is: kind.keyVersions(),
    default: [],
  })
  readonly DROPPED_SECRET_KEYS!: number[];

  @Variable('After how many days a new signing key replaces the current one; 0 is never.', {
    is: kind.integer(0, 3650),
    default: 90,
  })
  readonly KEY_ROTATION_DAYS!: number;

  @Section('Registration')
  @Variable('protected: registration needs a token with the scope register; open: it does not.', {
    is: kind.oneOf(['protected', 'open']),
    default: 'protected',
  })
  readonly REGISTRATION_MODE!: 'protected' | 'open';

  @Variable('The client_id of the client that may obtain the scope register.', {
    is: kind.text(),
    default: DEFAULT_REGISTRAR_ID,
  })
  readonly REGISTRAR_CLIENT_ID!: string;

  @Variable('The client_secret of REGISTRAR_CLIENT_ID; a change takes effect at the next start, on every node.', {
    is: kind.text(),
    default: DEFAULT_REGISTRAR_SECRET,
    secret: true,
  })
  readonly REGISTRAR_CLIENT_SECRET!: string;

  @Variable('How long a registration sent again with the same Idempotency-Key gets the same answer, in seconds.', {
    is: kind.integer(1, 86_400),
    default: 600,
  })
  readonly IDEMPOTENCY_WINDOW!: number;

  @Section('Software statements')
  @Variable('The issuers whose software statements are accepted, and their limits; see docs/SOFTWARE-STATEMENTS.md.', {
    is: softwareStatementIssuers(),
    default: [],
  })
  readonly SOFTWARE_STATEMENT_ISSUERS!: readonly TrustedIssuer[];

  @Variable('Whether a registration without a software statement is refused.', { is: kind.flag(), default: false })
  readonly REQUIRE_SOFTWARE_STATEMENT!: boolean;

  @Section('Scopes and grants')
  @Variable('The scopes that registered clients may be given; * stands for any characters, as in storage.read:*.', {
    is: kind.words(),
    default: ['openid', 'profile', 'email', 'offline_access'],
  })
  readonly SCOPES!: string[];

  @Variable('The scopes of a client that asks for none.', { is: kind.words(), default: [] })
  readonly DEFAULT_SCOPES!: string[];

  @Variable(
    'narrow: scopes that are not offered are dropped from a registration; default: and DEFAULT_SCOPES given where none is left; reject: they are refused.',
    {
      is: kind.oneOf(['narrow', 'reject', 'default']),
      default: 'narrow',
    },
  )
  readonly SCOPE_POLICY!: 'narrow' | 'reject' | 'default';

  @Variable(
    'The grants that clients may register: registered names, or absolute URIs such as those of an external server.',
    {
      is: kind.grantTypes(vocabulary.NAMED_GRANTS),
      default: ['client_credentials', 'authorization_code', 'refresh_token'],
    },
  )
  readonly GRANT_TYPES!: vocabulary.GrantType[];

  @Variable('narrow: grants and response types that a client cannot have are dropped; reject: they are refused.', {
    is: kind.oneOf(['narrow', 'reject']),
    default: 'narrow',
  })
  readonly GRANT_POLICY!: 'narrow' | 'reject';

  @Variable('The types of authorization_details that clients may register.', { is: kind.words(), default: [] })
  readonly AUTHORIZATION_DETAILS_TYPES!: string[];

  @Section('Other client metadata')
  @Variable('infer: a web client with loopback or private-use redirect URIs becomes native; reject: it is refused.', {
    is: kind.oneOf(['infer', 'reject']),
    default: 'infer',
  })
  readonly APPLICATION_TYPE_POLICY!: 'infer' | 'reject';

  @Variable(
    'Schemes without a dot that redirect URIs of native clients may use, such as cursor or vscode; * is every one.',
    {
      is: kind.schemes(),
      default: [],
    },
  )
  readonly PRIVATE_USE_SCHEMES!: string[];

  @Variable('The ways of authentication that clients may register.', {
    is: kind.someOf(vocabulary.AUTH_METHODS),
    default: [...vocabulary.AUTH_METHODS],
  })
  readonly AUTH_METHODS!: vocabulary.AuthMethod[];

  @Variable('The subject types that clients may register.', {
    is: kind.someOf(vocabulary.SUBJECT_TYPES),
    default: ['public'],
  })
  readonly SUBJECT_TYPES!: vocabulary.SubjectType[];

  @Variable('The signature algorithms that clients may register; none is for request objects only.', {
    is: kind.someOf(vocabulary.ALL_SIGNING_ALGS),
    default: [...vocabulary.ALL_SIGNING_ALGS],
  })
  readonly SIGNING_ALGS!: vocabulary.AnySigningAlg[];

  @Variable(
    'The key encryption algorithms that clients may register; those like dir and A256KW use the client secret.',
    {
      is: kind.someOf(vocabulary.ALL_ENCRYPTION_ALGS),
      default: [...vocabulary.ENCRYPTION_ALGS],
    },
  )
  readonly ENCRYPTION_ALGS!: vocabulary.AnyEncryptionAlg[];

  @Variable(
    'A file of members of client metadata that clients may register besides the known ones; see docs/METADATA.md.',
    {
      is: metadataExtensions(),
      default: [],
    },
  )
  readonly METADATA_EXTENSIONS!: readonly MetadataExtension[];

  @Section('Management of registrations')
  @Variable('The scope with which an access token of a client opens its own registration; empty is none.', {
    is: kind.text(),
    default: '',
  })
  readonly MANAGEMENT_SCOPE!: string;

  @Variable('on_update: each update answers a new registration access token, whose first use ends the older ones.', {
    is: kind.oneOf(['never', 'on_update']),
    default: 'never',
  })
  readonly REGISTRATION_TOKEN_ROTATION!: 'never' | 'on_update';

  @Variable('The lifetime of a client secret, in seconds; 0 is unlimited. An expired one can still be rotated.', {
    is: kind.integer(0, 315_360_000),
    default: 0,
  })
  readonly CLIENT_SECRET_LIFETIME!: number;

  @Variable(
    'How long the old client secret stays valid after a rotation, in seconds, unless the caller asks for less.',
    {
      is: kind.integer(0, 2_592_000),
      default: 86_400,
    },
  )
  readonly CLIENT_SECRET_OVERLAP!: number;

  @Section('Tokens and client authentication')
  @Variable('How long an access token lives, in seconds; at most an hour (RFC 6750 section 5.3).', {
    is: kind.integer(1, MAX_TOKEN_LIFETIME),
    default: 1800,
  })
  readonly ACCESS_TOKEN_LIFETIME!: number;

  @Variable('The resource servers that tokens are issued for (RFC 8707): see docs/TOKENS.md.', {
    is: resources(),
    default: new Map(),
    shown: '{}',
  })
  readonly RESOURCES!: Resources;

  @Variable('The audience of client assertions: the issuer alone, or also the address of the token endpoint.', {
    is: kind.oneOf(['issuer', 'issuer_or_token_endpoint']),
    default: 'issuer',
  })
  readonly ASSERTION_AUDIENCE!: 'issuer' | 'issuer_or_token_endpoint';

  @Variable(
    'required: DPoP proofs must carry a nonce of this server (RFC 9449 sections 8 and 9); off: they need not.',
    {
      is: kind.oneOf(['off', 'required']),
      default: 'off',
    },
  )
  readonly DPOP_NONCE!: 'off' | 'required';

  @Variable('How old a DPoP proof may be, in seconds.', { is: kind.integer(1, 600), default: 60 })
  readonly DPOP_PROOF_LIFETIME!: number;

  @Section('Another server under the same issuer')
  @Variable(
    'The authorization endpoint of the server that shares this issuer; without it nothing of OpenID Connect is advertised.',
    {
      is: kind.endpoint(),
    },
  )
  readonly AUTHORIZATION_ENDPOINT?: string;

  @Variable('The UserInfo endpoint of that server (OpenID Connect Core 1.0 section 5.3).', {
    is: kind.endpoint(),
  })
  readonly USERINFO_ENDPOINT?: string;

  @Variable('The logout endpoint of that server (OpenID RP-Initiated Logout 1.0 section 2).', {
    is: kind.endpoint(),
  })
  readonly END_SESSION_ENDPOINT?: string;

  @Variable('The endpoint of that server for pushed authorization requests (RFC 9126 section 5).', {
    is: kind.endpoint(),
  })
  readonly PUSHED_AUTHORIZATION_REQUEST_ENDPOINT?: string;

  @Variable('The device authorization endpoint of that server (RFC 8628 section 4).', {
    is: kind.endpoint(),
  })
  readonly DEVICE_AUTHORIZATION_ENDPOINT?: string;

  @Variable('The backchannel authentication endpoint of that server (OpenID CIBA 1.0 section 7).', {
    is: kind.endpoint(),
  })
  readonly BACKCHANNEL_AUTHENTICATION_ENDPOINT?: string;

  @Variable(
    'The token endpoint of that server; the one of this server is then served at {ISSUER}/registrar/token. See docs/NEIGHBOURS.md.',
    {
      is: kind.endpoint(),
    },
  )
  readonly TOKEN_ENDPOINT?: string;

  @Variable('The keys of the tokens that TOKEN_ENDPOINT issues (RFC 8414 section 2).', { is: kind.endpoint() })
  readonly JWKS_URI?: string;

  @Variable('Where tokens of TOKEN_ENDPOINT are introspected (RFC 7662).', { is: kind.endpoint() })
  readonly INTROSPECTION_ENDPOINT?: string;

  @Variable('Where tokens of TOKEN_ENDPOINT are revoked (RFC 7009).', { is: kind.endpoint() })
  readonly REVOCATION_ENDPOINT?: string;

  @Variable('The claims about users in the ID tokens and UserInfo responses of that server; published by discovery.', {
    is: kind.words(),
    default: [],
  })
  readonly CLAIMS_SUPPORTED!: string[];

  @Variable('Members of the server metadata that no other variable sets.', {
    is: discoveryExtra(),
    default: {},
    shown: '{}',
  })
  readonly DISCOVERY_EXTRA!: DiscoveryExtra;

  @Section('Web pages of other origins')
  @Variable('The origins whose web pages may call this server, such as https://app.example; * is every one.', {
    is: kind.origins(),
    default: [],
  })
  readonly CORS_ORIGINS!: string[];

  @Variable('Headers that pages of CORS_ORIGINS may send besides those that this server uses, such as X-Trace-Id.', {
    is: kind.headerNames(),
    default: [],
  })
  readonly CORS_HEADERS!: string[];

  @Section('Outgoing requests')
  @Variable('Hosts that may be fetched from although their addresses are not public, as HOST or HOST:PORT.', {
    is: kind.hosts(),
    default: [],
  })
  readonly FETCH_ALLOW_PRIVATE_HOSTS!: string[];

  @Variable('A file of PEM certificates to trust for outgoing requests, besides those that Node trusts.', {
    is: kind.certificates(),
  })
  readonly FETCH_CA?: string;

  @Section('Rate limits')
  @Variable('Registrations without a token per address and hour in open mode, a refused one a tenth; 0 is no limit.', {
    is: kind.integer(0, 1_000_000),
    default: 20,
  })
  readonly RATE_LIMIT_REGISTER!: number;

  @Variable('Registrations without a token per IPv6 /48 or IPv4 /24 and hour in open mode; 0 is no limit.', {
    is: kind.integer(0, 1_000_000),
    default: 200,
  })
  readonly RATE_LIMIT_REGISTER_NETWORK!: number;

  @Variable('Registrations without a token of all addresses together per hour in open mode; 0 is no limit.', {
    is: kind.integer(0, 1_000_000),
    default: 2000,
  })
  readonly RATE_LIMIT_REGISTER_TOTAL!: number;

  @Variable('Trial registrations with a token per client and minute; 0 is no limit.', {
    is: kind.integer(0, 1_000_000),
    default: 600,
  })
  readonly RATE_LIMIT_VALIDATE!: number;

  @Variable('Updates and rotations of the secret per client and minute; 0 is no limit.', {
    is: kind.integer(0, 1_000_000),
    default: 60,
  })
  readonly RATE_LIMIT_UPDATE!: number;

  @Variable('Failed client authentications a minute, per client and per address, before 429; 0 is no limit.', {
    is: kind.integer(0, 1_000_000),
    default: 20,
  })
  readonly RATE_LIMIT_FAILED_AUTH!: number;

  @Variable('Failed client authentications a minute from an IPv6 /48 or IPv4 /24 before 429; 0 is no limit.', {
    is: kind.integer(0, 1_000_000),
    default: 200,
  })
  readonly RATE_LIMIT_FAILED_AUTH_NETWORK!: number;

  @Section('Load limits')
  @Variable('Requests in flight before further ones are refused with 503 and Retry-After; 0 is no limit.', {
    is: kind.integer(0, 1_000_000),
    default: 1000,
  })
  readonly MAX_REQUESTS_IN_FLIGHT!: number;

  @Variable('Requests in flight of one address (IPv6: one /64 network), TRUST_PROXY excepted; 0 is no limit.', {
    is: kind.integer(0, 1_000_000),
    default: 500,
  })
  readonly MAX_REQUESTS_IN_FLIGHT_PER_NETWORK!: number;

  @Variable('Connections at once to each process; further ones, also of probes, are closed unread; 0 is no limit.', {
    is: kind.integer(0, 1_000_000),
    default: 5000,
  })
  readonly MAX_CONNECTIONS!: number;

  @Variable('Connections at once from one address (IPv6: one /64 network), TRUST_PROXY excepted; 0 is no limit.', {
    is: kind.integer(0, 1_000_000),
    default: 1000,
  })
  readonly MAX_CONNECTIONS_PER_NETWORK!: number;

  @Variable('How late the event loop may be, in milliseconds, before requests are refused with 503; 0 is no limit.', {
    is: kind.integer(0, 60_000),
    default: 500,
  })
  readonly MAX_EVENT_LOOP_DELAY!: number;

  @Variable('How long a request may take to arrive, body included, in seconds; then it is refused with 408.', {
    is: kind.integer(1, 300),
    default: 10,
  })
  readonly REQUEST_TIMEOUT!: number;

  @Section('Operations')
  @Variable('How long requests in flight may take to finish after SIGTERM, in seconds.', {
    is: kind.integer(0, 600),
    default: 10,
  })
  readonly SHUTDOWN_TIMEOUT!: number;

  @Variable('Whether /docs and /openapi.json are served.', { is: kind.flag(), default: true })
  readonly SERVE_DOCS!: boolean;

  @Variable('How much is logged.', {
    is: kind.oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    default: 'info',
  })
  readonly LOG_LEVEL!: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}
