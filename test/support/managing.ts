import type { Answer, RegisteredClient, TestServer } from './test-server';

type Known = Pick<RegisteredClient, 'client_id' | 'registration_access_token'>;
type Metadata = Readonly<Record<string, unknown>>;

/** What RFC 7592 section 2.2 forbids in an update. */
export const FORBIDDEN_IN_UPDATES = [
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
] as const;

const bearer = ({ registration_access_token }: Known): Record<string, string> => ({
  Authorization: `Bearer ${registration_access_token}`,
});

type Headers_ = Readonly<Record<string, string>>;

/** What a client does with its registration. */
export interface Managing {
  send(method: string, body?: unknown, headers?: Headers_): Promise<Answer>;
  read(): Promise<Answer>;
  /** `client_id` is added, because an update needs it. */
  put(metadata: Metadata, headers?: Headers_): Promise<Answer>;
  patch(metadata: Metadata, headers?: Headers_): Promise<Answer>;
  remove(headers?: Headers_): Promise<Answer>;
  rotateSecret(body?: unknown, headers?: Headers_): Promise<Answer>;
}

/** The client that presents its registration access token at its own address, on one of the nodes. */
export const managing = (server: TestServer, client: Known): Managing => {
  const path = `/register/${client.client_id}`;
  const send = (method: string, body?: unknown, headers: Headers_ = {}): Promise<Answer> =>
    server.send(
      method,
      path,
      { ...bearer(client), ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
      body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    );
  return {
    send,
    read: () => send('GET'),
    put: (metadata: Metadata, headers?: Headers_) => send('PUT', { client_id: client.client_id, ...metadata }, headers),
    patch: (metadata: Metadata, headers?: Headers_) =>
      send('PATCH', metadata, { 'Content-Type': 'application/merge-patch+json', ...headers }),
    remove: (headers?: Headers_) => send('DELETE', undefined, headers),
    rotateSecret: (body?: unknown, headers: Headers_ = {}) =>
      server.send(
        'POST',
        `${path}/secret`,
        { ...bearer(client), ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
        body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      ),
  };
};

/** What GET answered, less what must not be sent back. */
export const updateOf = (information: Metadata): Metadata =>
  Object.fromEntries(
    Object.entries(information).filter(([member]) => !FORBIDDEN_IN_UPDATES.some((one) => one === member)),
  );
