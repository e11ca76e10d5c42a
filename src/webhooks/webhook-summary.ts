import type { WebhookDelivery } from './webhook-delivery.entity';
import type { Webhook } from './webhook.entity';
import type { WebhookProgress } from './webhooks.service';

/** What operators see of a webhook, which is no secret. */
export type WebhookSummary = Readonly<Record<string, unknown>>;

/** The summary of a webhook. Moments are those of ISO 8601. */
export const summaryOf = (webhook: Webhook): WebhookSummary => ({
  id: webhook.id,
  status: webhook.status,
  ...(webhook.status_reason !== null && { reason: webhook.status_reason }),
  since: webhook.status_since.toISOString(),
  url: webhook.url,
  label: webhook.details.label,
  types: webhook.details.types,
  registrars: webhook.details.registrars,
  policies: webhook.details.policies,
  ...(webhook.held_until !== null &&
    webhook.held_until > new Date() && { held_until: webhook.held_until.toISOString() }),
  created_at: webhook.created_at.toISOString(),
  created_by: webhook.details.created_by,
});

/** The same, with how far its deliveries are. */
export const progressOf = ({ webhook, behind, pending, dead }: WebhookProgress): WebhookSummary => ({
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
export const deadLetterOf = (letter: WebhookDelivery): WebhookSummary => ({
  message_id: letter.message_id,
  type: letter.type,
  position: letter.position,
  line: letter.line,
  attempts: letter.attempts,
  dead_at: letter.dead_at?.toISOString(),
  last_error: letter.last_error,
});
