import { randomUUID } from 'node:crypto';
import type { Shot } from './shot';

/** What a client is managed and authenticated with. */
export interface KnownClient {
  readonly client_id: string;
  readonly client_secret: string;
  readonly registration_access_token: string;
}

type Metadata = Readonly<Record<string, unknown>>;

/** A web client as they are in the field, which may also act for itself. */
export const aWebClient = (client_name: string, alg: 'RS256' | 'ES256' = 'ES256'): Metadata => ({
  client_name,
  client_uri: 'https://app.example/',
  logo_uri: 'https://app.example/logo.png',
  policy_uri: 'https://app.example/privacy',
  tos_uri: 'https://app.example/terms',
  contacts: ['admin@app.example'],
  redirect_uris: ['https://app.example/callback', 'https://app.example/silent'],
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  response_types: ['code'],
  scope: 'openid profile email',
  token_endpoint_auth_method: 'client_secret_post',
  token_signed_response_alg: alg,
});

const JSON_TYPE = { 'content-type': 'application/json' };

/** `POST /register` with a token that has the scope `register`. */
export const registering = (token: string, metadata: Metadata, then?: (body: string) => void): Shot => ({
  method: 'POST',
  path: '/register',
  headers: { ...JSON_TYPE, authorization: `Bearer ${token}` },
  body: JSON.stringify(metadata),
  expected: 201,
  ...(then && { then }),
});

/** The same with an `Idempotency-Key` that no other request has. */
export const registeringOnce = (token: string, metadata: Metadata): Shot => {
  const shot = registering(token, metadata);
  return { ...shot, headers: { ...shot.headers, 'idempotency-key': randomUUID() } };
};

/** `POST /token` by the client credentials grant. */
export const tokenFor = ({ client_id, client_secret }: Omit<KnownClient, 'registration_access_token'>): Shot => ({
  method: 'POST',
  path: '/token',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: `grant_type=client_credentials&client_id=${client_id}&client_secret=${client_secret}`,
  expected: 200,
});

const managing = ({ client_id, registration_access_token }: KnownClient): Pick<Shot, 'path' | 'headers'> => ({
  path: `/register/${client_id}`,
  headers: { authorization: `Bearer ${registration_access_token}` },
});

export const reading = (client: KnownClient): Shot => ({ method: 'GET', expected: 200, ...managing(client) });

export const replacing = (client: KnownClient, metadata: Metadata): Shot => {
  const { path, headers } = managing(client);
  const body = JSON.stringify({ client_id: client.client_id, ...metadata });
  return { method: 'PUT', path, headers: { ...JSON_TYPE, ...headers }, body, expected: 200 };
};

export const deleting = (client: KnownClient): Shot => ({ method: 'DELETE', expected: 204, ...managing(client) });

/** A token that is not that of the client. */
export const unauthorised = (client: KnownClient): Shot => ({
  ...reading({ ...client, registration_access_token: `${client.registration_access_token}x` }),
  expected: 401,
});
