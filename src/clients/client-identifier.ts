import { validate } from 'uuid';

/**
 * Whether a text has the form of a client identifier of this server: one that `ClientFactory` creates, or one of `configured`, those
 * of the environment.
 */
export const isClientIdentifier = (text: string, configured: readonly string[]): boolean =>
  configured.includes(text) || validate(text);
