import { validate } from 'uuid';
import type { Environment } from '../platform/config/environment';

/** Whether a text has the form of an identifier of a client here: one that `ClientIssuer` makes, or the registrar's. */
export const isClientIdentifier = (
  text: string,
  { REGISTRAR_CLIENT_ID }: Pick<Environment, 'REGISTRAR_CLIENT_ID'>,
): boolean => text === REGISTRAR_CLIENT_ID || validate(text);
