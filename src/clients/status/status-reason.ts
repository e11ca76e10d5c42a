import { RefusedOperation } from '../../core/errors/refused-operation';
import { requireReadable } from '../../core/metadata/kinds/readable-reason';
import type { StatusAction } from './status-transitions';

/** Throws {@link RefusedOperation} for a reason that a client should not read, or a rejection without one. */
export const requireReason = (action: StatusAction, reason: string | undefined): void => {
  if (reason !== undefined) requireReadable(reason);
  else if (action === 'reject')
    throw new RefusedOperation('invalid', undefined, 'the reason must be given; the client reads it');
};
