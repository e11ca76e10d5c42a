import { oneOf, scopes, seconds, setsOf, someListed } from '../kinds/choice';
import { jwkSet } from '../kinds/key-set';
import { text, texts } from '../kinds/text';
import { httpsAddress, redirectUris, webPage } from '../kinds/uri';
import { row } from '../metadata-row';
import * as vocabulary from '../vocabulary';

/** OAuth 2.0 Dynamic Client Registration and its management (RFC 7591, RFC 7592). */
export const CLIENT_REGISTRATION = {
  client_id: row('The identifier of the client.', { is: text(), from: 'RFC 7591 section 3.2.1', issued: 'always' }),
  client_secret: row('The secret of the client.', { is: text(), from: 'RFC 7591 section 3.2.1', issued: 'sometimes' }),
  client_secret_expires_at: row('When the secret expires, in seconds since 1970; 0 means never.', {
    is: seconds(),
    from: 'RFC 7591 section 3.2.1',
    issued: 'sometimes',
  }),
  registration_access_token: row('The bearer token for registration_client_uri.', {
    is: text(),
    from: 'RFC 7592 section 3',
    issued: 'sometimes',
  }),
  grant_types: row('The grants that the client may use; those that this server does not offer are dropped.', {
    is: someListed(),
    narrowedBy: 'GRANT_TYPES',
    from: 'RFC 7591 section 2',
    default: ['authorization_code'],
    narrowsTo: vocabulary.beginsAlone,
    advertisedAs: 'grant_types_supported',
    advertisedFor: 'token_endpoint',
  }),
  redirect_uris: row('The addresses to which the user agent may be redirected.', {
    is: redirectUris(),
    from: 'RFC 7591 section 2',
    default: [],
    rejectedWith: 'invalid_redirect_uri',
  }),
  token_endpoint_auth_method: row('How the client authenticates at the token endpoint.', {
    is: oneOf(vocabulary.AUTH_METHODS),
    narrowedBy: 'AUTH_METHODS',
    from: 'RFC 7591 section 2',
    default: 'client_secret_post',
    advertisedAs: 'token_endpoint_auth_methods_supported',
    advertisedFor: 'token_endpoint',
  }),
  response_types: row(
    'The response types that the client may use, each a set of words in any order; those whose grants this server does not offer are dropped.',
    {
      is: setsOf(vocabulary.RESPONSE_TYPES),
      from: 'RFC 7591 section 2',
      default: ['code'],
      narrowsTo: () => true,
    },
  ),
  contacts: row('How to contact the people responsible for the client.', {
    is: texts(),
    from: 'RFC 7591 section 2',
    default: [],
  }),
  client_id_issued_at: row('When the client was registered, in seconds since 1970.', {
    is: seconds(),
    from: 'RFC 7591 section 3.2.1',
    issued: 'always',
  }),
  scope: row('The scopes that the client may request; those that this server does not offer are dropped.', {
    is: scopes(),
    from: 'RFC 7591 section 2',
    advertisedAs: 'scopes_supported',
    advertisedFor: 'token_endpoint',
  }),
  jwks: row('The public keys of the client by value.', {
    is: jwkSet(),
    from: 'RFC 7591 section 2',
    default: ({ jwks_uri }: { readonly jwks_uri?: string }) => (jwks_uri === undefined ? { keys: [] } : undefined),
  }),
  registration_client_uri: row('The address at which the client reads, changes and deletes its registration.', {
    is: text(),
    from: 'RFC 7592 section 3',
    issued: 'sometimes',
  }),
  client_name: row('The name that is shown to the user.', {
    is: text(200),
    from: 'RFC 7591 section 2',
    localizable: true,
  }),
  client_uri: row('The page about the client.', {
    is: webPage(),
    from: 'RFC 7591 section 2',
    localizable: true,
  }),
  logo_uri: row('The logo of the client; never fetched by this server.', {
    is: webPage(),
    from: 'RFC 7591 section 2',
    localizable: true,
  }),
  tos_uri: row('The terms of service.', {
    is: webPage(),
    from: 'RFC 7591 section 2',
    localizable: true,
  }),
  policy_uri: row('The page that states how the client treats personal data.', {
    is: webPage(),
    from: 'RFC 7591 section 2',
    localizable: true,
  }),
  jwks_uri: row('The address of the public keys of the client.', {
    is: httpsAddress(),
    from: 'RFC 7591 section 2',
  }),
  software_id: row('The identifier that all installations of the same software share.', {
    is: text(255),
    from: 'RFC 7591 section 2',
  }),
  software_version: row('The version of that software; compared for equality only.', {
    is: text(255),
    from: 'RFC 7591 section 2',
  }),
  software_statement: row('The signed statement about the software, unchanged.', {
    is: text(65_536),
    from: 'RFC 7591 section 3.1.1',
    rejectedWith: 'invalid_software_statement',
  }),
};
