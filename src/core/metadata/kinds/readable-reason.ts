import { RefusedOperation } from '../../errors/refused-operation';
import { hasNoControls, hasNoDirectionControls, hasNoInvisibles, isWellFormed } from './text-safety';

/** In characters. */
const MOST_CHARACTERS = 500;
const CHECKS = [isWellFormed, hasNoControls, hasNoDirectionControls, hasNoInvisibles];

/**
 * Requires that the reason of a decision can be stored and read by others. Throws {@link RefusedOperation} for an empty or
 * long one, and for one with invisible characters.
 */
export const requireReadable = (reason: string): void => {
  if (reason.trim() !== '' && reason.length <= MOST_CHARACTERS && CHECKS.every((check) => check(reason))) return;
  throw new RefusedOperation(
    'invalid',
    undefined,
    `the reason must be 1 to ${MOST_CHARACTERS} characters of one line, without invisible ones; shorten it`,
  );
};
