import type { Configuration, Provider } from 'oidc-provider';
import { decodeJwt } from 'jose';
import { loadProvider } from './load-provider';
import { memoryAdapter } from './memory-adapter';
import type { UpstreamEndpoint, UpstreamFaults, WrongAnswer } from './upstream-faults';
import { signedBy, type UpstreamKey } from './upstream-keys';

/** A person who signs in. */
export interface Person {
  readonly sub: string;
  /** Claims of the ID token and of UserInfo, besides `sub`. */
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** When the person authenticated, in seconds since 1970; now if absent. */
  readonly auth_time?: number;
}

/** What a provider of the tests knows of its one client, and what it does. */
export interface UpstreamState {
  person: Person;
  faults: UpstreamFaults;
  key: UpstreamKey;
  readonly client: Readonly<Record<string, unknown>> & { readonly client_id: string; readonly client_secret: string };
}

const ENDPOINTS: Readonly<Record<string, UpstreamEndpoint>> = {
  '/.well-known/openid-configuration': 'discovery',
  '/jwks': 'jwks',
  '/token': 'token',
  '/me': 'userinfo',
};

/** What the middleware uses of a context of koa. */
interface Context {
  status: number;
  type: string;
  body: unknown;
  respond?: boolean | undefined;
  readonly response: { get(name: string): string | undefined };
  set(name: string, value: string): void;
}

const LIFETIMES = { AccessToken: 600, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 };

/** A real provider, whose responses are changed where the state has faults. `interaction` is where people sign in. */
export const oidcUpstream = (issuer: string, state: UpstreamState): Provider => {
  const { Provider: Constructor } = loadProvider();
  const provider = new Constructor(issuer, configurationOf(state));
  provider.use(async (context, next) => {
    const endpoint = ENDPOINTS[context.path];
    const wrong = endpoint && state.faults.answers?.[endpoint];
    if (wrong) return void answerWrongly(context, wrong);
    await next();
    if (context.status < 400) await alter(context, endpoint, state);
  });
  return provider;
};

/** The prompts of the library, and `select_account`, which it leaves to its users. */
const policyWithAccounts = (): NonNullable<NonNullable<Configuration['interactions']>['policy']> => {
  const { interactionPolicy } = loadProvider();
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  return policy;
};

const configurationOf = ({ client, key, person }: UpstreamState): Configuration => ({
  adapter: memoryAdapter(),
  clients: [client],
  claims: { openid: ['sub', 'sid'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
  conformIdTokenClaims: false,
  cookies: { keys: ['the cookies of a test'] },
  features: { devInteractions: { enabled: false } },
  findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...person.claims }) }),
  interactions: { url: (_context, { uid }) => `/interaction/${uid}`, policy: policyWithAccounts() },
  jwks: { keys: [{ ...key.privateKey.export({ format: 'jwk' }), kid: key.kid, use: 'sig', alg: 'RS256' }] },
  loadExistingGrant: async ({ oidc }) => {
    const { clientId } = oidc.client as { clientId: string };
    const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session?.accountId as string });
    grant.addOIDCScope([...oidc.requestParamScopes].join(' '));
    await grant.save();
    return grant;
  },
  pkce: { required: () => false },
  ttl: LIFETIMES,
});

const answerWrongly = (context: Context, wrong: WrongAnswer): void => {
  if (wrong === 'nothing') {
    context.respond = false;
    return;
  }
  context.status = wrong.status;
  context.type = wrong.type ?? 'application/json';
  context.body = wrong.body;
};

const alter = async (context: Context, endpoint: UpstreamEndpoint | undefined, state: UpstreamState): Promise<void> => {
  const { faults, person } = state;
  const body = context.body as Record<string, unknown>;
  changeRedirect(context, faults);
  if (endpoint === 'token') context.body = await tokenResponse(body, state);
  if (endpoint === 'userinfo')
    context.body = faults.userinfo?.({ ...body, ...person.claims }) ?? { ...body, ...person.claims };
  if (endpoint === 'discovery') context.body = faults.metadata?.(body) ?? body;
};

/** The redirect back to the server, which is at another origin. */
const changeRedirect = (context: Context, { response }: UpstreamFaults): void => {
  const location = context.response.get('location') ?? '';
  if (!response || !URL.canParse(location)) return;
  const address = new URL(location);
  if (!address.pathname.endsWith('/callback')) return;
  response(address.searchParams);
  context.set('location', address.href);
};

const tokenResponse = async (
  body: Record<string, unknown>,
  { client, faults, key, person }: UpstreamState,
): Promise<object> => {
  const { id_token, ...others } = body;
  if (typeof id_token !== 'string' || faults.noIdToken) return others;
  const { acr, amr } = person;
  const claims = { ...decodeJwt(id_token), ...person.claims, ...(acr !== undefined && { acr }), ...(amr && { amr }) };
  const { signature } = faults;
  const signed = await signedBy(key, faults.claims?.(claims) ?? claims, { signature, secret: client.client_secret });
  return { ...others, id_token: signed };
};
