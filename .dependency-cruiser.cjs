/** The folders that have a rule. */
const FOLDERS = [];

/** What each folder of src may import: imports run one way, and nothing imports in a circle. See docs/ARCHITECTURE.md. */
const onlyThese = (folder, allowed, comment) => {
  FOLDERS.push(folder);
  return {
    name: `${folder}-imports`,
    comment,
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
  };
};

/** What every feature may import: code without effects, and infrastructure. */
const BASE = ['core', 'platform'];

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'neither code nor types',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'core-is-pure',
      comment: 'core knows no Nest, no HTTP and no database',
      severity: 'error',
      from: { path: '^src/core/', pathNot: '\\.spec\\.ts$' },
      to: { path: 'node_modules/(@nestjs|fastify|typeorm|pg|sqlite3|undici)/' },
    },
    onlyThese('core/errors', [], 'errors know nothing of the rest of src'),
    onlyThese('core/validation', [], 'rules know nothing of the values that they check'),
    onlyThese('core/x509', [], 'certificates know no clients'),
    onlyThese('core/json', [], 'JSON knows no documents'),
    onlyThese('core/merkle', [], 'a tree knows no events'),
    onlyThese('core/standard-webhooks', [], 'a signature knows no messages'),
    onlyThese('core/hash', [], 'a hash knows no values'),
    onlyThese('core/lifetimes', [], 'numbers know nothing'),
    onlyThese('core/jose', ['core/json'], 'keys and signatures know no tokens'),
    onlyThese(
      'core/metadata',
      ['core/errors', 'core/jose', 'core/json', 'core/validation', 'core/x509'],
      'the table knows no requests',
    ),
    onlyThese('core/metadata-policy', ['core/json', 'core/validation'], 'a policy knows neither the table nor OAuth'),
    onlyThese(
      'core/policy-document',
      ['core/json', 'core/lifetimes', 'core/metadata-policy', 'core/validation'],
      'a document of policies does not know the table',
    ),

    {
      name: 'core-context-imports',
      comment: 'an issuer and a context know nothing of the rest of src',
      severity: 'error',
      from: { path: '^src/core/[^/]+\\.ts$', pathNot: '\\.spec\\.ts$' },
      to: { path: '^src/', pathNot: '^src/core/[^/]+\\.ts$' },
    },

    onlyThese('platform/config', ['core'], 'variables offer what the table supports'),
    onlyThese('platform/database', ['platform/config'], 'the database knows no entities'),
    onlyThese('platform/concurrency', [], 'a mutex knows no work'),
    onlyThese('platform/scheduling', [], 'a schedule knows no task'),
    onlyThese(
      'platform/replay',
      ['core/hash', 'platform/database', 'platform/scheduling'],
      'identifiers mean nothing here',
    ),
    onlyThese(
      'platform/rate-limits',
      ['platform/config', 'platform/database', 'platform/replay'],
      'limits know no requests',
    ),
    onlyThese(
      'platform/secrets',
      ['platform/concurrency', 'platform/config', 'platform/database'],
      'keys may be kept beside the database',
    ),
    onlyThese('platform/http', ['core', 'platform/config'], 'HTTP knows no clients'),
    onlyThese(
      'platform/outbound',
      ['core', 'platform/concurrency', 'platform/config', 'platform/http'],
      'outbound requests know no callers',
    ),
    onlyThese('platform/openapi', ['core', 'platform/config', 'platform/http'], 'descriptions know no handlers'),
    onlyThese(
      'platform/operations',
      ['core', 'platform/config', 'platform/database', 'platform/http', 'platform/openapi', 'platform/secrets'],
      'operations know no clients',
    ),
    onlyThese(
      'platform/workers',
      ['platform/config', 'platform/http', 'platform/operations', 'platform/rate-limits'],
      'processes know no requests',
    ),

    onlyThese('signing-keys', [...BASE, 'event-log'], 'keys know no tokens'),
    onlyThese('clients', BASE, 'clients know no requests'),
    onlyThese('event-log', [...BASE, 'clients'], 'the log knows who changes a client, and nothing of the rest'),
    onlyThese('webhooks', [...BASE, 'event-log', 'idempotency'], 'webhooks follow the log and know no clients'),
    onlyThese('event-log/following', [...BASE, 'event-log'], 'a follower knows what it reads, and no rows'),
    onlyThese('client-search', [...BASE, 'clients', 'event-log'], 'a search knows clients, and follows the log'),
    onlyThese('statistics', [...BASE, 'client-search', 'event-log'], 'counts know the log and the index of clients'),
    onlyThese('event-log/audit', [...BASE, 'event-log'], 'verification knows the log alone'),
    {
      name: 'events-know-no-audit',
      comment: 'events are added and sealed without those that verify them',
      severity: 'error',
      from: { path: '^src/event-log/', pathNot: '^src/event-log/audit/' },
      to: { path: '^src/event-log/audit/' },
    },
    onlyThese('users', [...BASE, 'event-log'], 'people know no clients'),
    onlyThese('user-grants', [...BASE, 'clients', 'event-log', 'users'], 'grants know no requests'),
    onlyThese(
      'client-documents',
      [...BASE, 'clients', 'event-log', 'governance', 'registration-requests'],
      'documents are judged as registrations are',
    ),
    onlyThese(
      'access-tokens',
      [...BASE, 'clients', 'event-log', 'signing-keys', 'user-grants', 'users'],
      'tokens know no requests',
    ),
    onlyThese(
      'features/sign-in',
      [
        ...BASE,
        'access-tokens',
        'authentication',
        'client-documents',
        'clients',
        'event-log',
        'governance',
        'registration-requests',
        'signing-keys',
        'user-grants',
        'users',
      ],
      'a feature imports no other',
    ),
    onlyThese('authentication/dpop', BASE, 'proofs know no tokens'),
    onlyThese(
      'authentication/bearer',
      [...BASE, 'access-tokens', 'authentication/dpop'],
      'the guard uses tokens and proofs',
    ),
    onlyThese('authentication/client', [...BASE, 'clients'], 'methods know no tokens'),
    onlyThese('governance', [...BASE, 'clients', 'event-log', 'idempotency'], 'policies and tokens know no requests'),
    onlyThese('idempotency', [...BASE, 'clients'], 'a repetition knows no requests'),
    onlyThese('registration-requests', [...BASE, 'clients', 'governance'], 'validation stores nothing'),
    onlyThese(
      'registrations',
      [...BASE, 'access-tokens', 'clients', 'governance', 'idempotency', 'registration-requests'],
      'registrations and updates know neither endpoints nor commands',
    ),
    onlyThese(
      'features/registration',
      [
        ...BASE,
        'access-tokens',
        'authentication',
        'clients',
        'governance',
        'idempotency',
        'registration-requests',
        'registrations',
      ],
      'a feature imports no other',
    ),
    onlyThese(
      'features/client-configuration',
      [...BASE, 'access-tokens', 'authentication', 'clients', 'governance', 'registration-requests', 'registrations'],
      'a feature imports no other',
    ),
    onlyThese(
      'features/token',
      [...BASE, 'access-tokens', 'authentication', 'clients', 'governance', 'signing-keys', 'user-grants', 'users'],
      'a feature imports no other',
    ),
    onlyThese(
      'features/client-transfer',
      [...BASE, 'client-search', 'clients', 'governance'],
      'a feature imports no other',
    ),
    onlyThese(
      'features/admin',
      [
        ...BASE,
        'access-tokens',
        'authentication/bearer',
        'client-search',
        'clients',
        'event-log',
        'governance',
        'idempotency',
        'registration-requests',
        'registrations',
        'statistics',
        'signing-keys',
        'webhooks',
        'client-documents',
        'user-grants',
        'users',
      ],
      'a feature imports no other',
    ),
    onlyThese(
      'features/discovery',
      [...BASE, 'access-tokens/grants', 'authentication', 'clients'],
      'derived from the table',
    ),
    onlyThese(
      'features/openapi',
      [...BASE, 'access-tokens', 'authentication/client', 'clients'],
      'the document knows no handlers',
    ),
    onlyThese(
      'features/doctor',
      [...BASE, 'clients', 'signing-keys'],
      'a check reads, and uses no service that writes',
    ),
    onlyThese(
      'commands',
      [
        ...BASE,
        'client-search',
        'clients',
        'event-log',
        'governance',
        'idempotency',
        'registration-requests',
        'registrations',
        'signing-keys',
        'statistics',
        'features/client-transfer',
        'features/doctor',
        'webhooks',
        'client-documents',
        'user-grants',
        'users',
      ],
      'programs use the same modules as the server',
    ),
    {
      name: 'every-folder-has-a-rule',
      comment: 'a new folder of src declares above what it may import',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/(core/[^/]+\\.ts$|(${FOLDERS.join('|')})/)` },
      to: {},
    },
    {
      name: 'one-writer-of-clients',
      comment: 'every change of a client goes through ClientsService, which publishes its event',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/clients/(clients\\.service|client-store\\.module)\\.ts$' },
      to: { path: '^src/clients/client-write\\.repository\\.ts$' },
    },
    {
      name: 'no-folder-imports-the-top-level',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: '^src/commands/' },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'services-take-values',
      comment:
        'modules, controllers, guards and pipes read the environment; the rest gets values (platform/config/from-environment.ts)',
      severity: 'error',
      from: {
        path: '^src/[^/]+/',
        pathNot:
          '^src/(platform|commands)/|\\.(module|controller|guard|pipe|limit|check|spec)\\.ts$|/serve-openapi\\.ts$',
      },
      to: { path: '^src/platform/config/(environment|sections/)' },
    },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, pathNot: '(migrations/|\\.d\\.ts$)' }, to: {} },
    {
      name: 'no-dev-dependencies',
      severity: 'error',
      from: { path: '^src', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.spec\\.ts$' },
  },
};
