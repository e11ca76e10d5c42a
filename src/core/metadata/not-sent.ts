import type { NamedRow } from './metadata-row';

/** Whether a value is empty for every member: `null`, or an empty text, which typed clients and forms send. */
export const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '';

/**
 * Whether a value counts as not sent: `null` for every member; an empty text for a member that is a text or an object;
 * in an update an empty text or list for every member, because it removes the value (RFC 7592 section 2.2).
 */
export const isNotSent = (value: unknown, { is }: NamedRow, isUpdate: boolean): boolean => {
  if (value === undefined || value === null) return true;
  if (value === '') return isUpdate || is.schema['type'] === 'string' || is.schema['type'] === 'object';
  return isUpdate && Array.isArray(value) && value.length === 0;
};
