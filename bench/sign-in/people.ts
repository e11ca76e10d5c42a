import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { registering } from '../load/requests';
import type { Shot, Traffic } from '../load/shot';
import { startGrants } from '../product-people';
import type { ClienteleServer } from '../support/clientele-server';
import { json } from '../support/json';
import { inBrowsers } from './browsers';

const CALLBACK = 'http://127.0.0.1:49152/callback';
/** RFC 7636 appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const RESOURCE = 'https://mcp.example/mcp';
const METADATA = {
  redirect_uris: ['http://127.0.0.1/callback'],
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  token_signed_response_alg: 'ES256',
};
/** The rest of an authorization request. */
const REQUEST = { response_type: 'code', code_challenge_method: 'S256', scope: 'tools:read', state: 'the state' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** A public client, and the people who authorize it. */
export interface People {
  /** Signs new people in: the cookies of their sessions. */
  signIn(count: number): Promise<string[]>;
  /**
   * Whole authorizations, one for each session: the request, of which the page comes, the decision that allows it, and the
   * redemption of the code that follows. None begins after this number of seconds; those that began end.
   */
  authorizing(sessions: readonly string[], seconds: number): Traffic;
  /** Codes of new grants, which are valid for a minute. */
  authorize(count: number): Promise<string[]>;
  /** Adds grants with a refresh token each until there are this many. */
  fill(grants: number): Promise<void>;
  redeeming(code: string, then?: (refresh_token: string) => void): Shot;
  refreshing(refresh_token: string, then?: (refresh_token: string) => void): Shot;
  close(): Promise<void>;
}

/** The variables of a server where people sign in. The provider is never asked. */
export const signInVariables = (folder: string): Readonly<Record<string, string>> => {
  const upstreams = join(folder, 'upstreams.json');
  const entry = { id: 'corp', name: 'Corp', issuer: 'https://login.example', client_id: 'a', client_secret: 'b' };
  writeFileSync(upstreams, JSON.stringify({ upstreams: [{ ...entry, allow: { everyone: true } }] }));
  return {
    SIGN_IN_UPSTREAMS: upstreams,
    RATE_LIMIT_AUTHORIZE: '0',
    RATE_LIMIT_DECISION: '0',
    SCOPES: 'tools:read offline_access',
    RESOURCES: JSON.stringify({ [RESOURCE]: { user_scopes: ['tools:read'] } }),
  };
};

/** Registers a client at a server, for which people authorize what they like. */
export const startPeople = async (server: ClienteleServer): Promise<People> => {
  const { headers = {}, body = '' } = registering(await server.registrarToken(), METADATA);
  const registered = await json(fetch(`${server.origin}/register`, { method: 'POST', headers, body }), 201);
  const client_id = String(registered['client_id']);
  const grants = await startGrants(server.environment);
  const authorized = { client_id, resource: RESOURCE, redirect_uri: CALLBACK, code_challenge: CHALLENGE };
  const shot = (parameters: Readonly<Record<string, string>>, then?: (refresh_token: string) => void): Shot => ({
    method: 'POST',
    path: '/token',
    headers: FORM,
    body: new URLSearchParams({ client_id, ...parameters }).toString(),
    expected: 200,
    ...(then && {
      then: (text) => {
        then((JSON.parse(text) as { refresh_token: string }).refresh_token);
      },
    }),
  });
  const redeeming: People['redeeming'] = (code, then) =>
    shot({ grant_type: 'authorization_code', code, code_verifier: VERIFIER }, then);
  return {
    signIn: (count) => grants.signIn(count),
    authorizing: (sessions, seconds) => inBrowsers({ ...authorized, ...REQUEST }, { sessions, seconds, redeeming }),
    authorize: (count) => grants.authorize(authorized, count),
    fill: (count) => grants.fill(authorized, count),
    redeeming,
    refreshing: (refresh_token, then) => shot({ grant_type: 'refresh_token', refresh_token }, then),
    close: () => grants.close(),
  };
};
