import type { FastifyRequest } from 'fastify';
import type { AuthMethod } from '../clients/metadata/vocabulary';

/** What a request presents to prove which client it is. */
export interface PresentedSecret {
  readonly client_id: string;
  /** The readings of the secret, one of which must be right: some clients form-encode it, some do not. */
  readonly secrets: readonly string[];
}

/** One way to authenticate at the token endpoint. */
export interface ClientAuthenticationMethod {
  /** The registered methods of clients that may use it. */
  readonly serves: readonly AuthMethod[];
  /** What the request presents in this way: nothing if it does not try, `malformed` if it tries and fails. */
  read(request: FastifyRequest, form: URLSearchParams): PresentedSecret | 'malformed' | undefined;
}
