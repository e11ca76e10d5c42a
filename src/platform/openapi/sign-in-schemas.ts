import type { SchemaObject } from './document-types';

const text = (description: string): SchemaObject => ({ type: 'string', description });

/** The parameters of an authorization request, as a client pushes them. */
const AUTHORIZATION_PARAMETERS: Record<string, SchemaObject> = {
  response_type: { type: 'string', enum: ['code'], description: 'What the client wants.' },
  redirect_uri: text('Where the response goes, as it was registered; a loopback address may have another port.'),
  scope: text('The scopes that are asked for, separated by spaces; those that are not offered are left out.'),
  resource: {
    type: 'array',
    items: { type: 'string', format: 'uri' },
    description: 'The resource servers that the access is for (RFC 8707).',
  },
  state: text('A text of the client, which comes back unchanged.'),
  code_challenge: text('The SHA-256 hash of the code_verifier in base64url (RFC 7636).'),
  code_challenge_method: { type: 'string', enum: ['S256'], description: 'How code_challenge was made.' },
  response_mode: { type: 'string', enum: ['query', 'form_post'], description: 'How the response is sent.' },
  prompt: text('none, or any of login, consent and select_account.'),
  max_age: { type: 'integer', minimum: 0, description: 'How many seconds ago the user may have signed in.' },
  login_hint: text('The account that is expected.'),
  acr_values: text('How the user should sign in, the best way first (RFC 9470).'),
  ui_locales: text('The languages of the page, the best one first.'),
  dpop_jkt: text('The thumbprint of the key that the code is bound to (RFC 9449 section 10).'),
  request: text('All of these as the claims of a signed JWT instead (RFC 9101).'),
};

/** The names of {@link signInSchemas}. */
export type SignInSchemaName = 'AuthorizationRequest' | 'PushedRequest' | 'LogoutToken';

/** The schemas of the endpoints of sign-in that programs call. `credentials` are the parameters of client authentication. */
export const signInSchemas = (
  credentials: Readonly<Record<string, string>>,
): Record<SignInSchemaName, SchemaObject> => ({
  AuthorizationRequest: {
    type: 'object',
    description: 'RFC 9126 section 2.1, RFC 6749 section 4.1.1.',
    properties: {
      ...AUTHORIZATION_PARAMETERS,
      ...Object.fromEntries(Object.entries(credentials).map(([name, description]) => [name, text(description)])),
    },
  },
  PushedRequest: {
    type: 'object',
    description: 'RFC 9126 section 2.2.',
    required: ['request_uri', 'expires_in'],
    properties: {
      request_uri: text('The reference that the browser takes to the authorization endpoint, once.'),
      expires_in: { type: 'integer', minimum: 1, description: 'The seconds that the reference is valid.' },
    },
  },
  LogoutToken: {
    type: 'object',
    description: 'OpenID Connect Back-Channel Logout 1.0 section 2.5.',
    required: ['logout_token'],
    properties: { logout_token: text('The logout token of the identity provider, a signed JWT.') },
  },
});
