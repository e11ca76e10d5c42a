import type { JWTPayload } from 'jose';

/** How an ID token is signed that must not be accepted. */
export type WrongSignature = 'another key' | 'none' | 'the secret' | 'the public key as a secret';

/** What an endpoint answers instead of the right response. */
export type WrongAnswer =
  | { readonly status: number; readonly body: string; readonly type?: string }
  /** There is no response until the provider is closed. */
  | 'nothing';

/** The endpoints that can be made to fail. */
export type UpstreamEndpoint = 'discovery' | 'jwks' | 'token' | 'userinfo';

/** What the provider does wrong from now on. */
export interface UpstreamFaults {
  /** Gives the claims of ID tokens, from the right ones. */
  readonly claims?: (claims: JWTPayload) => JWTPayload;
  readonly signature?: WrongSignature;
  /** The response of the token endpoint has no ID token. */
  readonly noIdToken?: boolean;
  /** Gives the claims of UserInfo, from the right ones. */
  readonly userinfo?: (claims: Readonly<Record<string, unknown>>) => object;
  /** Gives the metadata of discovery, from the right ones. */
  readonly metadata?: (metadata: Readonly<Record<string, unknown>>) => object;
  readonly answers?: Readonly<Partial<Record<UpstreamEndpoint, WrongAnswer>>>;
  /** Changes the parameters of the redirect back to the server. */
  readonly response?: (parameters: URLSearchParams) => void;
  /** The person is sent back with this error. */
  readonly error?: { readonly error: string; readonly error_description?: string };
}
