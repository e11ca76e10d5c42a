import type { NamedRow } from './metadata-row';

/**
 * Whether a value counts as not sent: `null` always; an empty text where the member is a text or an object, as forms
 * and typed clients send what they have no value for; an empty text or list of any member when it replaces what stands
 * there (RFC 7592 section 2.2).
 */
export const isNotSent = (value: unknown, { is }: NamedRow, isUpdate: boolean): boolean => {
  if (value === undefined || value === null) return true;
  if (value === '') return isUpdate || is.schema['type'] === 'string' || is.schema['type'] === 'object';
  return isUpdate && Array.isArray(value) && value.length === 0;
};
