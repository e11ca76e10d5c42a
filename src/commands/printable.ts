/** Control characters but the line feed, and characters that change the direction of the text around them. */
const UNPRINTABLE = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * A text that may contain values of clients and partners, for a terminal: what could move the cursor, colour or hide other
 * lines is written as `\u009b`. A JSON text stays the same JSON.
 */
export const printable = (text: string): string => text.replace(UNPRINTABLE, escaped);

/** The same for a text of one line, which a line feed would end. */
export const printableLine = (text: string): string => printable(text).replaceAll('\n', escaped);
