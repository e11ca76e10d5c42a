import type { UpstreamIdentity } from '../../../users/upstream-identity';

/** What an authorization asks of the upstream. Nothing else of the request of a client reaches it. */
export interface UpstreamRequest {
  /** `login`, `consent` or `select_account`; the choice of the operator applies if absent. */
  readonly prompt?: string;
  /** In seconds (OpenID Connect Core 1.0 section 3.1.2.1). */
  readonly max_age?: number;
  readonly login_hint?: string;
  /** The values of this server, separated by spaces. */
  readonly acr_values?: string;
}

/** What has to be known when the browser comes back. It is stored sealed. */
export interface UpstreamSecrets {
  readonly nonce: string;
  /** RFC 7636 section 4.1; empty without PKCE. */
  readonly code_verifier: string;
  /** When the browser was sent away, in seconds since 1970. */
  readonly began_at: number;
}

/** A sign-in that the browser is sent to. */
export interface BegunSignIn {
  /** The address at the upstream. */
  readonly location: string;
  readonly state: string;
  readonly secrets: UpstreamSecrets;
}

/** What was stored of a {@link BegunSignIn}, and what the request asked for. */
export interface ReturningSignIn extends Pick<UpstreamRequest, 'prompt' | 'max_age' | 'acr_values'> {
  readonly state: string;
  readonly secrets: UpstreamSecrets;
}

/** How people sign in at one kind of provider. */
export interface UpstreamProtocol {
  /** Throws `UpstreamUnavailable`. */
  begin(request: UpstreamRequest, redirectUri: string): Promise<BegunSignIn>;
  /** Takes the query of the callback. Throws `UpstreamUnavailable` or `UpstreamRefused`. */
  finish(query: URLSearchParams, begun: ReturningSignIn, redirectUri: string): Promise<UpstreamIdentity>;
}
