import { EVENT_TYPES } from './event-docs';

/** The end of a pattern for all types of a subject, such as `client.*`. */
const ALL = '.*';

/** Whether a type is that of a pattern: a type such as `client.registered`, or all of a subject, such as `client.*`. */
export const isOfType = (type: string, pattern: string): boolean =>
  pattern.endsWith(ALL) ? type.startsWith(pattern.slice(0, -1)) : type === pattern;

/** Whether a pattern is that of any of these types; by default those of all events. */
export const isKnownPattern = (pattern: string, types: readonly string[] = EVENT_TYPES): boolean =>
  types.some((type) => isOfType(type, pattern));
