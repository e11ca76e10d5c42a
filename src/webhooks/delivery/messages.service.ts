import { Injectable } from '@nestjs/common';
import { FollowedLogRepository } from '../../event-log/following/followed-log.repository';
import type { ClaimedDelivery } from '../webhook-delivery.repository';
import { CHECKPOINT } from '../webhook-filter';
import { checkpointMessage, messageOf, type WebhookMessage } from './message';

/** Reads the messages that are delivered. */
@Injectable()
export class MessagesService {
  constructor(private readonly followed: FollowedLogRepository) {}

  /** The messages of deliveries by their ids, without those whose event is no longer in the log. */
  async of(deliveries: readonly ClaimedDelivery[]): Promise<ReadonlyMap<string, WebhookMessage>> {
    const checkpoints = await this.followed.checkpoints(
      deliveries.filter(isCheckpoint).map(({ position }) => position),
    );
    const events = await this.followed.events(
      deliveries.filter((one) => !isCheckpoint(one)).map(({ message_id }) => message_id),
    );
    const messages = new Map<string, WebhookMessage>();
    for (const delivery of deliveries) {
      const { message_id, position } = delivery;
      const checkpoint = isCheckpoint(delivery) ? checkpoints.get(position) : undefined;
      const event = events.get(message_id);
      if (checkpoint) messages.set(message_id, checkpointMessage(message_id, checkpoint));
      if (event) messages.set(message_id, messageOf(event, position));
    }
    return messages;
  }
}

const isCheckpoint = ({ type }: ClaimedDelivery): boolean => type === CHECKPOINT;
