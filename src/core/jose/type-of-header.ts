/**
 * The `typ` of the header of a JWT, to be compared: in lower case and without `application/` (RFC 7515 section 4.1.9).
 * `undefined` if there is none. The sender decides what it is, so it may be no text; it is equal to no type then.
 */
export const typeOfHeader = ({ typ }: { readonly typ?: unknown }): string | undefined => {
  if (typ === undefined) return undefined;
  return typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
};
