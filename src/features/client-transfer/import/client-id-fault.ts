import { USER_SUBJECT_PREFIX } from '../../../core/user-subject';

/** The most characters of a client identifier in an address: `MAX_PARAMETER_LENGTH` of the router. */
const MOST_CHARACTERS = 200;

/** Why a client identifier of another server cannot be one here; nothing if it can (RFC 6749 appendix A.1). */
export const clientIdFaultOf = (client_id: string): string | undefined => {
  if (client_id === '') return 'must be there; add it to the file';
  if (client_id.startsWith(USER_SUBJECT_PREFIX))
    return `must not begin with ${USER_SUBJECT_PREFIX}, as the identifiers of people do; the client has to register again`;
  if (!/^[\x20-\x7e]+$/.test(client_id)) return 'must be of visible ASCII characters and spaces';
  if (encodeURIComponent(client_id).length > MOST_CHARACTERS)
    return `must have ${MOST_CHARACTERS} characters at most in an address`;
  // In an address, these mean the folder and the one above it, so that no request could name the client.
  if (client_id === '.' || client_id === '..') return 'must not be . or ..';
  return undefined;
};
