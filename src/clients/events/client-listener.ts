import { DiscoveryService } from '@nestjs/core';
import type { RequestContext } from '../../core/request-context';
import type { UnitOfWork } from '../../platform/database/unit-of-work';
import type { ClientEvent } from './client-event';

/** Marks a provider of any module as a listener of client events. It implements {@link ClientListener}. */
export const ListensToClients = DiscoveryService.createDecorator();

/** What hears of every client event, of its own request's context. */
export interface ClientListener {
  /**
   * Adds what it stores to the unit of the change, so that both are committed or neither is. If it throws, the change
   * fails with that error. The context has the unit too. Not called for `ClientUsed`, which stores nothing.
   */
  store?(context: RequestContext, event: ClientEvent, unit: UnitOfWork): void;

  /**
   * Runs after the commit, with a context that has no unit. If it fails, that is logged, and changes nothing for the
   * request.
   */
  notify?(context: RequestContext, event: ClientEvent): void | Promise<void>;
}
