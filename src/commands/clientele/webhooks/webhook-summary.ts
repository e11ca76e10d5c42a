import type { WebhookDelivery } from '../../../features/webhooks/webhook-delivery.entity';
import type { Webhook } from '../../../features/webhooks/webhook.entity';
import type { Summary } from '../output';
import type { WebhookProgress } from '../../../features/webhooks/webhooks.service';

/** What the commands show of a webhook, which is no secret. Moments are those of ISO 8601. */
export const summaryOf = (webhook: Webhook): Summary => ({
  id: webhook.id,
  status: webhook.status,
  ...(webhook.status_reason !== null && { reason: webhook.status_reason }),
  since: webhook.status_since.toISOString(),
  url: webhook.url,
  label: webhook.details.label,
  types: webhook.details.types,
  registrars: webhook.details.registrars,
  policies: webhook.details.policies,
  created_at: webhook.created_at.toISOString(),
  created_by: webhook.details.created_by,
});

/** The same, with how far its deliveries are. */
export const progressOf = ({ webhook, behind, pending, dead }: WebhookProgress): Summary => ({
  ...summaryOf(webhook),
  secrets: webhook.secrets.map(({ ends_at }) => ({
    ends_at: ends_at === undefined ? 'never' : new Date(ends_at).toISOString(),
  })),
  next_position: webhook.next_position,
  behind,
  pending,
  dead_letters: dead,
});

/** A message that was given up. */
export const deadLetterOf = (letter: WebhookDelivery): Summary => ({
  message_id: letter.message_id,
  type: letter.type,
  position: letter.position,
  line: letter.line,
  attempts: letter.attempts,
  dead_at: letter.dead_at?.toISOString(),
  last_error: letter.last_error,
});

/** A summary for people, who read `all` where a webhook limits nothing. */
export const namingAll = ({ types, registrars, policies, ...others }: Summary): Summary => ({
  ...others,
  types: all(types),
  registrars: all(registrars),
  policies: all(policies),
});

const all = (values: unknown): unknown => (Array.isArray(values) && values.length === 0 ? 'all' : values);
