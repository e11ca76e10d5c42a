import { InvalidRegistration } from '../../core/errors/registration-errors';
import { MOST_TRIED } from '../../core/jose/matching-keys';

const MEMBER = 'software_statement';

/** The rule for a JWT without `kid` when more keys would have to be tried than are tried. */
export const MUST_NAME_ITS_KEY = `must name its key by kid where more than ${MOST_TRIED} keys fit`;

/** RFC 7591 section 3.2.2: the statement is not what it should be. The cause is for the log. */
export const invalidSoftwareStatement = (rule: string, remedy: string, cause?: unknown): InvalidRegistration =>
  new InvalidRegistration([{ error: 'invalid_software_statement', member: MEMBER, rule, remedy }], cause);

/** RFC 7591 section 3.2.2: the statement is sound, and yet not one that is approved here. */
export const unapprovedSoftwareStatement = (rule: string, remedy: string): InvalidRegistration =>
  new InvalidRegistration([{ error: 'unapproved_software_statement', member: MEMBER, rule, remedy }]);

/** The same of a request that was signed as a whole. */
export const invalidRequestJwt = (rule: string, remedy: string): InvalidRegistration =>
  new InvalidRegistration([{ error: 'invalid_software_statement', member: 'the request JWT', rule, remedy }]);
