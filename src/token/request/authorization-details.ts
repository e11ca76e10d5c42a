import { InvalidAuthorizationDetails } from '../../core/errors/errors';

/** What fits into a token that travels in a header. */
const MAX_LENGTH = 4096;
/** The common members of RFC 9396 section 2.2. */
const LISTS_OF_TEXTS = ['locations', 'actions', 'datatypes', 'privileges'];

/** Authorization details as they were asked for (RFC 9396 section 2): objects that say which type they are. */
export type AuthorizationDetails = readonly (Readonly<Record<string, unknown>> & { readonly type: string })[];

/**
 * The `authorization_details` of a request, nothing if there are none. Throws {@link InvalidAuthorizationDetails} for a
 * type that the client did not register and for what is malformed (RFC 9396 section 5).
 */
export const authorizationDetails = (
  asked: string | null,
  registeredTypes: readonly string[] = [],
): AuthorizationDetails | undefined => {
  if (asked === null) return undefined;
  if (asked.length > MAX_LENGTH) throw malformed(`have at most ${MAX_LENGTH} characters`, 'ask for less');
  const details = parsed(asked);
  if (!Array.isArray(details) || !details.every(isDetail))
    throw malformed('be a JSON array of objects with a type', 'send [{"type": "..."}]');
  const known = new Set(registeredTypes);
  const unknown = details.filter(({ type }) => !known.has(type)).map(({ type }) => type);
  if (unknown.length > 0)
    throw malformed('be of types that the client registered', `leave out ${[...new Set(unknown)].join(', ')}`);
  return details.length > 0 ? details : undefined;
};

const malformed = (rule: string, remedy: string): InvalidAuthorizationDetails =>
  new InvalidAuthorizationDetails(`authorization_details must ${rule}; ${remedy}`);

const isDetail = (value: unknown): value is AuthorizationDetails[number] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { type, identifier, ...members } = value as Record<string, unknown>;
  return (
    typeof type === 'string' &&
    (identifier === undefined || typeof identifier === 'string') &&
    LISTS_OF_TEXTS.every((name) => members[name] === undefined || isTexts(members[name]))
  );
};

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === 'string');

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
