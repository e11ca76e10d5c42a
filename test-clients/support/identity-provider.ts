import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Provider from 'oidc-provider';

const CLIENT_ID = 'clientele';
const CLIENT_SECRET = 'the secret of the server at its provider';

const LIFETIMES = { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 };

/** An OpenID provider of an organisation, where people sign in by their name on a page. */
export interface IdentityProvider {
  readonly issuer: string;
  /** The document for `SIGN_IN_UPSTREAMS`. */
  readonly document: string;
  /** How often somebody was asked for a name. */
  readonly pagesShown: () => number;
  close(): void;
}

/** Starts a provider that knows a server with this issuer. */
export const startIdentityProvider = async (serverIssuer: string): Promise<IdentityProvider> => {
  const found: { provider?: Provider } = {};
  let shown = 0;
  const server = createServer((request, response) => {
    const { provider } = found; // it knows its port once the server listens
    if (provider === undefined) return void response.writeHead(503).end();
    if (!request.url?.startsWith('/sign-in/')) return void provider.callback()(request, response);
    if (request.method === 'GET') shown += 1;
    interact(provider, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  found.provider = providerOf(issuer, `${serverIssuer}/sign-in/corp/callback`);
  return {
    issuer,
    document: JSON.stringify({
      upstreams: [
        {
          id: 'corp',
          name: 'The organisation',
          issuer,
          client_id: CLIENT_ID,
          client_secret: CLIENT_SECRET,
          allow: { everyone: true },
        },
      ],
    }),
    pagesShown: () => shown,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};

const providerOf = (issuer: string, callback: string): Provider => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return new Provider(issuer, {
    clients: [{ client_id: CLIENT_ID, client_secret: CLIENT_SECRET, redirect_uris: [callback] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['the cookies of a test'] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, name) => ({
      accountId: name,
      claims: () => ({ sub: name, name, email: `${name}@corp.example`, email_verified: true }),
    }),
    interactions: { url: (_context, { uid }) => `/sign-in/${uid}` },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] },
    // It asks nobody whether the server may know who they are, as providers of organisations do.
    ttl: LIFETIMES,
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: CLIENT_ID, accountId: oidc.session?.accountId ?? '' });
      grant.addOIDCScope([...oidc.requestParamScopes].join(' '));
      await grant.save();
      return grant;
    },
  });
};

const PAGE = `<!doctype html><html lang="en"><title>The organisation</title><h1>The organisation</h1>
<form method="post"><label>Name <input name="name" autocomplete="off"></label> <button>Sign in</button></form>`;

/** The page where people enter their name, and what it sends. */
const interact = async (provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  if (request.method === 'GET') return void response.setHeader('content-type', 'text/html').end(PAGE);
  const name = new URLSearchParams(await text(request)).get('name') ?? '';
  await provider.interactionFinished(request, response, { login: { accountId: name } });
};
