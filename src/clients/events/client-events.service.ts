import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { RequestContext } from '../../core/request-context';
import type { UnitOfWork } from '../../platform/database/unit-of-work';
import type { UnitHolder } from '../../platform/database/units-of-work.service';
import type { ClientEvent } from './client-event';
import { type ClientListener, ListensToClients } from './client-listener';

/** Gives client events to all listeners, which it finds by their decorator. */
@Injectable()
export class ClientEventsService implements OnModuleInit {
  private readonly logger = new Logger('clients');
  private listeners: readonly ClientListener[] = [];

  constructor(private readonly discovery: DiscoveryService) {}

  onModuleInit(): void {
    const found = this.discovery.getProviders({ metadataKey: ListensToClients.KEY });
    this.listeners = [...new Set(found.map(({ instance }) => instance as ClientListener))];
  }

  /**
   * Lets listeners add rows to the unit of the context now, and notifies them after its commit. Their context then has
   * no unit: a change that they make is a unit of its own. Throws the error of a listener.
   */
  publish(context: RequestContext & { readonly unit: UnitOfWork }, event: ClientEvent): void {
    const { unit } = context;
    const afterwards: RequestContext & UnitHolder = { ...context, unit: undefined };
    for (const listener of this.listeners) listener.store?.(context, event, unit);
    unit.afterCommit(() => {
      this.notify(afterwards, event);
    });
  }

  /** Notifies all listeners of an event. */
  notify(context: RequestContext, event: ClientEvent): void {
    for (const listener of this.listeners)
      try {
        const pending = listener.notify?.(context, event);
        if (pending)
          pending.catch((error: unknown) => {
            this.logFailure(error, event);
          });
      } catch (error) {
        this.logFailure(error, event);
      }
  }

  private logFailure(error: unknown, { type }: ClientEvent): void {
    this.logger.error({ err: error, event: type }, 'a listener of client events failed');
  }
}
