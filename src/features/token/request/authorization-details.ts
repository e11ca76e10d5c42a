import { detailsNotRegistered } from '../../../core/errors/refusals';
import { isObject, isStringArray, parseJson } from '../../../core/json/json';

/** In characters. The granted details have to fit into a token that is sent in a header. */
export const MAX_DETAILS_LENGTH = 4096;
/** The common members of RFC 9396 section 2.2. */
const LISTS_OF_STRINGS = ['locations', 'actions', 'datatypes', 'privileges'];

/** The value of `authorization_details` (RFC 9396 section 2): objects that state their type. */
export type AuthorizationDetails = readonly (Readonly<Record<string, unknown>> & { readonly type: string })[];

/** Parses the parameter. A text that is too long or no JSON is returned as it is; it breaks one of the two rules below. */
export const parseDetails = (text: string): unknown => (isShortEnough(text) ? (parseJson(text) ?? text) : text);

export const isShortEnough = (value: unknown): boolean =>
  typeof value !== 'string' || value.length <= MAX_DETAILS_LENGTH;

export const isAuthorizationDetails = (value: unknown): boolean => Array.isArray(value) && value.every(isDetail);

/**
 * Takes the details of a request and the types that the client registered. Returns the details, or `undefined` if there
 * are none. Throws {@link InvalidAuthorizationDetails} for a type that is not registered (RFC 9396 section 5).
 */
export const permittedDetails = (
  details: AuthorizationDetails = [],
  registeredTypes: readonly string[] = [],
): AuthorizationDetails | undefined => {
  const known = new Set(registeredTypes);
  const unknown = details.filter(({ type }) => !known.has(type)).map(({ type }) => type);
  if (unknown.length > 0) throw detailsNotRegistered(unknown);
  return details.length > 0 ? details : undefined;
};

const isDetail = (value: unknown): boolean => {
  if (!isObject(value)) return false;
  const { type, identifier, ...members } = value;
  return (
    typeof type === 'string' &&
    (identifier === undefined || typeof identifier === 'string') &&
    LISTS_OF_STRINGS.every((name) => members[name] === undefined || isStringArray(members[name]))
  );
};
