import type { Event } from '../../../event-log/event';
import { isOfType } from '../../../event-log/type-pattern';
import type { EventQuery } from './event-query.dto';

/** Whether an event has what a query asks for. */
export const isWanted = (event: Event, { type, client_id, actor, since, until }: EventQuery): boolean =>
  (since === undefined || new Date(event.at) >= since) &&
  (until === undefined || new Date(event.at) < until) &&
  (type === undefined || isOfType(event.type, type)) &&
  (client_id === undefined || event.client_id === client_id) &&
  (actor === undefined || isBy(event, actor));

const isBy = (event: Event, actor: string): boolean =>
  Object.entries(event.actor).some(([name, value]) => name !== 'type' && value === actor);
