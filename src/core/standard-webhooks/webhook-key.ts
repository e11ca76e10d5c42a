const PREFIX = 'whsec_';
const LEAST_BYTES = 24;
const MOST_BYTES = 64;

/** The octets of a secret of Standard Webhooks. */
export type WebhookKey = Buffer;

/**
 * The key in a text of Standard Webhooks: `whsec_` and 24 to 64 octets in base64. Nothing if the text has another form.
 */
export const readWebhookKey = (text: string): WebhookKey | undefined => {
  const encoded = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : '';
  const key = Buffer.from(encoded, 'base64');
  const isCanonical = key.toString('base64') === encoded;
  return isCanonical && key.length >= LEAST_BYTES && key.length <= MOST_BYTES ? key : undefined;
};
