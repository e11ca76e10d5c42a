import { Logger } from '@nestjs/common';
import { StartFailure } from '../config/start-failure';
import type { KeyRing } from './key-ring';

/** What the keys of `SECRET_KEYS` protect, for the messages to the operator. */
export interface ProtectedValues {
  /** The context of the log lines. */
  readonly context: string;
  /** The values in the plural, such as `clients`. */
  readonly name: string;
  /** A number of them, such as `2 client(s)`. */
  readonly amount: (count: number) => string;
  /** How they came to need the key, such as `registered with it`. */
  readonly cause: string;
  /** What happens to them without the key, such as `are refused`. */
  readonly consequence: string;
}

/** How many values need each version, of the versions that they need. */
export const countsOf = (versions: readonly number[]): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>();
  for (const version of versions) counts.set(version, (counts.get(version) ?? 0) + 1);
  return counts;
};

/**
 * Makes sure that no key of `SECRET_KEYS` is removed while stored values need it: hashes cannot be made again, and seals
 * not be opened. Whatever stores such values calls this at each start.
 * Takes how many values need each version. Throws {@link StartFailure} for a version that is missing, unless
 * `DROPPED_SECRET_KEYS` names it.
 */
export const requireKeys = (
  ring: KeyRing,
  counts: Iterable<readonly [version: number, count: number]>,
  { context, name, amount, cause, consequence }: ProtectedValues,
): void => {
  for (const [version, count] of counts) {
    if (ring.has(version)) continue;
    if (!ring.isDropped(version))
      throw new StartFailure(
        `SECRET_KEYS: key ${version} is missing, and ${amount(count)} ${cause}; put it back behind the newer ones, or give these ${name} up with DROPPED_SECRET_KEYS=${version}`,
      );
    new Logger(context).warn(`key ${version} of SECRET_KEYS was dropped: ${amount(count)} of it ${consequence}`);
  }
};
