/** The rooms of the house: imports run one way, and nothing imports in a circle. See docs/ARCHITECTURE.md. */
const onlyThese = (room, allowed, comment) => ({
  name: `${room}-imports`,
  comment,
  severity: 'error',
  from: { path: `^src/${room}/` },
  // Every handler may say what it answers.
  to: { path: '^src/', pathNot: `^src/(openapi/answers\\.ts|(${[room, ...allowed].join('|')})/)` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Types may refer to each other within the metadata table; code may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    onlyThese('oauth', [], 'the shared kernel knows nothing of the house'),
    onlyThese('validation', [], 'rules know nothing of what they judge'),
    onlyThese('clients/metadata', ['oauth', 'validation'], 'the table is pure'),
    onlyThese('config', ['clients/metadata'], 'variables offer what the table supports'),
    onlyThese('database', ['config'], 'the database knows no entities'),
    onlyThese('expiry', ['database'], 'identifiers mean nothing here'),
    onlyThese('secrets', ['config', 'database'], 'keys may be kept beside the database'),
    onlyThese('http', ['config', 'oauth'], 'HTTP knows no clients'),
    onlyThese('keys', ['clients/metadata', 'config', 'database', 'http', 'secrets'], 'keys know no tokens'),
    onlyThese('clients', ['config', 'database', 'oauth', 'secrets', 'validation'], 'clients know no requests'),
    onlyThese('access-tokens', ['clients', 'config', 'expiry', 'keys', 'oauth'], 'tokens know no requests'),
    onlyThese('dpop', ['clients/metadata', 'config', 'expiry', 'oauth', 'secrets'], 'proofs know no tokens'),
    onlyThese('bearer', ['access-tokens', 'config', 'dpop', 'http', 'oauth'], 'the guard asks tokens and proofs'),
    onlyThese(
      'client-authentication',
      ['clients', 'config', 'expiry', 'fetching', 'http', 'oauth', 'secrets'],
      'methods ask the clients',
    ),
    onlyThese(
      'token',
      ['access-tokens', 'client-authentication', 'clients', 'config', 'dpop', 'http', 'keys', 'oauth'],
      'downwards only',
    ),
    onlyThese('fetching', ['config', 'oauth'], 'the way out knows nobody who takes it'),
    onlyThese(
      'registration',
      ['access-tokens', 'bearer', 'clients', 'config', 'database', 'expiry', 'fetching', 'http', 'oauth', 'secrets'],
      'downwards only',
    ),
    onlyThese('discovery', ['clients', 'config', 'dpop', 'http', 'oauth'], 'derived from the table'),
    onlyThese('openapi', ['clients', 'config', 'http', 'oauth'], 'descriptions know no handlers'),
    onlyThese('operations', ['config', 'database', 'http'], 'operations know no clients'),
    onlyThese('workers', ['config', 'http', 'operations'], 'processes know nothing of what they serve'),
    {
      name: 'no-room-imports-the-roof',
      severity: 'error',
      from: { path: '^src/[^/]+/' },
      to: { path: '^src/[^/]+\\.ts$' },
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
