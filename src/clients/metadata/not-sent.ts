/**
 * Whether a value counts as not sent: `null` always, an empty text or list when it replaces what stands there
 * (RFC 7592 section 2.2).
 */
export const isNotSent = (value: unknown, isUpdate: boolean): boolean =>
  value === undefined || value === null || (isUpdate && (value === '' || (Array.isArray(value) && value.length === 0)));
