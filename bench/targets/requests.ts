import { json } from '../support/json';
import type { LoadRequest } from '../support/load';

/** The members of a client information response that the benchmark uses. */
export interface RegisteredClient {
  readonly client_id: string;
  readonly client_secret: string;
  readonly registration_client_uri: string;
  readonly registration_access_token: string;
}

/** A registration with a token for it. */
export const registering = (path: string, token: string, metadata: object): LoadRequest => ({
  method: 'POST',
  path,
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  body: JSON.stringify(metadata),
});

/** The client credentials grant with client_secret_post. */
export const requestingToken = (
  path: string,
  { client_id, client_secret }: RegisteredClient,
  parameters: Readonly<Record<string, string>> = {},
): LoadRequest => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams({
    grant_type: 'client_credentials',
    client_id,
    client_secret,
    ...parameters,
  }).toString(),
});

/** Reading a registration at its address. */
export const reading = ({ registration_client_uri, registration_access_token }: RegisteredClient): LoadRequest => ({
  method: 'GET',
  path: new URL(registration_client_uri).pathname,
  headers: { authorization: `Bearer ${registration_access_token}` },
});

/** Sends a request once and gives the members of its answer. Throws unless it has the expected status. */
export const send = (
  origin: string,
  { path, ...request }: LoadRequest,
  expected: number,
): Promise<Readonly<Record<string, unknown>>> =>
  json(fetch(`${origin}${path}`, { ...request, headers: { ...request.headers } }), expected);

/** Registers several clients, one after the other. */
export const register = async (origin: string, request: LoadRequest, count: number): Promise<RegisteredClient[]> => {
  const clients: RegisteredClient[] = [];
  for (let made = 0; made < count; made += 1)
    clients.push((await send(origin, request, 201)) as unknown as RegisteredClient);
  return clients;
};
