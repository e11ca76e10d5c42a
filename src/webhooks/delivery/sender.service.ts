import { Injectable } from '@nestjs/common';
import { webhookHeaders } from '../../core/standard-webhooks/webhook-signature';
import { isOutboundError, OutboundBusy } from '../../platform/outbound/outbound-errors';
import { type DeliveryAnswer, OutboundHttpService } from '../../platform/outbound/outbound-http.service';
import { WebhookSecretsService } from '../webhook-secrets.service';
import type { Webhook } from '../webhook.entity';
import type { WebhookMessage } from './message';
import { retryAfterMs } from './retry-after';
import { WebhookOptions } from './webhook-options';

/**
 * What became of an attempt. `gone`: the receiver wants no more messages (status 410). `postponed`: nothing was sent, and
 * nothing is known about the receiver.
 */
export interface Outcome {
  readonly result: 'delivered' | 'failed' | 'gone' | 'postponed';
  /** What happened, for the operator. */
  readonly reason: string;
  /** How long the receiver asks to be sent nothing, in milliseconds; absent if it does not. */
  readonly waitMs?: number;
}

const LONGEST_REASON = 200;
const GONE = 410;
const KEY_IS_MISSING = 'SECRET_KEYS has no key for its secret; rotate the secret of the webhook';
/** Longer than a message may take with all addresses of a host: an attempt ends well before its claim does. */
const LONGEST_ATTEMPT_MS = 30_000;

/** Sends messages to webhooks, signed as Standard Webhooks specifies. */
@Injectable()
export class SenderService {
  constructor(
    private readonly outbound: OutboundHttpService,
    private readonly secrets: WebhookSecretsService,
    private readonly options: WebhookOptions,
  ) {}

  /** Sends a message once. It fails unsent if `SECRET_KEYS` has the key of none of the secrets any more. */
  async send(webhook: Webhook, { id, body }: WebhookMessage): Promise<Outcome> {
    const at = new Date();
    const keys = this.secrets.keys(webhook, at);
    if (keys.length === 0) return { result: 'failed', reason: KEY_IS_MISSING };
    try {
      const answer = await this.outbound.deliverJson(webhook.url, {
        purpose: 'webhooks',
        body,
        headers: (octets) => webhookHeaders(keys, { id, at, body: octets }),
        timeoutMs: this.options.timeoutMs,
        signal: AbortSignal.timeout(LONGEST_ATTEMPT_MS),
      });
      return outcomeOf(answer);
    } catch (error) {
      if (!isOutboundError(error)) throw error;
      const reason = error.message.slice(0, LONGEST_REASON);
      return { result: error instanceof OutboundBusy ? 'postponed' : 'failed', reason };
    }
  }
}

const outcomeOf = ({ status, retryAfter }: DeliveryAnswer): Outcome => {
  const reason = `the status is ${status}`;
  if (status >= 200 && status < 300) return { result: 'delivered', reason };
  const waitMs = retryAfterMs(status, retryAfter, Date.now());
  return { result: status === GONE ? 'gone' : 'failed', reason, ...(waitMs !== undefined && { waitMs }) };
};
