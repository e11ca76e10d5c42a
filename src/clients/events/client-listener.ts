import { DiscoveryService } from '@nestjs/core';
import type { RequestContext } from '../../core/request-context';
import type { UnitOfWork } from '../../platform/database/unit-of-work';
import type { ClientEvent } from './client-event';

/** Marks a provider of any module as a listener of client events. It implements {@link ClientListener}. */
export const ListensToClients = DiscoveryService.createDecorator();

/** Receives every client event, with the context of the request that caused it. */
export interface ClientListener {
  /**
   * Adds rows to the unit of the change, so that both are committed or neither is. If it throws, the change fails with
   * that error. The context has the same unit. Not called for `ClientUsed`, which stores nothing.
   */
  store?(context: RequestContext, event: ClientEvent, unit: UnitOfWork): void;

  /** Runs after the commit, with a context that has no unit. An error is logged and does not change the response. */
  notify?(context: RequestContext, event: ClientEvent): void | Promise<void>;
}
