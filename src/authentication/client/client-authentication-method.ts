import type { IncomingHttpHeaders } from 'node:http';
import type { Client } from '../../clients/client.entity';
import type { RequestContext } from '../../core/request-context';
import type { ClientCertificate } from '../../platform/http/client-certificate';

/** The parts of a request by which a client may authenticate. Nothing of them is verified yet. */
export interface AuthenticationRequest {
  /** The `Authorization` header, if there is exactly one. */
  readonly authorization: string | undefined;
  /** All headers, for a method with a header of its own. */
  readonly headers: IncomingHttpHeaders;
  readonly certificate: ClientCertificate | undefined;
  /** A parameter of the form; `undefined` if it is missing or empty. */
  parameter(name: string): string | undefined;
}

/** What a request presents: which client it claims to be, and the proof. */
export interface Presented<Proof> {
  readonly client_id: string;
  readonly proof: Proof;
  /**
   * Set if the request shows the method neither by a header nor by a parameter of its own: a bare `client_id` may stand
   * for `none`, or for a method whose proof is the connection. The registered method of the client decides, unless the
   * request presents another method explicitly.
   */
  readonly isImplicit?: true;
}

/** Authenticates clients by one method. A class that implements it is declared by `@AuthenticationMethod`. */
export interface ClientAuthenticationMethod<Proof = unknown> {
  /**
   * Extracts what the request presents by this method, and verifies nothing. Returns `undefined` if the request does
   * not use the method, `malformed` if it uses it wrongly.
   */
  read(request: AuthenticationRequest): Presented<Proof> | 'malformed' | undefined;
  /** Resolves if the proof is that of the client. Throws {@link AuthenticationFailed} otherwise. */
  verify(context: RequestContext, proof: Proof, client: Client): Promise<void>;
}

/** A client was not authenticated. The message is the reason, for the log; the response never contains it. */
export class AuthenticationFailed extends Error {
  override readonly name = 'AuthenticationFailed';
}
