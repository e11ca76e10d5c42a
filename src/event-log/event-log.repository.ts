import { Injectable } from '@nestjs/common';
import { And, DataSource, type EntityManager, LessThan, MoreThan } from 'typeorm';
import { executeWithin } from '../platform/database/execute';
import { InsertStatement } from '../platform/database/insert-statement';
import type { StatementItem, UnitOfWork } from '../platform/database/unit-of-work';
import type { Event } from './event';
import { LoggedEvent } from './logged-event.entity';

/** Adds events to the log, and reads them. */
@Injectable()
export class EventLogRepository {
  private readonly events: InsertStatement<LoggedEvent>;

  constructor(private readonly dataSource: DataSource) {
    this.events = new InsertStatement(dataSource, LoggedEvent);
  }

  /** Adds an event to a unit of work. */
  add(unit: UnitOfWork, event: Event): void {
    unit.add(this.events, rowOf(event));
  }

  /** Adds an event within a transaction. */
  async addWithin(manager: EntityManager, event: Event): Promise<void> {
    await this.events.write((text, parameters) => executeWithin(manager, text, parameters), [rowOf(event)]);
  }

  /** An event that belongs to several units of work. */
  itemOf(event: Event): StatementItem {
    return { statement: this.events, item: rowOf(event) };
  }

  /** The first events after this id, the oldest first; of one client only, if `client_id` names it. */
  async after(id: string, most: number, client_id?: string): Promise<readonly Event[]> {
    const where = { id: MoreThan(id), ...(client_id !== undefined && { client_id }) };
    const events = this.dataSource.getRepository(LoggedEvent);
    return (await events.find({ where, order: { id: 'ASC' }, take: most })).map(({ body }) => body);
  }

  /** How many events there are after this id, and before the other one. */
  count(after: string, before?: string): Promise<number> {
    const id = before === undefined ? MoreThan(after) : And(MoreThan(after), LessThan(before));
    return this.dataSource.getRepository(LoggedEvent).countBy({ id });
  }

  /** The event with this id. */
  async find(id: string): Promise<Event | undefined> {
    const stored = await this.dataSource.getRepository(LoggedEvent).findOneBy({ id });
    return stored?.body;
  }
}

const rowOf = (event: Event): LoggedEvent => {
  const { id, type, client_id = null, revision = null } = event;
  return { id, type, client_id, revision, body: event };
};
