import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keepTrack } from './close-leftovers';
import type { UpstreamEntry } from './upstream';

const CLIENT_SECRET = 'the secret of this server at the other provider';

/** What the provider answers about the person. */
export interface OAuthPerson {
  readonly user: Readonly<Record<string, unknown>>;
  readonly emails?: readonly object[];
}

/** A provider with OAuth and without OpenID, which answers as GitHub does: errors with the status 200, numbers as identifiers. */
export interface OAuthUpstream {
  person: OAuthPerson;
  /** The access tokens that it issued. */
  readonly tokens: string[];
  readonly entry: (members?: UpstreamEntry) => UpstreamEntry;
  close(): Promise<void>;
}

/** Starts a provider. */
export const startOAuthUpstream = async (id: string): Promise<OAuthUpstream> => {
  const challenges = new Map<string, string>();
  const tokens: string[] = [];
  const upstream: Pick<OAuthUpstream, 'person'> = { person: { user: { id: 7, login: 'octo' } } };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const json = (status: number, value: unknown): void => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    };
    if (pathname === '/authorize') {
      const code = randomUUID();
      challenges.set(code, searchParams.get('code_challenge') ?? '');
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      back.search = new URLSearchParams({ code, state: searchParams.get('state') ?? '' }).toString();
      response.writeHead(302, { Location: back.href }).end();
    } else if (pathname === '/token') {
      void bodyOf(request).then((form) => {
        const challenge = challenges.get(form.get('code') ?? '');
        const verifier = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url');
        if (challenge !== verifier) return void json(200, { error: 'bad_verification_code' });
        challenges.delete(form.get('code') ?? '');
        const token = `gho_${randomUUID()}`;
        tokens.push(token);
        json(200, { access_token: token, token_type: 'bearer', scope: 'read:user' });
      });
    } else if (!tokens.includes((request.headers.authorization ?? '').replace('Bearer ', '')))
      json(401, { message: 'Bad credentials' });
    else json(200, pathname === '/emails' ? (upstream.person.emails ?? []) : upstream.person.user);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const oauth = {
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    user_endpoint: `${url}/user`,
  };
  return keepTrack(
    Object.assign(upstream, {
      tokens,
      entry: (members: UpstreamEntry = {}): UpstreamEntry => ({
        id,
        client_id: 'clientele',
        client_secret: CLIENT_SECRET,
        scopes: ['read:user'],
        oauth: { ...oauth, emails_endpoint: `${url}/emails` },
        allow: { everyone: true },
        ...members,
      }),
      close: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    }),
  );
};

const bodyOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return new URLSearchParams(text);
};
