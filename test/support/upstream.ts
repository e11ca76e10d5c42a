import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JWTPayload } from 'jose';
import type { Provider } from 'oidc-provider';
import { keepTrack } from './close-leftovers';
import type { Variables } from './test-app';
import { oidcUpstream, type Person, type UpstreamState } from './upstream/oidc-upstream';
import type { UpstreamFaults, WrongSignature } from './upstream/upstream-faults';
import { newUpstreamKey, signedBy } from './upstream/upstream-keys';

/** The issuer of applications of the tests, whose callbacks the providers know. */
const SERVER = 'http://localhost:3000';
const CLIENT_SECRET = 'the secret of this server at the upstream';
export const ALICE: Person = {
  sub: 'alice',
  claims: { email: 'alice@corp.example', email_verified: true, name: 'Alice' },
};

/** An entry of `SIGN_IN_UPSTREAMS`. */
export type UpstreamEntry = Readonly<Record<string, unknown>>;

/** A request that reached the provider. */
export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  /** The query. */
  readonly parameters: URLSearchParams;
}

/**
 * A real OpenID provider (oidc-provider) on this machine, where `person` signs in without a page. It is an upstream of the
 * applications of the tests.
 */
export interface TestUpstream {
  /** The id of its entry. */
  readonly id: string;
  readonly issuer: string;
  /** Who signs in from now on. */
  person: Person;
  /** What it does wrong from now on. */
  faults: UpstreamFaults;
  /** The requests that it got, the oldest first. */
  readonly requests: ReceivedRequest[];
  /** The parameters of the last authorization request. */
  readonly authorization: URLSearchParams;
  /** Its entry for `SIGN_IN_UPSTREAMS`, with further members; everybody is allowed unless they say otherwise. */
  entry(members?: UpstreamEntry): UpstreamEntry;
  /** Signs with a new key from now on. The old one is not published any more. */
  rotateKeys(): void;
  /**
   * Follows an authorization request as a browser without cookies does, and signs `person` in. Gives the address of the
   * server that the browser is sent back to.
   */
  signIn(location: string): Promise<string>;
  /** A logout token (OpenID Back-Channel Logout 1.0 section 2.4) of these claims besides the usual ones; `undefined` takes one out. */
  logoutToken(
    claims?: JWTPayload,
    how?: { readonly signature?: WrongSignature; readonly typ?: string },
  ): Promise<string>;
  close(): Promise<void>;
}

/** How a provider is started. */
export interface UpstreamOptions {
  /** The id of its entry; `corp` if absent. */
  readonly id?: string;
  /** The metadata of the client that this server is there, besides the usual ones. */
  readonly client?: Readonly<Record<string, unknown>>;
}

/** Starts a provider. */
export const startUpstream = async ({ id = 'corp', client = {} }: UpstreamOptions = {}): Promise<TestUpstream> => {
  const state: UpstreamState = {
    person: ALICE,
    faults: {},
    key: newUpstreamKey(),
    client: {
      client_id: `clientele-at-${id}`,
      client_secret: CLIENT_SECRET,
      redirect_uris: [`${SERVER}/sign-in/${id}/callback`],
      post_logout_redirect_uris: [`${SERVER}/sign-in/signed-out`],
      ...client,
    },
  };
  const requests: ReceivedRequest[] = [];
  let provider: Provider;
  const server = createServer((request, response) => {
    const { pathname: path, searchParams: parameters } = new URL(request.url ?? '/', issuer);
    requests.push({ method: request.method ?? '', path, parameters });
    const work = path.startsWith('/interaction/')
      ? interact(provider, state, request, response)
      : provider.callback()(request, response);
    void work.then(() => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  provider = oidcUpstream(issuer, state);
  const upstream: TestUpstream = {
    id,
    issuer,
    get person() {
      return state.person;
    },
    set person(person: Person) {
      state.person = person;
    },
    get faults() {
      return state.faults;
    },
    set faults(faults: UpstreamFaults) {
      state.faults = faults;
    },
    requests,
    get authorization() {
      return requests.findLast(({ path }) => path === '/auth')?.parameters ?? new URLSearchParams();
    },
    entry: (members = {}) => ({
      id,
      name: `The provider ${id}`,
      issuer,
      client_id: state.client.client_id,
      client_secret: CLIENT_SECRET,
      allow: { everyone: true },
      ...members,
    }),
    rotateKeys: () => {
      state.key = newUpstreamKey();
      provider = oidcUpstream(issuer, state);
    },
    signIn: (location) => followToServer(location, issuer),
    logoutToken: (claims = {}, { signature, typ = 'logout+jwt' } = {}) => {
      const all = { ...logoutClaims(issuer, state.client.client_id), ...claims };
      return signedBy(state.key, all, { signature, typ, secret: CLIENT_SECRET });
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return keepTrack(upstream);
};

const interact = async (
  provider: Provider,
  { person, faults }: UpstreamState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const { sub, auth_time } = person;
  const login = { accountId: sub, ...(auth_time !== undefined && { ts: auth_time }) };
  const done = { login, consent: {}, select_account: {} };
  await provider.interactionFinished(request, response, faults.error ? { ...faults.error } : done);
};

const MOST_HOPS = 10;

/** Follows redirects with the cookies of the provider until one leads away from it. */
const followToServer = async (location: string, issuer: string): Promise<string> => {
  const cookies = new Map<string, string>();
  let address = new URL(location);
  for (let hops = 0; hops < MOST_HOPS; hops += 1) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(address, { redirect: 'manual', headers: { cookie } });
    const next = response.headers.get('location');
    if (next === null) throw new Error(`${response.status} of the provider: ${await response.text()}`);
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    address = new URL(next, address);
    if (address.origin !== issuer) return address.href;
  }
  throw new Error('the provider goes on redirecting');
};

const logoutClaims = (issuer: string, client_id: string): JWTPayload => {
  const now = Math.floor(Date.now() / 1000);
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  return { iss: issuer, aud: client_id, iat: now, exp: now + 120, jti: crypto.randomUUID(), events };
};

/** Makes a file for `SIGN_IN_UPSTREAMS`, which is removed after the tests; a text is written as it is. */
const upstreamsFile = async (entries: readonly UpstreamEntry[] | string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-upstreams-'));
  keepTrack({ close: () => rm(folder, { recursive: true, force: true }) });
  const path = join(folder, 'upstreams.yaml');
  await writeFile(path, typeof entries === 'string' ? entries : JSON.stringify({ upstreams: entries }));
  return path;
};

/** The variables with which people sign in at these providers. */
export const signInAt = async (...upstreams: readonly (TestUpstream | UpstreamEntry)[]): Promise<Variables> => ({
  SIGN_IN_UPSTREAMS: await upstreamsFile(
    upstreams.map((one) =>
      typeof one['entry'] === 'function' ? (one as TestUpstream).entry() : (one as UpstreamEntry),
    ),
  ),
});
