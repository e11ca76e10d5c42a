/** What the `sub` of a person begins with, and the identifier of no client: neither is taken for the other. */
export const USER_SUBJECT_PREFIX = 'usr_';
