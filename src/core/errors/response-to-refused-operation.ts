import { InvalidRequest } from './errors';
import { NoSuchResource, StateConflict } from './management-errors';
import type { OAuthError } from './oauth-error';
import type { RefusedOperation } from './refused-operation';

/** The error response to a request for an operation that the domain refuses: 400, 404 or 409. */
export const responseTo = (refused: RefusedOperation): OAuthError => {
  const { kind, description, members } = refused;
  if (kind === 'unknown') return new NoSuchResource(description);
  return kind === 'conflict'
    ? new StateConflict(description, { members })
    : new InvalidRequest(description, { members });
};
