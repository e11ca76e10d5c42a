import { Injectable, Logger } from '@nestjs/common';
import { UnitsOfWorkService } from '../../platform/database/units-of-work.service';
import { WebhookDeliveryRepository } from '../webhook-delivery.repository';
import { StaleSecrets, WebhookRepository } from '../webhook.repository';
import { WebhookSecretsService } from '../webhook-secrets.service';
import type { Webhook } from '../webhook.entity';

const PAGE = 500;
/** How long a message that was given up can be delivered again from the list of dead letters. */
const DEAD_LETTERS_MS = 30 * 86_400_000;

/** What has to be done to webhooks now and then, apart from deliveries. */
@Injectable()
export class UpkeepService {
  private readonly logger = new Logger('webhooks');

  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly deliveries: WebhookDeliveryRepository,
    private readonly secrets: WebhookSecretsService,
    private readonly units: UnitsOfWorkService,
  ) {}

  /** Deletes messages that were given up 30 days ago, and those of webhooks that were deleted meanwhile. */
  async deleteDeadLetters(now: Date): Promise<void> {
    await this.deliveries.deleteDead(new Date(now.getTime() - DEAD_LETTERS_MS));
    await this.deliveries.deleteOrphans();
  }

  /** Seals all secrets under the newest of `SECRET_KEYS`, so that an operator can remove an old key later. */
  async reseal(now: Date): Promise<void> {
    let page = await this.webhooks.after('', PAGE);
    while (page.length > 0) {
      for (const webhook of page) await this.resealOne(webhook, now);
      page = await this.webhooks.after(page.at(-1)?.id ?? '', PAGE);
    }
  }

  /** If somebody else replaces the secrets meanwhile, the next run seals them. */
  private async resealOne(webhook: Webhook, now: Date): Promise<void> {
    try {
      const resealed = this.secrets.resealed(webhook, now);
      if (!resealed) return;
      await this.units.run({}, (unit) => {
        this.webhooks.replaceSecrets(unit, webhook, resealed);
      });
    } catch (error) {
      if (error instanceof StaleSecrets) return;
      this.logger.error({ err: error, webhook: webhook.id }, 'the secrets of a webhook cannot be sealed again');
    }
  }
}
