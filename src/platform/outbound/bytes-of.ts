const OBJECT_BYTES = 64;
const MEMBER_BYTES = 24;
const STRING_BYTES = 24;
const BYTES_PER_CHARACTER = 2;

/** The estimated memory of a JSON value, rather too high than too low: a small object takes more than its text. */
export const bytesOf = (value: unknown): number => {
  if (typeof value === 'string') return STRING_BYTES + value.length * BYTES_PER_CHARACTER;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, part) => sum + MEMBER_BYTES + bytesOf(part), OBJECT_BYTES);
};
