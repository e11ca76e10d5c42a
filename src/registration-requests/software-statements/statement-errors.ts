import { InvalidRegistration } from '../../core/errors/registration-errors';
import { MOST_TRIED } from '../../core/jose/matching-keys';

/** The rule for a JWT without `kid` if more keys would fit than are tried. */
export const MUST_NAME_ITS_KEY = `must name its key by kid where more than ${MOST_TRIED} keys fit`;

/** RFC 7591 section 3.2.2: a request that was signed as a whole is not valid. */
export const invalidRequestJwt = (rule: string, remedy: string): InvalidRegistration =>
  new InvalidRegistration([{ error: 'invalid_software_statement', member: 'the request JWT', rule, remedy }]);
