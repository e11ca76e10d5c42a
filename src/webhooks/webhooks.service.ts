import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { RefusedOperation, UnknownResource } from '../core/errors/refused-operation';
import type { RequestContext } from '../core/request-context';
import { EventLogService } from '../event-log/event-log.service';
import { UnitsOfWorkService } from '../platform/database/units-of-work.service';
import { FollowedLogRepository } from '../event-log/following/followed-log.repository';
import type { WebhookDelivery } from './webhook-delivery.entity';
import { type DeliveryCounts, WebhookDeliveryRepository } from './webhook-delivery.repository';
import { checkTypes, wantsCheckpoints, type WebhookFilter } from './webhook-filter';
import { StaleSecrets, WebhookRepository } from './webhook.repository';
import { WebhookSecretsService } from './webhook-secrets.service';
import { Webhook } from './webhook.entity';
import { endAnswer } from '../idempotency/end-answer';

/** What an operator decides about a new webhook. */
export interface NewWebhook extends WebhookFilter {
  /** https, without user information and fragment. */
  readonly url: string;
  readonly label: string;
}

/** A webhook, and how far its deliveries are. */
export interface WebhookProgress extends DeliveryCounts {
  readonly webhook: Webhook;
  /** How many entries of the log were not read for it yet. */
  readonly behind: number;
}

const PAGE = 500;
const LONGEST_URL = 2048;

/** Webhooks: made, listed and deleted by an operator. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly followed: FollowedLogRepository,
    private readonly secrets: WebhookSecretsService,
    private readonly units: UnitsOfWorkService,
    private readonly log: EventLogService,
  ) {}

  /**
   * Makes a webhook, which gets the events from now on; gives it with its secret, of which only the sealed form is stored.
   * Throws {@link RefusedOperation} for an address or a type that cannot be used.
   */
  async create(
    context: RequestContext,
    { url, label, types, registrars, policies }: NewWebhook,
  ): Promise<{ readonly secret: string; readonly webhook: Webhook }> {
    checkUrl(url);
    checkTypes(types);
    const { actor, at } = context;
    const id = uuidv7();
    const { secret, stored } = this.secrets.generate({ id });
    const details = { types, registrars, policies, label, created_by: actor };
    const webhook = Object.assign(new Webhook(), {
      id,
      url,
      status: 'active',
      status_reason: null,
      status_since: at,
      next_position: await this.followed.size(),
      checkpoint_due_at: wantsCheckpoints(details) ? at : null,
      checkpoint_size: 0,
      failures: 0,
      probe_at: null,
      probes: 0,
      held_until: null,
      secrets: [stored],
      details,
      created_at: at,
    } satisfies Webhook);
    await this.units.run(context, (unit) => {
      this.webhooks.insert(unit, webhook);
      this.log.addTo(unit, context, { type: 'webhook.created', data: { webhook: id, label } });
    });
    return { secret, webhook };
  }

  /** All webhooks, the oldest first. */
  async *all(): AsyncGenerator<Webhook> {
    let page = await this.webhooks.after('', PAGE);
    while (page.length > 0) {
      yield* page;
      page = await this.webhooks.after(page.at(-1)?.id ?? '', PAGE);
    }
  }

  /** The first webhooks after this id, the oldest first. */
  page(id: string, most: number): Promise<readonly Webhook[]> {
    return this.webhooks.after(id, most);
  }

  /** The webhook with this id. Throws {@link RefusedOperation} if there is none. */
  async require(id: string): Promise<Webhook> {
    const webhook = await this.webhooks.find(id);
    if (!webhook) throw unknownWebhook(id);
    return webhook;
  }

  /** A webhook, and how far its deliveries are. Throws {@link RefusedOperation} if there is none. */
  async progress(id: string): Promise<WebhookProgress> {
    const webhook = await this.require(id);
    const [size, counts] = await Promise.all([this.followed.size(), this.deliveries.counts(id)]);
    return { webhook, behind: Math.max(0, size - webhook.next_position), ...counts };
  }

  /**
   * Makes a new secret. Until `overlapSeconds` have passed, messages have a signature by the previous one too. Gives the new
   * secret. Throws {@link RefusedOperation} if there is no such webhook.
   */
  async rotateSecret(context: RequestContext, id: string, overlapSeconds: number): Promise<string> {
    for (;;) {
      const webhook = await this.require(id);
      const { secret, stored } = this.secrets.generate(webhook);
      const ends_at = context.at.getTime() + overlapSeconds * 1000;
      const previous = webhook.secrets.slice(0, 1).map(({ sealed }) => ({ sealed, ends_at }));
      try {
        await this.units.run(context, (unit) => {
          this.webhooks.replaceSecrets(unit, webhook, [stored, ...previous]);
          unit.addStep((manager) => endAnswer(manager, id));
          this.log.addTo(unit, context, { type: 'webhook.secret_rotated', data: { webhook: id } });
        });
        return secret;
      } catch (error) {
        if (!(error instanceof StaleSecrets)) throw error;
      }
    }
  }

  /** Deletes a webhook with all that it has not accepted yet. Throws {@link RefusedOperation} if there is none. */
  async remove(context: RequestContext, id: string): Promise<void> {
    await this.require(id);
    await this.units.run(context, (unit) => {
      this.webhooks.remove(unit, id, () => unknownWebhook(id));
      unit.addStep((manager) => endAnswer(manager, id));
      this.log.addTo(unit, context, { type: 'webhook.deleted', data: { webhook: id } });
    });
  }

  /** What was given up, the oldest first. Throws {@link RefusedOperation} if there is no such webhook. */
  async *deadLetters(id: string): AsyncGenerator<WebhookDelivery> {
    let page = await this.deadLettersAfter(id, '', PAGE);
    while (page.length > 0) {
      yield* page;
      page = await this.deadLettersAfter(id, page.at(-1)?.message_id ?? '', PAGE);
    }
  }

  /** The first of them after this message. Throws {@link RefusedOperation} if there is no such webhook. */
  async deadLettersAfter(id: string, message_id: string, most: number): Promise<readonly WebhookDelivery[]> {
    await this.require(id);
    return this.deliveries.deadAfter(id, message_id, most);
  }
}

/** No webhook has this id. */
export const unknownWebhook = (id: string): UnknownResource => new UnknownResource('webhook', id);

const checkUrl = (text: string): void => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isUsable = url?.protocol === 'https:' && url.username === '' && url.password === '' && !text.includes('#');
  if (!isUsable || text.length > LONGEST_URL)
    throw new RefusedOperation(
      'invalid',
      'url',
      `must be an https address without user information and fragment, of at most ${LONGEST_URL} characters`,
    );
};
