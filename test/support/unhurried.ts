/** Variables for a busy machine: no request is refused because another takes long. */
export const UNHURRIED = { MAX_EVENT_LOOP_DELAY: '0', DATABASE_TIMEOUT: '60000' } as const;
