import type { SchemaObject } from './document-types';

const text = (description: string): SchemaObject => ({ type: 'string', description });
const texts = (description: string): SchemaObject => ({ type: 'array', items: { type: 'string' }, description });
const moment = (description: string): SchemaObject => ({ type: 'string', format: 'date-time', description });

const GRANT: SchemaObject = {
  type: 'object',
  description: 'One authorization of a user for a client, without its tokens.',
  required: [
    ...['id', 'state', 'sub', 'client_id', 'upstream', 'redirect_host', 'resources', 'scope', 'auth_time'],
    ...['may_refresh', 'created_at', 'last_used_at', 'expires_at'],
  ],
  properties: {
    id: text('A UUID version 7. Access tokens of the grant have it as the claim grant.'),
    state: { type: 'string', enum: ['active', 'expired', 'revoked'], description: 'What holds for it now.' },
    sub: text('The user.'),
    client_id: text('The client.'),
    upstream: text('The id of the identity provider where the user signed in.'),
    redirect_host: text('The host that the code was sent to, or the private-use scheme.'),
    resources: texts('The resources, in the spelling of the operator.'),
    scope: texts('What the client may do there.'),
    auth_time: moment('When the user authenticated.'),
    acr: text('How strongly, if the identity provider said so.'),
    amr: texts('By which methods, if the identity provider said so.'),
    may_refresh: { type: 'boolean', description: 'Whether the client gets refresh tokens.' },
    created_at: moment('When the user decided.'),
    last_used_at: moment('When tokens of the grant were obtained last.'),
    expires_at: moment('When its last token expires.'),
    revoked_at: moment('When it was revoked; absent if it was not.'),
    revoked_because: text('Why it was revoked, such as user, operator or refresh_token_reused.'),
  },
};

const USER: SchemaObject = {
  type: 'object',
  description: 'A person who signed in here.',
  required: ['sub', 'state', 'account', 'upstream', 'issuer', 'upstream_subject', 'created_at', 'signed_in_at'],
  properties: {
    sub: text('The sub of access tokens: usr_ and random characters.'),
    state: { type: 'string', enum: ['active', 'disabled'], description: 'Whether the user can sign in.' },
    account: text('The name of the account on pages.'),
    upstream: text('The id of the identity provider where the user signs in.'),
    issuer: text('The issuer of that identity provider.'),
    upstream_subject: text('The subject by which the identity provider knows the user.'),
    created_at: moment('When the user signed in first.'),
    signed_in_at: moment('When the user signed in last.'),
    disabled_at: moment('When the user was disabled; absent if the user is not.'),
  },
};

/** The schemas of users and of what they authorized. */
export const USER_SCHEMAS = {
  User: USER,
  Users: {
    type: 'object',
    required: ['users'],
    properties: { users: { type: 'array', items: { $ref: '#/components/schemas/User' } } },
  },
  UserExport: {
    type: 'object',
    description: 'All that is kept of a user, without secrets.',
    required: ['sub', 'upstream', 'issuer', 'upstream_subject', 'claims', 'created_at', 'signed_in_at'],
    additionalProperties: true,
    properties: {
      sub: text('The sub of access tokens.'),
      upstream: text('The id of the identity provider.'),
      issuer: text('Its issuer.'),
      upstream_subject: text('The subject by which it knows the user.'),
      claims: { type: 'object', additionalProperties: true, description: 'The claims that are kept.' },
      created_at: moment('When the user signed in first.'),
      signed_in_at: moment('When the user signed in last.'),
      disabled_at: moment('When the user was disabled; absent if the user is not.'),
    },
  },
  UserGrant: GRANT,
  UserGrants: {
    type: 'object',
    required: ['grants'],
    properties: { grants: { type: 'array', items: { $ref: '#/components/schemas/UserGrant' } } },
  },
} satisfies Record<string, SchemaObject>;
