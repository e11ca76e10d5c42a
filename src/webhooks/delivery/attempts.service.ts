import { Injectable, Logger } from '@nestjs/common';
import { Issuer } from '../../core/issuer';
import { contextWithoutRequest, type RequestContext } from '../../core/request-context';
import { type ClaimedDelivery, WebhookDeliveryRepository } from '../webhook-delivery.repository';
import { WebhookStatusService } from '../webhook-status.service';
import { WebhookRepository } from '../webhook.repository';
import type { Webhook } from '../webhook.entity';
import type { WebhookMessage } from './message';
import { pauseAfter, probePause } from './schedule';
import { SenderService } from './sender.service';

/**
 * After so many messages whose first attempt failed, and none in between that was delivered, the webhook is paused. Further
 * attempts do not count: they show that one message, or one client, has a fault.
 */
const FAILURES_UNTIL_PAUSE = 10;
const POSTPONED_MS = 2000;

type Now = () => Date;

/** Makes the attempts of deliveries, and stores what became of them. */
@Injectable()
export class AttemptsService {
  private readonly logger = new Logger('webhooks');

  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly status: WebhookStatusService,
    private readonly sender: SenderService,
    private readonly issuer: Issuer,
  ) {}

  /**
   * Sends a claimed message and stores what became of it. If that fails, the claim ends by itself and the message is sent
   * again: it never rejects.
   */
  async make(
    webhook: Webhook,
    delivery: ClaimedDelivery,
    message: WebhookMessage | undefined,
    now: Now,
  ): Promise<void> {
    try {
      if (message) await this.send(webhook, delivery, message, now);
      else await this.deliveries.givenUp(delivery, 'the log no longer has the event', now());
    } catch (error) {
      const { id } = webhook;
      this.logger.error({ err: error, webhook: id, message: delivery.message_id }, 'a delivery ended without result');
    }
  }

  private async send(webhook: Webhook, delivery: ClaimedDelivery, message: WebhookMessage, now: Now): Promise<void> {
    const { result, reason, waitMs } = await this.sender.send(webhook, message);
    const at = now();
    if (waitMs !== undefined) await this.webhooks.hold(webhook.id, after(at, waitMs));
    if (result === 'delivered') return this.delivered(webhook, delivery, at);
    if (result === 'postponed') return this.deliveries.released(delivery, reason, after(at, POSTPONED_MS));
    this.logger.debug({ webhook: webhook.id, message: message.id, reason }, 'a delivery failed');
    if (result === 'gone') return this.gone(webhook, delivery, reason, at);
    return this.failed(webhook, delivery, reason, at);
  }

  private async delivered(webhook: Webhook, delivery: ClaimedDelivery, at: Date): Promise<void> {
    await this.deliveries.delivered(delivery, at);
    if (webhook.status === 'failing') await this.status.recover(this.context(at), webhook.id);
    else if (webhook.failures > 0) await this.webhooks.forgetFailures(webhook.id);
  }

  private async gone({ id }: Webhook, delivery: ClaimedDelivery, reason: string, at: Date): Promise<void> {
    await this.deliveries.released(delivery, reason, at);
    await this.status.pause(this.context(at), id, 'the receiver answered 410 Gone');
  }

  private async failed(webhook: Webhook, delivery: ClaimedDelivery, reason: string, at: Date): Promise<void> {
    const pause = pauseAfter(delivery.attempts) ?? 0;
    // While nothing arrives, no message is given up: the webhook itself is at fault.
    if (webhook.status === 'failing') return this.deliveries.released(delivery, reason, after(at, pause));
    if (pause > 0) await this.deliveries.failed(delivery, reason, after(at, pause));
    else await this.giveUp(webhook, delivery, reason, at);
    if (delivery.attempts === 0) await this.countFailure(webhook, reason, at);
  }

  private async giveUp({ id }: Webhook, delivery: ClaimedDelivery, reason: string, at: Date): Promise<void> {
    await this.deliveries.givenUp(delivery, reason, at);
    this.logger.warn({ webhook: id, message: delivery.message_id, reason }, 'a delivery was given up');
  }

  private async countFailure({ id }: Webhook, reason: string, at: Date): Promise<void> {
    if ((await this.webhooks.countFailure(id)) < FAILURES_UNTIL_PAUSE) return;
    const text = `${FAILURES_UNTIL_PAUSE} deliveries in a row failed, the last one: ${reason}`;
    await this.status.suspend(this.context(at), id, text, after(at, probePause(0)));
  }

  private context(at: Date): RequestContext {
    return { ...contextWithoutRequest(this.issuer, { type: 'server', task: 'webhooks' }), at };
  }
}

const after = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
