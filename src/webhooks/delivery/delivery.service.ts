import { Injectable } from '@nestjs/common';
import { WebhookDeliveryRepository } from '../webhook-delivery.repository';
import { FollowedLogRepository } from '../../event-log/following/followed-log.repository';
import { matches } from '../webhook-filter';
import { WebhookRepository } from '../webhook.repository';
import type { Webhook } from '../webhook.entity';
import { AttemptsService } from './attempts.service';
import { MessagesService } from './messages.service';
import { probePause } from './schedule';

/** One node delivers so many messages to one webhook at the same time. */
export const AT_ONCE = 8;
const ENTRIES_AT_ONCE = 200;
/** No other node takes a message of this one before: an attempt takes half of that, and the clocks of nodes differ. */
export const CLAIM_MS = 60_000;
const BETWEEN_CHECKPOINTS_MS = 60_000;

/** How a run knows the time, and that it has to end. */
export interface Run {
  readonly now: () => Date;
  readonly stopping?: AbortSignal;
}

/**
 * Delivers the log to webhooks. Entries of the log become rows of `webhook_deliveries`, in their order; a message is claimed
 * by one node, sent, and its row is deleted. The next entries are read once no message is due, so that few rows exist.
 */
@Injectable()
export class DeliveryService {
  /** Ends the wait of the run for each webhook. */
  private readonly waking = new Map<string, () => void>();

  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly followed: FollowedLogRepository,
    private readonly messages: MessagesService,
    private readonly attempts: AttemptsService,
  ) {}

  /** Delivers all that is due to one webhook, with other nodes. Resolves once nothing is left, or nothing may be sent. */
  async deliver(id: string, run: Run): Promise<void> {
    const sending = new Set<Promise<void>>();
    for (;;) {
      const before = [...sending];
      const webhook = run.stopping?.aborted ? undefined : await this.webhooks.find(id);
      const hasProgress = webhook !== undefined && (await this.proceed(webhook, sending, run));
      // Attempts that ended meanwhile may have made the next message of their client due.
      const hasEnded = before.some((attempt) => !sending.has(attempt));
      if (sending.size >= AT_ONCE) await Promise.race(sending);
      else if (hasProgress || hasEnded) continue;
      else if (sending.size === 0) return;
      else await Promise.race([...sending, this.woken(id)]);
    }
  }

  /** Makes a run look again for what is due, although a receiver has not answered yet. */
  wake(id: string): void {
    this.waking.get(id)?.();
  }

  private woken(id: string): Promise<void> {
    return new Promise((resolve) => this.waking.set(id, resolve));
  }

  /** Sends what is due and reads further entries. Gives whether there was any. */
  private async proceed(webhook: Webhook, sending: Set<Promise<void>>, run: Run): Promise<boolean> {
    if (webhook.held_until !== null && webhook.held_until > run.now()) return false;
    if (webhook.status === 'failing') return sending.size === 0 && (await this.probe(webhook, sending, run));
    if (webhook.status !== 'active') return false;
    await this.followCheckpoints(webhook, run);
    const free = AT_ONCE - sending.size;
    const started = await this.start(webhook, free, sending, run);
    return started === free || (await this.follow(webhook, run)) || started > 0;
  }

  /** Tries one message while the webhook is failing. */
  private async probe(webhook: Webhook, sending: Set<Promise<void>>, run: Run): Promise<boolean> {
    const now = run.now();
    const next = new Date(now.getTime() + probePause(webhook.probes));
    if (!(await this.webhooks.claimProbe(webhook.id, now, next))) return false;
    if ((await this.start(webhook, 1, sending, run)) > 0) return true;
    await this.follow(webhook, run);
    return (await this.start(webhook, 1, sending, run)) > 0;
  }

  private async start(webhook: Webhook, most: number, sending: Set<Promise<void>>, run: Run): Promise<number> {
    const now = run.now();
    const until = new Date(now.getTime() + CLAIM_MS);
    const claimed = await this.deliveries.claim(webhook.id, most, { now, until });
    const messages = await this.messages.of(claimed);
    for (const delivery of claimed) {
      const attempt = this.attempts.make(webhook, delivery, messages.get(delivery.message_id), run.now);
      const ended = attempt.finally(() => sending.delete(ended));
      sending.add(ended);
    }
    return claimed.length;
  }

  /** Reads further entries of the log. Gives whether there were any. */
  private async follow(webhook: Webhook, { now }: Run): Promise<boolean> {
    const { events, next } = await this.followed.page(webhook.next_position, ENTRIES_AT_ONCE);
    if (next === webhook.next_position) return false;
    const wanted = events.filter(({ event, type }) => matches(webhook.details, event, type));
    await this.deliveries.follow(webhook, next, wanted, now());
    return true;
  }

  private async followCheckpoints(webhook: Webhook, { now }: Run): Promise<void> {
    const at = now();
    if (webhook.checkpoint_due_at === null || webhook.checkpoint_due_at > at) return;
    const newest = await this.followed.newestCheckpoint();
    if (!newest || newest.size <= webhook.checkpoint_size) return;
    await this.deliveries.addCheckpoint(webhook, newest.size, at, new Date(at.getTime() + BETWEEN_CHECKPOINTS_MS));
  }
}
