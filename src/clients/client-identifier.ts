import { validate } from 'uuid';

/**
 * Whether a text has the form of a client identifier of this server: one that `ClientFactory` creates, or that of the
 * registrar.
 */
export const isClientIdentifier = (text: string, registrarId: string): boolean =>
  text === registrarId || validate(text);
