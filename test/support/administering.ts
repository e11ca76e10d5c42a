import type { Answer, TestServer } from './test-server';

/** What an administrator does over HTTP, by a token of the scope `register:admin` or of another one. */
export interface Administrator {
  readonly headers: Readonly<Record<string, string>>;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Sends metadata with PUT, or a merge patch with PATCH. */
  edit(
    method: 'PUT' | 'PATCH',
    path: string,
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  remove(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** The form by which the administrator of a server obtains a token. */
export const administratorForm = ({ environment }: TestServer, scope = 'register:admin'): Record<string, string> => ({
  client_id: environment.ADMIN_CLIENT_ID,
  client_secret: environment.ADMIN_CLIENT_SECRET,
  scope,
});

/** Obtains a token of the administrator and gives the requests that it may send. */
export const administering = async (server: TestServer, scope?: string): Promise<Administrator> => {
  const authorization = { Authorization: `Bearer ${await server.accessToken(administratorForm(server, scope))}` };
  return {
    headers: authorization,
    get: (path) => server.get(path, authorization),
    post: (path, body, headers = {}) =>
      body === undefined
        ? server.send('POST', path, { ...authorization, ...headers })
        : server.send(
            'POST',
            path,
            { ...authorization, 'Content-Type': 'application/json', ...headers },
            typeof body === 'string' ? body : JSON.stringify(body),
          ),
    edit: (method, path, body, headers = {}) => {
      const type = method === 'PUT' ? 'application/json' : 'application/merge-patch+json';
      return server.send(method, path, { ...authorization, 'Content-Type': type, ...headers }, JSON.stringify(body));
    },
    remove: (path, headers = {}) => server.send('DELETE', path, { ...authorization, ...headers }),
  };
};
