import type { SchemaObject } from './document-types';

const text = (description: string): SchemaObject => ({ type: 'string', description });
const moment = (description: string): SchemaObject => ({ type: 'string', format: 'date-time', description });
const count = (description: string): SchemaObject => ({ type: 'integer', minimum: 0, description });
const countOr = (word: string, description: string): SchemaObject => ({
  oneOf: [
    { type: 'integer', minimum: 0 },
    { type: 'string', enum: [word] },
  ],
  description,
});

/** What administrators see of every credential for registrations. */
const CREDENTIAL: Record<string, SchemaObject> = {
  label: text('The note of the operator.'),
  policy: text('The policy for its registrations, or none.'),
  max_clients: count('How many of its clients may exist at once; absent if there is no limit.'),
  clients: count('How many of its clients exist. Without a quota they are counted up to 1000.'),
  expires_at: text('When it expires, or never.'),
  created_at: moment('When it was made.'),
  created_by: { type: 'object', additionalProperties: true, description: 'On whose behalf it was made.' },
  revoked_at: moment('When it was revoked; absent if it was not.'),
};

const ALWAYS = ['label', 'policy', 'clients', 'expires_at', 'created_at', 'created_by'];

const TOKEN = {
  type: 'object',
  description: 'An initial access token as administrators see it, without the token itself.',
  required: ['id', 'state', 'uses', 'uses_left', ...ALWAYS],
  properties: {
    id: text('A UUID version 7, which the token contains.'),
    state: { type: 'string', enum: ['active', 'used up', 'expired', 'revoked'], description: 'What holds for it now.' },
    uses: countOr('unlimited', 'How many clients it may register.'),
    uses_left: countOr('unlimited', 'How many clients it may still register.'),
    ...CREDENTIAL,
  },
} satisfies SchemaObject;

const REGISTRAR = {
  type: 'object',
  description: 'A registrar as administrators see it, without its secret.',
  required: ['client_id', 'state', ...ALWAYS],
  properties: {
    client_id: text('The identifier of its client, a UUID version 7.'),
    state: { type: 'string', enum: ['active', 'expired', 'revoked'], description: 'What holds for it now.' },
    jwks_uri: text('Where it publishes its keys, if it authenticates by private_key_jwt.'),
    jwks: { type: 'object', additionalProperties: true, description: 'Its public keys, instead of jwks_uri.' },
    ...CREDENTIAL,
  },
} satisfies SchemaObject;

/** The schemas of credentials for registrations. */
export const CREDENTIAL_SCHEMAS = {
  InitialAccessToken: TOKEN,
  NewInitialAccessToken: {
    ...TOKEN,
    description: 'A new initial access token. The token itself is in this response only.',
    required: ['token', ...TOKEN.required],
    properties: { token: text('The token, for Authorization: Bearer at POST /register.'), ...TOKEN.properties },
  },
  Registrar: REGISTRAR,
  NewRegistrar: {
    ...REGISTRAR,
    description: 'A new registrar. Its secret, if it has one, is in this response only.',
    properties: { ...REGISTRAR.properties, client_secret: text('The secret, for POST /token.') },
  },
  Registrars: {
    type: 'object',
    required: ['registrars'],
    properties: { registrars: { type: 'array', items: { $ref: '#/components/schemas/Registrar' } } },
  },
  SigningKeys: {
    type: 'object',
    required: ['keys'],
    properties: {
      keys: {
        type: 'array',
        items: {
          type: 'object',
          required: ['alg', 'kid', 'state', 'created_at', 'signs_from'],
          properties: {
            alg: text('Its algorithm.'),
            kid: text('Its identifier in the JWK Set.'),
            state: { type: 'string', enum: ['signs', 'next', 'verifies'], description: 'What it does now.' },
            created_at: moment('When it was made.'),
            signs_from: moment('When it begins to sign, or began.'),
          },
        },
      },
    },
  },
  InitialAccessTokens: {
    type: 'object',
    required: ['initial_access_tokens'],
    properties: {
      initial_access_tokens: { type: 'array', items: { $ref: '#/components/schemas/InitialAccessToken' } },
    },
  },
} satisfies Record<string, SchemaObject>;
