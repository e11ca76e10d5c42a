import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { readWebhookKey, type WebhookKey } from '../core/standard-webhooks/webhook-key';
import { KeyRing } from '../platform/secrets/key-ring';
import type { Webhook, WebhookSecret } from './webhook.entity';

const SECRET_BYTES = 32;

type Owner = Pick<Webhook, 'id'>;

/** Makes, seals and opens the secrets that sign messages to webhooks. Only sealed secrets are stored. */
@Injectable()
export class WebhookSecretsService {
  constructor(private readonly ring: KeyRing) {}

  /** A new secret in the form of Standard Webhooks, and its stored form. */
  generate(owner: Owner): { readonly secret: string; readonly stored: WebhookSecret } {
    const secret = `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
    return { secret, stored: { sealed: this.ring.seal(secret, ownerOf(owner)) } };
  }

  /**
   * The keys that sign a message: those of all secrets that have not ended, without those whose key `SECRET_KEYS` no longer
   * has.
   */
  keys({ id, secrets }: Webhook, now: Date): readonly WebhookKey[] {
    return secrets
      .filter((secret) => isLive(secret, now) && this.ring.canOpen(secret.sealed))
      .map(({ sealed }) => this.open(sealed, { id }));
  }

  /** The versions of `SECRET_KEYS` that the secrets which have not ended are sealed with. */
  keyVersions({ secrets }: Webhook, now: Date): readonly number[] {
    return secrets.filter((secret) => isLive(secret, now)).map(({ sealed }) => this.ring.versionOf(sealed));
  }

  /** The secrets sealed under the newest of `SECRET_KEYS`, without those that ended; nothing if there is no change. */
  resealed({ id, secrets }: Webhook, now: Date): readonly WebhookSecret[] | undefined {
    const live = secrets.filter((secret) => isLive(secret, now));
    const sealed = live.map((secret) =>
      this.ring.canOpen(secret.sealed) ? this.ring.reseal(secret.sealed, ownerOf({ id })) : undefined,
    );
    if (live.length === secrets.length && sealed.every((one) => one === undefined)) return undefined;
    return live.map((secret, index) => ({ ...secret, sealed: sealed[index] ?? secret.sealed }));
  }

  private open(sealed: string, owner: Owner): WebhookKey {
    const key = readWebhookKey(this.ring.open(sealed, ownerOf(owner)));
    if (!key) throw new Error('a secret of a webhook has another form');
    return key;
  }
}

const isLive = ({ ends_at }: WebhookSecret, now: Date): boolean => ends_at === undefined || ends_at > now.getTime();

const ownerOf = ({ id }: Owner): string => `webhook ${id}`;
