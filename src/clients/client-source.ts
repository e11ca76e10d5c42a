import { DiscoveryService } from '@nestjs/core';
import { OAuthError } from '../core/errors/oauth-error';
import { TemporarilyUnavailable } from '../core/errors/errors';
import type { RequestContext } from '../core/request-context';
import type { Client } from './client.entity';

/** Marks a provider of any module as a source of clients that have no row of their own. It implements {@link ClientSource}. */
export const ProvidesClients = DiscoveryService.createDecorator();

/** Gives clients that were not registered, such as those that publish their metadata at their identifier. */
export interface ClientSource {
  /** Whether an identifier has the form of those of this source. It reads nothing. */
  has(client_id: string): boolean;
  /** The client as this server knows it, in its current state. It sends no request to another host. */
  find(client_id: string): Promise<Client | undefined>;
  /**
   * The client as it is published now, which may take a request to another host. `undefined` if there can be none. Throws
   * {@link ClientDocumentUnavailable} and {@link InvalidClientDocument}.
   */
  load(context: RequestContext, client_id: string): Promise<Client | undefined>;
}

/** The document of a client cannot be read now. The same request may succeed later, so it is not `invalid_client`. */
export class ClientDocumentUnavailable extends TemporarilyUnavailable {
  constructor(retryAfterSeconds: number, cause?: unknown) {
    super('the document at the client_id could not be read; try again later', retryAfterSeconds, cause);
  }
}

/** There is a document at the identifier of a client, and it describes none that this server accepts. */
export class InvalidClientDocument extends OAuthError {
  /** The description is about the document alone, so that the developer of the client may read it. */
  constructor(description: string, cause?: unknown) {
    super(400, 'invalid_client', description, { cause });
  }
}
