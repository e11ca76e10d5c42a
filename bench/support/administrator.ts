import { json } from './json';

export const ADMIN_CLIENT_SECRET = 'a secret for the administrator of this test';

/** Asks `/admin` of a server whose `ADMIN_CLIENT_SECRET` is that of this file. Gives the members of the response. */
export const administrator = async (
  origin: string,
): Promise<(path: string, body: object, expected: number) => Promise<Readonly<Record<string, unknown>>>> => {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'administrator',
    client_secret: ADMIN_CLIENT_SECRET,
    scope: 'register:admin',
  });
  const { access_token } = await json(fetch(`${origin}/token`, { method: 'POST', body: form }));
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${String(access_token)}` };
  return (path, body, expected) =>
    json(fetch(`${origin}/admin/${path}`, { method: 'POST', headers, body: JSON.stringify(body) }), expected);
};

/** Registers a client at a server that is open, and gives its identifier. */
export const registered = async (origin: string): Promise<string> => {
  const { client_id } = await json(
    fetch(`${origin}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_name: 'Zoë', redirect_uris: ['https://app.example/callback'] }),
    }),
    201,
  );
  return String(client_id);
};
