import { validate } from 'uuid';

/** Whether a text has the form of an identifier of a client here: one that `ClientIssuer` makes, or the registrar's. */
export const isClientIdentifier = (text: string, registrarId: string): boolean =>
  text === registrarId || validate(text);
