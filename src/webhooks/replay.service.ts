import { Injectable } from '@nestjs/common';
import { RefusedOperation } from '../core/errors/refused-operation';
import { idAt } from '../event-log/event-id';
import { type FollowedEvent, FollowedLogRepository } from '../event-log/following/followed-log.repository';
import { WebhookDeliveryRepository } from './webhook-delivery.repository';
import { matches } from './webhook-filter';
import type { Webhook } from './webhook.entity';

/** A moment, or a position in the log. */
export type LogBound = Date | number;

const PAGE = 500;

/** Delivers events again, those that were given up included. */
@Injectable()
export class ReplayService {
  constructor(
    private readonly followed: FollowedLogRepository,
    private readonly deliveries: WebhookDeliveryRepository,
  ) {}

  /**
   * Delivers one event, whatever the filter of the webhook says. Throws {@link RefusedOperation} if the log does not have it,
   * or not at a position yet.
   */
  async event({ id }: Webhook, event_id: string, now: Date): Promise<void> {
    const event = await this.followed.find(event_id);
    if (!event) throw noSealedEvent(event_id);
    await this.deliveries.add(id, [event], now);
  }

  /**
   * Delivers the events of a part of the log that the webhook gets: from a moment or position on, until another one, which
   * is not included. Gives their number. Repeated after an interruption, it delivers some of them twice.
   */
  async range(webhook: Webhook, from: LogBound, to: LogBound | undefined, now: Date): Promise<number> {
    const end = await this.endOf(to);
    let count = 0;
    for (let next = await this.startOf(from); next < end;) {
      const page = await this.followed.page(next, PAGE);
      if (page.next === next) break;
      const events = page.events.filter(
        (event) =>
          event.position < end &&
          isSince(event, from) &&
          !(to !== undefined && isSince(event, to)) &&
          matches(webhook.details, event.event, event.type),
      );
      await this.deliveries.add(webhook.id, events, now);
      count += events.length;
      next = page.next;
    }
    return count;
  }

  private startOf(from: LogBound): Promise<number> | number {
    return typeof from === 'number' ? from : this.followed.positionBefore(from);
  }

  private async endOf(to: LogBound | undefined): Promise<number> {
    if (to === undefined) return this.followed.size();
    return typeof to === 'number' ? to : this.followed.positionAfter(to);
  }
}

const isSince = ({ id, position }: FollowedEvent, bound: LogBound): boolean =>
  typeof bound === 'number' ? position >= bound : id >= idAt(bound.getTime());

/** The log has no event with this id, or not at a position yet. */
export const noSealedEvent = (id: string): RefusedOperation =>
  new RefusedOperation('invalid', 'event', `the log has no sealed event ${id}; repeat it in a few seconds`);
