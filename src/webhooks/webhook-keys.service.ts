import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StartRetriesService } from '../platform/database/start-retries.service';
import { KeyRing } from '../platform/secrets/key-ring';
import { countsOf, type ProtectedValues, requireKeys } from '../platform/secrets/missing-keys';
import { WebhookSecretsService } from './webhook-secrets.service';
import { WebhooksService } from './webhooks.service';

const SECRETS: ProtectedValues = {
  context: 'webhooks',
  name: 'secrets',
  amount: (count) => `${count} secret(s) of webhooks`,
  cause: 'are sealed with it',
  consequence: 'sign no more: no message is sent to a webhook without another one until its secret is rotated',
};

/** Makes sure that no key of `SECRET_KEYS` is removed while secrets of webhooks are sealed with it. */
@Injectable()
export class WebhookKeysService implements OnModuleInit {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly secrets: WebhookSecretsService,
    private readonly ring: KeyRing,
    private readonly start: StartRetriesService,
  ) {}

  /** Throws the error of {@link requireKeys}. */
  async onModuleInit(): Promise<void> {
    requireKeys(this.ring, countsOf(await this.start.run(() => this.versions())), SECRETS);
  }

  private async versions(): Promise<number[]> {
    const now = new Date();
    const versions: number[] = [];
    for await (const webhook of this.webhooks.all()) versions.push(...this.secrets.keyVersions(webhook, now));
    return versions;
  }
}
