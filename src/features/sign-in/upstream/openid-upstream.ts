import { decodeProtectedHeader } from 'jose';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type Configuration,
  customFetch,
  type CustomFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { claimAt } from '../../../core/claims/claim-values';
import { TENANT } from '../../../platform/config/upstreams/read-provider';
import type { OpenIdProvider, Upstream } from '../../../platform/config/upstreams/upstream';
import type { OutboundHttpService } from '../../../platform/outbound/outbound-http.service';
import type { UpstreamIdentity } from '../../../users/upstream-identity';
import { failureOf } from './classify-failure';
import { clientAuthenticationAt } from './client-authentication';
import { acrOf, amrOf, authTimeOf, requireAtHash, requireForThisClient, subjectOf } from './id-token-checks';
import { parametersOf } from './request-parameters';
import { UpstreamRefused, UpstreamUnavailable } from './upstream-errors';
import { isPlain, permitPlain, upstreamFetch } from './upstream-fetch';
import type { BegunSignIn, ReturningSignIn, UpstreamProtocol, UpstreamRequest } from './upstream-protocol';

const ONE_HOUR_MS = 3_600_000;
/** openid-client inserts the tenant into the issuer for this host alone. Which address is fetched is decided here. */
const ENTRA = 'https://login.microsoftonline.com/';

type Claims = Readonly<Record<string, unknown>>;

/** Sign-in at an OpenID provider, by openid-client (OpenID Connect Core 1.0 section 3.1). */
export class OpenIdUpstream implements UpstreamProtocol {
  /** The metadata of the provider, for an hour. A failure is not remembered. */
  private known: { readonly until: number; readonly configuration: Promise<Configuration> } | undefined;
  private readonly fetch: CustomFetch;

  /** `keptClaims` are the claims that UserInfo is asked for if the ID token misses one. */
  constructor(
    private readonly upstream: Upstream & { readonly provider: OpenIdProvider },
    private readonly keptClaims: readonly string[],
    outbound: OutboundHttpService,
  ) {
    this.fetch = upstreamFetch(outbound, upstream);
  }

  async begin(request: UpstreamRequest, redirectUri: string): Promise<BegunSignIn> {
    const configuration = await this.configuration();
    const code_verifier = this.upstream.usesPkce ? randomPKCECodeVerifier() : '';
    const [state, nonce] = [randomState(), randomNonce()];
    const location = buildAuthorizationUrl(configuration, {
      ...parametersOf(this.upstream, request),
      redirect_uri: redirectUri,
      state,
      nonce,
      ...(code_verifier !== '' && {
        code_challenge: await calculatePKCECodeChallenge(code_verifier),
        code_challenge_method: 'S256',
      }),
    });
    return {
      location: location.href,
      state,
      secrets: { nonce, code_verifier, began_at: Math.floor(Date.now() / 1000) },
    };
  }

  async finish(query: URLSearchParams, begun: ReturningSignIn, redirectUri: string): Promise<UpstreamIdentity> {
    const configuration = await this.configuration();
    try {
      return this.identityOf(await this.claims(configuration, `${redirectUri}?${query.toString()}`, begun), begun);
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** The metadata of the provider, with what this server is there. Throws {@link UpstreamUnavailable}, for unsafe metadata too. */
  async configuration(): Promise<Configuration> {
    if (!this.known || this.known.until < Date.now())
      this.known = { until: Date.now() + ONE_HOUR_MS, configuration: this.discover() };
    const { known } = this;
    try {
      return await known.configuration;
    } catch (error) {
      if (this.known === known) this.known = undefined;
      const failure = failureOf(error);
      throw failure instanceof UpstreamRefused ? new UpstreamUnavailable('error', failure.message) : failure;
    }
  }

  private async discover(): Promise<Configuration> {
    const { provider, client_id } = this.upstream;
    const address = provider.issuer.includes(TENANT) ? ENTRA : provider.metadataAddress;
    const configuration = await discovery(
      new URL(address),
      client_id,
      { id_token_signed_response_alg: provider.idTokenAlg },
      await clientAuthenticationAt(this.upstream),
      {
        [customFetch]: (url, options) =>
          this.fetch(url.includes('/.well-known/') ? provider.metadataAddress : url, options),
        execute: [enableNonRepudiationChecks, ...(isPlain(this.upstream) ? [permitPlain] : [])],
        timeout: this.upstream.timeoutSeconds,
      },
    );
    requireSoundMetadata(configuration, this.upstream);
    return configuration;
  }

  /** Redeems the code, once, and gives the claims of the ID token and, if one is missing, of UserInfo. */
  private async claims(configuration: Configuration, address: string, begun: ReturningSignIn): Promise<Claims> {
    const { state, secrets } = begun;
    const tokens = await authorizationCodeGrant(configuration, new URL(address), {
      expectedState: state,
      expectedNonce: secrets.nonce,
      idTokenExpected: true,
      ...(secrets.code_verifier !== '' && { pkceCodeVerifier: secrets.code_verifier }),
    });
    const claims: Claims = tokens.claims() ?? {};
    const { alg = '' } = decodeProtectedHeader(tokens.id_token ?? '');
    requireAtHash(claims['at_hash'], tokens.access_token, alg);
    requireForThisClient(claims, this.upstream.client_id, this.upstream.tenants);
    if (!this.isUserInfoNeeded(configuration, claims)) return claims;
    return { ...(await fetchUserInfo(configuration, tokens.access_token, String(claims['sub']))), ...claims };
  }

  private isUserInfoNeeded(configuration: Configuration, claims: Claims): boolean {
    const isMissing = this.keptClaims.some((name) => claimAt(claims, name) === undefined);
    return this.upstream.asksUserInfo && isMissing && configuration.serverMetadata().userinfo_endpoint !== undefined;
  }

  private identityOf(claims: Claims, begun: ReturningSignIn): UpstreamIdentity {
    const { id, subjectClaim, acr } = this.upstream;
    const auth_time = authTimeOf(claims['auth_time'], begun);
    const reached = acrOf(claims['acr'], acr, begun.acr_values);
    const amr = amrOf(claims['amr']);
    return {
      upstream: id,
      issuer: String(claims['iss']),
      subject: subjectOf(claimAt(claims, subjectClaim), subjectClaim),
      claims,
      ...(auth_time !== undefined && { auth_time }),
      ...(reached !== undefined && { acr: reached }),
      ...(amr && { amr }),
      ...(typeof claims['sid'] === 'string' && { sid: claims['sid'] }),
    };
  }
}

/** The metadata are those of the issuer that the operator wrote (OpenID Connect Discovery 1.0 section 4.3), and all addresses https. */
const requireSoundMetadata = (configuration: Configuration, upstream: Upstream): void => {
  const metadata = configuration.serverMetadata();
  if (metadata.issuer !== upstream.provider.issuer)
    throw new UpstreamRefused('server_error', `the metadata are those of the issuer ${metadata.issuer}`);
  const endpoints = [
    metadata.authorization_endpoint,
    metadata.token_endpoint,
    metadata.jwks_uri,
    metadata.userinfo_endpoint,
  ];
  for (const endpoint of [...endpoints.slice(0, 3), endpoints[3] ?? metadata.token_endpoint])
    if (endpoint === undefined || !isPermitted(endpoint, isPlain(upstream)))
      throw new UpstreamRefused('server_error', 'the metadata miss an endpoint, or one is not https');
};

const isPermitted = (address: string, isPlainPermitted: boolean): boolean =>
  URL.canParse(address) && ['https:', ...(isPlainPermitted ? ['http:'] : [])].includes(new URL(address).protocol);
