/** Variables for a machine that is busy with other things: nobody is refused because an answer takes long. */
export const UNHURRIED = { MAX_EVENT_LOOP_DELAY: '0', DATABASE_TIMEOUT: '60000' } as const;
