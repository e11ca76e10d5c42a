/** The value of a variable for no policy. */
export const NO_POLICY = 'none';

/** The policy of the server itself for registrations without a token. */
export const DEFAULT_OPEN = 'default-open';

/** Whether a name has a meaning here, so that no document may define it. */
export const isReserved = (name: string): boolean => name === NO_POLICY || name === DEFAULT_OPEN;
