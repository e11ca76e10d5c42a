import { createHash, randomBytes } from 'node:crypto';
import { createTestApp, type Variables } from './test-app';
import type { TestDatabase } from './test-database';
import type { RegisteredClient, TestServer } from './test-server';
import { signInAt, startUpstream, type TestUpstream } from './upstream';

export const RESOURCE = 'https://mcp.example';

/** The variables of a server where people sign in, besides those of its upstreams. */
export const SIGN_IN: Variables = {
  RESOURCES: JSON.stringify({
    [RESOURCE]: { user_scopes: ['read', 'write', 'admin'], default_user_scopes: ['read'], name: 'Notes' },
    'https://other.example/mcp': { user_scopes: ['read'], default_user_scopes: ['read'] },
  }),
  DEFAULT_RESOURCE: RESOURCE,
  SCOPES: 'openid profile read write admin',
  PRIVATE_USE_SCHEMES: '*',
  FETCH_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
};

/** A server where people sign in, and its upstream. */
export const startSignIn = async (
  variables: Variables = {},
  database?: TestDatabase,
  upstream?: TestUpstream,
): Promise<{ server: TestServer; upstream: TestUpstream }> => {
  const provider = upstream ?? (await startUpstream());
  return {
    server: await createTestApp({ ...SIGN_IN, ...(await signInAt(provider)), ...variables }, database),
    upstream: provider,
  };
};

/** The metadata of a public client with a redirect URI of the web, as MCP clients register. */
export const APP = {
  client_name: 'An app',
  redirect_uris: ['https://app.example/cb'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
  scope: 'read write',
} as const;

/** Registers {@link APP}, with other members. */
export const registerApp = (
  server: TestServer,
  own: Readonly<Record<string, unknown>> = {},
): Promise<RegisteredClient> => server.register({ ...APP, ...own });

/** A code verifier and its challenge (RFC 7636). */
export const pkce = (): { readonly verifier: string; readonly challenge: string } => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};

/** A request of {@link registerApp}, with other parameters; `undefined` leaves one out. */
export const authorizationOf = (
  client_id: string,
  own: Readonly<Record<string, string | undefined>> = {},
): URLSearchParams => {
  const all: Record<string, string | undefined> = {
    response_type: 'code',
    client_id,
    redirect_uri: 'https://app.example/cb',
    state: 'the state',
    scope: 'read write',
    resource: RESOURCE,
    code_challenge: pkce().challenge,
    code_challenge_method: 'S256',
    ...own,
  };
  return new URLSearchParams(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined));
};

/** The address of such a request. */
export const authorizationUrl = (...request: Parameters<typeof authorizationOf>): string =>
  `/authorize?${authorizationOf(...request).toString()}`;
