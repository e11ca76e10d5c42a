import type { AuthorizationRequest } from '../request/authorization-request';
import type { BegunSignIn, UpstreamRequest } from '../upstream/upstream-protocol';

/** What a transaction keeps from the start, sealed. */
export interface AskedContents {
  readonly request: AuthorizationRequest;
  /** What the user recognised the client by: `shown-client.ts` compares it. */
  readonly fingerprint?: string;
  /** The user whose account the page names; absent if nobody was signed in. */
  readonly sub?: string;
}

/** What a transaction keeps from the moment the browser leaves for the upstream, sealed. */
export interface Approval {
  /** What the user allowed; absent if the page is shown again after signing in. */
  readonly scope?: readonly string[];
  /** The user whose account the page named. If somebody else signs in, the page is shown again. */
  readonly sub?: string;
  /** What was asked of the upstream. */
  readonly asked: UpstreamRequest;
  /** What has to be known when the browser comes back from the upstream. */
  readonly begun?: Pick<BegunSignIn, 'state' | 'secrets'>;
}
