/**
 * Characters that a text for people must not contain, because it appears in consent pages, log lines and spreadsheets
 * (RFC 7591 section 5, Unicode Technical Report 36). Markup is permitted: the page that shows the text has to escape
 * it.
 */

const UNPAIRED_SURROGATE = /\p{Cs}/u;
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
/** Embeddings, overrides, isolates and marks: they make a text look like another one. */
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** Spaces without width, annotations and tag characters. */
const INVISIBLE = /[\u00ad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;
/** Joiners belong between the letters of some scripts and within emoji, never beside ASCII or at an end. */
const LONE_JOINER = /(?:^|[\p{ASCII}\u200c\u200d])[\u200c\u200d]|[\u200c\u200d](?:\p{ASCII}|$)/u;

export const isWellFormed = (text: string): boolean => !UNPAIRED_SURROGATE.test(text);
export const hasNoControls = (text: string): boolean => !CONTROL.test(text);
export const hasNoDirectionControls = (text: string): boolean => !DIRECTION.test(text);
export const hasNoInvisibles = (text: string): boolean => !INVISIBLE.test(text) && !LONE_JOINER.test(text);
