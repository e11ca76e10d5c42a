import type { Client } from '../../../clients/client.entity';
import type { RequestContext } from '../../../core/request-context';
import type { AuthorizationParameters } from './authorization-parameters';

/** The transaction that a request began. */
export interface TransactionOfRequest {
  readonly id: string;
  readonly expires_at: Date;
}

/** The parameters that count, and what has to be done once a transaction has begun with them. */
export interface ResolvedParameters {
  readonly parameters: AuthorizationParameters;
  /** Binds a request that may be used once to the transaction that it began; there is none if a code is issued at once. */
  readonly begun?: (transaction?: TransactionOfRequest) => Promise<void>;
  /** The transaction that the request began before: only its own browser may see the page of it again. */
  readonly transaction?: string;
}

/** Reads parameters that reach the server by another way than the address: pushed requests (RFC 9126), signed objects (RFC 9101). */
export abstract class IndirectRequests {
  /**
   * The parameters that a request stands for: those that were pushed, those of its object, or its own. Throws
   * {@link PageError} for a reference or an object that is not valid.
   */
  abstract resolve(
    context: RequestContext,
    parameters: AuthorizationParameters,
    client: Client,
  ): Promise<ResolvedParameters>;
}
