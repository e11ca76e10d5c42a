import type { Event } from '../../event-log/event';
import type { StoredCheckpoint } from '../../event-log/sealing/stored-checkpoint.entity';
import { CHECKPOINT } from '../webhook-filter';

/** A message of Standard Webhooks. */
export interface WebhookMessage {
  /** The header `webhook-id`. */
  readonly id: string;
  readonly body: {
    readonly type: string;
    /** When it happened, in the form of RFC 3339. */
    readonly timestamp: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
}

/**
 * The message about an event: the event and its position in the log, without the address of the caller and without names of
 * people, which only the log has. A receiver gets the kind and the identifier of the actor.
 */
export const messageOf = (event: Event, position: number): WebhookMessage => {
  const actor = { ...event.actor, name: undefined, account: undefined };
  return {
    id: event.id,
    body: {
      type: event.type,
      timestamp: event.at,
      data: { position, ...event, actor, address: undefined, address_hash: undefined },
    },
  };
};

/** The message with a checkpoint of the log. */
export const checkpointMessage = (id: string, { size, note, created_at }: StoredCheckpoint): WebhookMessage => ({
  id,
  body: { type: CHECKPOINT, timestamp: created_at.toISOString(), data: { size, checkpoint: note } },
});

/** A message that only shows that messages arrive. */
export const trialMessage = (id: string, webhook: string, at: Date): WebhookMessage => ({
  id,
  body: { type: 'webhook.test', timestamp: at.toISOString(), data: { webhook } },
});
