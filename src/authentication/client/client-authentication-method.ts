import type { Client } from '../../clients/client.entity';
import type { AuthMethod } from '../../core/metadata/vocabulary';
import type { ClientCertificate } from '../../platform/http/client-certificate';

/** What of a request can authenticate a client, taken from HTTP and not judged yet. */
export interface AuthenticationRequest {
  readonly authorization: string | undefined;
  readonly form: URLSearchParams;
  readonly certificate: ClientCertificate | undefined;
}

/** Which client a request claims to be, and its proof. */
export interface Presented<Proof> {
  readonly client_id: string;
  readonly proof: Proof;
}

/** One way to authenticate a client. Reading HTTP is apart from deciding. */
export interface ClientAuthenticationMethod<Proof = unknown> {
  /** The registered methods of clients that may use it. */
  readonly serves: readonly [AuthMethod, ...AuthMethod[]];
  /** What the request presents in this way: nothing if it does not try, `malformed` if it tries and fails. */
  read(request: AuthenticationRequest): Presented<Proof> | 'malformed' | undefined;
  /** Resolves when the proof is this client's. Throws {@link AuthenticationFailed} otherwise. */
  verify(proof: Proof, client: Client): Promise<void>;
}

/** Why a client was not authenticated, for the log; the caller always reads the same words. */
export class AuthenticationFailed extends Error {
  override readonly name = 'AuthenticationFailed';
}
