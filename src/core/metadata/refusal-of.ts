import { InvalidRegistration } from '../errors/registration-errors';
import type { RegistrationRequest } from './client-metadata';
import { ClientMetadataReader } from './client-metadata.reader';
import { permitEverything } from './operator-policy';

/** Takes a request that breaks rules of the table, returns the refusal. Throws an `Error` for a valid request. */
export const refusalOf = (
  request: Readonly<Partial<Record<keyof RegistrationRequest, unknown>>>,
): InvalidRegistration => {
  try {
    new ClientMetadataReader(permitEverything()).read(request);
  } catch (refusal) {
    if (refusal instanceof InvalidRegistration) return refusal;
    throw refusal;
  }
  throw new Error('the request breaks no rule of the table');
};
