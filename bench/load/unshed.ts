/** What a request costs is measured on busy machines, too, where an event loop may be late without too many requests. */
export const UNSHED = { MAX_EVENT_LOOP_DELAY: '60000', DATABASE_TIMEOUT: '60000', RATE_LIMIT_UPDATE: '0' } as const;
