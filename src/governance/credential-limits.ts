/** The limits of what an operator decides about a credential for registrations, for commands and requests. */
export const MOST_USES = 1_000_000_000;
export const MOST_CLIENTS = 1_000_000_000;
/** In seconds: 999999 days. */
export const LONGEST_LIFETIME = 999_999 * 86_400;
/** In characters. */
export const LONGEST_LABEL = 200;

/** Whether a text can be the note of an operator in a list: one line, without control characters. */
export const isLabel = (text: string): boolean => text.length <= LONGEST_LABEL && !/\p{C}/u.test(text);
