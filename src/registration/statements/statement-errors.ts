import { InvalidRegistration } from '../../oauth/registration-errors';

const MEMBER = 'software_statement';

/** RFC 7591 section 3.2.2: the statement is not what it should be. The cause is for the log. */
export const invalidSoftwareStatement = (rule: string, remedy: string, cause?: unknown): InvalidRegistration =>
  new InvalidRegistration([{ error: 'invalid_software_statement', member: MEMBER, rule, remedy }], cause);

/** RFC 7591 section 3.2.2: the statement is sound, and yet not one that is approved here. */
export const unapprovedSoftwareStatement = (rule: string, remedy: string): InvalidRegistration =>
  new InvalidRegistration([{ error: 'unapproved_software_statement', member: MEMBER, rule, remedy }]);
