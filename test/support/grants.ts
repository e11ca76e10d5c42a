import { createHash, randomUUID } from 'node:crypto';
import { TransactionsService } from '../../src/platform/database/transactions.service';
import { deleteExpired } from '../../src/platform/replay/delete-expired';
import type { NewGrant } from '../../src/user-grants/new-grant';
import { UserGrantsService } from '../../src/user-grants/user-grants.service';
import { UsersService } from '../../src/users/users.service';
import { ALL_BUT_DATE } from './all-but-date';
import { contextOf } from './context-of';
import type { Answer, RegisteredClient, TestServer } from './test-server';
import { MCP_SERVER } from './with-sign-in';

/** The redirect URI of clients of {@link aClientOfPeople}. */
export const CALLBACK = 'http://127.0.0.1:49152/callback';
/** RFC 7636 appendix B. */
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

type Parameters_ = Readonly<Record<string, string>>;

/** A public client as programs for the Model Context Protocol register, with these members. */
export const aClientOfPeople = (own: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  redirect_uris: ['http://127.0.0.1/callback'],
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  ...own,
});

/** The tokens of a grant. */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** The credentials of a client in the form. */
export const formOf = ({ client_id, client_secret }: RegisteredClient): Record<string, string> => ({
  client_id,
  ...(typeof client_secret === 'string' && { client_secret }),
});

/** What a person authorizes, as the authorization endpoint stores it at the end of its flow. Gives the code. */
export const authorize = async (
  server: TestServer,
  { client_id }: Pick<RegisteredClient, 'client_id'>,
  own: Partial<NewGrant> = {},
): Promise<{ readonly code: string; readonly grant_id: string }> =>
  server.app.get(UserGrantsService, { strict: false }).create(contextOf(server), {
    sub: own.sub ?? (await somebody(server, {}, 'alice')),
    client_id,
    upstream: 'corp',
    resources: [MCP_SERVER],
    scope: ['tools:read', 'tools:write'],
    auth_time: new Date(),
    redirect_uri: CALLBACK,
    isRedirectUriSent: true,
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    mayRefresh: true,
    ...own,
  });

/** The token request for a code; a parameter that is empty is not sent. */
export const redeem = (
  server: TestServer,
  client: RegisteredClient,
  code: string,
  own: Parameters_ = {},
  headers: Parameters_ = {},
): Promise<Answer> => {
  const usual = { grant_type: 'authorization_code', ...formOf(client), code, redirect_uri: CALLBACK };
  return server.token({ ...usual, code_verifier: VERIFIER, ...own }, headers);
};

/** The token request for a refresh token. */
export const refresh = (
  server: TestServer,
  client: RegisteredClient,
  refresh_token: string,
  own: Parameters_ = {},
  headers: Parameters_ = {},
): Promise<Answer> => server.token({ grant_type: 'refresh_token', ...formOf(client), refresh_token, ...own }, headers);

/** The tokens of a new grant of a client; fails unless they are given. */
export const tokensOf = async (
  server: TestServer,
  client: RegisteredClient,
  own: Partial<NewGrant> = {},
): Promise<Tokens & { readonly grant_id: string }> => {
  const { code, grant_id } = await authorize(server, client, own);
  const { json, text } = await redeem(server, client, code);
  if (typeof json['refresh_token'] !== 'string') throw new Error(`no tokens: ${text}`);
  return { ...(json as unknown as Tokens), grant_id };
};

/** Lets this number of seconds pass on all nodes of this process, until `jest.useRealTimers`. */
export const pass = (seconds: number): void => {
  jest.useFakeTimers({ doNotFake: ALL_BUT_DATE, now: Date.now() + seconds * 1000 });
};

/** Signs a person in at the provider of `WITH_SIGN_IN`: a new one, unless the subject is one who did before. Gives the `sub`. */
export const somebody = async (
  server: TestServer,
  claims: Readonly<Record<string, unknown>> = {},
  subject: string = randomUUID(),
): Promise<string> => {
  const identity = { upstream: 'corp', issuer: 'https://login.example', subject, claims };
  const users = server.app.get(UsersService, { strict: false });
  return (await users.signIn(users.personOf(contextOf(server), identity))).sub;
};

/** Lets this number of seconds pass, and deletes what has expired then, as the task does once a minute. */
export const sweep = async ({ app }: TestServer, seconds: number): Promise<void> => {
  pass(seconds);
  const transactions = app.get(TransactionsService);
  for (const table of ['authorization_codes', 'refresh_tokens', 'user_grants'] as const)
    await deleteExpired(transactions, table);
};
