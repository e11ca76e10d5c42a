import type { WebhookKey } from '../../core/standard-webhooks/webhook-key';

/** What the operator configures of decisions by external services. */
export abstract class DecisionOptions {
  /** Each of them signs every request. */
  abstract readonly keys: readonly WebhookKey[];
  /** How long a service may take to answer. */
  abstract readonly timeoutMs: number;
}
