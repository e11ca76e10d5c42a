/** A request as `fetch` takes it, with its path. */
export interface DemoRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request of the story and the status it leads to. */
export interface Scene {
  readonly title: string;
  readonly expected: number;
  /** The request, made of the answers to those before it. */
  request(answers: readonly Readonly<Record<string, unknown>>[]): DemoRequest | Promise<DemoRequest>;
}

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

const token = (parameters: Readonly<Record<string, unknown>>): DemoRequest => ({
  method: 'POST',
  path: '/token',
  headers: FORM,
  body: new URLSearchParams(
    Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString(),
});

const register = (accessToken: unknown, metadata: object): DemoRequest => ({
  method: 'POST',
  path: '/register',
  headers: { Authorization: `Bearer ${String(accessToken)}`, 'Content-Type': 'application/json' },
  body: JSON.stringify(metadata),
});

/** The registrar registers a client, the client obtains a token, a careless registration is refused. */
export const STORY: readonly Scene[] = [
  {
    title: 'The registrar obtains an access token for the scope register',
    expected: 200,
    request: () =>
      token({
        client_id: 'registerClient',
        grant_type: 'client_credentials',
        client_secret: 'password',
        scope: 'register',
      }),
  },
  {
    title: 'With it, a client is registered',
    expected: 201,
    request: ([registrar]) =>
      register(registrar?.['access_token'], {
        grant_types: ['client_credentials'],
        scope: 'openid profile',
        redirect_uris: ['https://tmp.com'],
      }),
  },
  {
    title: 'The new client obtains a token of its own, for one of its scopes',
    expected: 200,
    request: ([, client]) =>
      token({
        client_id: client?.['client_id'],
        grant_type: 'client_credentials',
        client_secret: client?.['client_secret'],
        scope: 'profile',
      }),
  },
  {
    title: 'A registration that would send codes over plain http is refused, with the reason',
    expected: 400,
    request: ([registrar]) =>
      register(registrar?.['access_token'], { redirect_uris: ['https://app.example/cb', 'http://app.example/cb'] }),
  },
  {
    title: 'What this server can do, it publishes',
    expected: 200,
    request: () => ({ method: 'GET', path: '/.well-known/oauth-authorization-server' }),
  },
];
