import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { EntityManager } from 'typeorm';
import { KeptAddressService } from '../clients/kept-address.service';
import type { RequestContext } from '../core/request-context';
import type { StatementItem, UnitOfWork } from '../platform/database/unit-of-work';
import { type UnitHolder, UnitsOfWorkService } from '../platform/database/units-of-work.service';
import { type Event, eventActorOf } from './event';
import { idAt } from './event-id';
import { EventLogRepository } from './event-log.repository';
import type { NewEvent } from './event-types';

const PAGE = 500;

/** The log of events: what happened, when, and on whose behalf. Events are added in the commit of the change that they report. */
@Injectable()
export class EventLogService {
  constructor(
    private readonly units: UnitsOfWorkService,
    private readonly log: EventLogRepository,
    private readonly addresses: KeptAddressService,
  ) {}

  /** Adds an event to the unit of the context, or in a commit of its own. Resolves once that is done. */
  append(context: RequestContext & UnitHolder, event: NewEvent): Promise<void> {
    return this.units.run(context, (unit) => {
      this.addTo(unit, context, event);
    });
  }

  /** Adds an event to a unit of work: it is stored if the change of the unit is. */
  addTo(unit: UnitOfWork, context: RequestContext, event: NewEvent): void {
    this.log.add(unit, this.eventOf(context, event));
  }

  /** Adds an event within a transaction whose change only its statements know. It is stored if the transaction is committed. */
  addWithin(manager: EntityManager, context: RequestContext, event: NewEvent): Promise<void> {
    return this.log.addWithin(manager, this.eventOf(context, event));
  }

  /** An event that belongs to several units of work: see `GroupedStatement.itemsWith`. */
  itemOf(context: RequestContext, event: NewEvent): StatementItem {
    return this.log.itemOf(this.eventOf(context, event));
  }

  /** The event with this id. */
  find(id: string): Promise<Event | undefined> {
    return this.log.find(id);
  }

  /** The first events of a client after the one with this id, the oldest first; of all of them if it is empty. */
  pageOfClient(client_id: string, after: string, most: number): Promise<readonly Event[]> {
    return this.log.after(after, most, client_id);
  }

  /** All events of a client, the oldest first. */
  async *ofClient(client_id: string): AsyncGenerator<Event> {
    let page = await this.log.after('', PAGE, client_id);
    while (page.length > 0) {
      yield* page;
      page = await this.log.after(page.at(-1)?.id ?? '', PAGE, client_id);
    }
  }

  /** The events of a range of time, the oldest first: from a moment on, and before another one. */
  async *between(from = new Date(0), to?: Date): AsyncGenerator<Event> {
    const end = to && idAt(to.getTime());
    for (let last = idAt(from.getTime()); ;) {
      const page = await this.log.after(last, PAGE);
      for (const event of page) {
        if (end !== undefined && event.id >= end) return;
        yield event;
      }
      if (page.length < PAGE) return;
      last = page.at(-1)?.id ?? '';
    }
  }

  /** How many events a range of time has. It reads the identifiers of them all, so it is for callers that do so as well. */
  countBetween(from = new Date(0), to?: Date): Promise<number> {
    return this.log.count(idAt(from.getTime()), to && idAt(to.getTime()));
  }

  private eventOf(context: RequestContext, event: NewEvent): Event {
    return {
      id: uuidv7(),
      at: new Date().toISOString(),
      type: event.type,
      issuer: context.issuer.identifier,
      actor: eventActorOf(context.actor),
      ...this.addresses.of(context),
      request_id: context.requestId,
      ...(event.client_id !== undefined && { client_id: event.client_id }),
      ...(event.revision !== undefined && { revision: event.revision }),
      ...(event.registrar !== undefined && { registrar: event.registrar }),
      ...(event.policies !== undefined && { policies: event.policies }),
      data: event.data,
    };
  }
}
