import { createHmac } from 'node:crypto';
import type { WebhookKey } from './webhook-key';

/** A message to the service of somebody else. */
interface WebhookMessage {
  /** Unique for each message, and the same when it is sent again. */
  readonly id: string;
  /** When it is sent. */
  readonly at: Date;
  /** The octets of its body. */
  readonly body: Uint8Array;
}

/**
 * The headers of a message that is signed as Standard Webhooks specifies (version 1, symmetric): a signature by each of
 * the keys, so that a receiver that has one of them can verify it while they are replaced.
 */
export const webhookHeaders = (
  keys: readonly WebhookKey[],
  { id, at, body }: WebhookMessage,
): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signatures = keys.map((key) =>
    createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64'),
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.map((signature) => `v1,${signature}`).join(' '),
  };
};
