import { RefusedOperation } from '../../core/errors/refused-operation';
import {
  hasNoControls,
  hasNoDirectionControls,
  hasNoInvisibles,
  isWellFormed,
} from '../../core/metadata/kinds/text-safety';
import type { StatusAction } from './status-transitions';

/** In characters. The reason is part of an error response. */
const MOST_CHARACTERS = 500;
const CHECKS = [isWellFormed, hasNoControls, hasNoDirectionControls, hasNoInvisibles];

/** Throws {@link RefusedOperation} for a reason that a client should not read, or a rejection without one. */
export const requireReason = (action: StatusAction, reason: string | undefined): void => {
  if (reason === undefined) {
    if (action === 'reject')
      throw new RefusedOperation('invalid', undefined, 'the reason must be given; the client reads it');
    return;
  }
  const isReadable = reason.trim() !== '' && reason.length <= MOST_CHARACTERS && CHECKS.every((check) => check(reason));
  if (!isReadable)
    throw new RefusedOperation(
      'invalid',
      undefined,
      `the reason must be 1 to ${MOST_CHARACTERS} characters of one line, without invisible ones; shorten it`,
    );
};
