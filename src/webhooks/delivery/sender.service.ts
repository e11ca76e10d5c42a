import { Injectable } from '@nestjs/common';
import { webhookHeaders } from '../../core/standard-webhooks/webhook-signature';
import { isOutboundError, OutboundBusy } from '../../platform/outbound/outbound-errors';
import { OutboundHttpService } from '../../platform/outbound/outbound-http.service';
import { WebhookSecretsService } from '../webhook-secrets.service';
import type { Webhook } from '../webhook.entity';
import type { WebhookMessage } from './message';
import { WebhookOptions } from './webhook-options';

/**
 * What became of an attempt. `gone`: the receiver wants no more messages (status 410). `postponed`: nothing was sent, and
 * nothing is known about the receiver.
 */
export interface Outcome {
  readonly result: 'delivered' | 'failed' | 'gone' | 'postponed';
  /** What happened, for the operator. */
  readonly reason: string;
}

const LONGEST_REASON = 200;
const GONE = 410;
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

  /** Sends a message once. Throws if `SECRET_KEYS` no longer has the key of a secret. */
  async send(webhook: Webhook, { id, body }: WebhookMessage): Promise<Outcome> {
    const at = new Date();
    const keys = this.secrets.keys(webhook, at);
    try {
      const status = await this.outbound.deliverJson(webhook.url, {
        purpose: 'webhooks',
        body,
        headers: (octets) => webhookHeaders(keys, { id, at, body: octets }),
        timeoutMs: this.options.timeoutMs,
        signal: AbortSignal.timeout(LONGEST_ATTEMPT_MS),
      });
      return outcomeOf(status);
    } catch (error) {
      if (!isOutboundError(error)) throw error;
      const reason = error.message.slice(0, LONGEST_REASON);
      return { result: error instanceof OutboundBusy ? 'postponed' : 'failed', reason };
    }
  }
}

const outcomeOf = (status: number): Outcome => {
  const reason = `the status is ${status}`;
  if (status >= 200 && status < 300) return { result: 'delivered', reason };
  return { result: status === GONE ? 'gone' : 'failed', reason };
};
