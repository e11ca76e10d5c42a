import { v7 as uuidv7 } from 'uuid';
import type { ClientFilter } from './client-filter';

/** A range of identifiers, in the order of the primary key. */
export interface IdentifierRange {
  readonly from: string;
  /** Whether `from` itself is not in it. */
  readonly isAfter: boolean;
  /** The last one that it may have; without an end if absent. */
  readonly through?: string;
}

/** Greater than every character of an identifier. */
const LAST_CHARACTER = '\u007f';

/** The range of the identifiers with the beginning that a filter has. */
export const rangeOf = ({ client_id }: ClientFilter): IdentifierRange =>
  client_id === undefined
    ? { from: '', isAfter: false }
    : { from: client_id, isAfter: false, through: client_id + LAST_CHARACTER };

/**
 * The part of a range with clients that were registered here in the time of a filter. Their identifiers begin with the moment
 * of the registration (RFC 9562 section 5.7), so that the primary key has them in that order.
 */
export const registeredIn = (
  { registered_after: after, registered_before: before }: ClientFilter,
  { from, isAfter, through }: IdentifierRange,
): IdentifierRange => {
  const first = after === undefined ? '' : lowestAt(after);
  const lasts = [through, before && lowestAt(before)].filter((one) => one !== undefined).sort();
  return {
    ...(first > from ? { from: first, isAfter: false } : { from, isAfter }),
    ...(lasts[0] !== undefined && { through: lasts[0] }),
  };
};

/** The part of a range from an identifier on, or after it. */
export const restOf = (range: IdentifierRange, from: string, isAfter: boolean): IdentifierRange =>
  from < range.from ? range : { ...range, from, isAfter };

/** The smallest identifier that a registration at a moment can have. */
const lowestAt = (moment: Date): string =>
  uuidv7({ msecs: Math.max(0, moment.getTime()), random: new Uint8Array(16), seq: 0 });
