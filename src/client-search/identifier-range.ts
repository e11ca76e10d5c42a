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

const LOWEST = '00000000-0000-0000-0000-000000000000';
const HIGHEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * The range that a filter permits. Identifiers begin with the moment of the registration (RFC 9562 section 5.7), so that
 * the primary key has the clients in that order.
 */
export const rangeOf = ({ client_id, registered_after, registered_before }: ClientFilter): IdentifierRange => {
  const from = [registered_after && lowestAt(registered_after), client_id && completed(client_id, LOWEST)];
  const through = [registered_before && lowestAt(registered_before), client_id && completed(client_id, HIGHEST)];
  const [last] = through.filter((one) => one !== undefined).sort();
  return {
    from:
      from
        .filter((one) => one !== undefined)
        .sort()
        .at(-1) ?? '',
    isAfter: false,
    ...(last !== undefined && { through: last }),
  };
};

/** The part of a range from an identifier on, or after it. */
export const restOf = (range: IdentifierRange, from: string, isAfter: boolean): IdentifierRange =>
  from < range.from ? range : { ...range, from, isAfter };

/** The beginning of a UUID, completed; any other text is a whole identifier. */
const completed = (text: string, pattern: string): string => {
  const whole = text + pattern.slice(text.length);
  return [...whole].every((character, index) => (LOWEST[index] === '-') === (character === '-')) &&
    /^[0-9a-f-]{36}$/.test(whole)
    ? whole
    : text;
};

/** The smallest identifier that a registration at a moment can have. */
const lowestAt = (moment: Date): string =>
  uuidv7({ msecs: Math.max(0, moment.getTime()), random: new Uint8Array(16), seq: 0 });
