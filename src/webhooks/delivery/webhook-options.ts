/** What the operator configures of webhooks. */
export abstract class WebhookOptions {
  /** How long a receiver may take to answer. */
  abstract readonly timeoutMs: number;
}
