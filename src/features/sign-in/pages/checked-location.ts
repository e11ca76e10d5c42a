import { hasOnlyUriCharacters, isAbsolute, isNotRun } from '../../../core/metadata/redirect-uri';

/**
 * The address to which a page leads. It comes from a redirect URI that was checked at its registration, and is checked
 * here again, because rows can be older than the rules. Throws an `Error` for a scheme that a browser runs or reads
 * locally, and for characters that no URI has.
 */
export const checkedLocation = (location: string): string => {
  if (!isAbsolute(location) || !isNotRun(location) || !hasOnlyUriCharacters(location))
    throw new Error('a page leads only to an address that the rules for redirect URIs permit');
  return location;
};
