import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  Configuration,
  customFetch,
  fetchProtectedResource,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { claimAt } from '../../../core/claims/claim-values';
import { isObject } from '../../../core/json/json';
import type { OAuthProvider, Upstream } from '../../../platform/config/upstreams/upstream';
import type { OutboundHttpService } from '../../../platform/outbound/outbound-http.service';
import type { UpstreamIdentity } from '../../../users/upstream-identity';
import { failureOf } from './classify-failure';
import { clientAuthenticationAt } from './client-authentication';
import { authTimeOf, subjectOf } from './id-token-checks';
import { parametersOf } from './request-parameters';
import { UpstreamRefused } from './upstream-errors';
import { isPlain, permitPlain, upstreamFetch } from './upstream-fetch';
import type { BegunSignIn, ReturningSignIn, UpstreamProtocol, UpstreamRequest } from './upstream-protocol';

/**
 * Sign-in at a provider that has OAuth and no OpenID Connect, as GitHub has: the person is what its user endpoint answers for
 * the access token, which is not kept.
 */
export class OAuthUpstream implements UpstreamProtocol {
  private made: Promise<Configuration> | undefined;

  constructor(
    private readonly upstream: Upstream & { readonly provider: OAuthProvider },
    private readonly outbound: OutboundHttpService,
  ) {}

  async begin(request: UpstreamRequest, redirectUri: string): Promise<BegunSignIn> {
    const code_verifier = this.upstream.usesPkce ? randomPKCECodeVerifier() : '';
    const state = randomState();
    const location = buildAuthorizationUrl(await this.configuration(), {
      ...parametersOf(this.upstream, request),
      redirect_uri: redirectUri,
      state,
      ...(code_verifier !== '' && {
        code_challenge: await calculatePKCECodeChallenge(code_verifier),
        code_challenge_method: 'S256',
      }),
    });
    const secrets = { nonce: '', code_verifier, began_at: Math.floor(Date.now() / 1000) };
    return { location: location.href, state, secrets };
  }

  async finish(query: URLSearchParams, begun: ReturningSignIn, redirectUri: string): Promise<UpstreamIdentity> {
    const { id, provider, subjectClaim } = this.upstream;
    try {
      const claims = await this.claims(new URL(`${redirectUri}?${query.toString()}`), begun);
      const auth_time = authTimeOf(undefined, begun);
      const subject = subjectOf(claimAt(claims, subjectClaim), subjectClaim);
      return { upstream: id, issuer: provider.issuer, subject, claims, ...(auth_time !== undefined && { auth_time }) };
    } catch (error) {
      throw failureOf(error);
    }
  }

  private async claims(address: URL, { state, secrets }: ReturningSignIn): Promise<Readonly<Record<string, unknown>>> {
    const { userEndpoint, emailsEndpoint } = this.upstream.provider;
    const { access_token } = await authorizationCodeGrant(await this.configuration(), address, {
      expectedState: state,
      ...(secrets.code_verifier !== '' && { pkceCodeVerifier: secrets.code_verifier }),
    });
    const person = await this.ask(userEndpoint, access_token);
    if (!isObject(person)) throw new UpstreamRefused('server_error', 'the user endpoint answers no object');
    if (emailsEndpoint === undefined) return person;
    return { ...person, ...primaryAddress(await this.ask(emailsEndpoint, access_token)) };
  }

  private async ask(endpoint: string, accessToken: string): Promise<unknown> {
    const headers = new Headers({ accept: 'application/json', 'user-agent': 'clientele' });
    const response = await fetchProtectedResource(
      await this.configuration(),
      accessToken,
      new URL(endpoint),
      'GET',
      undefined,
      headers,
    );
    if (response.status !== 200)
      throw new UpstreamRefused('server_error', `the status of ${endpoint} is ${response.status}`);
    return response.json();
  }

  private configuration(): Promise<Configuration> {
    this.made ??= this.make();
    return this.made;
  }

  private async make(): Promise<Configuration> {
    const { provider, client_id } = this.upstream;
    const metadata = {
      issuer: provider.issuer,
      authorization_endpoint: provider.authorizationEndpoint,
      token_endpoint: provider.tokenEndpoint,
    };
    const configuration = new Configuration(metadata, client_id, {}, await clientAuthenticationAt(this.upstream));
    configuration[customFetch] = upstreamFetch(this.outbound, this.upstream);
    configuration.timeout = this.upstream.timeoutSeconds;
    if (isPlain(this.upstream)) permitPlain(configuration);
    return configuration;
  }
}

/** The primary address of a list as GitHub has it: the only one that stands for the account. */
const primaryAddress = (addresses: unknown): Readonly<Record<string, unknown>> => {
  const list: readonly unknown[] = Array.isArray(addresses) ? addresses : [];
  const primary = list.find((one) => isObject(one) && one['primary'] === true);
  // It takes the place of what the user endpoint says, which the person may have entered.
  return isObject(primary)
    ? { email: primary['email'], email_verified: primary['verified'] === true }
    : { email: undefined, email_verified: false };
};
