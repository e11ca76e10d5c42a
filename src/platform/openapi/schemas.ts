import { ADMINISTRATION_SCHEMAS } from './administration-schemas';
import type { SchemaObject } from './document-types';
import { HEALTH_SCHEMAS } from './health-schemas';
import type { SignInSchemaName } from './sign-in-schemas';

/** The names of the schemas of responses. Those of client metadata come from the table, those of forms from their DTOs. */
export type SchemaName =
  | keyof typeof FIXED_SCHEMAS
  | SignInSchemaName
  | 'ClientMetadata'
  | 'ClientUpdate'
  | 'RegistrableMetadata'
  | 'ClientInformation';

const text = (description: string): SchemaObject => ({ type: 'string', description });
const address = (description: string): SchemaObject => ({ type: 'string', format: 'uri', description });
const words = (description: string): SchemaObject => ({ type: 'array', items: { type: 'string' }, description });

/** RFC 6749 section 5.2: printable ASCII without double quotes and backslashes. */
const PLAIN = '^[\\x20-\\x21\\x23-\\x5b\\x5d-\\x7e]*$';
const plain = (description: string): SchemaObject => ({ type: 'string', pattern: PLAIN, description });

const ERROR_MEMBERS: Record<string, SchemaObject> = {
  error: plain('A code for machines.'),
  error_description: plain('A sentence for people: member, rule, remedy.'),
};

export const FIXED_SCHEMAS = {
  OAuthError: {
    type: 'object',
    description: 'RFC 6749 section 5.2.',
    required: ['error', 'error_description'],
    properties: ERROR_MEMBERS,
  },
  RegistrationError: {
    type: 'object',
    description: 'RFC 7591 section 3.2.2. The first fault is the error; errors, an extension, has all of them.',
    required: ['error', 'error_description'],
    properties: {
      ...ERROR_MEMBERS,
      errors: {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          required: ['member', 'rule'],
          properties: {
            member: plain('The member and the place in it, such as redirect_uris[1].'),
            rule: plain('The rule that is broken.'),
            remedy: plain('What to do.'),
            example: { type: 'object', description: 'JSON that keeps the rule, where the body was none.' },
          },
        },
      },
    },
  },
  ClientPatch: {
    type: 'object',
    description: 'A merge patch (RFC 7396) of ClientMetadata: null returns a member to its default.',
    additionalProperties: true,
  },
  RequestReport: {
    type: 'object',
    description: 'The differences between the registered metadata and the request. An extension.',
    required: ['ignored', 'dropped', 'changed', 'added'],
    properties: {
      ignored: {
        type: 'array',
        description: 'Members that the server does not know or does not accept from clients, 100 at most.',
        items: {
          type: 'object',
          required: ['member'],
          properties: {
            member: text('As it was sent.'),
            did_you_mean: text('The known member with the nearest name.'),
          },
        },
      },
      dropped: {
        type: 'array',
        description: 'Scopes, grants and other items that this server does not permit the client.',
        items: {
          type: 'object',
          required: ['member', 'values'],
          properties: { member: text('The member.'), values: words('What it lost.') },
        },
      },
      changed: words('Members that would get another value than was sent.'),
      added: words('Members that were not sent and would have a value: defaults, and second names of members.'),
    },
  },
  SecretRotation: {
    type: 'object',
    properties: {
      overlap: { type: 'integer', minimum: 0, description: 'The seconds that the old secret stays valid.' },
    },
  },
  ...ADMINISTRATION_SCHEMAS,
  Introspection: {
    type: 'object',
    description: 'RFC 7662 section 2.2. For a token that is not active there are no other members.',
    required: ['active'],
    additionalProperties: true,
    properties: {
      active: { type: 'boolean', description: 'Whether the token is valid now.' },
      token_type: { type: 'string', enum: ['Bearer', 'DPoP'], description: 'How the token is presented.' },
      scope: text('The scopes that it carries.'),
      client_id: text('The client that it was given to.'),
      exp: { type: 'integer', description: 'When it expires, in seconds since 1970.' },
      cnf: { type: 'object', description: 'The keys that it is bound to (RFC 8705, RFC 9449).' },
    },
  },
  TokenResponse: {
    type: 'object',
    description: 'RFC 6749 section 5.1.',
    required: ['access_token', 'token_type', 'expires_in'],
    properties: {
      access_token: text('A JWT (RFC 9068).'),
      token_type: { type: 'string', enum: ['Bearer', 'DPoP'], description: 'How the token is presented.' },
      expires_in: { type: 'integer', minimum: 1, description: 'The seconds that the token lives.' },
      scope: text('The scopes that were given.'),
      authorization_details: { type: 'array', items: { type: 'object' }, description: 'RFC 9396 section 7.' },
    },
  },
  ServerMetadata: {
    type: 'object',
    description: 'RFC 8414 section 2. Members about features that the server does not have are omitted.',
    required: ['issuer', 'token_endpoint', 'registration_endpoint'],
    properties: {
      issuer: address('The identifier of the server, the iss of its tokens.'),
      token_endpoint: address('Where tokens are obtained.'),
      registration_endpoint: address('Where clients register.'),
      jwks_uri: address('Where the public keys are.'),
      authorization_endpoint: address('Where users are sent, at the server that shares the issuer.'),
      grant_types_supported: words('The grants that clients may register.'),
      response_types_supported: words('The response types that clients may register.'),
      scopes_supported: words('The scopes that clients may register.'),
      token_endpoint_auth_methods_supported: words('How clients may authenticate.'),
      dpop_signing_alg_values_supported: words('What DPoP proofs may be signed with (RFC 9449).'),
      code_challenge_methods_supported: words('The methods of PKCE (RFC 7636).'),
    },
  },
  ProtectedResource: {
    type: 'object',
    description: 'RFC 9728 section 2.',
    required: ['resource', 'authorization_servers'],
    additionalProperties: true,
    properties: {
      resource: address('The address of the resource.'),
      authorization_servers: words('Who issues tokens for it.'),
      scopes_supported: words('The scopes that it asks for.'),
      dpop_signing_alg_values_supported: words('What DPoP proofs may be signed with (RFC 9449).'),
    },
  },
  JwkSet: {
    type: 'object',
    description: 'RFC 7517 section 5: public keys only.',
    required: ['keys'],
    properties: {
      keys: { type: 'array', items: { type: 'object', additionalProperties: true } },
    },
  },
  ...HEALTH_SCHEMAS,
} satisfies Record<string, SchemaObject>;
